"""What a reader may not see is nowhere: not in a page, a count, a name, a redirect, a file, nor in how it misses."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.moderation import queries, surgery
from forum.taxonomy.actions import add_synonym, create_tag
from forum.taxonomy.models import Forum
from forum.taxonomy.queries import tag_by_slug
from tests.browsing import Browser, Page
from tests.factories import Factory
from tests.web.crawling import crawl
from tests.web.peopled import CANARY, Site, peopled

OUTSIDERS = ("visitor", "suspended", "newcomer", "elsewhere")  # none of them wrote what was removed or edited
REMOVED = ("texte-retiré-ensuite", "texte-en-attente", "sujet-retiré", "texte-corrigé-depuis")
AUTHOR_OF_WHAT_WAITS = ("newcomer", "texte-en-attente")
_FORM_SECRETS = re.compile(r'(name="(?:csrf_token|key|opened)"[^>]*value=")[^"]*')


@pytest.fixture
def site(factory: Factory) -> Site:
    return peopled(factory)


@pytest.fixture
def still() -> Iterator[None]:
    """Time stands still, so that two readings of a page can be the same."""
    with clock.set_to(clock.now()):
        yield


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_holds_a_word_of_what_is_private_removed_held_or_edited_out(sqlite_app: Flask, role: str) -> None:
    site = peopled(Factory(sqlite_app))
    pages = crawl(site.browser(role), _starts(site))
    assert len(pages) > 60
    words = [CANARY, *(word for word in REMOVED if (role, word) != AUTHOR_OF_WHAT_WAITS)]
    assert [(address, word) for address, page in pages.items() for word in words if word in _all_of(page)] == []


@pytest.mark.parametrize(
    ("role", "app"),
    [("suspended", "sqlite"), pytest.param("visitor", "postgresql", marks=pytest.mark.postgres)],
    indirect=["app"],
)
def test_nothing_public_moves_when_something_happens_in_private(site: Site, role: str, still: None) -> None:
    reader = site.browser(role)
    before = _readings(reader, _starts(site))
    _much_happens_in_private(site)
    after = _readings(reader, _starts(site))
    assert before.keys() == after.keys()
    assert [address for address in before if before[address] != after[address]] == []


# what is hidden, and something like it that never was
TWINS = (
    ("/t/{private_topic}", "/t/987654"),
    ("/t/{private_topic}/{private_slug}", "/t/987654/{private_slug}"),
    ("/t/{private_topic}/faux?page=2", "/t/987654/faux?page=2"),
    ("/p/{private_post}", "/p/987654"),
    ("/p/{hidden}", "/p/987654"),
    ("/p/{held}", "/p/987654"),
    ("/p/{private_post}/edit", "/p/987654/edit"),
    ("/p/{private_post}/history", "/p/987654/history"),
    ("/p/{private_post}/quote", "/p/987654/quote"),
    ("/p/{private_post}/report", "/p/987654/report"),
    ("/p/{private_post}/delete", "/p/987654/delete"),
    ("/t/{private_topic}/reply", "/t/987654/reply"),
    ("/t/{topic}/reply?quote={private_post}", "/t/{topic}/reply?quote=987654"),
    ("/f/salle-zanzibar", "/f/salle-zanzibaz"),
    ("/f/salle-zanzibar/new", "/f/salle-zanzibaz/new"),
    ("/tag/secret-zanzibar", "/tag/secret-zanzibaz"),
    ("/tag/mot-cache", "/tag/mot-cachu"),
    ("/attachments/{private_key}", "/attachments/" + "0" * 32),
    ("/attachments/{private_key}/zanzibar.png", "/attachments/" + "0" * 32 + "/zanzibar.png"),
    ("/attachments/{private_key}/thumb", "/attachments/" + "0" * 32 + "/thumb"),
)


@pytest.mark.parametrize("role", ["visitor", "suspended"])
def test_hidden_and_missing_are_answered_byte_for_byte_alike(site: Site, role: str) -> None:
    site.factory.write(_name_a_private_synonym)
    browser = site.browser(role)
    for hidden, missing in TWINS:
        one, other = site.address(hidden), site.address(missing)
        assert _answer(browser, one) == _answer(browser, other), one


def test_a_file_goes_and_comes_with_its_post(site: Site) -> None:
    key = site.attach(site.people["member"], "preuve.png")
    post = site.post(site.at["topic"], site.people["member"], "Voici la preuve.", files=(key,))
    addresses = [f"/attachments/{key}", f"/attachments/{key}/preuve.png", f"/attachments/{key}/thumb"]
    visitor, author, moderator = (site.browser(role) for role in ("visitor", "member", "moderator"))
    assert {visitor.get(each).status for each in addresses} == {200}
    site.hide(post)
    assert {visitor.get(each).status for each in addresses} == {404}
    assert {author.get(each).status for each in addresses} == {404}
    assert {moderator.get(each).status for each in addresses} == {200}


def test_a_topic_moved_to_a_private_forum_is_nowhere(site: Site) -> None:
    visitor, address = site.browser("visitor"), site.address("/t/{topic}/{slug}")
    posts_of_author = _number_of_posts(visitor)
    assert visitor.get(address).status == 200

    def move() -> None:
        admin = db.session.get_one(User, site.people["admin"])
        target = db.session.get_one(Forum, site.at["private_forum"])
        surgery.move(admin, queries.topics_for([site.at["topic"]], admin, lock=True), target, "essai")

    site.factory.write(move)
    pages = crawl(visitor, _starts(site))
    told = [each for each, page in pages.items() if "mots de passe retenus" in _all_of(page)]
    assert told == []
    hidden = ("/t/{topic}", "/t/{topic}/{slug}", "/p/{post}", "/p/{reply}", "/attachments/{key}", "/tag/rgpd")
    assert {visitor.get(site.address(each)).status for each in hidden} == {404}
    assert _number_of_posts(visitor) < posts_of_author


def test_what_robots_are_told_of_a_topic_is_what_readers_see(site: Site) -> None:
    page = site.browser("visitor").get(site.address("/t/{topic}/{slug}"))
    data = [json.loads("".join(each.itertext())) for each in page.find("script", type="application/ld+json")]
    assert len(data) == 1
    assert data[0]["@type"] == "QAPage"
    assert len(data[0]["mainEntity"]["suggestedAnswer"]) == data[0]["mainEntity"]["answerCount"] == 3


def _starts(site: Site) -> list[str]:
    """The board, what robots read, and every number that a post or topic may have."""
    numbered = [f"/{kind}/{number}" for kind in "pt" for number in range(1, 30)]
    private = ["/attachments/{private_key}", "/t/{topic}/reply", "/f/contrats/new", "/p/{post}/history"]
    named = [f"/u/{name}" for name in ("insider", "author", "member", "newcomer", "admin")]
    robots = ["/", "/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/members?sort=posts", "/members?sort=joined"]
    return [*robots, *numbered, *named, *(site.address(each) for each in private)]


def _all_of(page: Page) -> str:
    return (page.text + str(page.headers)).casefold()


def _readings(browser: Browser, starts: list[str]) -> dict[str, tuple[int, str]]:
    pages = crawl(browser, starts)
    return {address: (page.status, _FORM_SECRETS.sub(r"\1", page.text)) for address, page in pages.items()}


def _answer(browser: Browser, address: str) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without the address that was asked, which it may repeat."""
    page = browser.get(address, follow=False)
    path, _, query = address.partition("?")
    text, headers = page.text, page.headers.to_wsgi_list()
    for said in (address, path, query):
        for form in {said, said.replace("/", "%2F"), said.replace("=", "%3D").replace("/", "%2F").replace("?", "%3F")}:
            if form:
                text = text.replace(form, "…")
                headers = [(name, value.replace(form, "…")) for name, value in headers]
    return page.status, _FORM_SECRETS.sub(r"\1", text), [each for each in headers if each[0] != "Content-Length"]


def _much_happens_in_private(site: Site) -> None:
    insider, moderator = site.people["insider"], site.people["moderator"]
    site.factory.write(lambda: create_tag("Autre secret"))
    key = site.attach(insider, "secret.png")
    for number in range(3):
        _, post = site.open(
            site.at["private_forum"], insider, f"Affaire secrète {number}", "Un secret.", tag_names=("Autre secret",)
        )
    reply = site.post(site.at["private_topic"], moderator, "Je réponds à @author en secret.", files=())
    site.post(site.at["private_topic"], insider, "Avec une pièce.", files=(key,))
    site.hide(post)
    site.hide(reply)
    site.factory.drain()


def _name_a_private_synonym() -> None:
    tag = tag_by_slug("secret-zanzibar")
    assert tag is not None
    add_synonym(tag, "Mot caché")


def _number_of_posts(visitor: Browser) -> int:
    shown = re.search(r"Messages :\s*(\d+)", visitor.get("/u/author").words())
    assert shown is not None
    return int(shown[1])
