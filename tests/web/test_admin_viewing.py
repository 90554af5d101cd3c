"""« Voir comme visiteur, comme membre »: an administrator sees what they would see, and writes nothing meanwhile."""

import pytest

from forum.db import db
from forum.topics.models import Post, TopicRead
from forum.web.tally import flush, tally
from tests.browsing import Browser
from tests.counting import statements
from tests.factories import PRIVATE, Factory
from tests.web.peopled import Site, peopled

_PAGES = (
    "/", "/f/contrats", "/f/entre-membres", "/t/{topic}/{slug}", "/lists/active", "/lists/unread", "/lists/new",
    "/lists/mine", "/tags", "/members", "/u/author", "/settings", "/t/{topic}/reply", "/f/contrats/new", "/moderation",
    "/admin", "/f/salle-zanzibar", "/t/{private_topic}/{private_slug}", "/p/{hidden}", "/p/{held}",
)  # fmt: skip


def view_as(browser: Browser, whom: str) -> Browser:
    page = browser.get("/admin")
    page.form("/view-as").submit(button=("as", whom))
    return browser


@pytest.fixture
def site(factory: Factory) -> Site:
    return peopled(factory, replies=0)


@pytest.mark.parametrize(("whom", "role"), [("visitor", "visitor"), ("member", "member")])
def test_every_page_answers_as_it_would(site: Site, whom: str, role: str) -> None:
    browser, real = view_as(site.browser("admin"), whom), site.browser(role)
    for address in map(site.address, _PAGES):
        seen, expected = browser.get(address, follow=False), real.get(address, follow=False)
        assert (seen.status, seen.location) == (expected.status, expected.location), address
        if seen.status == 200:
            assert browser.get(address).find("form", action="/leave-view"), address


@pytest.mark.parametrize("whom", ["visitor", "member"])
def test_nothing_private_shows(site: Site, whom: str) -> None:
    """Not even what the administrator was given by name."""
    browser = site.browser("admin")
    assert "zanzibar" in browser.get("/").text
    view_as(browser, whom)
    for address in map(site.address, _PAGES):
        body = browser.get(address).document.find("body")
        main = next(body.iter("main"))
        assert "zanzibar" not in "".join(main.itertext()).lower(), address


def test_ones_own_rights_and_reading_do_not_show(site: Site) -> None:
    factory, admin = site.factory, site.people["admin"]
    factory.forum("Réserve", (*PRIVATE,))
    browser = view_as(factory.browser(admin), "member")
    assert "Réserve" not in browser.get("/").words()
    assert browser.get("/lists/mine").status == 200
    assert not [link for link in browser.get("/").links() if link in {"/admin", "/moderation"}]


@pytest.mark.parametrize("whom", ["visitor", "member"])
def test_whatever_writes_is_refused(site: Site, whom: str) -> None:
    browser = site.browser("admin")
    token = browser.token()
    view_as(browser, whom)
    before = site.factory.read(lambda: db.session.query(Post).count())
    for address, data in (
        (f"/t/{site.at['topic']}/reply", {"body": "Bonjour", "key": "k"}),
        ("/admin/settings", {"name": "Autre"}),
        ("/admin/view-as", {"as": "visitor"}),
        ("/settings", {"bio": "x"}),
        ("/read", {}),
        ("/preview", {"body": "x"}),
        ("/login", {"identity": "ada", "password": "x"}),
        ("/logout", {}),
    ):
        answer = browser.send("post", address, {"csrf_token": token, **data}, follow=False)
        assert answer.status == 403, address
        assert "sans pouvoir écrire" in answer.words()
    assert site.factory.read(lambda: db.session.query(Post).count()) == before


def test_the_way_back(site: Site) -> None:
    browser = view_as(site.browser("admin"), "visitor")
    assert browser.get("/admin", follow=False).status == 303
    page = browser.get("/").form("/leave-view").submit()
    assert page.path == "/admin"
    assert page.status == 200
    assert not page.find("form", action="/leave-view")


@pytest.mark.parametrize("whom", ["visitor", "member"])
def test_reading_leaves_no_trace(site: Site, whom: str) -> None:
    factory, admin = site.factory, site.people["admin"]
    browser = view_as(factory.browser(admin), whom)
    with factory.app.app_context():
        tally().take()
        marks = db.session.query(TopicRead).count()
    with statements(factory.app) as sent:
        for address in map(site.address, _PAGES):
            browser.get(address)
    assert {each.split()[0].upper() for each in sent} <= {"SELECT", "WITH"}
    with factory.app.app_context():
        assert admin not in tally().seen
        assert admin not in {user for user, _topic in tally().reads}
        flush()
        assert db.session.query(TopicRead).count() == marks


def test_what_it_shows_is_never_cached(site: Site) -> None:
    visitor, browser = site.browser("visitor"), view_as(site.browser("admin"), "visitor")
    address = site.address("/t/{topic}/{slug}")
    seen = browser.get(address)
    assert seen.headers["Cache-Control"] == "private, no-store"
    assert "/leave-view" not in visitor.get(address).text
    assert "/leave-view" not in visitor.get(address).text


def test_only_administrators_look_so(site: Site) -> None:
    for role in ("visitor", "member", "moderator"):
        browser = site.browser(role)
        browser.post("/admin/view-as", {"as": "visitor"})
        assert not browser.get("/").find("form", action="/leave-view")
    assert site.browser("admin").post("/admin/view-as", {"as": "owner"}).status == 422
