"""vCards: read back by a library whatever stands in them, folded at 75 octets."""

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from forum.experts.vcard import Contact, vcard

_TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=120)
    .map(str.strip)
    .filter(bool)
)


def test_every_field() -> None:
    contact = Contact(
        "Ève Martin", "Martin; Petit, & fils", "Avocate, barreau de Lyon", "+33199001234", "eve@exemple.fr",
        "https://exemple.fr/contact", "Deux\nlignes", "https://forum.example/u/eve",
        "https://forum.example/messages/new/eve",
    )  # fmt: skip
    read = vobject.readOne(vcard(contact))
    assert read.version.value == "4.0"
    assert read.fn.value == "Ève Martin"
    assert read.org.value == ["Martin; Petit, & fils"]
    assert read.title.value == "Avocate, barreau de Lyon"
    assert read.tel.value == "tel:+33199001234"
    assert read.email.value == "eve@exemple.fr"
    assert read.url.value == "https://exemple.fr/contact"
    assert read.note.value == "Deux\nlignes"
    assert read.contact_uri.value == "https://forum.example/messages/new/eve"


def test_what_is_empty_is_left_out() -> None:
    assert vcard(Contact("Ève")).split("\r\n") == ["BEGIN:VCARD", "VERSION:4.0", "FN:Ève", "N:Ève;;;;", "END:VCARD", ""]


@given(_TEXT, _TEXT)
def test_lines_are_short_and_whole(name: str, note: str) -> None:
    text = vcard(Contact(name, note=note))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    read = vobject.readOne(text)
    assert read.fn.value == name
    assert read.note.value == note


@pytest.mark.parametrize("url", ["https://a.fr/\r\nTEL:1", "https://a.fr/\nX:1"])
def test_an_address_begins_no_other_line(url: str) -> None:
    assert len(vcard(Contact("Ève", url=url)).split("\r\n")) == 7
