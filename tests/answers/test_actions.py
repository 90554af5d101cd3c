"""Answers: who chooses them, who finds them right, how they age; what hiding, splitting and merging leave of them."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.answers import actions, privacy, queries
from forum.db import db
from forum.errors import Missing, Refused
from forum.legal.cited import chosen, pack, tells
from forum.moderation import actions as staff
from forum.moderation import answers, surgery
from forum.moderation.models import LogEntry
from forum.moderation.queries import Chosen
from forum.outbox.models import OutboxRow
from forum.taxonomy.models import Forum
from forum.topics.models import Kind, Post, Topic
from tests.factories import Factory

AT_ONCE = 20


@pytest.fixture
def asked(factory: Factory) -> dict[str, int]:
    """A question with two answers, its asker, who answered, and a moderator."""
    forum, asker, writer = factory.forum(), factory.user("demandeuse"), factory.user("aidant")
    topic = factory.topic(forum, asker, kind=Kind.QUESTION)
    posts = [factory.reply(topic, writer, f"Réponse {number}") for number in range(2)]
    return {
        "forum": forum,
        "topic": topic,
        "question": factory.first_post(topic),
        "answer": posts[0],
        "other": posts[1],
        "asker": asker,
        "writer": writer,
        "member": factory.user("passante"),
        "expert": factory.user(
            "experte", recognised_until=clock.now() + timedelta(days=30), profession_title="avocate"
        ),
        "former": factory.user(
            "ancienne", recognised_until=clock.now() - timedelta(days=1), profession_title="avocate"
        ),
        "moderator": factory.moderator(),
    }


def do(factory: Factory, user_id: int, post_id: int, verb: Callable[..., Any] = actions.accept) -> Any:
    def act() -> Any:
        user, post = db.session.get_one(User, user_id), db.session.get_one(Post, post_id)
        return verb(user, post, db.session.get_one(Topic, post.topic_id))

    return factory.write(act)


def accepted(factory: Factory, topic_id: int) -> int | None:
    return factory.get(Topic, topic_id).accepted_post_id


ACCEPTS = [("asker", True), ("moderator", True), ("writer", False), ("member", False), ("expert", False)]
VERIFIES = [("expert", True), ("moderator", True), ("asker", False), ("writer", False), ("former", False)]


PROPOSES = [("expert", True), *((who, False) for who in ("asker", "moderator", "writer", "member", "former"))]


@pytest.mark.parametrize(("role", "may"), PROPOSES)
def test_recognised_experts_propose_where_they_do_not_choose(
    factory: Factory, asked: dict[str, int], role: str, may: bool
) -> None:
    if not may:
        with pytest.raises(Refused):
            do(factory, asked[role], asked["answer"], actions.propose)
        return
    assert do(factory, asked[role], asked["answer"], actions.propose) is True
    assert do(factory, asked[role], asked["answer"], actions.propose) is False, "once is enough"
    assert factory.get(Post, asked["answer"]).proposed_by_id == asked[role]
    assert accepted(factory, asked["topic"]) is None


def test_what_cannot_be_proposed(factory: Factory, asked: dict[str, int]) -> None:
    own = factory.reply(asked["topic"], asked["expert"], "La mienne.")
    private = factory.topic(factory.private_forum(), asked["moderator"], kind=Kind.QUESTION)
    hidden = factory.reply(private, asked["moderator"])
    for post, error in ((asked["question"], Refused), (own, Refused), (hidden, Missing)):
        with pytest.raises(error):
            do(factory, asked["expert"], post, actions.propose)
    do(factory, asked["asker"], asked["other"])
    with pytest.raises(Refused, match="déjà"):
        do(factory, asked["expert"], asked["answer"], actions.propose)


def test_a_proposal_is_taken_back_by_who_made_it_or_the_moderators(factory: Factory, asked: dict[str, int]) -> None:
    for role in ("expert", "moderator"):
        do(factory, asked["expert"], asked["answer"], actions.propose)
        for other in ("asker", "writer", "member"):
            with pytest.raises(Refused):
                do(factory, asked[other], asked["answer"], actions.unpropose)
        assert do(factory, asked[role], asked["answer"], actions.unpropose) is True
        assert do(factory, asked["moderator"], asked["answer"], actions.unpropose) is False
        assert factory.get(Post, asked["answer"]).proposed_at is None


@pytest.mark.parametrize(("role", "may"), ACCEPTS)
def test_who_accepts(factory: Factory, asked: dict[str, int], role: str, may: bool) -> None:
    if may:
        assert do(factory, asked[role], asked["answer"]) is True
        assert accepted(factory, asked["topic"]) == asked["answer"]
        assert do(factory, asked[role], asked["answer"]) is False
        assert do(factory, asked[role], asked["other"]) is True
        assert do(factory, asked[role], asked["answer"], actions.unaccept) is False
        assert do(factory, asked[role], asked["other"], actions.unaccept) is True
        assert accepted(factory, asked["topic"]) is None
    else:
        with pytest.raises(Refused):
            do(factory, asked[role], asked["answer"])


@pytest.mark.parametrize(("role", "may"), VERIFIES)
def test_who_verifies(factory: Factory, asked: dict[str, int], role: str, may: bool) -> None:
    if not may:
        with pytest.raises(Refused):
            do(factory, asked[role], asked["answer"], actions.verify)
        return
    do(factory, asked[role], asked["answer"], actions.verify)
    assert factory.get(Post, asked["answer"]).verified_by_id == asked[role]
    assert accepted(factory, asked["topic"]) is None  # verified is not accepted
    assert do(factory, asked[role], asked["answer"], actions.unverify) is True
    assert do(factory, asked[role], asked["answer"], actions.unverify) is False


def test_an_expert_takes_back_only_their_own_word(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["moderator"], asked["answer"], actions.verify)
    with pytest.raises(Refused):
        do(factory, asked["expert"], asked["answer"], actions.unverify)


@pytest.mark.parametrize("kind", [Kind.DISCUSSION, Kind.GUIDE, Kind.EXPERIENCE, Kind.ANNOUNCEMENT])
def test_only_questions_have_an_answer(factory: Factory, asked: dict[str, int], kind: Kind) -> None:
    factory.write(lambda: setattr(db.session.get_one(Topic, asked["topic"]), "kind", kind))
    for verb in (actions.accept, actions.verify):
        with pytest.raises(Refused):
            do(factory, asked["moderator"], asked["answer"], verb)


def test_a_question_is_not_its_own_answer(factory: Factory, asked: dict[str, int]) -> None:
    with pytest.raises(Refused):
        do(factory, asked["asker"], asked["question"])


def test_a_hidden_answer_is_not_chosen(factory: Factory, asked: dict[str, int]) -> None:
    hide(factory, asked, asked["answer"])
    with pytest.raises(Missing):
        do(factory, asked["asker"], asked["answer"])
    with pytest.raises(Refused):
        do(factory, asked["moderator"], asked["answer"])


def hide(factory: Factory, asked: dict[str, int], post_id: int, verb: Callable[..., Any] = staff.hide) -> None:
    def act() -> None:
        post = db.session.get_one(Post, post_id)
        picked = [Chosen(post, db.session.get_one(Topic, post.topic_id))]
        actor = db.session.get_one(User, asked["moderator"])
        verb(actor, picked, "Hors sujet") if verb is staff.hide else verb(actor, picked)

    factory.write(act)


def test_a_hidden_answer_is_not_shown_and_comes_back(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"])
    page = f"/t/{asked['topic']}/un-sujet"
    assert "Réponse acceptée" in factory.browser().get(page).text
    assert "réponse acceptée" in factory.browser().get("/lists/active").text
    hide(factory, asked, asked["answer"])
    assert "Réponse acceptée" not in factory.browser().get(page).text
    assert "réponse acceptée" not in factory.browser().get("/lists/active").text
    hide(factory, asked, asked["answer"], staff.restore)
    assert "Réponse acceptée" in factory.browser().get(page).text


def split(factory: Factory, asked: dict[str, int], *post_ids: int) -> int:
    def act() -> int:
        topic = db.session.get_one(Topic, asked["topic"])
        picked = [Chosen(db.session.get_one(Post, each), topic) for each in post_ids]
        new = surgery.NewTopic("Une autre question", db.session.get_one(Forum, asked["forum"]))
        return surgery.split(db.session.get_one(User, asked["moderator"]), topic, picked, new).id

    return factory.write(act)


def test_an_answer_that_opens_another_topic_is_none_there(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"])
    made = split(factory, asked, asked["answer"])
    assert (accepted(factory, asked["topic"]), accepted(factory, made)) == (None, None)


def test_an_answer_follows_its_post(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["other"])
    made = split(factory, asked, asked["answer"], asked["other"])
    assert (accepted(factory, asked["topic"]), accepted(factory, made)) == (None, asked["other"])
    factory.write(
        lambda: surgery.merge(
            db.session.get_one(User, asked["moderator"]),
            db.session.get_one(Topic, asked["topic"]),
            [db.session.get_one(Topic, made)],
        )
    )
    assert (accepted(factory, asked["topic"]), accepted(factory, made)) == (asked["other"], None)


def test_staff_decisions_are_logged_and_the_asker_s_are_not(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"], answers.accept)
    do(factory, asked["moderator"], asked["answer"], answers.unaccept)
    do(factory, asked["expert"], asked["answer"], answers.verify)
    verbs = factory.read(lambda: list(db.session.scalars(sa.select(LogEntry.verb).order_by(LogEntry.id))))
    assert verbs == ["answer.unaccept", "answer.verify"]


@pytest.mark.parametrize("each_own", [True, False], ids=["twenty answers", "one answer twenty times"])
def test_twenty_at_once(factory: Factory, asked: dict[str, int], each_own: bool) -> None:
    posts = [factory.reply(asked["topic"], asked["writer"], f"Encore {number}") for number in range(AT_ONCE)]
    start, got = Barrier(AT_ONCE), []

    def run(post_id: int) -> None:
        start.wait()
        got.append(do(factory, asked["asker"], post_id))

    threads = [Thread(target=run, args=(each if each_own else posts[0],)) for each in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), sum(got)) == (AT_ONCE, AT_ONCE if each_own else 1)
    assert accepted(factory, asked["topic"]) in (posts if each_own else posts[:1])
    published = (
        sa.select(sa.func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.event == "answer.accepted", OutboxRow.handler == "index")
    )
    assert factory.read(lambda: db.session.scalar(published)) == (AT_ONCE if each_own else 1)


def months_ago(factory: Factory, post_id: int, months: int) -> None:
    """As if the answer was written, accepted and verified then."""

    def act() -> None:
        post = db.session.get_one(Post, post_id)
        topic, at = db.session.get_one(Topic, post.topic_id), clock.now() - timedelta(days=31 * months)
        post.created_at = at
        post.verified_at = at if post.verified_at else None
        topic.accepted_at = at if topic.accepted_post_id == post.id else topic.accepted_at

    factory.write(act)


def aged(factory: Factory, asked: dict[str, int], who: str = "moderator") -> list[int]:
    def ask() -> list[int]:
        user = db.session.get_one(User, asked[who])
        rows, total = queries.to_verify(user, months=24, page=1, per_page=25)
        assert total == len(rows)
        return [row.post_id for row in rows]

    return factory.read(ask)


def test_answers_age_and_are_renewed(factory: Factory, asked: dict[str, int]) -> None:
    page = f"/t/{asked['topic']}/un-sujet"
    do(factory, asked["asker"], asked["answer"])
    do(factory, asked["expert"], asked["other"], actions.verify)
    assert aged(factory, asked) == []
    for post_id in (asked["answer"], asked["other"]):
        months_ago(factory, post_id, 25)
    assert set(aged(factory, asked)) == {asked["answer"], asked["other"]}
    assert aged(factory, asked, "member") == []
    assert factory.browser().get(page).text.count("À revérifier") == 3  # under the question, and on both posts
    for post_id in (asked["answer"], asked["other"]):
        do(factory, asked["expert"], post_id, actions.verify)
    assert aged(factory, asked) == []
    assert "À revérifier" not in factory.browser().get(page).text


def test_an_answer_that_cites_a_number_used_again_is_looked_at(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"])

    def cite(key: str) -> None:
        post = db.session.get_one(Post, asked["answer"])
        cited = [chosen(key, date(2026, 3, 1))]
        post.law, post.law_moved = pack(cited), tells(cited)

    factory.write(lambda: cite("code-civil/1240"))
    assert aged(factory, asked) == []
    factory.write(lambda: cite("code-civil/1382"))
    assert aged(factory, asked) == [asked["answer"]]
    page = f"/t/{asked['topic']}/un-sujet"
    told = "un numéro cité par cette réponse désigne aujourd’hui un autre texte"
    assert factory.browser().get(page).text.count(told) == 2  # under the question, and on the post
    assert "cette réponse a changé" not in factory.browser().get(page).text
    moderator = factory.browser(factory.moderator("relectrice"))
    assert "acceptée le" in moderator.get("/moderation/answers").text
    assert "relue le" not in moderator.get("/moderation/answers").text
    do(factory, asked["expert"], asked["answer"], actions.verify)
    assert aged(factory, asked) == []
    assert told not in factory.browser().get(page).text


def test_an_answer_whose_law_moved_is_looked_at_again(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"])

    def cite() -> None:
        post = db.session.get_one(Post, asked["answer"])
        post.law, post.law_moved = pack([chosen("code-civil/1382", date(2015, 3, 1))]), True

    factory.write(cite)
    page = f"/t/{asked['topic']}/un-sujet"
    assert aged(factory, asked) == [asked["answer"]]
    assert "un texte cité par cette réponse a changé" in factory.browser().get(page).text
    do(factory, asked["asker"], asked["other"])
    do(factory, asked["asker"], asked["answer"])
    assert aged(factory, asked) == [asked["answer"]]  # its asker is no judge of the law
    do(factory, asked["expert"], asked["answer"], actions.verify)
    assert aged(factory, asked) == []
    assert "cette réponse a changé" not in factory.browser().get(page).text


def test_a_verified_answer_that_is_rewritten_is_looked_at_again(factory: Factory, asked: dict[str, int]) -> None:
    page = f"/t/{asked['topic']}/un-sujet"
    do(factory, asked["expert"], asked["answer"], actions.verify)

    def rewrite(who: str) -> None:
        post = db.session.get_one(Post, asked["answer"])
        post.edited_at, post.edited_by_id = clock.now() + timedelta(minutes=1), asked[who]

    factory.write(lambda: rewrite("expert"))
    assert aged(factory, asked) == []
    assert "À revérifier" not in factory.browser().get(page).text
    factory.write(lambda: rewrite("writer"))
    assert aged(factory, asked) == [asked["answer"]]
    assert "À revérifier : cette réponse a été modifiée depuis." in factory.browser().get(page).text.replace(
        "\u202f", " "
    )
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        do(factory, asked["expert"], asked["answer"], actions.verify)
    assert aged(factory, asked) == []


def test_choices_are_in_one_s_download(factory: Factory, asked: dict[str, int]) -> None:
    do(factory, asked["asker"], asked["answer"])
    do(factory, asked["expert"], asked["other"], actions.verify)

    def held(role: str) -> dict[str, object]:
        return factory.read(lambda: privacy.export(db.session.get_one(User, asked[role])))[0]

    accepted, verified = held("asker")["accepted"], held("expert")["verified"]
    assert isinstance(accepted, list)
    assert isinstance(verified, list)
    assert [each["post"] for each in (*accepted, *verified)] == [asked["answer"], asked["other"]]
    assert held("member") == {}
