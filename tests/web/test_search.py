"""The search page without JavaScript: finding, refining, what is not found, what must never be found, odd questions."""

import gc
import re
from dataclasses import replace
from urllib.parse import unquote_plus
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from forum import timers
from forum.db import db
from forum.search import indexing
from forum.taxonomy.actions import create_tag
from forum.topics.models import TopicTag
from tests.browsing import Browser
from tests.factories import Factory
from tests.timing import cpu_seconds

ODD = (
    *(
        "*",
        "-",
        '"',
        "()",
        "a*",
        "-a",
        "OR AND NOT",
        "tag:",
        "before:9999-99-99",
        "@",
        "::::",
        "%",
        "\\",
        "' OR 1=1 --",
    ),
    *("é" * 400, "mot " * 100, "a* " * 130, '"' * 400, "(" * 400, "\u202eabc\u202c", "<script>alert(1)</script>"),
    *("\0", "fac\0ture", "\x01facture\x1b[31m", "facture\x7f\r\nX-Header: 1"),
    *("tag:" * 90, "titre:" * 60, "kind:question " * 28, "order:latest order:oldest", "topic:999999999"),
)
PRIVATE = ("zanzibar", "zanzibarnum", "zanzibarmun", "confidentiel", "passe", "forum:salle-zanzibar", "affaire")


@pytest.fixture
def world(app: Flask, factory: Factory) -> dict[str, int]:
    """A public topic about passwords, one about invoices, and a private one about Zanzibar."""
    forum, alice = factory.forum(), factory.user("alice")
    body = "Mon prestataire garde mes mots de passe."
    passwords = factory.topic(forum, alice, "Mots de passe retenus", body, kind="guide")
    factory.reply(passwords, factory.user("bob"), "Les mots de passe m’ont été rendus après une mise en demeure.")
    invoices = factory.topic(forum, alice, "Facture contestée", "La facture ne correspond pas à la commande.")
    body = "Le zanzibarnum confidentiel du prestataire et ses mots de passe."
    private = factory.topic(factory.private_forum("Salle Zanzibar"), factory.moderator(), "Affaire Zanzibar", body)
    _index(app, factory)
    return {"passwords": passwords, "invoices": invoices, "private": private, "forum": forum}


def _index(app: Flask, factory: Factory) -> None:
    """What the worker does."""
    factory.drain()
    with app.app_context():
        indexing.repair(app.extensions["search"], app.extensions["forum"])
        indexing.index_waiting(app.extensions["search"], app.extensions["forum"])


def _tag(factory: Factory, topic_id: int, name: str) -> None:
    factory.write(lambda: db.session.add(TopicTag(topic_id=topic_id, tag_id=create_tag(name).id)))


@pytest.fixture
def visitor(app: Flask, world: dict[str, int]) -> Browser:
    return Browser(app)


def _titles(browser: Browser, query: str) -> list[str]:
    page = browser.get("/search", query_string={"q": query})
    assert page.status == 200
    return [" ".join("".join(each.itertext()).split()) for each in page.find("h2") if each.find(".//a") is not None]


def test_words_find_and_are_marked(visitor: Browser) -> None:
    page = visitor.get("/search?q=mot+de+passe+prestataire")
    assert "Mots de passe retenus" in page.words()
    assert "<mark>prestataire</mark>" in page.text
    assert "1 sujet trouvé" in page.words()
    assert visitor.cookies() == []


def test_the_box_on_every_page_leads_there(visitor: Browser) -> None:
    page = visitor.get("/").form("/search").submit(q="facture")
    assert "Facture contestée" in page.words()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("passe kind:guide", ["Mots de passe retenus"]),
        ("passe kind:question", []),
        ('"mise en demeure"', ["Mots de passe retenus"]),
        ("facture -commande", []),
        ("auteur:bob", ["Mots de passe retenus"]),
        ("titre:facture", ["Facture contestée"]),
        ("forum:droit-du-numerique facture", ["Facture contestée"]),
        ("motdepasse", []),
        ("FACTURE contestee", ["Facture contestée"]),
    ],
)
def test_the_language(visitor: Browser, query: str, titles: list[str]) -> None:
    assert _titles(visitor, query) == titles


def test_a_misspelt_word_is_understood_and_offered(visitor: Browser) -> None:
    page = visitor.get("/search?q=prestatiare")
    assert "Vouliez-vous chercher" in page.words()
    assert "Mots de passe retenus" in page.words()


def test_an_address_leads_to_the_topic(visitor: Browser, world: dict[str, int]) -> None:
    for typed in (f"sujet {world['passwords']}", f"t/{world['passwords']}", f"/t/{world['passwords']}/x"):
        assert "Mots de passe retenus" in visitor.get("/search", query_string={"q": typed}).words()


def test_the_fields_beside_the_results_narrow_them(visitor: Browser) -> None:
    page = visitor.get("/search?q=passe")
    form = next(each for each in page.forms() if "auteur" in each.fields)
    assert "1 sujet trouvé" in form.submit(auteur="bob").words()
    assert "Aucun sujet ne correspond" in form.submit(auteur="personne").words()


def test_the_form_leads_back_to_the_best_first(visitor: Browser) -> None:
    page = visitor.get("/search?q=passe+order:latest+kind:guide")
    form = next(each for each in page.forms() if "auteur" in each.fields)
    again = form.submit(order="relevance")
    form = next(each for each in again.forms() if "auteur" in each.fields)
    assert form.fields["order"] == "relevance"
    assert form.fields["q"] == "passe kind:guide"
    assert "order:views" in form.submit(order="views").text


def test_more_posts_of_a_topic_are_asked_with_the_same_query(visitor: Browser, world: dict[str, int]) -> None:
    page = visitor.get("/search", query_string={"q": '"mots de passe" kind:guide'})
    link = next(each for each in page.links() if "topic%3A" in each or "topic:" in each)
    assert "%22mots" in link
    assert "guide" in link
    assert "Mots de passe retenus" in visitor.get(link).words()


def test_only_this_sites_addresses_lead_to_a_topic(visitor: Browser, world: dict[str, int]) -> None:
    page = visitor.get("/search", query_string={"q": f"https://elsewhere.example/t/{world['passwords']}"})
    assert page.path.startswith("/search")


def test_filters_are_folded(visitor: Browser) -> None:
    assert "Affiner encore" not in visitor.get("/search?q=passe").text
    page = visitor.get("/search?q=passe+kind:guide").text
    assert '<details class="filters"><summary>Affiner encore</summary>' in page


def test_what_a_filter_cannot_leave_out_is_said(visitor: Browser) -> None:
    page = visitor.get("/search?q=passe+-auteur:bob")
    assert "ne peut rien exclure" in page.words()
    assert "Mots de passe retenus" in page.words()
    assert _titles(visitor, "passe -forum:droit-du-numerique") == []
    assert _titles(visitor, "passe -kind:guide") == []


def test_nothing_found_helps(visitor: Browser) -> None:
    words = visitor.get("/search?q=xylophone+forum:droit-du-numerique").words()
    assert "Aucun sujet ne correspond" in words
    assert "sans les filtres" in words


def test_a_filter_that_is_not_understood_is_said(visitor: Browser) -> None:
    assert "n’est pas compris" in visitor.get("/search?q=kind:zebre").words()


def test_a_private_forum_leaks_nowhere(factory: Factory, visitor: Browser) -> None:
    for query in PRIVATE:
        words = visitor.get("/search", query_string={"q": query}).words()
        assert "Affaire Zanzibar" not in words, query
        assert "Salle Zanzibar" not in words, query
        assert query == "zanzibarnum" or "zanzibarnum" not in words, query
        assert "zanzibarnum" not in visitor.get("/search/suggestions", query_string={"q": query[:5]}).text
    assert "Affaire" not in visitor.get("/search/suggestions?q=affaire").text
    assert "Affaire Zanzibar" in factory.browser(factory.admin()).get("/search?q=zanzibarnum").words()


def test_suggestions_are_titles_and_law(visitor: Browser) -> None:
    assert "Facture contest" in visitor.get("/search/suggestions?q=fact").text
    for typed in ("mots", "mots de", "mots de pas"):
        assert "Mots de passe retenus" in visitor.get("/search/suggestions", query_string={"q": typed}).text, typed
    for typed in ("rgpd/17", "art. 17 RGPD", "l’article 17 du RGPD"):
        assert "/droit/reglement-ue-2016-679/17" in visitor.get("/search/suggestions", query_string={"q": typed}).text
    assert "/droit/code-civil/1240" in visitor.get("/search/suggestions?q=1240+code+civil").text


def test_suggestions_are_tags_and_people_too(factory: Factory, visitor: Browser) -> None:
    forum, room = factory.forum("ouvert"), factory.private_forum("Salle bleue")
    shown = factory.topic(forum, factory.user("bobine"), "Un sujet", "Son texte.")
    kept = factory.topic(room, factory.admin(), "Une affaire", "Son texte.")
    _tag(factory, shown, "bornes")
    _tag(factory, kept, "bocaux")
    text = visitor.get("/search/suggestions?q=bo").text
    assert "/tag/bornes" in text
    assert "/u/bob" in text
    assert "bocaux" not in text
    assert "bocaux" in factory.browser(factory.admin("chef")).get("/search/suggestions?q=boc").text


def test_inside_a_topic_every_post_is_found(app: Flask, factory: Factory, world: dict[str, int]) -> None:
    factory.reply(world["passwords"], factory.user("carl"), "Un prestataire rend les mots de passe.")
    _index(app, factory)
    page = Browser(app).get("/search", query_string={"q": f"passe topic:{world['passwords']}"})
    assert "3 messages trouvés" in page.words()
    named = {"".join(each.itertext()) for each in page.find("h3")}
    assert named == {"message 1", "message 2", "message 3"}
    assert page.words().count("Mots de passe retenus") == 1


def test_a_question_that_found_nothing_can_be_asked(factory: Factory, visitor: Browser) -> None:
    page = visitor.get("/search?q=xylophone+accordé")
    asked = visitor.get(next(link for link in page.links() if link.startswith("/search/ask")))
    link = next(each for each in asked.links() if "/new?" in each)
    member = factory.browser(factory.user("dora"))
    form = next(each for each in member.get(link).forms() if "title" in each.fields)
    assert form.fields["title"] == "Xylophone accordé"
    private = factory.browser(factory.admin("chef")).get("/search/ask").words()
    assert "Salle Zanzibar" in private
    assert "Salle Zanzibar" not in asked.words()


def test_one_place_is_searched_from_where_one_is(visitor: Browser, world: dict[str, int]) -> None:
    page = visitor.get("/f/droit-du-numerique")
    form = next(each for each in page.forms() if "forum" in each.fields)
    found = form.submit(q="facture")
    assert "Facture contestée" in found.words()
    assert "forum:droit-du-numerique" in found.text


def test_a_topic_of_several_pages_has_its_own_box(
    app: Flask, factory: Factory, world: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "forum", replace(app.extensions["forum"], posts_per_page=1))
    long, short = (factory.browser().get(f"/t/{world[each]}/x") for each in ("passwords", "invoices"))
    form = next(each for each in long.forms() if "topic" in each.fields)
    assert "mise en demeure" in form.submit(q="rendus").words()
    assert not [each for each in short.forms() if "topic" in each.fields]


def test_similar_topics_while_a_title_is_written(
    app: Flask, factory: Factory, visitor: Browser, world: dict[str, int]
) -> None:
    bikes = factory.topic(world["forum"], factory.user("elsa"), "Vélo cargo loué", "Mon vélo cargo loué est cassé.")
    factory.reply(bikes, factory.user("fred"), "Un vélo cargo loué se répare.")
    _index(app, factory)
    assert "lo cargo lou" in visitor.get("/search/similar?text=vélo+cargo+loué").text
    assert "Zanzibar" not in visitor.get("/search/similar?text=affaire+zanzibar+confidentiel+passe").text
    member = factory.browser(factory.user("dora"))
    form = next(each for each in member.get("/f/droit-du-numerique/new").forms() if "title" in each.fields)
    page = form.submit(title="Mon vélo cargo loué", body="Il est cassé.", do="preview")
    assert "Sujets similaires" in page.words()
    assert "Vélo cargo loué" in page.words()


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered_at_once(visitor: Browser, query: str) -> None:
    page = visitor.get("/search", query_string={"q": query})
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert cpu_seconds(lambda: visitor.get("/search", query_string={"q": query})) < 0.6


def test_browsers_are_told(visitor: Browser) -> None:
    answer = visitor.get("/opensearch.xml")
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    url = ET.fromstring(answer.text).find("{http://a9.com/-/spec/opensearch/1.1/}Url")  # noqa: S314  # our own
    assert url is not None
    assert url.get("template", "").endswith("/search?q={searchTerms}")


def test_what_is_hidden_is_found_no_more(app: Flask, factory: Factory, visitor: Browser, world: dict[str, int]) -> None:
    staff = factory.browser(factory.admin("root"))
    asked = staff.get(f"/moderation/posts?verb=hide&post={factory.first_post(world['invoices'])}")
    asked.form("/moderation/posts").submit(reason="Hors sujet.", verb="hide", do="act")
    _index(app, factory)
    assert _titles(visitor, "facture") == []


def test_results_are_not_for_robots(visitor: Browser) -> None:
    assert 'content="noindex"' in visitor.get("/search?q=facture").text
    assert "Disallow: /search" in visitor.get("/robots.txt").text


def test_the_help_shows_examples_that_work(visitor: Browser) -> None:
    page = visitor.get("/search/aide")
    examples = [link for link in page.links() if link.startswith("/search?q=")]
    assert len(examples) >= 40
    for link in examples:
        found = visitor.get(link)
        assert found.status == 200
        assert "compris" not in found.words(), link
        assert "ne peut rien exclure" not in found.words(), link
        typed = unquote_plus(link.partition("q=")[2])
        assert any(form.fields.get("q") == typed for form in found.forms()), link  # an example may be edited
    names = {each for link in examples for each in re.findall(r"(\w+):", unquote_plus(link))}
    french, english = {"titre", "auteur", "droit", "genre", "est", "avant"}, {"title", "author", "law", "kind", "is"}
    assert french | english | {"before"} <= names


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a bad file open
@pytest.mark.parametrize("harm", ["deleted", "corrupted", "emptied"])
def test_an_index_harmed_under_a_running_site_is_said_politely_and_heals(
    app: Flask, visitor: Browser, world: dict[str, int], harm: str
) -> None:
    assert _titles(visitor, "facture") == ["Facture contestée"]
    folder = app.extensions["forum"].search_dir
    for path in sorted(folder.rglob("*"), reverse=True):
        if harm == "deleted":
            path.unlink() if path.is_file() else path.rmdir()
        elif path.is_file() and (path.suffix in {".toc", ".trm", ".pst", ".col"} or harm == "emptied"):
            path.write_bytes(b"no index at all" * 40 if harm == "corrupted" else b"")
    app.extensions["search"].close()  # what another process, or one started now, sees
    page = visitor.get("/search?q=facture")
    assert page.status in {200, 503}
    assert "en travaux pour quelques instants" in page.words()
    for path in ("/", "/f/droit-du-numerique", f"/t/{world['invoices']}/x", "/search", "/search/suggestions?q=fact"):
        assert visitor.get(path).status == 200
    with app.app_context():
        timers.index_now(app.extensions["forum"])
    assert _titles(visitor, "facture") == ["Facture contestée"]
    gc.collect()  # the bad file is closed here, not in another test


def test_private_tags_and_numbers_are_in_no_facet(app: Flask, factory: Factory, world: dict[str, int]) -> None:
    _tag(factory, world["private"], "baobab")
    _index(app, factory)
    visitor, staff = Browser(app), factory.browser(factory.admin("chef"))
    for query in ("passe", "tag:baobab", "auteur:modeste", "baobab"):
        words = visitor.get("/search", query_string={"q": query}).words()
        assert "Salle Zanzibar" not in words
        assert query == "tag:baobab" or "baobab" not in words.replace("« baobab »", "") or query == "baobab"
    assert "1 sujet trouvé" in visitor.get("/search?q=passe").words()
    assert "0 sujet trouvé" in visitor.get("/search?q=tag:baobab").words()
    assert "2 sujets trouvés" in staff.get("/search?q=passe").words()
    assert "1 sujet trouvé" in staff.get("/search?q=tag:baobab").words()
