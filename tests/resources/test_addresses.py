"""Addresses: what is taken, how it is kept, when two name one page."""

from datetime import date

import pytest

from forum.errors import Invalid
from forum.resources.addresses import archived, folded, folded_typed, stored, typed_in


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000032041571", None),
        ("exemple.fr/page", "https://exemple.fr/page"),
        ("  HTTP://Exemple.FR ", "http://exemple.fr/"),
        ("https://exemple.fr:443/a#titre", "https://exemple.fr/a"),
        ("https://exemple.fr./a", "https://exemple.fr/a"),
        ("https://exemple.fr/?p=117699&utm_source=x&fbclid=y", "https://exemple.fr/?p=117699"),
        ("https://café.fr/été?q=à", "https://xn--caf-dma.fr/%C3%A9t%C3%A9?q=%C3%A0"),
        ("https://fr.wikipedia.org/wiki/Contrat_(droit)", None),
        ("https://exemple.fr/100%25", None),
    ],
)
def test_what_is_taken(typed: str, kept: str | None) -> None:
    assert stored(typed) == (kept or typed)
    assert stored(stored(typed)) == stored(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "javascript:alert(1)", "ftp://exemple.fr/", "data:text/html,x", "file:///etc/passwd", "//", "https://",
        "https://localhost/", "https://intranet/", "http://127.0.0.1/", "http://2130706433/", "http://127.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "https://exemple.fr:8080/", "https://exemple.fr:port/",
        "https://moi:secret@exemple.fr/", "https://exemple.fr@169.254.169.254/", "https://-.fr/", "https://a..fr/",
        "https://exemple.fr\\@evil.fr/", "https://exemple.123/", "https://[exemple.fr/",
        f"https://exemple.fr/{'a' * 500}",
    ],
)  # fmt: skip
def test_what_is_refused_with_a_word_on_what_to_do(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        stored(typed)
    assert refused.value.field == "url"
    assert folded_typed(typed) == ""


@pytest.mark.parametrize(
    "other",
    [
        "http://exemple.fr/page",
        "https://www.exemple.fr/page/",
        "exemple.fr/page?utm_campaign=été",
        "https://EXEMPLE.fr/page#la-suite",
    ],
)
def test_two_addresses_of_one_page(other: str) -> None:
    assert folded_typed(other) == folded("https://exemple.fr/page")


@pytest.mark.parametrize(
    "other", ["https://exemple.fr/page2", "https://exemple.fr/Page", "https://exemple.fr/page?p=1"]
)
def test_two_pages(other: str) -> None:
    assert folded_typed(other) != folded("https://exemple.fr/page")


def test_the_order_of_a_query_says_nothing() -> None:
    assert folded_typed("https://exemple.fr/?b=2&a=1") == folded_typed("https://exemple.fr/?a=1&b=2")


def test_every_address_of_a_text_is_found() -> None:
    text = "- [Un titre](https://exemple.fr/a_(b)) (Site), et https://exemple.fr/c, puis <http://www.exemple.fr/d/>."
    wanted = ("https://exemple.fr/a_(b)", "https://exemple.fr/c", "https://exemple.fr/d")
    assert typed_in(text) == {folded(each) for each in wanted}


def test_where_a_copy_is() -> None:
    there = archived("https://exemple.fr/?a=1", date(2024, 3, 1))
    assert there == "https://web.archive.org/web/20240301/https://exemple.fr/?a=1"
