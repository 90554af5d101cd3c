"""Following and muting: where it opens, what it leaves out of the lists, and what one's own replies follow."""

import pytest

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.notifications.wishes import choose
from forum.topics.models import Level
from forum.topics.watching import level_of, watch
from tests.factories import Factory


def follow(factory: Factory, user_id: int, kind: str, target: int, level: Level) -> None:
    factory.write(lambda: watch(db.session.get_one(User, user_id), kind, str(target), level))


def level(factory: Factory, user_id: int, topic: int) -> Level | None:
    return factory.read(lambda: level_of(db.session.get_one(User, user_id), "topic", topic))


def test_a_topic_read_to_its_end_can_be_followed(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("autrice"))
    reader = factory.user("lectrice")
    factory.write(lambda: setattr(db.session.get_one(User, reader), "all_read_at", clock.now()))
    page = factory.browser(reader).get(f"/t/{topic}/un-sujet")
    assert "Premier message non lu" not in page.words()
    assert f"/watch?kind=topic&target={topic}" in page.links()
    assert not [link for link in factory.browser().get(page.path).links() if link.startswith("/watch")]


def test_who_presses_follow_finds_the_level_that_follows(factory: Factory) -> None:
    reader = factory.user("lectrice")
    topic = factory.topic(factory.forum(), factory.user())
    page = factory.browser(reader).get(f"/watch?kind=topic&target={topic}")
    assert page.status == 200
    assert 'value="3" checked' in page.text
    follow(factory, reader, "topic", topic, Level.NORMAL)
    assert 'value="1" checked' in factory.browser(reader).get(f"/watch?kind=topic&target={topic}").text


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (Level.WATCHING, "Sujet suivi Changer"),
        (Level.TRACKING, "Suivi discret Changer"),
        (Level.MUTED, "Sujet en sourdine Changer"),
        (Level.NORMAL, "Suivre"),
    ],
)
def test_the_page_of_a_topic_says_that_one_follows_it(factory: Factory, chosen: Level, told: str) -> None:
    author = factory.user("autrice")
    here = f"/t/{factory.topic(factory.forum(), author)}/un-sujet"
    browser = factory.browser(factory.user("lectrice"))
    watching = next(link for link in browser.get(here).links() if link.startswith("/watch"))
    page = browser.get(watching).form("/watch").submit(level=str(int(chosen)))
    assert page.path == here
    assert told in page.words()
    assert watching in page.links()
    for other in (factory.user("autre"), None):
        assert "Sujet suivi" not in factory.browser(other).get(here).words()


def test_one_follows_one_s_own_topic_until_one_chooses_otherwise(factory: Factory) -> None:
    author = factory.user("autrice")
    topic = factory.topic(factory.forum(), author)
    assert "Sujet suivi" in factory.browser(author).get(f"/t/{topic}/un-sujet").words()
    follow(factory, author, "topic", topic, Level.NORMAL)
    assert "Sujet suivi" not in factory.browser(author).get(f"/t/{topic}/un-sujet").words()


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (Level.WATCHING, "vous suivez ce texte Changer"),
        (Level.TRACKING, "vous suivez ce texte, sans notification Changer"),
        (Level.MUTED, "ce texte est en sourdine Changer"),
        (Level.NORMAL, "Suivre"),
    ],
)
def test_the_page_of_the_law_says_that_one_follows_it(factory: Factory, chosen: Level, told: str) -> None:
    here, browser = "/droit/code-civil/1240", factory.browser(factory.user("lectrice"))
    watching = next(link for link in browser.get(here).links() if link.startswith("/watch"))
    page = browser.get(watching).form("/watch").submit(level=str(int(chosen)))
    [line] = page.find("p", class_="dots")[:1]
    assert page.path == here
    assert " ".join(line.itertext()).endswith(told)
    assert "vous suivez" not in factory.browser(factory.user("autre")).get(here).words()


def test_what_is_muted_is_not_in_the_list_of_what_is_unread(factory: Factory) -> None:
    reader, here = factory.user("lectrice"), factory.forum()
    topic = factory.topic(here, factory.user(), "Un sujet bruyant")
    browser = factory.browser(reader)
    listed = lambda: "Un sujet bruyant" in browser.get("/lists/unread").words()  # noqa: E731
    assert listed()
    follow(factory, reader, "topic", topic, Level.MUTED)
    assert not listed()
    follow(factory, reader, "topic", topic, Level.NORMAL)
    follow(factory, reader, "forum", here, Level.MUTED)
    assert listed(), "what was chosen for the topic itself decides"


def test_a_muted_forum_mutes_what_is_in_it(factory: Factory) -> None:
    reader, here = factory.user("lectrice"), factory.forum()
    factory.topic(here, factory.user(), "Un sujet bruyant")
    follow(factory, reader, "forum", here, Level.MUTED)
    for name in ("unread", "new"):
        assert "Un sujet bruyant" not in factory.browser(reader).get(f"/lists/{name}").words()
    assert "Un sujet bruyant" in factory.browser(reader).get("/lists/active").words()


def test_a_reply_follows_for_who_wishes_so_and_keeps_what_was_chosen(factory: Factory) -> None:
    keen, calm = factory.user("vive"), factory.user("calme")
    here, author = factory.forum(), factory.user()
    first, second = factory.topic(here, author), factory.topic(here, author)
    factory.write(lambda: choose(db.session.get_one(User, keen), {"replying": "watch"}))
    follow(factory, keen, "topic", second, Level.MUTED)
    for topic in (first, second):
        for member in (keen, calm):
            factory.reply(topic, member)
    factory.drain()
    assert (level(factory, keen, first), level(factory, keen, second)) == (Level.WATCHING, Level.MUTED)
    assert level(factory, calm, first) is None


def test_the_choice_is_kept_by_the_form(factory: Factory) -> None:
    member = factory.user("vive")
    browser = factory.browser(member)
    page = browser.get("/settings/mail")
    form = next(each for each in page.forms() if "replying" in each.fields)
    form.submit(replying="watch", watched="weekly")
    wishes = factory.get(User, member).mail_wishes
    assert (wishes["replying"], wishes["watched"]) == ("watch", "weekly")
