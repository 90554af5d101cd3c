"""Saved searches: who keeps what, and who is told of a new post, once, while they may read it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.errors import Invalid, Missing, Refused
from forum.moderation import actions as moderation
from forum.moderation.queries import posts_for
from forum.notifications.models import Notice
from forum.savedsearches import actions, privacy
from forum.savedsearches.models import SavedSearch
from forum.savedsearches.queries import searches_of
from forum.search import alerts
from forum.search.models import SearchTask
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.models import Level, Post, Topic
from forum.topics.watching import watch
from tests.factories import Factory, text
from tests.mailbox import Mailbox

MOST = 5


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


def keep(factory: Factory, user_id: int, typed: str, alert: str = "site") -> int:
    """Keep a search; its number."""
    factory.write(lambda: actions.save(db.session.get_one(User, user_id), typed, alert, most=MOST))
    row = sa.select(SavedSearch.id).where(SavedSearch.user_id == user_id, SavedSearch.text == typed)
    return factory.read(lambda: db.session.scalar(row)) or 0


def work(factory: Factory, seconds: int = 0) -> int:
    """What the worker does, that many seconds from now; how many finds it published."""
    with clock.set_to(clock.now() + timedelta(seconds=seconds)):
        factory.drain()
        config: Config = factory.app.extensions["forum"]
        found = factory.read(lambda: alerts.tell_of_news(config))
        factory.drain()
    return found


def told(factory: Factory, user_id: int) -> list[tuple[str, int | None]]:
    rows = sa.select(Notice.kind, Notice.post_id).where(Notice.user_id == user_id).order_by(Notice.id)
    return factory.read(lambda: [tuple(row) for row in db.session.execute(rows)])


def edit(factory: Factory, post_id: int, author_id: int, body: str) -> None:
    def act() -> None:
        post = db.session.get_one(Post, post_id)
        change = topics.Edit(seen_revision=post.revision)
        topics.edit(
            db.session.get_one(User, author_id), post, db.session.get_one(Topic, post.topic_id), text(body), change
        )

    factory.write(act)


def test_a_new_post_that_is_found_is_told_once_on_the_site(factory: Factory, letters: Mailbox) -> None:
    reader, writer = factory.user("lectrice"), factory.user("plume")
    keep(factory, reader, "prestataire identifiants")
    keep(factory, reader, "identifiants")
    topic = factory.topic(factory.forum(), writer, "Un litige", "Le prestataire garde l’identifiant du site.")
    assert work(factory) == 1
    post = factory.first_post(topic)
    assert told(factory, reader) == [("search-site", post)]
    edit(factory, post, writer, "Le prestataire garde toujours mes identifiants.")
    work(factory, 600)
    assert told(factory, reader) == [("search-site", post)]
    assert letters.collect() == []
    assert factory.read(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(SearchTask))) != 0  # to index


def test_a_mail_leaves_where_it_is_wished_and_says_for_which_search(factory: Factory, letters: Mailbox) -> None:
    reader = factory.user("lectrice")
    search = keep(factory, reader, "prestataire", "mail")
    factory.write(
        lambda: actions.change(db.session.get_one(User, reader), search, name="Mes prestataires", alert="mail")
    )
    keep(factory, reader, "garde", "site")
    topic = factory.topic(factory.forum(), factory.user("plume"), "Un litige", "Le prestataire garde tout.")
    work(factory)
    work(factory, 600)
    (letter,) = letters.collect()
    assert "Mes prestataires" in letter.text
    assert f"/p/{factory.first_post(topic)}" in letter.text
    assert letter.link("/search/saved")
    assert factory.get(SavedSearch, search).matched_at is not None


def test_whoever_is_told_already_is_not_told_again(factory: Factory) -> None:
    author = factory.user("autrice")
    topic = factory.topic(factory.forum(), author, "Un litige", "Mon histoire.")
    keep(factory, author, "prestataire", "mail")
    reply = factory.reply(topic, factory.user("plume"), "Le prestataire a tort.")
    work(factory)
    assert told(factory, author) == [("reply", reply)]
    own = factory.reply(topic, author, "Mon prestataire aussi.")
    work(factory, 600)
    assert (("search", own)) not in told(factory, author)


@pytest.mark.parametrize(
    ("typed", "body", "found"),
    [
        ("résilier", "Je veux la résiliation.", True),
        ("résilier", "Je veux rompre.", False),  # a synonym is not what was asked to be told of
        ("prestatiare", "Mon prestataire.", False),
        ('"mise en demeure"', "Une mise en demeure suffit.", True),
        ('"mise en demeure"', "En demeure de quoi, la mise ?", False),
        ("contrat -travail", "Un contrat de travail.", False),
        ("contrat -travail", "Un contrat de bail.", True),
        ("hébergem*", "Mon hébergement.", True),
        ("titre:litige", "Rien.", True),
        ("titre:bail", "Un bail.", False),
        ("kind:guide contrat", "Un contrat.", False),
        ("auteur:plume contrat", "Un contrat.", True),
        ("auteur:personne contrat", "Un contrat.", False),
        ("forum:droit-du-numerique", "N’importe quoi.", True),
        ("forum:ailleurs contrat", "Un contrat.", False),
        ("droit:code-civil/1240", "Voyez l’article 1240 du code civil.", True),
        ("droit:code-civil/1240", "Voyez l’article 1241 du code civil.", False),
        ("fichier:pdf contrat", "Un contrat.", False),
    ],
)
def test_what_is_asked_is_what_is_told(factory: Factory, typed: str, body: str, found: bool) -> None:
    reader = factory.user("lectrice")
    keep(factory, reader, typed)
    factory.topic(factory.forum(), factory.user("plume"), "Un litige", body)
    work(factory)
    assert bool(told(factory, reader)) is found


def test_the_title_alone_makes_no_answer_new(factory: Factory) -> None:
    reader, writer = factory.user("lectrice"), factory.user("plume")
    topic = factory.topic(factory.forum(), writer, "Un litige de bail", "Bonjour.")
    work(factory)
    keep(factory, reader, "litige bail")
    factory.reply(topic, writer, "Oui.")
    matching = factory.reply(topic, writer, "Le bail est nul.")
    work(factory)
    assert told(factory, reader) == [("search-site", matching)]


def test_what_was_written_before_is_not_new(factory: Factory) -> None:
    reader, writer = factory.user("lectrice"), factory.user("plume")
    old = factory.topic(factory.forum(), writer, "Un litige", "Le bail.")
    with clock.set_to(clock.now() + timedelta(seconds=60)):
        keep(factory, reader, "bail")
        edit(factory, factory.first_post(old), writer, "Le bail, encore.")
        work(factory)
        assert told(factory, reader) == []
        fresh = factory.reply(old, writer, "Rien.")
        work(factory)
        edit(factory, fresh, writer, "Le bail est nul.")
        work(factory)
    assert told(factory, reader) == [("search-site", fresh)]


def test_rights_are_asked_when_it_is_found_told_and_mailed(factory: Factory, letters: Mailbox) -> None:
    reader, staff, writer = factory.user("lectrice"), factory.moderator(), factory.user("plume")
    public, private = factory.forum(), factory.private_forum()
    for user in (reader, staff):
        keep(factory, user, "zorglub", "mail")
    factory.topic(private, staff, "Secret", "Le zorglub.")
    moved = factory.topic(public, writer, "Bientôt secret", "Le zorglub aussi.")
    hidden = factory.topic(public, writer, "Bientôt masqué", "Le zorglub encore.")
    factory.drain()
    factory.read(lambda: alerts.tell_of_news(factory.app.extensions["forum"]))  # found; not yet told

    def hide() -> None:
        moderator = db.session.get_one(User, staff)
        moderation.hide(moderator, posts_for([factory_first(hidden)], moderator), "Hors sujet")

    def factory_first(topic_id: int) -> int:
        return db.session.query(Post.id).filter_by(topic_id=topic_id, position=1).scalar()

    factory.write(hide)
    factory.write(lambda: setattr(db.session.get_one(Topic, moved), "forum_id", db.session.get_one(Forum, private).id))
    work(factory)
    work(factory, 600)
    assert told(factory, reader) == []
    assert [letter for letter in letters.collect() if "lectrice" in letter.to] == []
    assert ("search", factory.first_post(moved)) in told(factory, staff)


def test_a_mail_waiting_is_not_sent_once_the_topic_is_private(factory: Factory, letters: Mailbox) -> None:
    reader = factory.user("lectrice")
    keep(factory, reader, "zorglub", "mail")
    topic = factory.topic(factory.forum(), factory.user("plume"), "Un litige", "Le zorglub.")
    work(factory)
    assert told(factory, reader) != []
    private = factory.private_forum()
    factory.write(lambda: setattr(db.session.get_one(Topic, topic), "forum_id", private))
    work(factory, 600)
    assert letters.collect() == []


@pytest.mark.parametrize("stop", ["pause", "none", "closed", "muted", "removed"])
def test_who_wants_no_alert_gets_none(factory: Factory, stop: str) -> None:
    reader, writer = factory.user("lectrice"), factory.user("plume")
    search = keep(factory, reader, "zorglub", "none" if stop == "none" else "mail")
    topic = factory.topic(factory.forum(), writer, "Un litige", "Bonjour.")

    def act() -> None:
        user = db.session.get_one(User, reader)
        if stop == "pause":
            actions.pause(user, search, paused=True)
        elif stop == "closed":
            user.active = False
        elif stop == "muted":
            watch(user, "topic", str(topic), Level.MUTED)
        elif stop == "removed":
            actions.remove(user, search)

    factory.write(act)
    factory.reply(topic, writer, "Le zorglub.")
    work(factory)
    assert told(factory, reader) == []
    if stop == "pause":
        factory.write(lambda: actions.pause(db.session.get_one(User, reader), search, paused=False))
        factory.reply(topic, writer, "Le zorglub encore.")
        work(factory)
        assert len(told(factory, reader)) == 1


def test_a_thousand_searches_cost_little_while_none_finds(factory: Factory) -> None:
    reader, writer = factory.user("lectrice"), factory.user("plume")
    rows = [
        {"user_id": reader, "name": "x", "text": f"inconnu{n} prestataire", "alert": "site", "paused": False,
         "created_at": clock.now()}
        for n in range(1000)
    ]  # fmt: skip
    factory.write(lambda: db.session.execute(sa.insert(SavedSearch), rows))
    forum = factory.forum()
    for number in range(5):
        factory.topic(forum, writer, f"Litige {number}", "Le prestataire.")
    factory.drain()
    statements = counted(factory, lambda: alerts.tell_of_news(factory.app.extensions["forum"]))
    assert statements < 20


def counted(factory: Factory, act: Callable[[], object]) -> int:
    """How many statements something takes."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    def run() -> None:
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    factory.read(run)
    return len(seen)


def test_as_many_as_the_settings_allow_and_each_once(factory: Factory) -> None:
    reader, start = factory.user("lectrice"), Barrier(4)

    def run(_: int) -> None:
        start.wait()
        keep(factory, reader, "bail")

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(run, range(4)))
    for number in range(1, MOST):
        keep(factory, reader, f"bail {number}")
    with pytest.raises(Refused):
        keep(factory, reader, "un de trop")
    names = factory.read(lambda: [each.name for each in searches_of(db.session.get_one(User, reader))])
    assert len(names) == MOST


def test_they_are_ones_own(factory: Factory) -> None:
    reader, other = factory.user("lectrice"), factory.user("curieux")
    search = keep(factory, reader, "bail")
    for act in (
        lambda user: actions.remove(user, search),
        lambda user: actions.pause(user, search, paused=True),
        lambda user: actions.change(user, search, name="à moi", alert="mail"),
    ):
        with pytest.raises(Missing):
            factory.write(lambda act=act: act(db.session.get_one(User, other)))
    for name, alert in (("", "site"), ("x" * 101, "site"), ("bail", "pigeon")):
        with pytest.raises(Invalid):
            factory.write(
                lambda name=name, alert=alert: actions.change(
                    db.session.get_one(User, reader), search, name=name, alert=alert
                )
            )


def test_the_download_holds_them_and_forgetting_removes_them(factory: Factory) -> None:
    reader = factory.user("lectrice")
    keep(factory, reader, "bail commercial")
    exported, files = factory.read(lambda: privacy.export(db.session.get_one(User, reader)))
    assert "bail commercial" in str(exported)
    assert files == []
    factory.write(lambda: privacy.forget(db.session.get_one(User, reader)))
    assert factory.read(lambda: privacy.export(db.session.get_one(User, reader))) == ({}, [])
