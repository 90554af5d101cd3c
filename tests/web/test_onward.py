"""A visitor who asked for English keeps it, link after link; nobody else pays or notices."""

import re

from tests.browsing import Browser
from tests.factories import Factory
from tests.web.people import sign_in, with_password


def _inner(browser: Browser, path: str) -> list[str]:
    page = browser.get(path)
    return [link for link in page.links() if re.match(r"/(?!static/)", link)]


def test_every_link_of_an_english_page_leads_to_english(factory: Factory, visitor: Browser) -> None:
    forum = factory.forum()
    topic = factory.topic(forum, factory.user("alice"), "Un sujet", "Voyez [ici](/tags) et **là**.")
    for path in ("/?lang=en", "/f/droit-du-numerique?lang=en", f"/t/{topic}/un-sujet?lang=en", "/members?lang=en"):
        other = [link for link in _inner(visitor, path) if "lang=en" not in link]
        assert len(other) == 1, other  # the way back to French
        page = visitor.get(path)
        assert page.document.get("lang") == "en"
        assert "lang=en" in page.find("link", rel="canonical")[0].get("href", "")


def test_redirects_and_refusals_keep_the_language(factory: Factory, visitor: Browser) -> None:
    topic = factory.topic(factory.forum(), factory.user("alice"))
    moved = visitor.get(f"/t/{topic}?lang=en", follow=False)
    assert moved.status == 301
    assert moved.location.endswith("lang=en")
    form = visitor.get("/login?lang=en").form("/login")
    refused = form.submit(identity="nobody", password="nothing at all")
    assert refused.document.get("lang") == "en"


def test_french_pages_and_members_are_left_alone(factory: Factory, visitor: Browser) -> None:
    factory.forum()
    assert [link for link in _inner(visitor, "/") if "lang=" in link] == ["/?lang=en"]
    with_password(factory)
    member = factory.browser()
    sign_in(member)
    assert [link for link in _inner(member, "/?lang=en") if "lang=en" in link] == []
