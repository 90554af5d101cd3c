"""Writing under a pseudonym: what is still one's own, what is not told, what is told to the right person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts import queries as people
from forum.accounts.models import User
from forum.accounts.names import checked_name
from forum.accounts.registration import purge_unconfirmed
from forum.answers import actions as answers
from forum.answers.policy import may_accept, may_verify
from forum.db import db
from forum.errors import Invalid, Refused, TooOften
from forum.experiences import privacy as experiences
from forum.moderation import surgery
from forum.moderation.administration import queries as administration
from forum.moderation.models import LogEntry
from forum.moderation.policy import may_note, may_suspend, may_warn
from forum.moderation.unmasking import unmask
from forum.notifications.models import Notice
from forum.privacy.erasing import erase_due
from forum.taxonomy.models import Forum
from forum.topics import actions, lists, policy, privacy, pseudonyms
from forum.topics.actions import Edit, Sent, TopicDraft
from forum.topics.models import Contribution, Kind, Post, StandIn, State, Topic
from forum.topics.pace import Pace
from forum.votes.policy import may_vote
from tests.factories import Factory, text

PACE = Pace(60, 30, 60, 0, 0, 0, 0, 0)


@pytest.fixture
def alice(factory: Factory) -> int:
    return factory.user("alice")


@pytest.fixture
def topic(factory: Factory) -> int:
    return factory.topic(factory.forum(), factory.user("bruno"))


@pytest.fixture
def masked(factory: Factory, topic: int, alice: int) -> int:
    return factory.reply(topic, alice, "Sans mon nom.", pseudonym=True)


def act(factory: Factory, actor_id: int, post_id: int, do: Callable[[User, Post, Topic], object]) -> object:
    """Do something with a post, and return what that returns."""

    def run() -> object:
        post = db.session.get_one(Post, post_id)
        return do(db.session.get_one(User, actor_id), post, db.session.get_one(Topic, post.topic_id))

    return factory.write(run)


def open_topic(factory: Factory, author_id: int, kind: Kind = Kind.QUESTION) -> int:
    """A topic opened under a pseudonym: its first post."""
    forum_id = factory.forum("Autre")

    def make() -> int:
        author, forum = db.session.get_one(User, author_id), db.session.get_one(Forum, forum_id)
        sent = Sent(pseudonym=True)
        return actions.open_topic(author, forum, TopicDraft("Mes accès retenus", kind), text("Texte."), sent).id

    return factory.write(make)


def author_of(factory: Factory, post_id: int) -> User:
    return factory.get(User, factory.get(Post, post_id).author_id)


def test_one_pseudonym_for_a_topic_another_for_the_next(factory: Factory, topic: int, alice: int, masked: int) -> None:
    again = factory.reply(topic, alice, "Encore.", pseudonym=True)
    elsewhere = factory.reply(factory.topic(factory.forum("Autre"), alice), alice, "Ailleurs.", pseudonym=True)
    names = [author_of(factory, each).name for each in (masked, again, elsewhere)]
    assert names[0] == names[1] != names[2]
    assert all(name.startswith("Pseudonyme-") for name in names)
    assert author_of(factory, factory.reply(topic, alice)).name == "alice"


def test_a_topic_opened_under_one(factory: Factory, alice: int) -> None:
    post = factory.get(Post, open_topic(factory, alice))
    row = factory.get(Topic, post.topic_id)
    assert row.author_id == row.last_poster_id == post.author_id != alice
    name = factory.read(lambda: pseudonyms.name_in(db.session.get_one(User, alice), row.id))
    assert name == author_of(factory, post.id).name


def test_what_is_ones_own_stays_so(factory: Factory, topic: int, alice: int, masked: int) -> None:
    mine: list[Callable[[User, Post, Topic], object]] = [
        policy.may_edit,
        policy.may_delete_own,
        policy.may_see_history,
    ]
    other = factory.user()
    for may in mine:
        assert act(factory, alice, masked, may)
        assert not act(factory, other, masked, may)
    assert not act(factory, alice, masked, may_vote)
    assert act(factory, other, masked, may_vote)
    factory.write(lambda: setattr(db.session.get_one(Post, masked), "state", State.PENDING))
    assert act(factory, alice, masked, policy.may_see_post)
    assert not act(factory, other, masked, policy.may_see_post)
    assert act(factory, alice, masked, sees_by_sql)
    assert not act(factory, other, masked, sees_by_sql)


def sees_by_sql(user: User, post: Post, topic: Topic) -> bool:
    found = sa.select(Post.id).join(Topic, Topic.id == Post.topic_id).where(Post.id == post.id)
    return db.session.scalar(found.where(policy.visible_posts(user))) is not None


def test_an_asker_under_one_chooses_the_answer(factory: Factory, alice: int) -> None:
    question = open_topic(factory, alice)
    answer = factory.reply(factory.get(Post, question).topic_id, factory.user())
    assert act(factory, alice, answer, may_accept)
    assert not act(factory, factory.user(), answer, may_accept)
    expert = factory.user(recognised_until=clock.now() + timedelta(days=9))
    own = factory.reply(factory.get(Post, question).topic_id, expert, pseudonym=True)
    assert not act(factory, expert, own, may_verify)
    act(factory, alice, answer, answers.accept)
    row = factory.get(Topic, factory.get(Post, answer).topic_id)
    assert row.accepted_by_id == row.author_id


def test_no_trace_of_the_name_in_what_readers_are_shown(factory: Factory, alice: int, masked: int) -> None:
    def edit(user: User, post: Post, topic: Topic) -> None:
        actions.edit(user, post, topic, text("Autrement."), Edit(1, as_expert=True), Sent(address="192.0.2.1"))

    act(factory, alice, masked, edit)
    post = factory.get(Post, masked)
    assert post.edited_by_id == post.author_id
    assert not post.as_expert
    act(factory, alice, masked, actions.delete_own)
    assert factory.get(Post, masked).deleted_by_id == post.author_id
    traces = factory.read(lambda: set(db.session.scalars(sa.select(Contribution.user_id))))
    assert traces == {alice}  # what the law wants kept names the person


def test_an_experts_card_does_not_unmask(factory: Factory, topic: int) -> None:
    expert = factory.user(recognised_until=clock.now() + timedelta(days=9), profession_title="avocate")
    post = factory.get(Post, factory.reply(topic, expert, pseudonym=True, as_expert=True))
    assert not post.as_expert


def test_the_pace_is_that_of_the_person(factory: Factory, topic: int, alice: int) -> None:
    factory.reply(topic, alice, "Un.", key="a", pace=PACE)
    with pytest.raises(TooOften):
        factory.reply(topic, alice, "Deux.", key="b", pace=PACE, pseudonym=True)


def test_counts_and_lists(factory: Factory, topic: int, alice: int, masked: int) -> None:
    name = author_of(factory, masked).name
    assert factory.get(User, alice).post_count == 5
    members = factory.read(lambda: [user.name for user in people.member_page(page=1, per_page=50)[0]])
    assert name not in members
    assert factory.read(lambda: people.names_beginning("pseudo", 5)) == []
    shown = factory.read(lambda: [row.name for row in administration.people(page=1, per_page=50)[0]])
    assert name not in shown
    own = factory.read(
        lambda: lists.everyday("mine", db.session.get_one(User, alice), page=1, per_page=9, posts_per_page=20).rows
    )
    assert [row.id for row in own] == [topic]
    assert own[0].mine
    assert factory.write(lambda: purge_unconfirmed(clock.now() + timedelta(days=99))) == 0


@pytest.mark.parametrize("name", ["Pseudonyme-K7Q2", "pseudonyme 12", "Pseudonymes"])
def test_nobody_takes_a_name_like_one(name: str) -> None:
    with pytest.raises(Invalid):
        checked_name(name)


def test_staff_act_on_posts_and_not_on_pseudonyms(factory: Factory, masked: int) -> None:
    admin, moderator = factory.admin(), factory.moderator()
    stand_in = factory.get(Post, masked).author_id
    for may in (may_warn, may_note, may_suspend):
        for staff in (admin, moderator):
            verdict = factory.read(
                lambda may=may, staff=staff: may(db.session.get_one(User, staff), db.session.get_one(User, stand_in))
            )
            assert not verdict


def test_lifting_one_is_for_administrators_and_logged(factory: Factory, alice: int, masked: int) -> None:
    admin = factory.admin()

    def lift(user: User, post: Post, topic: Topic) -> str:
        person = unmask(user, post, topic, "Réquisition")
        return person.name if person else ""

    for other in (factory.moderator(), factory.user()):
        with pytest.raises(Refused):
            act(factory, other, masked, lift)
    with pytest.raises(Invalid):
        act(factory, admin, masked, lambda user, post, topic: unmask(user, post, topic, " "))
    assert act(factory, admin, masked, lift) == "alice"
    entry = factory.read(lambda: db.session.scalars(sa.select(LogEntry)).one())
    assert (entry.verb, entry.actor_id, entry.post_id, entry.reason) == ("post.unmask", admin, masked, "Réquisition")
    assert entry.user_id == factory.get(Post, masked).author_id  # the log itself does not say who


def told(factory: Factory) -> set[tuple[int, str]]:
    factory.drain()
    rows = factory.read(lambda: db.session.execute(sa.select(Notice.user_id, Notice.kind, Notice.actor_id)).all())
    assert not any(row.actor_id == row.user_id for row in rows)
    return {(row.user_id, row.kind) for row in rows}


def test_who_writes_under_one_hears_of_answers(factory: Factory, alice: int) -> None:
    question = open_topic(factory, alice)
    topic = factory.get(Post, question).topic_id
    factory.drain()
    factory.reply(topic, alice, "J’ajoute ceci.", pseudonym=True)
    factory.reply(topic, alice, "Et sous mon nom.")
    assert told(factory) == set()
    bruno = factory.user("bruno")
    answer = factory.reply(topic, bruno, f"> [X a dit :](/p/{question})\n> Texte.\n\nVoici.")
    assert {user for user, _ in told(factory)} == {alice}
    act(factory, alice, answer, answers.accept)
    assert (bruno, "accepted") in told(factory)
    notice = factory.read(lambda: db.session.scalars(sa.select(Notice).where(Notice.user_id == bruno)).one())
    assert notice.actor_id != alice


def test_merging_takes_the_pseudonyms_along(factory: Factory, topic: int, alice: int, masked: int) -> None:
    forum = factory.get(Topic, topic).forum_id
    other = factory.topic(forum, factory.user("carole"))
    moderator = factory.moderator()

    def merge() -> None:
        target, source = db.session.get_one(Topic, other), db.session.get_one(Topic, topic)
        surgery.merge(db.session.get_one(User, moderator), target, [source])

    factory.write(merge)
    again = factory.reply(other, alice, "Encore.", pseudonym=True)
    assert factory.get(Post, again).author_id == factory.get(Post, masked).author_id


def test_one_has_ones_own_words_in_the_download(factory: Factory, alice: int, masked: int) -> None:
    factory.tells(masked)

    def texts() -> tuple[list[bytes], int]:
        user = db.session.get_one(User, alice)
        _, files = privacy.export(user)
        record, _ = experiences.export(user)
        return [content for _, content in files], len(list(record["experiences"]))  # type: ignore[call-overload]

    assert factory.read(texts) == ([b"Sans mon nom."], 1)


@pytest.mark.parametrize("texts", [True, False])
def test_leaving_takes_the_link_away(factory: Factory, alice: int, masked: int, texts: bool) -> None:
    factory.tells(masked)
    factory.drain()

    def leave() -> None:
        user = db.session.get_one(User, alice)
        user.deletion_at, user.deletes_texts = clock.now() - timedelta(days=1), texts

    factory.write(leave)
    assert factory.read(lambda: erase_due(clock.now())) == 1
    factory.drain()
    assert factory.read(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(StandIn))) == 0
    post = factory.get(Post, masked)
    assert ("Sans mon nom." in post.body) is not texts
    assert post.tells is not texts
    assert factory.read(outbox.state).given_up == 0
