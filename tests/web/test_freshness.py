"""A cached page is never stale: every change is seen on the next GET, and nothing private is ever in the cache."""

import pytest

from forum.accounts.models import EVERYONE, User
from forum.db import db
from forum.taxonomy import actions as taxonomy
from forum.taxonomy.actions import PUBLIC
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.models import Post, Topic
from forum.web.tally import flush
from tests.browsing import Browser
from tests.factories import PRIVATE, Factory, text


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    forum = factory.forum()
    author = factory.user("alice")
    topic = factory.topic(forum, author, "Mots de passe retenus", "Premier texte.")
    return {"forum": forum, "author": author, "topic": topic, "post": factory.first_post(topic)}


def _address(factory: Factory, topic_id: int) -> str:
    return f"/t/{topic_id}/{factory.get(Topic, topic_id).slug}"


def test_a_second_visit_comes_from_the_cache(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    first, second = visitor.get(address), visitor.get(address)
    assert first.status == second.status == 200
    cache = factory.app.wsgi_app
    assert any(key[1] == address for key in cache.entries)  # type: ignore[attr-defined]  # the page cache
    assert "Premier texte" in second.text


def test_a_long_address_is_answered_and_not_kept(factory: Factory, visitor: Browser) -> None:
    for length, kept in ((1_500, True), (60_000, False)):
        query = "x=" + "a" * length
        assert visitor.get(f"/?{query}").status == 200
        cache = factory.app.wsgi_app
        assert any(key[2] == query for key in cache.entries) is kept  # type: ignore[attr-defined]  # the page cache


def test_a_reply_shows_at_once(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    visitor.get(address), visitor.get("/"), visitor.get("/f/droit-du-numerique")
    factory.reply(world["topic"], factory.user("bob"), "Voici ma réponse.")
    assert "Voici ma réponse" in visitor.get(address).text
    assert "2 messages" in visitor.get("/").words()
    assert "1 réponse" in visitor.get("/f/droit-du-numerique").words()


def test_an_edit_shows_at_once(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    assert "Premier texte" in visitor.get(address).text

    def edit() -> None:
        post = db.session.get_one(Post, world["post"])
        topic, author = db.session.get_one(Topic, world["topic"]), db.session.get_one(User, world["author"])
        topics.edit(author, post, topic, text("Texte corrigé."), topics.Edit(seen_revision=1))

    factory.write(edit)
    page = visitor.get(address)
    assert "Texte corrigé" in page.text
    assert "Premier texte" not in page.text


def test_a_hidden_post_is_gone_at_once(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    reply = factory.reply(world["topic"], factory.user("bob"), "À retirer.")
    address = _address(factory, world["topic"])
    assert "À retirer" in visitor.get(address).text

    def hide() -> None:
        topic = db.session.get_one(Topic, world["topic"])
        topics.hide_post(db.session.get_one(User, world["author"]), db.session.get_one(Post, reply), topic, "essai")

    factory.write(hide)
    assert "À retirer" not in visitor.get(address).text


def test_a_move_to_a_private_forum_is_seen_at_once(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address, private = _address(factory, world["topic"]), factory.private_forum()
    assert visitor.get(address).status == 200

    def move() -> None:
        topic = db.session.get_one(Topic, world["topic"])
        before = topic.forum_id
        topic.forum_id = private
        db.session.flush()
        topics.recount(topic)
        topics.counters.recount_forums([before])

    factory.write(move)
    assert visitor.get(address).status == 404
    assert "Mots de passe retenus" not in visitor.get("/").text
    assert "Mots de passe retenus" not in visitor.get("/f/droit-du-numerique").text


def test_a_change_of_rights_is_seen_at_once(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    assert visitor.get(address).status == 200
    factory.write(lambda: taxonomy.set_grants(db.session.get_one(Forum, world["forum"]), PRIVATE))
    assert visitor.get(address).status == 404
    assert visitor.get("/f/droit-du-numerique").status == 404
    factory.write(lambda: taxonomy.set_grants(db.session.get_one(Forum, world["forum"]), PUBLIC))
    assert visitor.get(address).status == 200
    assert PUBLIC[0].group_id == EVERYONE


def test_members_never_get_a_cached_page(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    visitor.get(address)
    page = factory.browser(world["author"]).get(address)
    assert "alice" in page.words()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.find("form", action="/logout")


def test_a_cached_page_counts_as_a_view(factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    address = _address(factory, world["topic"])
    for _ in range(3):
        visitor.get(address)
    assert factory.get(Topic, world["topic"]).view_count == 0
    factory.read(flush)
    assert factory.get(Topic, world["topic"]).view_count == 3


def test_compressed_once_it_is_asked_for_twice(visitor: Browser, world: dict[str, int]) -> None:
    plain = visitor.get("/", headers={"Accept-Encoding": "gzip"})
    zipped = visitor.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.response.data) < len(plain.response.data)
