"""Bookmarks without script: kept, annotated, looked for, let go; and what becomes of them with their posts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum.accounts.models import User
from forum.bookmarks import actions, privacy
from forum.bookmarks.models import Bookmark
from forum.db import db
from forum.errors import Invalid
from forum.moderation import actions as staff
from forum.moderation.queries import Chosen
from forum.topics.models import Post, Topic
from tests.browsing import Browser, Page
from tests.counting import statements
from tests.factories import Factory


@pytest.fixture
def topic_id(factory: Factory) -> int:
    return factory.topic(factory.forum(), factory.user("autrice"), "Accès retenus", "Mon prestataire *refuse*.")


@pytest.fixture
def reader(factory: Factory) -> Browser:
    return factory.browser(factory.user("lectrice"))


def keep(browser: Browser, post_id: int, note: str = "") -> Page:
    return browser.get(f"/p/{post_id}/bookmark").form(f"/p/{post_id}/bookmark").submit(note=note)


def rows(factory: Factory) -> list[tuple[int, str]]:
    return factory.read(lambda: [(row.post_id, row.note) for row in db.session.query(Bookmark)])


def kept_by(factory: Factory, name: str) -> int:
    return factory.read(lambda: db.session.query(User.bookmarks).filter_by(name=name).scalar())


def test_one_click_keeps_a_post_and_another_page_finds_it_again(
    factory: Factory, topic_id: int, reader: Browser
) -> None:
    post = factory.first_post(topic_id)
    assert f'formaction="/p/{post}/bookmark">Favori</button>' in reader.get(f"/t/{topic_id}").text
    reader.post(f"/p/{post}/bookmark")
    reader.post(f"/p/{post}/bookmark")
    assert rows(factory) == [(post, "")]
    assert kept_by(factory, "lectrice") == 1
    assert f'<a class="kept" href="/p/{post}/bookmark">Favori</a>' in reader.get(f"/t/{topic_id}").text
    assert "Accès retenus" in reader.get("/bookmarks").words()
    assert "Accès retenus" not in factory.browser(factory.user("autre")).get("/bookmarks").words()


def test_what_a_script_is_answered(topic_id: int, factory: Factory, reader: Browser) -> None:
    post = factory.first_post(topic_id)
    kept = reader.post(f"/p/{post}/bookmark", {"as": "json"}).response.get_json()
    assert kept == {"label": "Favori", "voted": True, "url": f"/p/{post}/unbookmark"}
    assert reader.post(f"/p/{post}/unbookmark", {"as": "json"}).response.get_json()["url"] == f"/p/{post}/bookmark"
    assert rows(factory) == []


def test_a_note_is_changed_and_looked_for(factory: Factory, topic_id: int, reader: Browser) -> None:
    first, second = factory.first_post(topic_id), factory.reply(topic_id, factory.user("bruno"), "Mise en demeure.")
    keep(reader, first, "Modèle de lettre à reprendre")
    keep(reader, second)
    page = reader.get("/bookmarks?q=MODELE+lettre")
    assert "Modèle de lettre" in page.words()
    assert "Mise en demeure" not in page.words()
    assert "Aucune note ne contient ces mots" in reader.get("/bookmarks?q=100%25").words()
    reader.get("/bookmarks").form(f"/p/{second}/bookmark").submit(note="À relire <b>vite</b>")
    assert (second, "À relire <b>vite</b>") in rows(factory)
    assert "À relire <b>vite</b>" in reader.get("/bookmarks").words()
    reader.post(f"/p/{second}/unbookmark")
    assert [post for post, _ in rows(factory)] == [first]


def test_too_long_a_note_is_said(factory: Factory, topic_id: int, reader: Browser) -> None:
    page = keep(reader, factory.first_post(topic_id), "x" * 501)
    assert page.status == 422
    assert "500 caractères" in page.words()
    assert rows(factory) == []


def test_what_one_may_no_longer_read_keeps_its_note_and_nothing_else(
    factory: Factory, topic_id: int, reader: Browser
) -> None:
    post, boss = factory.reply(topic_id, factory.user("bruno"), "Un secret."), factory.moderator()
    keep(reader, post, "Ma note")

    def hide() -> None:
        row = db.session.get_one(Post, post)
        topic = db.session.get_one(Topic, row.topic_id)
        staff.hide(db.session.get_one(User, boss), [Chosen(row, topic)], "Hors sujet.")

    factory.write(hide)
    page = reader.get("/bookmarks")
    assert "Message indisponible" in page.words()
    assert "Ma note" in page.words()
    assert "Un secret" not in page.text
    assert "Accès retenus" not in page.text
    page.form(f"/p/{post}/bookmark").submit(note="Autre note")
    assert rows(factory) == [(post, "Autre note")]
    reader.post(f"/p/{post}/unbookmark")
    assert rows(factory) == []


def test_a_private_post_cannot_be_kept_nor_told_of(factory: Factory, reader: Browser) -> None:
    secret = factory.first_post(factory.topic(factory.private_forum(), factory.admin(), "Entre nous", "Secret."))
    assert reader.post(f"/p/{secret}/bookmark").status == 404
    assert reader.post(f"/p/{secret}/bookmark", {"note": "x"}).status == 404
    assert reader.post(f"/p/{secret}/unbookmark").status == reader.post("/p/99999/unbookmark").status == 200


def test_a_topic_s_page_asks_once_for_votes_and_bookmarks(factory: Factory, topic_id: int, reader: Browser) -> None:
    post = factory.first_post(topic_id)

    def asked() -> int:
        reader.get(f"/t/{topic_id}/acces-retenus")
        with statements(factory.app) as sent:
            reader.get(f"/t/{topic_id}/acces-retenus")
        return len(sent)

    alone = asked()
    reader.post(f"/p/{post}/bookmark")
    kept = asked()
    reader.post(f"/p/{post}/vote")
    assert (kept, asked()) == (alone + 1, alone + 1)


def test_at_once_from_many_tabs_it_is_kept_once(factory: Factory, topic_id: int) -> None:
    post, user_id, start = factory.first_post(topic_id), factory.user("pressée"), Barrier(8)

    def click() -> None:
        start.wait()
        factory.write(
            lambda: actions.keep(
                db.session.get_one(User, user_id), db.session.get_one(Post, post), db.session.get_one(Topic, topic_id)
            )
        )

    with ThreadPoolExecutor(8) as tabs:
        for tab in [tabs.submit(click) for _ in range(8)]:
            tab.result()
    assert rows(factory) == [(post, "")]
    assert kept_by(factory, "pressée") == 1


def test_there_is_an_end_to_it(factory: Factory, topic_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "KEPT_AT_MOST", 0)
    user_id, post = factory.user("collectionneuse"), factory.first_post(topic_id)
    with pytest.raises(Invalid, match="retirez-en"):
        factory.write(
            lambda: actions.keep(
                db.session.get_one(User, user_id), db.session.get_one(Post, post), db.session.get_one(Topic, topic_id)
            )
        )


def test_downloaded_and_forgotten(factory: Factory, topic_id: int, reader: Browser) -> None:
    post = factory.first_post(topic_id)
    keep(reader, post, "Ma note")

    def who() -> User:
        return db.session.query(User).filter_by(name="lectrice").one()

    told = factory.read(lambda: privacy.export(who())[0]["bookmarks"])
    assert [(each["post"], each["note"]) for each in told] == [(post, "Ma note")]  # type: ignore[attr-defined]
    factory.write(lambda: privacy.forget(who()))
    assert rows(factory) == []
    assert kept_by(factory, "lectrice") == 0
