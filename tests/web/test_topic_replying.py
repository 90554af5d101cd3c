"""« Répondre » on a topic's page: there for who may, and in its place, for who may not, the reason."""

from datetime import timedelta
from xml.etree import ElementTree as ET

from forum import clock
from forum.accounts.models import MEMBERS, Block
from forum.db import db
from forum.taxonomy.actions import Grant
from forum.topics.models import Topic
from tests.browsing import Page
from tests.factories import READ_ONLY, Factory


def buttons(page: Page, words: str = "Répondre") -> list[ET.Element]:
    return [each for each in page.find("a", class_="button") if "".join(each.itertext()) == words]


def filled(page: Page) -> list[str]:
    return ["".join(each.itertext()) for tag in ("a", "button") for each in page.find(tag, class_="primary")]


def change(factory: Factory, topic: int, **columns: object) -> None:
    factory.write(lambda: [setattr(db.session.get_one(Topic, topic), name, each) for name, each in columns.items()])


def test_a_suspended_member_is_told_in_the_place_of_the_button(factory: Factory) -> None:
    until, forum = clock.now() + timedelta(days=3), factory.forum()
    suspended = factory.user("suspendue", suspended_until=until, suspended_reason="insultes répétées")
    topic = factory.topic(forum, factory.user("autrice"))
    factory.reply(topic, factory.user("autre"))
    browser = factory.browser(suspended)
    page = browser.get(f"/t/{topic}/un-sujet")
    assert not buttons(page)
    assert "Votre compte est suspendu jusqu’au" in page.words()
    assert "insultes répétées" in page.words()
    forum_page = browser.get("/f/droit-du-numerique")
    assert not buttons(forum_page, "Nouveau sujet")
    assert "insultes répétées" in forum_page.words()


def test_a_suspended_author_is_not_led_to_forms_that_refuse(factory: Factory) -> None:
    author = factory.user("autrice", suspended_until=None)
    topic = factory.topic(factory.forum(), author)
    edit = f"/p/{factory.first_post(topic)}/edit"
    assert edit in factory.browser(author).get(f"/t/{topic}/un-sujet").links()
    suspended = factory.user("suspendue", suspended_until=clock.now() + timedelta(days=3))
    change(factory, topic, author_id=suspended)
    assert edit not in factory.browser(suspended).get(f"/t/{topic}/un-sujet").links()


def test_where_members_only_read_visitors_are_not_sent_to_sign_in(factory: Factory) -> None:
    forum = factory.forum(grants=READ_ONLY)
    topic = factory.topic(forum, factory.admin())
    for reader in (None, factory.user("lectrice")):
        page = factory.browser(reader).get(f"/t/{topic}/un-sujet")
        assert not buttons(page)
        assert not [link for link in page.links() if "/reply" in link]
        assert "Vous ne pouvez pas répondre dans ce forum." in page.words()
    public = factory.topic(factory.forum("Un autre forum"), factory.user("autrice"))
    assert buttons(factory.browser().get(f"/t/{public}/un-sujet"))


def test_a_locked_topic_has_no_button_for_visitors_and_members(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("autrice"))
    change(factory, topic, locked=True)
    for reader in (None, factory.user("lectrice")):
        page = factory.browser(reader).get(f"/t/{topic}/un-sujet")
        assert not filled(page)
        assert page.words().count("Sujet verrouillé") == 2
    assert buttons(factory.browser(factory.moderator()).get(f"/t/{topic}/un-sujet"))


def test_a_duplicate_sends_on_and_presses_nobody_to_reply_there(factory: Factory) -> None:
    forum, author = factory.forum(), factory.user("autrice")
    kept, twice = factory.topic(forum, author, "La bonne question"), factory.topic(forum, author, "La même")
    change(factory, twice, duplicate_of_id=kept)
    for reader in (None, factory.user("lectrice")):
        page = factory.browser(reader).get(f"/t/{twice}/la-meme")
        assert not filled(page)
        assert page.links().count(f"/t/{kept}/la-bonne-question") >= 2, "above, and where one would reply"
        assert not page.find("form", class_="quick")
        assert buttons(page), "who has something to say of this very text may"
    assert filled(factory.browser().get(f"/t/{kept}/la-bonne-question"))


def test_writing_in_private_is_offered_to_whom_the_author_hears(factory: Factory) -> None:
    forum, bruno = factory.forum(), factory.user("bruno")
    expert = factory.user("juriste", recognised_until=clock.now() + timedelta(days=9))
    readers = {"visitor": None, "member": bruno, "expert": expert, "staff": factory.moderator()}

    def offered(topic: int) -> set[str]:
        return {
            role
            for role, who in readers.items()
            if any("/messages/new/" in link for link in factory.browser(who).get(f"/t/{topic}/un-sujet").links())
        }

    def topic_of(name: str, **columns: object) -> int:
        return factory.topic(forum, factory.user(name, **columns))

    assert offered(topic_of("ouverte")) == set(readers)
    assert offered(topic_of("silence", messages_from="nobody")) == {"staff"}
    assert offered(topic_of("savante", messages_from="experts")) == {"visitor", "expert", "staff"}
    blocking = factory.user("bloqueuse")
    factory.write(lambda: db.session.add(Block(user_id=blocking, blocked_id=bruno, at=clock.now())))
    assert offered(factory.topic(forum, blocking)) == {"visitor", "expert", "staff"}
    folding = factory.user("replieuse")
    only_folded = {"messages": False, "board": True}
    factory.write(lambda: db.session.add(Block(user_id=folding, blocked_id=bruno, at=clock.now(), **only_folded)))
    assert offered(factory.topic(forum, folding)) == set(readers)


def test_a_grant_to_all_members_is_what_a_visitor_would_have(factory: Factory) -> None:
    for_members = (*READ_ONLY[:1], Grant(group_id=MEMBERS, reply=True))
    topic = factory.topic(factory.forum(grants=for_members), factory.admin())
    assert buttons(factory.browser().get(f"/t/{topic}/un-sujet"))
