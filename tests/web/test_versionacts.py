"""An earlier text of a guide, withdrawn: readers see that it was there, moderators read it, nobody puts it back."""

import pytest

from forum.accounts.models import User
from forum.db import db
from forum.moderation import versions as staff
from forum.moderation.models import LogEntry
from forum.topics.models import Post, PostRevision, Topic
from tests.browsing import Page
from tests.factories import Factory
from tests.topics.racing import THREADS, at_once
from tests.web.test_guides import Guide

SECRET = "Appelez Mme Un"
GONE = "Le texte de cette version a été retiré par la modération."
OTHERS = (None, "expert", "trusted", "recent", "author")


@pytest.fixture
def guide(factory: Factory) -> Guide:
    """In three versions: its second holds what should not be read, in text, title and reason."""
    guide = Guide(factory)
    edit(guide, f"Le début.\n\n{SECRET}.\n\nLa fin.", title="Un guide de Mme Un", reason="Ajout de Mme Un")
    edit(guide, "Le début.\n\nLa fin, revue.", title="Un guide", reason="Sans nom")
    return guide


def edit(guide: Guide, body: str, **fields: str) -> None:
    form = guide.browser("author").get(f"/p/{guide.post}/edit").form("/edit")
    form.submit(button=("do", "post"), body=body, **fields)


def history(guide: Guide, who: str | None) -> Page:
    browser = guide.browser(who) if who else guide.factory.browser()
    return browser.get(f"/p/{guide.post}/history")


def withdraw(guide: Guide, number: int = 2, reason: str = "Nom d’une cliente") -> Page:
    form = guide.browser("moderator").get(f"/p/{guide.post}/history/{number}/withdraw").form("/withdraw")
    return form.submit(reason=reason)


def log(guide: Guide) -> list[tuple[str, str, object]]:
    def read() -> list[tuple[str, str, object]]:
        rows = db.session.query(LogEntry).order_by(LogEntry.id)
        return [(row.verb, row.reason, row.details.get("version")) for row in rows]

    return guide.factory.read(read)


@pytest.mark.parametrize("who", OTHERS)
def test_others_see_that_there_was_a_version_and_nothing_of_what_it_said(guide: Guide, who: str | None) -> None:
    assert SECRET in history(guide, who).text
    withdraw(guide)
    page = history(guide, who)
    assert page.words().count(GONE) == 1
    assert "Mme Un" not in page.text
    assert {"Version 1", "Version 2", "Version 3"} <= {each.text for each in page.find("h2")}
    last = page.find("section", class_="version")[0]
    assert "La fin, revue" in "".join(last.itertext()), "it is compared with the last version that the reader reads"
    assert "/withdraw" not in page.text


def test_moderators_read_it_and_show_it_again(guide: Guide) -> None:
    withdraw(guide)
    page = history(guide, "moderator")
    assert SECRET in page.text
    assert "Version retirée : seule la modération en lit le texte." in page.words()
    done = page.form("/history/2/show").submit()
    assert "La version 2 se lit de nouveau." in done.words()
    assert SECRET in history(guide, None).text
    assert log(guide) == [("version.withdraw", "Nom d’une cliente", 2), ("version.show", "", 2)]
    lines = guide.browser("moderator").get("/moderation/log").words()
    assert "a retiré une version d’un message dans" in lines
    assert "Nom d’une cliente" in lines


def test_a_reason_is_asked_for_and_an_act_is_done_once(guide: Guide) -> None:
    page = withdraw(guide, reason="  ")
    assert page.status == 422
    assert SECRET in history(guide, None).text
    withdraw(guide)
    assert "c’était déjà fait" in withdraw(guide).words()
    assert len(log(guide)) == 1


def test_nobody_puts_a_withdrawn_version_back(guide: Guide) -> None:
    withdraw(guide)
    for who in ("author", "trusted", "moderator"):
        page = history(guide, who)
        assert [form.fields["number"] for form in page.forms() if form.action.endswith("/rollback")] == ["1"]
        sent = {"number": "2", "revision": "3"}
        assert guide.browser(who).post(f"/p/{guide.post}/rollback", sent).status == 404
    assert SECRET not in guide.body()


@pytest.mark.parametrize("who", ["expert", "trusted", "author"])
def test_others_do_not_withdraw(guide: Guide, who: str) -> None:
    for path in ("withdraw", "show"):
        assert guide.browser(who).post(f"/p/{guide.post}/history/2/{path}", {"reason": "Ainsi"}).status == 403
    assert log(guide) == []


def test_the_present_text_is_not_withdrawn_but_edited(guide: Guide) -> None:
    assert guide.browser("moderator").get(f"/p/{guide.post}/history/3/withdraw").status == 404
    assert f"/p/{guide.post}/history/3/withdraw" not in history(guide, "moderator").links()


def test_several_withdraw_at_once(guide: Guide) -> None:
    def act(_number: int) -> bool:
        def run() -> bool:
            post, topic = db.session.get_one(Post, guide.post), db.session.get_one(Topic, guide.topic)
            return staff.withdraw(db.session.get_one(User, guide.moderator), post, topic, 2, "Nom")

        return guide.factory.write(run)

    assert sorted(at_once(act)) == [False] * (THREADS - 1) + [True]
    assert len(log(guide)) == 1
    assert guide.factory.read(lambda: db.session.query(PostRevision.withdrawn_at).filter_by(number=2).scalar())
