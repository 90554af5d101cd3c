"""Telephones, addresses and links as they are typed."""

from html import escape

import pytest

from forum.errors import Invalid
from forum.experts.cards import Card, signature_of
from forum.experts.contact import checked_email, checked_phone, checked_url, shown_phone
from forum.markup import Kind, render


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("06 13 03 17 96", "+33613031796", "06 13 03 17 96"),
        ("01.99.00.12.34", "+33199001234", "01 99 00 12 34"),
        ("+33 1 99 00 12 34", "+33199001234", "01 99 00 12 34"),
        ("0596 60 12 34", "+596596601234", "0596 60 12 34"),
        ("0262 41 12 34", "+262262411234", "0262 41 12 34"),
        ("0690 35 12 34", "+590690351234", "0690 35 12 34"),
        ("+32 2 548 12 34", "+3225481234", "+32 2 548 12 34"),
        ("+41 22 730 12 34", "+41227301234", "+41 22 730 12 34"),
        ("  ", "", ""),
    ],
)
def test_telephones(typed: str, kept: str, shown: str) -> None:
    assert checked_phone(typed) == kept
    assert (shown_phone(kept) if kept else "") == shown


@pytest.mark.parametrize("typed", ["12", "06 13", "bonjour", "00 00 00 00 00", "+999 123", "<script>", "9" * 300])
def test_no_telephone(typed: str) -> None:
    with pytest.raises(Invalid):
        checked_phone(typed)


@pytest.mark.parametrize("typed", ["a", "a@", "a@b@c.fr", "a b@c.fr", "a@c.fr\nBcc: x@y.fr", "a@localhost"])
def test_no_address(typed: str) -> None:
    with pytest.raises(Invalid):
        checked_email(typed)


@pytest.mark.parametrize("name", ["Happy* Numeric* & Cie", "# Un _deux_ [trois](x)", "- a\\*b", "Étude `x`"])
def test_a_card_becomes_a_signature_word_for_word(name: str) -> None:
    ways = {"organisation": "", "profession": "", "bar": "", "checked": "", "checked_on": None, "paused_until": None}
    shown = Card(1, "x", "", "", name, phone="06 13 03 17 96", tel="", url="", email="", **ways)  # type: ignore[arg-type]
    assert render(signature_of(shown), Kind.SIGNATURE).html == f"<p>{escape(name, quote=False)}<br>\n06 13 03 17 96</p>"


def test_addresses_are_written_the_usual_way() -> None:
    assert checked_email(" Eve@EXEMPLE.fr ") == "Eve@exemple.fr"
    assert checked_email("") == ""


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "ftp://a.fr", "https://u:p@a.fr", "https://localhost", "//a.fr", "https://a.fr:99999",
     "data:x", "https://a.fr/ x", "https://" + "a" * 600 + ".fr"],
)  # fmt: skip
def test_no_link(typed: str) -> None:
    with pytest.raises(Invalid):
        checked_url(typed)


def test_links() -> None:
    assert checked_url("exemple.fr/contact") == "https://exemple.fr/contact"
    assert checked_url("http://exemple.fr") == "http://exemple.fr"
    assert checked_url("") == ""
