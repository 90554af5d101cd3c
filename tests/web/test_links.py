"""Every link of every page leads somewhere; every page is sound: one title, no id twice, nothing inline or foreign."""

import re
from collections import Counter
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from tests.browsing import Page
from tests.factories import Factory
from tests.web.crawling import crawl
from tests.web.peopled import Site, peopled

READERS = ("visitor", "member", "moderator", "admin")
# Links that a page shows to all and whose answer depends on the reader: a no is an answer there.
MAY_BE_REFUSED = re.compile(r"/(register|p/\d+/(report|edit|delete)|t/\d+/reply)\b")
_LOADING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}
_ASIDE = {"alternate", "canonical"}  # links that load nothing
_DATA_BLOCK = "application/ld+json"
_HANDLERS = re.compile(r"on[a-z]+")


@pytest.fixture
def site(sqlite_app: Flask) -> Site:
    return peopled(Factory(sqlite_app), replies=22)


@pytest.mark.parametrize("reader", READERS)
def test_every_link_leads_somewhere_and_every_page_is_sound(site: Site, reader: str) -> None:
    pages = crawl(site.browser(reader), files=True)
    assert len(pages) > 60
    dead = {address: page.status for address, page in pages.items() if page.status >= 400}
    assert {address: status for address, status in dead.items() if not _may_be(address, status)} == {}
    wrong = [f"{address}: {fault}" for address, page in pages.items() for fault in _faults(page, address)]
    assert wrong == []


def test_pages_that_go_wrong_are_sound_too(site: Site) -> None:
    visitor = site.browser("visitor")
    for address, status in (("/nulle-part", 404), ("/f/salle-zanzibar", 404), ("/reset/faux", 410), ("/t/x/y", 404)):
        page = visitor.get(address)
        assert page.status == status
        assert list(_faults(page, address)) == []


def test_public_pages_name_their_own_address(site: Site) -> None:
    visitor = site.browser("visitor")
    own = ("/", "/f/contrats", "/t/{topic}/{slug}", "/t/{topic}/{slug}?page=2", "/tag/rgpd", "/tags", "/members")
    for template in (*own, "/u/author", "/pages/mentions-legales"):
        address = site.address(template)
        for asked in (address, f"{address}{'&' if '?' in address else '?'}utm_source=x"):
            named = [each.get("href") for each in visitor.get(asked).find("link", rel="canonical")]
            assert named == [f"http://localhost{address}"], asked


def _may_be(address: str, status: int) -> bool:
    return status == 403 and MAY_BE_REFUSED.match(address) is not None


def _faults(page: Page, address: str) -> list[str]:
    if not page.headers["Content-Type"].startswith("text/html") or 300 <= page.status < 400:
        return []
    return [*_frame(page), *_ids(page), *_inline(page), *_foreign(page), *_forms(page)]


def _frame(page: Page) -> list[str]:
    faults = [] if len(page.find("h1")) == 1 else [f"{len(page.find('h1'))} h1"]
    titles = ["".join(each.itertext()).strip() for each in page.document.iter("title")]
    if len(titles) != 1 or len(titles[0]) < 5 or titles[0].startswith("·"):
        faults.append(f"title {titles}")
    if page.document.get("lang") not in {"fr", "en"}:
        faults.append(f"lang {page.document.get('lang')}")
    if len(page.find("main")) != 1:
        faults.append("no main")
    return faults


def _ids(page: Page) -> list[str]:
    counted = Counter(each.get("id") for each in page.document.iter() if each.get("id"))
    twice = [f"id {name} {count} times" for name, count in counted.items() if count > 1]
    lost = [
        f"{attribute} names {wanted}, which is not there"
        for each in page.document.iter()
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list")
        for wanted in (each.get(attribute) or "").split()
        if wanted not in counted
    ]
    anchors = [
        f"#{wanted} is not there"
        for link in page.links()
        if link.startswith("#") and (wanted := link[1:]) and wanted not in counted
    ]
    return [*twice, *lost, *anchors]


def _inline(page: Page) -> list[str]:
    """What the content security policy would refuse."""
    faults = []
    for each in page.document.iter():
        odd = [name for name in each.attrib if name == "style" or _HANDLERS.fullmatch(name)]
        faults += [f"<{each.tag} {name}>" for name in odd]
        if each.tag == "style" or (each.tag == "script" and not each.get("src") and each.get("type") != _DATA_BLOCK):
            faults.append(f"inline <{each.tag}>")
        if any(
            (each.get(name) or "").strip().casefold().startswith("javascript:") for name in ("href", "src", "action")
        ):
            faults.append(f"<{each.tag}> that runs a script")
    return faults


def _foreign(page: Page) -> list[str]:
    """What a browser would fetch, or send a form to, elsewhere."""
    faults = []
    for each in page.document.iter():
        target = each.get(_LOADING.get(each.tag, ""), "")
        if _ASIDE & set((each.get("rel") or "").split()):
            continue
        parts = urlsplit(target)
        if parts.netloc or parts.scheme:
            faults.append(f"<{each.tag}> of {target}")
    return faults


def _forms(page: Page) -> list[str]:
    faults = []
    for form in page.document.iter("form"):
        method, names = (form.get("method") or "get").lower(), {each.get("name") for each in form.iter("input")}
        if method == "post" and "csrf_token" not in names:
            faults.append(f"form to {form.get('action')} without a token")
        if method == "get" and "csrf_token" in names:
            faults.append(f"form to {form.get('action')} puts its token into the address")
    labelled = {label.get("for") for label in page.document.iter("label")}
    inside = {id(each) for label in page.document.iter("label") for each in label.iter()}
    return faults + [
        f"{each.tag} {each.get('name')} without a label"
        for each in page.document.iter()
        if _is_filled_in(each) and id(each) not in inside and each.get("id") not in labelled
    ]


def _is_filled_in(field: ET.Element) -> bool:
    """Whether people fill the field in, and it names itself in no other way than by a label."""
    if field.tag not in {"input", "select", "textarea"} or field.get("type") in {"hidden", "submit", "button"}:
        return False
    return not any(field.get(name) for name in ("aria-label", "aria-labelledby", "title"))
