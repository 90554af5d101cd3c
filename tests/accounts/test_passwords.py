"""Which passwords can be taken."""

import pytest

from forum.accounts.passwords import checked_password
from forum.errors import Invalid
from tests.timing import cpu_seconds

ABOUT = ("Marie Curie", "marie.curie@example.org", "Parvis")


@pytest.mark.parametrize(
    "password",
    [
        "cheval vert pile agrafe",
        "xK9#mQ2$vL-w",
        "correct horse battery",
        "mon chat dort sous l’évier",
        "é" * 4 + " un accent tonique",
        "q" + "w8z" * 2 + "ürmel-dort",
        "zébulon tournicote " * 6,
    ],
)
def test_passwords_that_can_be_taken(password: str) -> None:
    assert checked_password(password, least=10, about=ABOUT) == password


@pytest.mark.parametrize(
    "password",
    [
        "",
        "trop court",
        "password123",
        "motdepasse1",
        "motdepasse2026",
        "azertyuiop",
        "qsdfghjklm",
        "1234567890",
        "0123456789",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "doudou1234",
        "Bienvenue1",
        "marie.curie1",
        "mariecurie",
        "parvis2026",
        "parvisparvis",
        "x" * 129,
        "chien\0vert pile agrafe",
        "chien\nvert pile agrafe",
    ],
)
def test_passwords_that_cannot(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_password(password, least=11, about=ABOUT)
    assert refused.value.field == "password"


def test_two_ways_to_type_an_accent_are_one_password() -> None:
    typed = "cheval ve\u0301lin pile"
    assert checked_password(typed, least=10) == "cheval vélin pile"


@pytest.mark.parametrize("password", ["a1" * 64, "(" * 128, "1234567890" * 12, "p4$$w0rd" * 16, "\u0661" * 128])
def test_odd_passwords_are_judged_quickly(password: str) -> None:
    def judged() -> None:
        with pytest.raises(Invalid):
            checked_password(password, least=10)

    assert cpu_seconds(judged) < 1
