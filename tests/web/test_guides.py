"""Guides that several write: who may, what waits and who looks at it, versions for all readers and put back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Missing
from forum.guides import actions, privacy
from forum.guides.models import GuideEdit
from forum.guides.policy import Trust
from forum.moderation.models import LogEntry
from forum.notifications.models import Notice
from forum.topics.models import Kind, Post
from tests.browsing import Browser, Page
from tests.counting import statements
from tests.factories import Factory, text
from tests.topics.racing import at_once

TRUST = Trust(50, 90)


class Guide:
    """An open guide, its people and their browsers."""

    def __init__(self, factory: Factory, *, is_open: bool = True) -> None:
        self.factory = factory
        long_ago, until = clock.now() - timedelta(days=200), clock.now() + timedelta(days=30)
        self.author = factory.user("autrice")
        self.expert = factory.user("experte", recognised_until=until, profession_title="avocate")
        self.trusted = factory.user("fidele", posts=60, created_at=long_ago)
        self.recent = factory.user("recente", posts=60)
        self.quiet = factory.user("discret", posts=3, created_at=long_ago)
        self.moderator = factory.moderator()
        self.topic = factory.topic(factory.forum(), self.author, "Un guide", "Le début.\n\nLa fin.", kind=Kind.GUIDE)
        self.post = factory.first_post(self.topic)
        if is_open:
            self.browser("author").get(f"/p/{self.post}/history").form("/wiki").submit()

    def browser(self, who: str) -> Browser:
        return self.factory.browser(getattr(self, who))

    def page(self, who: str | None = None) -> Page:
        reader = getattr(self, who) if who else None
        return self.factory.browser(reader).get(f"/t/{self.topic}/un-guide")

    def improve(self, who: str, body: str, **fields: str) -> Page:
        form = self.browser(who).get(f"/p/{self.post}/improve").form("/improve")
        return form.submit(button=("do", "post"), body=body, **fields)

    def edits(self) -> list[int]:
        return self.factory.read(lambda: list(db.session.scalars(sa.select(GuideEdit.id).order_by(GuideEdit.id))))

    def body(self) -> str:
        return self.factory.get(Post, self.post).body


@pytest.fixture
def guide(factory: Factory) -> Guide:
    return Guide(factory)


def test_an_edit_shows_once_another_has_read_it(guide: Guide) -> None:
    page = guide.improve("expert", "Le début.\n\nUne suite.\n\nLa fin.", reason="Il manquait une suite")
    assert "paraîtra quand une autre personne l’aura relue" in page.text
    assert "Une suite" not in guide.page().text
    own = guide.browser("expert").get("/guides/edits")
    assert "Les vôtres, en attente" in own.text
    assert "Publier cette modification" not in guide.browser("expert").get(f"/guides/edits/{guide.edits()[0]}").text
    waiting = guide.browser("trusted").get("/guides/edits")
    assert "Il manquait une suite" in waiting.text
    one = guide.browser("trusted").get(f"/guides/edits/{guide.edits()[0]}")
    assert "Une suite." in one.text
    shown = one.form("/accept").submit()
    assert "La modification est publiée" in shown.text
    page = guide.page()
    assert "Une suite" in page.text
    assert "Ont aussi écrit" in page.text
    assert "/u/experte" in page.links()
    assert guide.edits() == []
    versions = guide.factory.browser().get(f"/p/{guide.post}/history")
    assert versions.status == 200
    assert "Il manquait une suite" in versions.text
    assert "Rétablir" not in versions.text


@pytest.mark.parametrize(
    ("who", "may"),
    [("expert", True), ("trusted", True), ("moderator", True), ("author", True), ("recent", False), ("quiet", False)],
)
def test_who_edits_an_open_guide(guide: Guide, who: str, may: bool) -> None:
    assert guide.browser(who).get(f"/p/{guide.post}/improve").status == (200 if may else 403)
    page = guide.page(who)
    assert ("Modifier ce guide" in page.text) is (who in {"expert", "trusted"})
    assert ("/guides/edits" in page.links()) is may
    assert ("Le fermer" in page.text) is (who in {"author", "moderator"})


def test_what_one_writes_in_another_s_guide_is_kept_as_a_draft(guide: Guide) -> None:
    where = f"/p/{guide.post}/improve"
    form = guide.browser("expert").get(where).form("/improve")
    assert "Brouillon enregistré" in form.submit(button=("do", "draft"), body="Une suite, à finir.").text
    listed = guide.browser("expert").get("/drafts")
    assert where in listed.links()
    assert "Un guide" in listed.words()
    assert guide.browser("expert").get(where).form("/improve").fields["body"].strip() == "Une suite, à finir."


def test_a_guide_is_opened_and_closed_where_it_is_read(factory: Factory) -> None:
    guide = Guide(factory, is_open=False)
    assert "Ouvrir ce guide" not in guide.page().text + guide.page("expert").text + guide.page("trusted").text
    page = guide.page("author").form("/wiki").submit(button=("open", "1"))
    assert page.path.startswith(f"/t/{guide.topic}/")
    assert "Le guide est ouvert." in page.text
    assert "Guide ouvert aux experts et aux membres de confiance" in page.text
    page = guide.page("moderator").form("/wiki").submit()
    assert "Le guide est fermé." in page.text
    assert "Ouvrir ce guide" in page.text


def test_a_guide_that_is_not_open_is_its_author_s(factory: Factory) -> None:
    guide = Guide(factory, is_open=False)
    for who in ("expert", "trusted", "author"):
        assert guide.browser(who).get(f"/p/{guide.post}/improve").status == 403
    assert "/wiki" not in guide.browser("expert").get(f"/p/{guide.post}/history").text
    assert guide.browser("expert").post(f"/p/{guide.post}/wiki", {"open": "1"}).status == 403


@pytest.mark.parametrize("harm", ["locked", "deleted", "question", "closed"])
def test_what_waits_is_out_of_reach_when_the_guide_is(guide: Guide, harm: str) -> None:
    guide.improve("expert", "Autre chose.")
    (edit,) = guide.edits()
    values = {
        "locked": "locked=true",
        "deleted": "state='deleted'",
        "question": "kind='question'",
        "closed": "wiki=false",
    }
    guide.factory.write(lambda: db.session.execute(sa.text(f"UPDATE topics SET {values[harm]}")))  # noqa: S608
    assert guide.browser("trusted").get(f"/guides/edits/{edit}").status == 404
    assert guide.browser("trusted").post(f"/guides/edits/{edit}/accept").status == 404
    assert "Un guide" not in guide.browser("trusted").get("/guides/edits").text
    assert guide.body() == "Le début.\n\nLa fin."


def test_nobody_lets_their_own_words_pass_nor_decides_without_right(guide: Guide) -> None:
    guide.improve("expert", "Autre chose.")
    (edit,) = guide.edits()
    assert guide.browser("expert").post(f"/guides/edits/{edit}/accept", {"seen": "x"}).path == f"/guides/edits/{edit}"
    assert guide.browser("expert").post(f"/guides/edits/{edit}/decline").status == 403
    for who in ("recent", "quiet"):
        for verb in ("accept", "decline", "withdraw"):
            assert guide.browser(who).post(f"/guides/edits/{edit}/{verb}").status == 404
    assert guide.browser("trusted").post(f"/guides/edits/{edit}/withdraw").status == 404
    assert guide.edits() == [edit]


def test_two_who_write_at_once_see_both_texts(guide: Guide) -> None:
    form = guide.browser("expert").get(f"/p/{guide.post}/improve").form("/improve")
    edit = guide.browser("author").get(f"/p/{guide.post}/edit").form("/edit")
    edit.submit(button=("do", "post"), body="Le début, revu.\n\nLa fin.")
    page = form.submit(button=("do", "post"), body="Le début.\n\nLa fin, revue.")
    assert page.status == 409
    assert "autrice a modifié ce message pendant que vous écriviez" in page.text
    assert "Le début, revu." in page.text
    again = page.form("/improve")
    assert "La fin, revue." in again.fields["body"]
    again.submit(button=("do", "post"), body="Le début, revu.\n\nLa fin, revue.")
    assert len(guide.edits()) == 1


def test_an_edit_of_a_guide_that_changed_since_is_taken_up_again(guide: Guide) -> None:
    guide.improve("expert", "Le début.\n\nLa fin, revue.")
    (edit,) = guide.edits()
    changed = guide.browser("author").get(f"/p/{guide.post}/edit").form("/edit")
    changed.submit(button=("do", "post"), body="Le début, revu.\n\nLa fin.")
    one = guide.browser("trusted").get(f"/guides/edits/{edit}")
    assert "Le guide a changé depuis" in one.text
    assert not [form for form in one.forms() if form.action.endswith("/accept")]
    again = next(link for link in one.links() if "improve?edit=" in link)
    page = guide.browser("trusted").get(again)
    assert "La fin, revue." in page.form("/improve").fields["body"]
    assert "Le début, revu." in page.text


def test_a_draft_does_not_hide_the_edit_that_is_taken_up(guide: Guide) -> None:
    guide.improve("expert", "Le début.\n\nLa fin, revue.")
    (edit,) = guide.edits()
    here = f"/p/{guide.post}/improve"
    trusted = guide.browser("trusted")
    trusted.get(here).form(here).submit(button=("do", "draft"), body="Mon essai, à garder.")
    page = trusted.get(f"{here}?edit={edit}")
    assert "Mon essai, à garder." in page.form("/improve").fields["body"]
    assert "est repris ici" in page.words()
    [aside] = page.find("details", class_="left-aside")
    assert "La proposition à reprendre, que ce brouillon remplace ici" in "".join(aside.itertext())
    assert "La fin, revue." in "".join(aside.itertext())
    thrown = page.form("/drafts/delete").submit()
    assert "La fin, revue." in thrown.form("/improve").fields["body"]
    assert not thrown.find("details", class_="left-aside")


def test_an_edit_replaced_meanwhile_is_not_published_unread(guide: Guide) -> None:
    guide.improve("expert", "Une première.")
    (edit,) = guide.edits()
    form = guide.browser("trusted").get(f"/guides/edits/{edit}").form("/accept")
    guide.improve("expert", "Une seconde.")
    page = form.submit()
    assert "remplacée par une autre" in page.text
    assert guide.body() == "Le début.\n\nLa fin."
    assert guide.edits() == [edit]


def test_without_review_it_shows_at_once(guide: Guide, make_app: object, app: Flask) -> None:
    other = make_app(wiki_review=False)  # type: ignore[operator]
    browser = Browser(other, guide.expert)
    browser.get(f"/p/{guide.post}/improve").form("/improve").submit(button=("do", "post"), body="Tout de suite.")
    assert guide.body() == "Tout de suite."
    assert guide.edits() == []


def test_a_version_is_put_back(guide: Guide) -> None:
    author = guide.browser("author")
    author.get(f"/p/{guide.post}/edit").form("/edit").submit(button=("do", "post"), body="Du vandalisme.")
    author.get(f"/p/{guide.post}/history").form("/rollback").submit()
    assert guide.body() == "Le début.\n\nLa fin."
    assert "Version 1 rétablie" in guide.factory.browser().get(f"/p/{guide.post}/history").text
    stale = {"number": "2", "revision": "1"}
    assert "modifié entre-temps" in author.post(f"/p/{guide.post}/rollback", stale).text
    expert = guide.browser("expert")
    expert.get(f"/p/{guide.post}/history").form("/rollback").submit()
    assert guide.body() == "Le début.\n\nLa fin."
    assert len(guide.edits()) == 1
    same = expert.get(f"/p/{guide.post}/improve").form("/improve").submit(button=("do", "post"))
    assert (same.status, "Le texte est celui du guide" in same.text) == (422, True)


def test_who_should_know_is_told(guide: Guide) -> None:
    def told(user_id: int) -> list[str]:
        rows = sa.select(Notice.fact).where(Notice.user_id == user_id, Notice.kind == "guide").order_by(Notice.id)
        return guide.factory.read(lambda: list(db.session.scalars(rows)))

    guide.improve("expert", "Autre chose.")
    guide.factory.drain()
    assert (told(guide.author), told(guide.moderator), told(guide.expert)) == (["proposed"], ["proposed"], [])
    assert "experte propose une modification du guide" in guide.browser("author").get("/notifications").text
    guide.browser("author").get(f"/guides/edits/{guide.edits()[0]}").form("/accept").submit()
    guide.factory.drain()
    assert told(guide.expert) == ["shown"]
    guide.improve("expert", "Encore autre chose.")
    guide.browser("moderator").get(f"/guides/edits/{guide.edits()[0]}").form("/decline").submit()
    guide.factory.drain()
    assert told(guide.expert)[-1] == "declined"
    assert "n’a pas été retenue" in guide.browser("expert").get("/notifications").text


def test_a_race_publishes_an_edit_once(guide: Guide) -> None:
    guide.improve("expert", "Autre chose.")
    (edit,) = guide.edits()

    def accept(number: int) -> bool:
        def act() -> bool:
            reviewer = db.session.get_one(User, guide.trusted if number % 2 else guide.author)
            return bool(actions.accept(reviewer, edit, text("Autre chose."), TRUST))

        return guide.factory.write(act)

    got = at_once(accept)
    assert [each for each in got if each is True] == [True]
    assert all(each is True or isinstance(each, (Missing, Conflict)) for each in got)
    assert guide.factory.get(Post, guide.post).revision == 2


def test_credits_cost_no_statement(guide: Guide) -> None:
    browser = guide.browser("trusted")
    guide.browser("moderator").get(f"/p/{guide.post}/edit").form("/edit").submit(button=("do", "post"), body="Revu.")
    counts = []
    for path in (
        f"/t/{guide.topic}/un-guide",
        f"/t/{guide.factory.topic(guide.factory.forum('Autre'), guide.author)}/un-sujet",
    ):
        browser.get(path)
        with statements(guide.factory.app) as sent:
            browser.get(path)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_waits_is_one_s_own_to_have_and_to_lose(guide: Guide) -> None:
    guide.improve("expert", "Autre chose.")
    record, files = guide.factory.read(lambda: privacy.export(db.session.get_one(User, guide.expert)))
    assert "Autre chose." in str(record)
    assert files == []
    guide.factory.write(lambda: privacy.forget(db.session.get_one(User, guide.expert)))
    assert guide.edits() == []


def test_versions_of_other_posts_stay_private(guide: Guide) -> None:
    reply = guide.factory.reply(guide.topic, guide.author)
    assert guide.browser("expert").get(f"/p/{reply}/history").status == 403
    assert "/login" in guide.factory.browser().get(f"/p/{reply}/history", follow=False).location


@pytest.mark.parametrize(
    ("who", "verb", "logged"),
    [
        ("moderator", "accept", [("guide.accept", "modeste", "experte")]),
        ("moderator", "decline", [("guide.decline", "modeste", "experte")]),
        ("trusted", "accept", [("guide.accept", "fidele", "experte")]),
        ("author", "accept", []),
        ("author", "decline", []),
    ],
)
def test_what_others_than_its_author_decide_is_in_the_log(
    guide: Guide, who: str, verb: str, logged: list[tuple[str, str, str]]
) -> None:
    guide.improve("expert", "Autre chose.")
    guide.browser(who).get(f"/guides/edits/{guide.edits()[0]}").form(f"/{verb}").submit()

    def read() -> list[tuple[str, str, str]]:
        names = {user.id: user.name for user in db.session.query(User)}
        return [(row.verb, names[row.actor_id], names[row.user_id]) for row in db.session.query(LogEntry)]

    assert guide.factory.read(read) == logged
    line = guide.browser("moderator").get("/moderation/log").words()
    assert ("modification de Un guide, de experte" in line) is bool(logged)
