"""A forum narrowed to the topics that cite a text: chosen on a page of its own, kept by tabs and pages, taken away."""

from datetime import UTC, datetime

import pytest

from forum import clock
from tests.browsing import Page
from tests.counting import statements
from tests.factories import PRIVATE, Factory

CIVIL = "L’article 1240 du code civil le dit."
DATA = "L’article 17 du RGPD et l’article 1240 du code civil le disent."


def _hrefs(page: Page) -> list[str]:
    return [each.replace("&amp;", "&").replace("%2F", "/") for each in page.links()]


@pytest.fixture
def forum(factory: Factory) -> int:
    forum, author = factory.forum("Contrats"), factory.user()
    factory.topic(forum, author, "Une faute", CIVIL)
    factory.topic(forum, author, "Un effacement", DATA)
    factory.topic(factory.forum("Ailleurs"), author, "Autre chose", "L’article 9 du code civil.")
    factory.topic(factory.forum("Salle", grants=PRIVATE), factory.admin(), "Secret", "L’article 8 du code civil.")
    return forum


def test_the_texts_of_a_forum_are_offered(factory: Factory, forum: int) -> None:
    visitor = factory.browser()
    page = visitor.get("/f/contrats")
    assert "/f/contrats/droit" in page.links()
    offered = visitor.get("/f/contrats/droit")
    assert "Article 1240 du code civil" in offered.words()
    assert "2 sujets" in offered.words()
    assert "Article 9 du code civil" not in offered.words()
    assert "/f/contrats?law=code-civil/1240" in _hrefs(offered)
    assert "Secret" not in visitor.get("/f/salle/droit").words()
    assert visitor.get("/f/salle/droit").status == 404


@pytest.mark.parametrize("asked", ["C. civ. 1240", "art. 1240 du code civil", "code-civil/1240"])
def test_what_is_typed_leads_to_the_topics(factory: Factory, forum: int, asked: str) -> None:
    page = factory.browser().get("/f/contrats/droit", query_string={"q": asked})
    assert page.path == "/f/contrats"
    assert "Sujets qui citent l’article 1240 du code civil" in page.words()


def test_a_bare_number_offers_what_is_cited_of_it(factory: Factory, forum: int) -> None:
    visitor = factory.browser()
    page = visitor.get("/f/contrats/droit?q=1240")
    assert "/f/contrats?law=code-civil/1240" in _hrefs(page)
    assert "procédure civile" not in page.words()
    assert "Aucun sujet de ce forum ne cite" in visitor.get("/f/contrats/droit?q=145").words()


def test_orders_kinds_and_pages_keep_the_text(factory: Factory, forum: int) -> None:
    author = factory.user()
    for number in range(25):
        factory.topic(forum, author, f"Encore {number}", CIVIL)
    page = factory.browser().get("/f/contrats?kind=discussion&law=code-civil/1240")
    links = _hrefs(page)
    assert "/f/contrats?sort=replies&kind=discussion&law=code-civil/1240" in links
    assert "/f/contrats?kind=question&law=code-civil/1240" in links
    assert "/f/contrats?kind=discussion&law=code-civil/1240&page=2" in links
    assert "/f/contrats?kind=discussion" in links  # the cross
    assert "retirer ce filtre" in page.words()
    staff = factory.browser(factory.moderator())
    assert "/f/contrats?state=deleted&law=code-civil/1240" in _hrefs(staff.get("/f/contrats?law=code-civil/1240"))


def test_choosing_costs_the_forum_no_statement(factory: Factory, forum: int) -> None:
    browser = factory.browser(factory.user())
    browser.get("/f/contrats")
    with statements(factory.app) as sent:
        browser.get("/f/contrats")
    assert len(sent) <= 6
    browser.get("/f/contrats/droit")
    with statements(factory.app) as sent:
        browser.get("/f/contrats/droit")
    assert len(sent) <= 4


def test_a_filter_that_names_no_text_is_said_without_its_words_and_can_be_taken_away(
    factory: Factory, forum: int
) -> None:
    page = factory.browser().get("/f/contrats?law=zzz")
    assert "Sujets qui citent un texte inconnu" in page.words()
    assert "zzz" not in page.words()
    assert "/f/contrats" in _hrefs(page)
    assert "/droit/zzz" not in _hrefs(page)
    assert "Topics that cite an unknown text" in factory.browser().get("/f/contrats?law=zzz&lang=en").words()


def test_a_topic_under_the_former_number_is_told_as_on_the_page_of_the_law(factory: Factory, forum: int) -> None:
    with clock.set_to(datetime(2014, 5, 1, 12, tzinfo=UTC)):
        factory.topic(forum, factory.user(), "Une vieille faute", "L’article 1382 du code civil.")
    page = factory.browser().get("/f/contrats?law=code-civil/1240")
    notes = [each.text for each in page.find("span", class_="row-note")]
    assert notes == ["sous son ancien numéro, 1382"]
    assert not factory.browser().get("/f/contrats").find("span", class_="row-note")


def test_an_article_that_has_no_page_is_not_linked(factory: Factory, forum: int) -> None:
    visitor = factory.browser()
    assert visitor.get("/droit/code-civil/9999").status == 404
    page = visitor.get("/f/contrats?law=code-civil/9999")
    assert "/droit/code-civil/9999" not in page.links()
    assert "/droit/code-civil/1241" in visitor.get("/f/contrats?law=code-civil/1241").links()
