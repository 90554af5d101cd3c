"""axe finds nothing on any page, for a visitor and for staff, light and dark, at both widths."""

import re
from collections import deque
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLIC = (
    *(
        "/",
        "/f/droit-du-numerique",
        "/f/le-forum?kind=question",
        "/lists/active",
        "/lists/unanswered",
        "/tags",
        "/members",
        "/experts",
    ),
    *("/u/happynumeric", "/pages/charte", "/pages/mentions-legales", "/login", "/register", "/reset", "/nowhere"),
    *(
        "/search",
        "/search?q=identifiants",
        "/search?q=xylophone+kind:guide",
        "/search/aide",
        "/search/ask?title=Question",
    ),
    "/outils/delais?start=2026-03-23&days=12",
)
SIGNED_IN = (
    *("/", "/f/droit-du-numerique", "/f/droit-du-numerique/new", "/lists/unread", "/lists/mine", "/settings"),
    *("/settings/signature", "/settings/expert", "/moderation/experts"),
    *("/settings/security", "/settings/second-factor", "/settings/keys", "/settings/email", "/settings/privacy"),
    *("/settings/mail", "/settings/display", "/notifications", "/notifications/followed", "/again"),
    *("/settings/messages", "/moderation/messages", "/messages", "/messages/new", "/messages?q=demeure"),
    *("/drafts", "/bookmarks", "/guides/edits", "/moderation/resources", "/lists/unanswered", "/tag/prestataire"),
    *("/search?q=identifiants+tag:rgpd", "/search/saved", "/moderation/searches"),
    *("/moderation", "/moderation/log", "/moderation/answers", "/f/droit-du-numerique/new?form=question", "/admin"),
    "/f/experiences-vecues/new?form=experience",
)


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def _links(page: Page, beginning: str) -> Iterator[str]:
    yield from sorted({each for each in page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
                       if each and each.startswith(beginning)})  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_visitors_pages(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(width=width, scheme=scheme, bypass_csp=True)
    page.goto("/f/droit-du-numerique")
    topics = list(_links(page, "/t/"))[:1]
    problems = []
    for path in (*PUBLIC, *topics):
        page.goto(path)
        problems += _violations(page)
    assert problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_members_and_staffs_pages(open_page: Callable[..., Page], site: Site, scheme: str) -> None:
    page = open_page(width=360 if scheme == "dark" else 1280, scheme=scheme, bypass_csp=True)
    sign_in(page, "Ada")
    page.goto("/admin")
    administration = [each for each in _links(page, "/admin/") if each.count("/") <= 3]
    page.goto("/f/droit-du-numerique")
    topic = next(_links(page, "/t/"))
    pages = ("reply", "experience", "resources/new", "resources/list")
    forms = [topic, *(f"/t/{topic.split('/')[2]}/{each}" for each in pages)]
    problems = []
    for path in (*SIGNED_IN, *administration, *forms):
        page.goto(path)
        problems += _violations(page)
    assert problems == []


_NO_PAGE = re.compile(
    r"\.(?:xml|ics|vcf|json|txt)\b|^/(?:attachments|avatars|static|feeds|resume|leave-view)\b|/unread$"
)
_ONE_OF_MANY = re.compile(r"(?<=^/f/|^/u/)[^/]+|(?<=^/tag/)[^/]+|(?<=^/pages/)[^/]+|(?<=^/messages/new/)[^/]+|\d+")


def _kind(address: str) -> str:
    """Addresses of one kind of page alike: without their numbers, names and what is asked of them."""
    path = address.partition("#")[0].partition("?")[0]
    if path.startswith("/droit/"):
        return "/droit/…" + "/…" * (path.count("/") - 2)
    topic = re.match(r"/t/\d+/(?!reply|experience|resources)[^/]+", path)
    return "/t/…" if topic else _ONE_OF_MANY.sub("…", path)


def test_one_page_of_each_kind_that_links_lead_staff_to(open_page: Callable[..., Page]) -> None:
    page = open_page(width=1280, scheme="light", bypass_csp=True)
    sign_in(page, "Ada")
    waiting, seen, problems = deque(["/admin", "/", "/moderation", "/settings", "/u/Ada"]), set(), []
    while waiting:
        address = waiting.popleft()
        if _NO_PAGE.search(address) or _kind(address) in seen:
            continue
        seen.add(_kind(address))
        page.goto(address)
        problems += _violations(page)
        waiting.extend(_links(page, "/"))
    assert len(seen) > 90, sorted(seen)
    assert problems == []
