"""Whether a password may be taken: long enough, and not among the first that anybody would try. Pure.

No rule on kinds of characters and no forced change (ASVS 6.2.5, 6.2.10): the zxcvbn library, which Flask-Security
itself names for this, estimates how many guesses a password withstands, common lists and keyboard rows included.
"""

import re
import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

from forum.errors import Invalid
from forum.words import message, plural

LONGEST = 128
LONGEST_BYTES = 1024
_READ = 72  # zxcvbn takes no more, and its time grows with the length
_GUESSES = 1_000_000

# The library knows English words and qwerty; these are what French sites find in stolen lists.
_FRENCH = (
    "azertyuiop", "qsdfghjklm", "wxcvbn", "azerty", "azert", "qsdfgh", "motdepasse", "motdepass", "mdp", "bonjour",
    "soleil", "doudou", "chouchou", "loulou", "marseille", "jetaime", "bisous", "coucou", "amour", "chocolat",
    "princesse", "papillon", "famille", "maman", "papa", "bebe", "vacances", "toulouse", "bordeaux", "lyon", "paris",
    "france", "secret", "licorne", "nounours", "cheval", "chaton", "lapin", "cannelle", "caramel", "caroline",
    "camille", "nicolas", "thomas", "julien", "alexandre", "isabelle", "sandrine", "celine", "stephane", "sebastien",
    "philippe", "janvier", "fevrier", "juillet", "aout", "decembre", "naruto", "starwars", "bienvenue",
    "administrateur", "droit", "forum", "juriste", "avocat",
)  # fmt: skip


def normalized(password: str) -> str:
    """One form for the same password typed on different keyboards (NFC)."""
    return unicodedata.normalize("NFC", password)


def checked_password(password: str, *, least: int, about: Iterable[str] = ()) -> str:
    """The password in its one form. `about`: what one could guess of its owner. Raises Invalid with what to change."""
    password = normalized(password)
    if len(password) < least:
        raise Invalid(
            plural(
                "Choisissez un mot de passe d’au moins %(count)s caractère.",
                "Choisissez un mot de passe d’au moins %(count)s caractères.",
                least,
            ),
            "password",
        )
    if is_too_long(password):
        raise Invalid(message("Choisissez un mot de passe de 128 caractères au plus."), "password")
    if any(ord(char) < 32 for char in password):
        raise Invalid(message("Ce mot de passe contient un caractère invisible : retapez-le."), "password")
    if _guesses(password, about) < _GUESSES:
        raise Invalid(
            message("Ce mot de passe se devine vite. Essayez plusieurs mots sans rapport entre eux."), "password"
        )
    return password


def is_too_long(password: str) -> bool:
    """Whether it must not even be hashed."""
    return len(password) > LONGEST or len(password.encode("utf-8", "replace")) > LONGEST_BYTES


def _guesses(password: str, about: Iterable[str]) -> float:
    known = [part for text in about for part in (text, text.partition("@")[0], *re.split(r"\W+", text)) if part]
    return float(zxcvbn(password[:_READ], user_inputs=[*known, *_FRENCH])["guesses"])
