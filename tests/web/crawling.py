"""Goes over the site from link to link, as somebody: every address that a page names, each once."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.browsing import Browser, Page

_NAMED = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"))
_LOCATION = re.compile(r"<loc>http://localhost([^<]*)</loc>")
_UNREPEATED = {"next", "v", "lang"}  # parameters whose values make no other page, or the same in other words


def crawl(browser: Browser, starts: Iterable[str] = ("/",), *, files: bool = False) -> dict[str, Page]:
    """Every page that can be reached, by address; redirects as they stand. `files`: static ones too."""
    found: dict[str, Page] = {}
    known: set[str] = set()
    waiting = list(starts)
    while waiting:
        address = waiting.pop()
        if (key := _key(address)) in known or (address.startswith("/static/") and not files):
            continue
        known.add(key)
        page = found[address] = browser.get(address, follow=False)
        waiting += [each for each in addresses_on(page) if _key(each) not in known]
    return found


def addresses_on(page: Page) -> list[str]:
    """The addresses of this site that an answer names: in its document, in a sitemap, as its redirect."""
    named = [page.location, *_LOCATION.findall(page.text)] if "html" not in page.headers["Content-Type"] else []
    if page.headers["Content-Type"].startswith("text/html"):
        named += [page.location] + [each.get(name, "") for tag, name in _NAMED for each in page.document.iter(tag)]
        named += [form.action for form in page.forms() if form.method == "get"]
    inside = (each.removeprefix("http://localhost").partition("#")[0] for each in named)
    return [each for each in inside if each.startswith("/") and not each.startswith("//")]


def _key(address: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in _UNREPEATED]
    return f"{parts.path}?{urlencode(query)}"
