"""Writing under a pseudonym, on the pages: what its writer finds, what nobody else ever does."""

import json
import re

import pytest

from forum.accounts.models import User
from forum.db import db
from forum.search import indexing
from forum.topics.models import Kind, Post, Topic
from tests.browsing import Browser
from tests.counting import statements
from tests.factories import Factory

POST = ("do", "post")
NAME = "Zénobie"


@pytest.fixture
def writer(factory: Factory) -> int:
    return factory.user(NAME)


@pytest.fixture
def topic(factory: Factory) -> int:
    return factory.topic(factory.forum("Contrats"), factory.user("bruno"), "Mes accès retenus", kind=Kind.QUESTION)


@pytest.fixture
def masked(factory: Factory, topic: int, writer: int) -> int:
    """An experience told through the form, under a pseudonym."""
    form = factory.browser(writer).get(f"/t/{topic}/experience").form("/experience")
    assert "pseudonym" not in form.fields  # one signs with one's name unless one asks
    form.submit(button=POST, body="Il a cédé.", provider="host", outcome="solved", pseudonym="y")
    post = factory.get(Topic, topic).last_post_id
    assert post is not None
    return post


def pseudonym_of(factory: Factory, post: int) -> str:
    return factory.get(User, factory.get(Post, post).author_id).name


def test_readers_see_a_name_and_nothing_behind_it(factory: Factory, topic: int, masked: int) -> None:
    name = pseudonym_of(factory, masked)
    page = factory.browser().get(f"/t/{topic}/mes-acces-retenus")
    (article,) = page.find("article", id=f"p{masked}")
    who = "".join(article.find("div").itertext())  # type: ignore[union-attr]  # an article has one
    assert name in who
    assert "Pseudonyme choisi pour ce sujet" in who
    assert not re.search("Messages|Inscription|Membre", who)
    assert f"/u/{name}" not in page.links()
    (script,) = page.find("script", type="application/ld+json")
    (answer,) = json.loads(script.text or "")["mainEntity"]["suggestedAnswer"]
    assert answer["author"] == {"@type": "Person", "name": name}
    profile = factory.browser().get(f"/u/{name}")
    assert "pour un seul sujet" in profile.text
    assert "Il a cédé" not in profile.text
    assert factory.browser().get(f"/u/{name}.vcf").status == 404


def addresses(topic: int, post: int, name: str) -> list[str]:
    return [
        "/", "/f/contrats", f"/t/{topic}/mes-acces-retenus", f"/t/{topic}/mes-acces-retenus?sort=useful", f"/p/{post}",
        "/lists/active", f"/u/{name}", f"/u/{name}.vcf", "/u/bruno", "/droit/code-civil/1240", "/moderation/answers",
        "/feeds/droit/code-civil/1240", "/sitemap-1.xml", f"/search?q=auteur:{NAME}", "/search?q=cédé", "/experts",
        f"/search?q=auteur:{name}", "/search/suggestions?q=pseudo", f"/p/{post}/quote", f"/p/{post}/history",
        f"/t/{topic}/reply?quote={post}", "/notifications", "/moderation/log", "/admin/log", "/admin/people?q=pseudo",
        "/moderation", f"/u/{name}/staff", f"/p/{post}/edit", f"/p/{post}/report", f"/messages/new?to={name}",
    ]  # fmt: skip


def leaks(browser: Browser, at: list[str]) -> list[str]:
    """The addresses whose page names the writer, otherwise than as what the reader asked for."""
    asked = re.compile(rf"auteur:{NAME}|Écrit par\s:\s{NAME}")
    return [each for each in at if NAME in asked.sub("", browser.get(each).text)]


def index(factory: Factory) -> None:
    def work() -> None:
        backend, config = factory.app.extensions["search"], factory.app.extensions["forum"]
        indexing.repair(backend, config)
        indexing.index_waiting(backend, config)

    factory.read(work)


def test_no_page_of_anybody_elses_tells_who_it_is(factory: Factory, topic: int, writer: int, masked: int) -> None:
    name, browser = pseudonym_of(factory, masked), factory.browser(writer)
    edit = f"/p/{masked}/edit"
    browser.get(edit).form(edit).submit(button=POST, body="Il a cédé, article 1240 du code civil.", reason="Précision")
    browser.get(f"/p/{masked}/since").form("/since").submit(outcome="solved", follow_up="Rendu.")
    factory.drain()
    index(factory)
    readers = [None, factory.user(), factory.moderator(), factory.admin()]
    for reader in readers:
        assert leaks(factory.browser(reader), addresses(topic, masked, name)) == []
    factory.browser(factory.moderator("modeste2")).post(f"/p/{masked}/pseudonym", {"reason": "Pour voir"})
    hide = {"verb": "hide", "post": str(masked), "reason": "Hors sujet"}
    factory.browser(readers[2]).post("/moderation/posts", hide)
    factory.drain()
    for reader in readers:
        assert leaks(factory.browser(reader), addresses(topic, masked, name)) == []


def test_lists_of_people_do_not_hold_pseudonyms(factory: Factory, masked: int) -> None:
    name = pseudonym_of(factory, masked)
    admin = factory.browser(factory.admin())
    for address in (
        "/members",
        "/members?sort=joined",
        "/admin/people",
        "/search/suggestions?q=pseudonyme",
        "/experts",
    ):
        assert name not in admin.get(address).text
    assert NAME in admin.get("/members").text
    board = factory.browser().get("/").words()
    assert re.search(r"(\d+) membres", board.replace("\u00a0", " "))[1] == "3"  # type: ignore[index]  # it says so


def test_ones_own_posts_are_in_ones_own_lists(factory: Factory, topic: int, writer: int, masked: int) -> None:
    browser = factory.browser(writer)
    assert f"/t/{topic}/mes-acces-retenus" in browser.get("/lists/mine").links()
    page = browser.get(f"/t/{topic}/mes-acces-retenus")
    assert f"/p/{masked}/edit" in page.links()
    assert f"/p/{masked}/since" in page.links()
    assert f"/p/{masked}/vote" not in page.text
    assert "Il a cédé" not in browser.get(f"/u/{NAME}").text  # as others see it


def test_one_goes_on_under_it_unless_one_says_otherwise(factory: Factory, topic: int, writer: int, masked: int) -> None:
    browser, name = factory.browser(writer), pseudonym_of(factory, masked)
    quick = browser.get(f"/t/{topic}/mes-acces-retenus").form(f"/t/{topic}/reply")
    assert quick.fields["pseudonym"] == "y"
    quick.submit(button=POST, body="J’ajoute ceci.")
    form = browser.get(f"/t/{topic}/reply?quote={masked}").form("/reply")
    assert f"[{name}](/p/{masked})" in form.fields["body"]
    preview = form.submit(button=("do", "preview"))
    assert preview.form("/reply").fields["pseudonym"] == "y"
    preview.form("/reply").submit(button=POST)
    plain = browser.get(f"/t/{topic}/reply").form("/reply")
    del plain.fields["pseudonym"]
    plain.submit(button=POST, body="Sous mon nom.")
    posts = factory.read(lambda: [post.author_id for post in db.session.query(Post).order_by(Post.id)][-4:])
    assert posts == [factory.get(Post, masked).author_id] * 3 + [writer]


def test_it_is_offered_with_experiences_only(factory: Factory, topic: int, writer: int) -> None:
    browser = factory.browser(writer)
    assert "pseudonyme" not in browser.get(f"/t/{topic}/reply").text
    form = browser.get(f"/t/{topic}/reply").form("/reply")
    form.submit(button=POST, body="Un essai.", pseudonym="y")
    last = factory.get(Topic, topic).last_post_id
    assert last is not None
    assert factory.get(Post, last).author_id == writer
    told = browser.get("/f/contrats/new?form=experience").form("?form=experience")
    page = told.submit(
        button=POST, title="Mes accès sont revenus", facts="Il a cédé.", provider="host", outcome="no", pseudonym="y"
    )
    assert NAME not in factory.browser().get(page.path).text


def test_ones_own_published_details_are_asked_about(factory: Factory, topic: int) -> None:
    """Under one's name they are no secret; under a pseudonym they would tell whose it is."""
    browser = factory.browser(factory.user("carole", signature="Écrivez à carole@cabinet.fr"))
    filled = {"body": "Voir carole@cabinet.fr.", "provider": "host", "outcome": "no"}
    form = browser.get(f"/t/{topic}/experience").form("/experience")
    assert form.submit(button=POST, **filled, pseudonym="y").status == 422
    assert form.submit(button=POST, **filled).status == 200


def test_nobody_writes_to_one_in_private(factory: Factory, masked: int) -> None:
    name, browser = pseudonym_of(factory, masked), factory.browser(factory.user())
    refused = browser.get(f"/messages/new?to={name}").form("/messages/new")
    page = refused.submit(button=POST, to=name, title="Bonjour", body="Un mot en privé.")
    assert page.status in {403, 422}
    assert "ce compte n’est lu par personne" in page.text
    assert "Un mot en privé." in page.text


def test_an_administrator_lifts_it(factory: Factory, masked: int) -> None:
    admin = factory.browser(factory.admin())
    lift = f"/p/{masked}/pseudonym"
    assert lift in admin.get(f"/p/{masked}").links()
    refused = admin.get(lift).form(lift).submit(reason="")
    assert refused.status == 422
    assert NAME not in refused.text
    answer = refused.form(lift).submit(reason="Réquisition judiciaire")
    assert NAME in answer.text
    log = admin.get("/moderation/log").words()
    assert "a levé le pseudonyme d’un message dans" in log
    assert "Réquisition judiciaire" in log
    assert NAME not in log


def test_it_costs_no_statement(factory: Factory, topic: int, writer: int, masked: int) -> None:
    def cost(reader: int) -> int:
        browser = factory.browser(reader)
        browser.get(f"/t/{topic}/mes-acces-retenus")
        with statements(factory.app) as sent:
            browser.get(f"/t/{topic}/mes-acces-retenus")
        return len(sent)

    assert cost(writer) == cost(factory.user())
