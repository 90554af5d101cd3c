"""What becomes of a post once written, without script: edited by one or by two at once, its versions, its removal."""

import pytest

from forum.db import db
from forum.settings.actions import store_settings
from forum.settings.site import SiteSettings
from forum.taxonomy.actions import create_tag
from forum.topics.models import Post, PostRevision, State, Topic
from tests.browsing import Browser, Page
from tests.factories import Factory

POST = ("do", "post")
FIELDS = {"title": "Un titre", "kind": "question"}


@pytest.fixture
def bruno_id(factory: Factory) -> int:
    return factory.user("bruno")


@pytest.fixture
def bruno(factory: Factory, bruno_id: int) -> Browser:
    return factory.browser(bruno_id)


@pytest.fixture
def topic_id(factory: Factory, bruno_id: int) -> int:
    return factory.topic(factory.forum("Contrats"), bruno_id, "Mots de passe", "Premier texte.\n\nDeuxième ligne.")


@pytest.fixture
def post_id(factory: Factory, topic_id: int) -> int:
    return factory.first_post(topic_id)


def post(factory: Factory, post_id: int) -> Post:
    return factory.get(Post, post_id)


def composed(page: Page) -> dict[str, str]:
    return next(form.fields for form in page.forms() if "body" in form.fields)


def test_an_author_edits_with_a_reason(factory: Factory, bruno: Browser, post_id: int) -> None:
    page = bruno.get(f"/p/{post_id}/edit")
    assert composed(page)["body"] == "Premier texte.\n\nDeuxième ligne."
    page = page.form("/edit").submit(button=POST, body="Texte corrigé.", reason="faute de frappe")
    assert "Texte corrigé." in page.words()
    assert "raison : faute de frappe" in page.words()
    assert post(factory, post_id).revision == 2


def test_title_kind_and_tags_are_the_first_posts(
    factory: Factory, bruno: Browser, bruno_id: int, topic_id: int, post_id: int
) -> None:
    factory.write(lambda: create_tag("accès"))
    form = bruno.get(f"/p/{post_id}/edit").form("/edit")
    assert form.fields["title"] == "Mots de passe"
    page = form.submit(button=POST, title="Mots de passe et accès", kind="question", tags="accès")
    assert page.path == f"/t/{topic_id}/mots-de-passe-et-acces"
    assert [link.text for link in page.find("a", rel="tag")] == ["accès"]
    assert factory.get(Topic, topic_id).kind == "question"
    reply_id = factory.reply(topic_id, bruno_id)
    form = bruno.get(f"/p/{reply_id}/edit").form("/edit")
    assert {"title", "kind", "tags"}.isdisjoint(form.fields)
    bruno.post(f"/p/{reply_id}/edit", {"body": "Autre.", "revision": "1", "title": "Détourné", "kind": "guide"})
    assert (post(factory, reply_id).body, factory.get(Topic, topic_id).title) == ("Autre.", "Mots de passe et accès")


def test_an_authors_guide_stays_one_when_edited(factory: Factory, bruno: Browser, topic_id: int, post_id: int) -> None:
    factory.write(lambda: setattr(db.session.get_one(Topic, topic_id), "kind", "guide"))
    bruno.get(f"/p/{post_id}/edit").form("/edit").submit(button=POST, body="Mieux dit.")
    assert factory.get(Topic, topic_id).kind == "guide"


def test_the_second_of_two_editors_sees_both_texts(factory: Factory, bruno: Browser, post_id: int) -> None:
    moderator = factory.browser(factory.moderator("modeste"))
    mine, theirs = (browser.get(f"/p/{post_id}/edit").form("/edit") for browser in (bruno, moderator))
    theirs.submit(button=POST, body="Premier texte.\n\nLigne de modeste.", title="Titre de modeste")
    page = mine.submit(button=POST, body="Premier texte.\n\nLigne de bruno.")
    words = page.words()
    assert page.status == 409
    assert "modeste a modifié ce message pendant que vous écriviez" in words
    assert "Ligne de modeste." in words
    assert "Titre de modeste" in words
    assert [each.text for each in page.find("ins")] == ["bruno"]
    assert composed(page)["body"] == "Premier texte.\n\nLigne de bruno."
    assert post(factory, post_id).body == "Premier texte.\n\nLigne de modeste."
    page = page.form("/edit").submit(button=POST, body="Premier texte.\n\nLignes de modeste et de bruno.")
    assert page.status == 200
    assert post(factory, post_id).revision == 3


def test_tags_and_text_edited_at_once_conflict_too(factory: Factory, bruno: Browser, post_id: int) -> None:
    factory.write(lambda: create_tag("accès"))
    moderator = factory.browser(factory.moderator())
    mine, theirs = (browser.get(f"/p/{post_id}/edit").form("/edit") for browser in (bruno, moderator))
    assert theirs.submit(button=POST, tags="accès").status == 200
    assert mine.submit(button=POST, body="Autre texte.").status == 409


def test_the_history_shows_what_changed(factory: Factory, bruno: Browser, post_id: int) -> None:
    form = bruno.get(f"/p/{post_id}/edit").form("/edit")
    form.submit(button=POST, body="Premier texte.\n\nDernière ligne.", title="Mots de passe perdus", reason="précision")
    page = bruno.get(f"/p/{post_id}/history")
    assert [each.text for each in page.find("ins")] == ["Mots de passe perdus", "Dernière"]
    assert [each.text for each in page.find("del")] == ["Mots de passe", "Deuxième"]
    assert "Raison" in page.words()
    assert "précision" in page.words()


def test_a_long_history_comes_in_pages(factory: Factory, bruno: Browser, post_id: int) -> None:
    for number in range(12):
        bruno.get(f"/p/{post_id}/edit").form("/edit").submit(button=POST, body=f"Version {number}.")
    first, second = bruno.get(f"/p/{post_id}/history"), bruno.get(f"/p/{post_id}/history?page=2")
    headings = [[each.text for each in page.find("h2")] for page in (first, second)]
    assert headings == [[f"Version {number}" for number in range(13, 3, -1)], ["Version 3", "Version 2", "Version 1"]]
    assert bruno.get(f"/p/{post_id}/history?page=3").status == 404


def test_the_history_is_for_its_author_and_moderators(factory: Factory, bruno: Browser, post_id: int) -> None:
    bruno.get(f"/p/{post_id}/edit").form("/edit").submit(button=POST, body="Sans le numéro.")
    assert factory.browser(factory.user()).get(f"/p/{post_id}/history").status == 403
    assert factory.browser().get(f"/p/{post_id}/history", follow=False).status == 303
    assert factory.browser(factory.moderator()).get(f"/p/{post_id}/history").status == 200


def test_nothing_changed_leaves_no_version(factory: Factory, bruno: Browser, post_id: int) -> None:
    assert bruno.get(f"/p/{post_id}/edit").form("/edit").submit(button=POST).status == 200
    assert post(factory, post_id).revision == 1
    assert factory.read(lambda: db.session.query(PostRevision).count()) == 0


@pytest.mark.parametrize("revision", ["", "x", "-1", "2", "99999999999999999999"])
def test_a_made_up_revision_is_a_conflict(factory: Factory, bruno: Browser, post_id: int, revision: str) -> None:
    page = bruno.post(f"/p/{post_id}/edit", {**FIELDS, "body": "Autre.", "revision": revision})
    assert page.status == 409
    assert post(factory, post_id).revision == 1


def test_others_do_not_edit(factory: Factory, post_id: int) -> None:
    other = factory.browser(factory.user())
    assert other.get(f"/p/{post_id}/edit").status == 403
    page = other.post(f"/p/{post_id}/edit", {**FIELDS, "body": "Piraté.", "revision": "1"})
    assert page.status == 403
    assert post(factory, post_id).body.startswith("Premier")


def test_the_time_to_edit_may_be_limited(factory: Factory, bruno: Browser, post_id: int) -> None:
    factory.write(lambda: store_settings(SiteSettings(edit_minutes=10)))

    def age() -> None:
        row = db.session.get_one(Post, post_id)
        row.created_at = row.created_at.replace(year=row.created_at.year - 1)

    factory.write(age)
    page = bruno.get(f"/p/{post_id}/edit")
    assert page.status == 403
    assert "Le délai pour modifier ce message est passé" in page.words()


def test_an_author_takes_back_a_last_post(factory: Factory, bruno: Browser, bruno_id: int, topic_id: int) -> None:
    reply_id = factory.reply(topic_id, bruno_id, "À retirer.")
    page = bruno.get(f"/p/{reply_id}/delete")
    assert post(factory, reply_id).state == State.VISIBLE
    page = page.form("/delete").submit()
    assert page.path == f"/t/{topic_id}/mots-de-passe"
    assert "À retirer." not in page.words()
    assert post(factory, reply_id).state == State.DELETED


def test_a_topic_of_one_post_goes_with_it(factory: Factory, bruno: Browser, topic_id: int, post_id: int) -> None:
    page = bruno.get(f"/p/{post_id}/delete").form("/delete").submit()
    assert page.path == "/f/contrats"
    assert bruno.get(f"/t/{topic_id}/mots-de-passe").status == 410


def test_an_answered_post_is_not_taken_back(factory: Factory, bruno: Browser, topic_id: int, post_id: int) -> None:
    factory.reply(topic_id, factory.user())
    assert bruno.get(f"/p/{post_id}/delete").status == 403
    assert bruno.post(f"/p/{post_id}/delete").status == 403
    assert post(factory, post_id).state == State.VISIBLE
