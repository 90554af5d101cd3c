"""Drafts: one per form and member, seen by nobody else, and room for a hundred."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.drafts import actions, privacy
from forum.drafts.actions import KEPT_AT_MOST
from forum.drafts.queries import Kept, draft_at, drafts_of
from forum.errors import Invalid
from tests.factories import Factory

REPLY = "/t/1/reply"


def save(factory: Factory, user_id: int, path: str = REPLY, **fields: str) -> None:
    factory.write(lambda: actions.save(db.session.get_one(User, user_id), path, fields))


def kept(factory: Factory, user_id: int, path: str = REPLY) -> Kept | None:
    return factory.read(lambda: draft_at(db.session.get_one(User, user_id), path))


def listed(factory: Factory, user_id: int) -> list[str]:
    return factory.read(lambda: [each.path for each in drafts_of(db.session.get_one(User, user_id))])


def test_the_last_text_takes_the_place_of_the_one_before(factory: Factory) -> None:
    alice = factory.user("alice")
    save(factory, alice, body="Mon presta")
    save(factory, alice, body="Mon prestataire refuse", title="Titre", other="ignoré")
    draft = kept(factory, alice)
    assert draft is not None
    assert draft.fields == {"title": "Titre", "body": "Mon prestataire refuse"}


def test_tabs_that_keep_at_once_do_not_fail(factory: Factory) -> None:
    alice, start = factory.user("alice"), Barrier(8)

    def run(number: int) -> None:
        start.wait()
        save(factory, alice, body=f"Texte {number}")

    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(run, range(8)))  # raises what any of them raised
    assert listed(factory, alice) == [REPLY]


def test_nothing_typed_keeps_nothing(factory: Factory) -> None:
    alice = factory.user("alice")
    save(factory, alice, body="Un début")
    save(factory, alice, body="  \n", kind="question")
    assert kept(factory, alice) is None


def test_nobody_else_sees_it(factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    save(factory, alice, body="Un secret")
    assert kept(factory, bruno) is None
    assert listed(factory, bruno) == []


@pytest.mark.parametrize(
    "path", ["", "/t/1", "/t/x/reply", "/p/1/delete", "//ailleurs.example/t/1/reply", "/t/1/reply\n"]
)
def test_only_writing_forms_have_drafts(factory: Factory, path: str) -> None:
    alice = factory.user("alice")
    with pytest.raises(Invalid):
        save(factory, alice, path, body="Un début")


def test_more_than_a_post_may_hold_is_refused_and_the_draft_before_stays(factory: Factory) -> None:
    alice = factory.user("alice")
    save(factory, alice, body="Un début")
    with pytest.raises(Invalid):
        save(factory, alice, body="x" * 60_001)
    draft = kept(factory, alice)
    assert draft is not None
    assert draft.fields["body"] == "Un début"


def test_the_oldest_gives_way_to_the_hundred_and_first(factory: Factory) -> None:
    alice = factory.user("alice")
    for number in range(1, KEPT_AT_MOST + 2):
        save(factory, alice, f"/t/{number}/reply", body="Un début")
    assert len(listed(factory, alice)) == KEPT_AT_MOST
    assert kept(factory, alice, f"/t/{KEPT_AT_MOST + 1}/reply") is not None
    assert kept(factory, alice, "/t/1/reply") is None


def test_what_is_left_alone_is_forgotten(factory: Factory) -> None:
    alice = factory.user("alice")
    save(factory, alice, body="Un début")
    factory.write(lambda: actions.purge(clock.now() - timedelta(days=1)))
    assert kept(factory, alice) is not None
    factory.write(lambda: actions.purge(clock.now() + timedelta(seconds=1)))
    assert kept(factory, alice) is None


def test_the_title_of_a_topic_out_of_reach_is_not_shown(factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    topic = factory.topic(factory.forum("Contrats"), bruno, "Un sujet", "Texte.")
    save(factory, alice, f"/t/{topic}/reply", body="Un début")
    places = lambda: [each.place for each in drafts_of(db.session.get_one(User, alice))]  # noqa: E731
    assert factory.read(places) == ["Un sujet"]


def test_each_draft_is_named_after_what_it_is_about(factory: Factory) -> None:
    alice = factory.user("alice")
    post = factory.first_post(factory.topic(factory.forum("Contrats"), alice, "Que faire ?", "Texte."))
    for form in ("edit", "improve"):
        save(factory, alice, f"/p/{post}/{form}", body="Un début")
    places = factory.read(lambda: {each.place for each in drafts_of(db.session.get_one(User, alice))})
    assert places == {"Que faire\u202f?"}


def test_the_download_holds_them_and_forgetting_removes_them(factory: Factory) -> None:
    alice = factory.user("alice")
    save(factory, alice, body="Un début")
    exported, files = factory.read(lambda: privacy.export(db.session.get_one(User, alice)))
    assert "Un début" in str(exported)
    assert files == []
    factory.write(lambda: privacy.forget(db.session.get_one(User, alice)))
    assert kept(factory, alice) is None
