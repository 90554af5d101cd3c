"""Journeys of staff without script: boxes, menus, pages that ask, the desk, a member's file; and of who reports."""

from datetime import timedelta
from typing import Any

import pytest

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import is_suspended
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.actions import Sent, TopicDraft
from forum.topics.models import Post, State, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory, text
from tests.mailbox import Mailbox
from tests.moderation.world import World, make_world


@pytest.fixture
def world(factory: Factory) -> World:
    return make_world(factory)


@pytest.fixture
def staff(factory: Factory, world: World) -> Browser:
    return factory.browser(world.mod_here)


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


def topic_page(factory: Factory, browser: Browser, topic: int) -> Page:
    return browser.get(f"/t/{topic}/{factory.get(Topic, topic).slug}")


def held_post(factory: Factory, world: World) -> int:
    def make() -> int:
        newcomer, forum = db.session.get_one(User, world.alice), db.session.get_one(Forum, world.here)
        body = text("Voyez [ce site](https://exemple.fr).")
        return topics.open_topic(newcomer, forum, TopicDraft("Mon premier sujet"), body, Sent(newcomer_posts=1)).id

    return factory.write(make)


def test_several_topics_are_pinned_from_their_boxes(factory: Factory, world: World, staff: Browser) -> None:
    ids = [factory.topic(world.here, world.alice, f"Sujet {number}") for number in range(3)]
    page = staff.get("/f/ici")
    boxes = [box.get("value") for box in page.find("input", name="topic", form="bulk")]
    assert sorted(boxes) == sorted(map(str, ids))
    done = page.form("/moderation/topics").submit(verb="pin", topic=ids[:2])
    assert done.path == "/f/ici"
    assert "2 sujets épinglés." in done.words()
    assert [factory.get(Topic, each).pinned for each in ids] == [True, True, False]


def test_readers_see_neither_boxes_nor_tools(factory: Factory, world: World) -> None:
    topic = factory.topic(world.here, world.alice)
    for who in (None, world.alice, world.mod_there):
        browser = factory.browser(who)
        for page in (browser.get("/f/ici"), topic_page(factory, browser, topic)):
            assert not page.find("form", id="bulk")
            assert "Modérer ce sujet" not in page.text


def test_nothing_ticked_is_a_friendly_word(world: World, factory: Factory, staff: Browser) -> None:
    factory.topic(world.here, world.alice)
    page = staff.get("/f/ici").form("/moderation/topics").submit(verb="lock")
    assert page.path == "/f/ici"
    assert "Cochez d’abord" in page.words()


def test_hiding_asks_a_reason_on_its_own_page_and_loses_nothing(
    factory: Factory, world: World, staff: Browser, letters: Mailbox
) -> None:
    topic = factory.topic(world.here, world.alice, "Une longue affaire")
    replies = [factory.reply(topic, world.bob) for _ in range(3)]
    page = topic_page(factory, staff, topic)
    back = page.path
    asked = page.form("/moderation/posts").submit(verb="hide", post=replies[:2])
    assert asked.path == "/moderation/posts"
    assert "2 messages choisis" in asked.words()
    form = asked.form("/moderation/posts")
    refused = form.submit(post=replies[:2], reason=" ")
    assert refused.status == 422
    assert "Donnez la raison" in refused.words()
    done = refused.form("/moderation/posts").submit(post=replies[:2], reason="Injures")
    assert done.path == back
    assert [factory.get(Post, each).state for each in replies] == [State.DELETED, State.DELETED, State.VISIBLE]
    mails = letters.collect()
    assert {mail.to for mail in mails} == {"bob@example.org"}
    assert len(mails) == 2
    assert all("Injures" in mail.text and "Une longue affaire" in mail.text for mail in mails)


def test_a_post_is_hidden_and_restored_from_its_own_menu(factory: Factory, world: World, staff: Browser) -> None:
    topic = factory.topic(world.here, world.alice)
    reply = factory.reply(topic, world.bob)
    link = next(each for each in topic_page(factory, staff, topic).links() if "verb=hide" in each and "post=" in each)
    staff.get(link.replace(str(factory.first_post(topic)), str(reply))).form("/moderation/posts").submit(
        reason="Doublon"
    )
    page = topic_page(factory, staff, topic)
    assert "Doublon" in page.words()
    assert "Doublon" not in topic_page(factory, factory.browser(world.bob), topic).words()
    assert page.form(f"/p/{reply}/restore").submit().status == 200
    assert factory.get(Post, reply).state == State.VISIBLE


def test_what_staff_hid_and_what_its_author_deleted_are_told_apart(
    factory: Factory, world: World, staff: Browser
) -> None:
    topic = factory.topic(world.here, world.alice)
    staff.get(f"/moderation/posts?verb=hide&post={factory.reply(topic, world.bob)}").form("/moderation/posts").submit(
        reason="Injures"
    )
    own = factory.reply(topic, world.alice)
    factory.browser(world.alice).get(f"/p/{own}/delete").form(f"/p/{own}/delete").submit()
    page = topic_page(factory, staff, topic)
    assert "3 messages" in page.words()
    assert "1 message ·" in topic_page(factory, factory.browser(world.bob), topic).words()
    assert page.words().count("Message masqué, visible de l’équipe seule.") == 1
    assert page.words().count("Message supprimé par la personne qui l’a écrit") == 1
    assert "a masqué" in staff.get("/moderation/log").words()


def test_a_topic_is_locked_then_moved_and_its_author_told(factory: Factory, world: World, letters: Mailbox) -> None:
    staff = factory.browser(world.admin)
    topic = factory.topic(world.here, world.alice, "Un sujet mal rangé")
    page = topic_page(factory, staff, topic)
    locked = page.form("/moderation/topics").submit(button=("verb", "lock"))
    assert locked.path == page.path
    assert factory.get(Topic, topic).locked
    asked = locked.browser.get(next(each for each in locked.links() if "verb=move" in each))
    form = asked.form("/moderation/topics")
    assert form.submit(forum="").status == 422
    moved = form.submit(forum=str(world.there), reason="C’est une autre matière")
    assert "1 sujet déplacé." in moved.words()
    assert factory.get(Topic, topic).forum_id == world.there
    mail = letters.only()
    assert mail.to == "alice@example.org"
    assert "C’est une autre matière" in mail.text
    assert "Ailleurs" in mail.text
    assert mail.link("/t/").startswith(f"/t/{topic}/")


def test_moved_out_of_sight_the_author_hears_no_title_and_no_place(
    factory: Factory, world: World, letters: Mailbox
) -> None:
    topic = factory.topic(world.here, world.alice, "Titre qui devient secret")
    data = {"verb": "move", "topic": [topic], "forum": str(world.closed), "reason": "Vérification"}
    assert factory.browser(world.admin).post("/moderation/topics", data).status == 200
    mail = letters.only()
    assert "Vérification" in mail.text
    assert "Ici" in mail.text
    assert "secret" not in mail.text + mail.subject + mail.html
    assert "Fermé" not in mail.text + mail.html


def test_posts_are_split_into_a_topic_of_their_own(factory: Factory, world: World, staff: Browser) -> None:
    topic = factory.topic(world.here, world.alice)
    replies = [factory.reply(topic, world.bob) for _ in range(2)]
    asked = topic_page(factory, staff, topic).form("/moderation/posts").submit(verb="split", post=replies)
    form = asked.form("/moderation/posts")
    wrong = form.submit(post=replies, title="?", forum=str(world.here))
    assert wrong.status == 422
    assert "5 à 150 caractères" in wrong.words()
    made = form.submit(post=replies, title="Une autre question", forum=str(world.here))
    assert made.path.endswith("/une-autre-question")
    assert "2 messages" in made.words()
    everything = {"verb": "split", "post": [factory.first_post(topic)], "title": "Tout part", "forum": str(world.here)}
    refused = staff.post("/moderation/posts", {**everything, "asked": "1"})
    assert refused.status == 422
    assert "Il doit rester au moins un message" in refused.words()


def test_merged_topics_send_their_readers_on(
    factory: Factory, world: World, staff: Browser, visitor: Browser, letters: Mailbox
) -> None:
    first, second = (
        factory.topic(world.here, world.alice, "Question A"),
        factory.topic(world.here, world.bob, "Question B"),
    )
    old = f"/t/{second}/question-b"
    assert visitor.get(old).status == 200
    asked = staff.get("/f/ici").form("/moderation/topics").submit(verb="merge", topic=[first, second])
    form = asked.form("/moderation/topics")
    assert form.fields["into"] == f"/t/{first}/question-a"
    assert form.submit(topic=[first, second], into="/t/999999").status == 422
    done = form.submit(topic=[first, second], reason="Même question")
    assert done.path == f"/t/{first}/question-a"
    for browser in (visitor, factory.browser(world.alice), staff, factory.browser(world.admin)):
        answer = browser.get(old, follow=False)
        assert (answer.status, answer.location) == (301, f"/t/{first}/question-a")
    mail = letters.only()
    assert (mail.to, "Question A" in mail.text) == ("bob@example.org", True)


def test_what_waits_is_seen_in_full_and_approved_or_refused(
    factory: Factory, world: World, staff: Browser, visitor: Browser, letters: Mailbox
) -> None:
    post = held_post(factory, world)
    mail = letters.only()
    assert (mail.to, mail.link("/moderation/held")) == ("modhere@example.org", "/moderation/held")
    assert "Mon premier sujet" not in visitor.get("/f/ici").words()
    desk = staff.get("/moderation/held")
    assert "https://exemple.fr" in desk.text
    assert "Mon premier sujet" not in factory.browser(world.mod_there).get("/moderation/held").words()
    done = desk.form(f"/p/{post}/approve").submit()
    assert done.path == "/moderation/held"
    assert "Aucun message en attente" in done.words()
    assert "Mon premier sujet" in visitor.get("/f/ici").words()
    told = letters.only()
    assert told.to == "alice@example.org"
    assert told.link("/p/") == f"/p/{post}"


def test_a_report_goes_from_the_reader_to_the_desk_and_back(
    factory: Factory, world: World, staff: Browser, letters: Mailbox
) -> None:
    post = factory.first_post(factory.topic(world.here, world.alice, "Un sujet douteux"))
    reader = factory.browser(world.bob)
    form = reader.get(f"/p/{post}/report").form(f"/p/{post}/report")
    wrong = form.submit(reason="other", detail="")
    assert wrong.status == 422
    sent = wrong.form("/report").submit(reason="other", detail="Ce texte copie mon site.")
    assert "la modération est prévenue" in sent.words()
    again = reader.get(f"/p/{post}/report")
    assert "Vous avez déjà signalé ce message" in again.words()
    mail = letters.only()
    assert mail.to == "modhere@example.org"
    assert "Ce texte copie mon site" not in mail.text
    desk = staff.get(mail.link("/moderation"))
    for words in ("Un sujet douteux", "Ce texte copie mon site.", "bob", "Autre"):
        assert words in desk.words()
    done = desk.form("/moderation/reports/").submit(button=("do", "dismiss"), answer="Ce texte est libre.")
    assert "Aucun signalement ouvert" in done.words()
    answer = letters.only()
    assert (answer.to, "Ce texte est libre" in answer.text) == ("bob@example.org", True)


def test_a_reported_post_is_hidden_from_the_desk(factory: Factory, world: World, staff: Browser) -> None:
    topic = factory.topic(world.here, world.alice)
    post = factory.reply(topic, world.alice)
    reader = factory.browser(world.bob)
    reader.get(f"/p/{post}/report").form("/report").submit(reason="spam")
    desk = staff.get("/moderation")
    link = next(each for each in desk.links() if "verb=hide" in each)
    done = staff.get(link).form("/moderation/posts").submit(reason="Publicité")
    assert done.path == "/moderation"
    assert "Aucun signalement ouvert" in done.words()


def test_a_report_without_an_outcome_or_twice_is_refused(factory: Factory, world: World, staff: Browser) -> None:
    post = factory.first_post(factory.topic(world.here, world.alice))
    factory.browser(world.bob).get(f"/p/{post}/report").form("/report").submit(reason="spam")
    form = staff.get("/moderation").form("/moderation/reports/")
    assert form.submit(button=("do", "explode")).status == 422
    assert form.submit(button=("do", "handle")).status == 200
    assert "déjà répondu" in form.submit(button=("do", "handle")).words()


def test_an_answer_that_is_too_long_comes_back_with_what_was_typed(
    factory: Factory, world: World, staff: Browser
) -> None:
    for _ in range(2):
        post = factory.first_post(factory.topic(world.here, world.alice))
        factory.browser(world.bob).get(f"/p/{post}/report").form("/report").submit(reason="spam")
    wrong = staff.get("/moderation").form("/moderation/reports/").submit(button=("do", "handle"), answer="Long. " * 400)
    assert (wrong.status, wrong.words().count("Long. Long.") > 0) == (422, True)
    assert wrong.words().count("Une réponse tient en 2 000 caractères.") == 1
    assert "déjà répondu" not in wrong.words()


def test_the_log_is_filtered_and_paged(factory: Factory, world: World, staff: Browser) -> None:
    topic = factory.topic(world.here, world.alice, "Sujet du journal")
    for verb in ("pin", "lock"):
        staff.post("/moderation/topics", {"verb": verb, "topic": [topic]})
    page = staff.get("/moderation/log")
    assert page.words().count("Sujet du journal") == 2
    only = page.form("/moderation/log").submit(verb="topic.lock", member="MOD-HERE")
    assert only.words().count("Sujet du journal") == 1
    assert staff.get("/moderation/log?page=2").status == 404
    assert staff.get("/moderation/log?verb=nonsense&member=%00").status == 400
    assert "Sujet du journal" not in factory.browser(world.mod_there).get("/moderation/log").words()


def test_a_member_is_warned_and_noted_by_moderators_and_suspended_by_administrators(
    factory: Factory, world: World, staff: Browser, letters: Mailbox
) -> None:
    profile = staff.get("/u/bob")
    file = staff.get(next(each for each in profile.links() if each.endswith("/staff")))
    assert not [form for form in file.forms() if form.action.endswith("/suspend")]
    assert file.form("/warn").submit(reason="").status == 422
    warned = file.form("/warn").submit(reason="Restez courtois")
    noted = warned.form("/notes").submit(body="Deuxième fois en un mois.")
    assert "Restez courtois" in noted.words()
    assert "Deuxième fois en un mois." in noted.words()
    mail = letters.only()
    assert "Restez courtois" in mail.text
    assert mail.to == "bob@example.org"
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    assert staff.post("/u/bob/staff/suspend", {"until": day, "reason": "Non"}).status == 403
    admin = factory.browser(world.admin)
    form = admin.get("/u/bob/staff").form("/suspend")
    for wrong in (
        {"until": "demain", "reason": "X"},
        {"until": "2001-01-01", "reason": "X"},
        {"until": day, "reason": ""},
    ):
        assert form.submit(**wrong).status == 422
    done = form.submit(until=day, reason="Récidive")
    assert "Compte suspendu jusqu’au" in done.words()
    assert is_suspended(factory.get(User, world.bob))
    assert "Récidive" in letters.only().text
    assert "Compte suspendu" not in done.form("/lift").submit().words()
    assert not is_suspended(factory.get(User, world.bob))


def test_nobody_opens_their_own_file_nor_an_administrator_s(world: World, factory: Factory, staff: Browser) -> None:
    assert staff.get("/u/mod-here/staff").status == 403
    assert staff.get("/u/ada/staff").status == 403
    assert staff.get("/u/nobody-of-that-name/staff").status == 404
    assert "/u/ada/staff" not in staff.get("/u/ada").links()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/moderation/topics", 422),
        ("/moderation/topics?verb=explode&topic=1", 422),
        ("/moderation/topics?verb=move", 404),
        ("/moderation/topics?verb=move&topic=0", 404),
        ("/moderation/topics?verb=move&topic=99999999999999999999", 404),
        ("/moderation/posts?verb=hide&post=%C3%A9", 404),
        ("/moderation?page=0", 404),
        ("/moderation?page=2", 404),
        ("/p/999999/report", 404),
    ],
)
def test_bad_addresses(staff: Browser, path: str, status: int) -> None:
    assert staff.get(path).status == status


def test_too_many_things_at_once(staff: Browser) -> None:
    data: dict[str, Any] = {"verb": "pin", "topic": list(range(1, 202))}
    assert staff.post("/moderation/topics", data).status == 422


def test_staff_are_not_led_away_from_the_site(factory: Factory, world: World, staff: Browser) -> None:
    topic = factory.topic(world.here, world.alice)
    data = {"verb": "pin", "topic": [topic], "next": "https://evil.example/"}
    assert staff.post("/moderation/topics", data, follow=False).location == f"/t/{topic}/un-sujet"


def test_what_was_sent_after_the_session_ended_is_asked_again(factory: Factory, world: World, visitor: Browser) -> None:
    post = factory.first_post(factory.topic(world.here, world.alice))
    answer = visitor.post(f"/p/{post}/report", {"reason": "other", "detail": "Un texte conserve"}, follow=False)
    assert answer.status == 403
    assert "Un texte conserve" in answer.text
