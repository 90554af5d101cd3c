"""What is said of a text, under a post and on its page: its state, as far as the facts go, and how far they go."""

from datetime import UTC, datetime

import pytest

from forum import clock
from forum.citations.known import known_of
from forum.legal import full_title, short_name
from tests.factories import Factory

LATE = datetime(2024, 5, 1, 12, tzinfo=UTC)


def _topic(factory: Factory, body: str) -> str:
    """The address of a topic that says `body`."""
    with clock.set_to(LATE):
        return f"/t/{factory.topic(factory.forum(), factory.user(), body=body)}/un-sujet"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("code-civil/1240", "l’article 1240 du code civil"),
        ("code-penal/323-1", "l’article 323-1 du code pénal"),
        ("code-du-travail/L1121-1", "l’article L. 1121-1 du code du travail"),
        ("code-civil/4999", "l’article 4999 du code civil"),
        ("loi-2004-575/6", "l’article 6 de la LCEN"),
    ],
)
def test_a_post_says_of_each_text_what_its_page_says(factory: Factory, key: str, written: str) -> None:
    address = _topic(factory, f"Voir {written}.")
    browser = factory.browser()
    state = known_of(key).state
    listed = browser.get(address).words()
    assert " ".join(f"{full_title(key)}. {state} texte officiel".split()) in listed
    assert str(state) in browser.get(f"/droit/{key}").words()
    assert "inchangé" not in listed


def test_where_the_facts_do_not_reach_a_post_says_nothing(factory: Factory) -> None:
    address = _topic(factory, "Voir l’article L. 442-1 du code de commerce et l’article 17 du RGPD.")
    listed = factory.browser().get(address).words()
    assert "Article L. 442-1 du code de commerce texte officiel" in listed
    assert "protection des données (RGPD) texte officiel" in listed


@pytest.mark.parametrize(
    ("written", "key", "state"),
    [
        ("le règlement (UE) 2021/999", "reglement-ue-2021-999", "numéroté en 2021"),
        ("l’article 3 de la directive 93/13/CEE", "directive-93-13/3", "numéroté en 1993"),
        ("la loi n° 71-1130", "loi-71-1130", "numéroté en 1971"),
        ("le règlement (UE) 2021/999 du 4 mai 2021", "reglement-ue-2021-999", "signé le 4 mai 2021"),
    ],
)
def test_of_an_act_that_no_table_knows_its_number_is_said(factory: Factory, written: str, key: str, state: str) -> None:
    address = _topic(factory, f"Voir {written}.")
    listed = factory.browser().get(address).words()
    named = " ".join(full_title(key).split())
    assert f"{named if full_title(key) == short_name(key) else f'{named}.'} Texte {state}" in listed
    words = factory.browser().get(f"/droit/{key}").words()
    assert "Nos données ne disent pas si ce texte est toujours en vigueur" in words


def test_a_cited_text_is_named_once_and_a_cut_title_ends_once(factory: Factory) -> None:
    address = _topic(factory, "Voir la directive 93/13/CEE et la loi n° 2000-230 du 13 mars 2000.")
    listed = factory.browser().get(address).words().partition("Textes cités")[2]
    assert listed.count("Directive 93/13") == 1
    assert "relative à la signature… Texte signé" in listed


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("reglement-ue-2016-679/17", "Nos données ne disent pas si ce texte est toujours en vigueur"),
        ("loi-88-19", "Texte signé le 5 janvier 1988."),
        ("cedh/10", "Nos données ne disent pas si ce texte est toujours en vigueur"),
        ("cass", "Nos données ne contiennent pas les décisions"),
    ],
)
def test_a_page_says_how_far_the_facts_go(factory: Factory, key: str, words: str) -> None:
    _topic(factory, "Cass. crim., 20 mai 2015, n° 14-81.336.")
    assert words in factory.browser().get(f"/droit/{key}").words()
