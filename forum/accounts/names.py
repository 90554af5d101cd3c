"""What a name or an e-mail address is compared by. Pure."""

import re
import unicodedata

from forum.errors import Invalid
from forum.words import message

NAME_LENGTH = (3, 40)
_RESERVED = {
    "admin", "administrateur", "administratrice", "administration", "anonyme", "compte-supprime", "equipe", "moderateur",
    "moderation", "moderatrice", "parvis", "root", "staff", "support", "system", "systeme", "webmaster",
}  # fmt: skip
_ALLOWED = re.compile(r"[\w .’'-]+", re.UNICODE)


def name_key(name: str) -> str:
    """Two names with the same key are the same name: compatibility form, folded case, no accents, no separators."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in folded if not unicodedata.combining(char)))


def email_key(email: str) -> str:
    return unicodedata.normalize("NFC", email).strip().casefold()


def checked_name(name: str) -> str:
    """The name as it will be stored. Raises Invalid with what to change."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    shortest, longest = NAME_LENGTH
    if not shortest <= len(name) <= longest:
        raise Invalid(message("Choisissez un nom de 3 à 40 caractères."), "name")
    if not _ALLOWED.fullmatch(name) or not name_key(name) or not name[0].isalnum():
        raise Invalid(
            message(
                "Un nom commence par une lettre ou un chiffre, et ne contient que lettres, chiffres, espaces, . ’ _ et -."
            ),
            "name",
        )
    if name_key(name) in {re.sub(r"\W", "", word) for word in _RESERVED}:
        raise Invalid(message("Ce nom est réservé : choisissez-en un autre."), "name")
    return name
