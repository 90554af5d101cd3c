"""Which names and addresses can be taken, and which look alike."""

import pytest

from forum.accounts.names import checked_email, checked_name, mailbox, name_key, name_look
from forum.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Marie", "Marie"),
        ("  Jean-Paul   2 ", "Jean-Paul 2"),
        ("O’Neill", "O’Neill"),
        ("D'Artagnan", "D'Artagnan"),
        ("E\u0301lise", "Élise"),
        ("Жанна", "Жанна"),
        ("日本さん", "日本さん"),
        ("j.dupont_75", "j.dupont_75"),
        ("3Dfx", "3Dfx"),
    ],
)
def test_names_that_can_be_taken(typed: str, stored: str) -> None:
    assert checked_name(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ab",
        "x" * 41,
        ".point",
        "-tiret",
        "a@b.fr",
        "<script>",
        "a/b/c",
        "nul\0octet",
        "ligne\nsuivante\x00",
        "Mar\u200bie",  # zero-width space
        "Mar\u202eie",  # right-to-left override
        "Mar\u2060ie",
        "Mar\u3164ie",  # Hangul filler: a letter that shows nothing
        "Mаrie",  # a Cyrillic а
        "Ｍarie",
        "𝐌arie",
        "ﬁona",
        "admin",
        "Ad-min",
        "Admın",
        "Adrnin",
        "M0derateur",
        "Modérateur",
        "parv1s",
        "racine😀",
    ],
)
def test_names_that_cannot(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_name(typed)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Émilie", "emilie"),
        ("Jean Paul", "jean-paul"),
        ("STRASSE", "straße"),
        ("Ｍarie", "marie"),
    ],
)
def test_the_same_name_has_the_same_key(name: str, other: str) -> None:
    assert name_key(name) == name_key(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("paypal", "paypaI"),
        ("paypal", "раураl"),
        ("modeste", "rnodeste"),
        ("boris", "b0ris"),
        ("sacha", "ѕасһа"),
        ("will", "wi11"),
        ("vincent", "νіnсеnt"),
        ("wanda", "vvanda"),
    ],
)
def test_names_that_look_alike(name: str, other: str) -> None:
    assert name_look(name) == name_look(other)
    assert name_key(name) != name_key(other)


@pytest.mark.parametrize(("name", "other"), [("Marie", "Maria"), ("user1", "user2"), ("Anne", "Anna"), ("Bob", "Rob")])
def test_names_that_do_not(name: str, other: str) -> None:
    assert name_look(name) != name_look(other)


@pytest.mark.parametrize(
    ("typed", "stored", "sent_to"),
    [
        (" a.b+c@example.org ", "a.b+c@example.org", "a.b+c@example.org"),
        ("Marie@Exämple.FR", "Marie@exämple.fr", "Marie@xn--exmple-cua.fr"),
    ],
)
def test_addresses_that_can_be_taken(typed: str, stored: str, sent_to: str) -> None:
    assert checked_email(typed) == stored
    assert mailbox(stored) == sent_to


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "marie",
        "marie@",
        "@example.org",
        "a@localhost",
        "a@b@example.org",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\0",
        "é@example.org",
        "a@-x.fr",
        "x" * 250 + "@example.org",
        "a@" + "x." * 130 + "fr",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "Marie <a@example.org>",
    ],
)
def test_addresses_that_cannot(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_email(typed)
    assert refused.value.field == "email"
