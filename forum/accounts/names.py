"""What a name or an e-mail address is compared by, and whether it can be taken. Pure."""

import re
import unicodedata

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from forum.accounts.lookalikes import has_disguised_letters, is_of_one_script, look
from forum.errors import Invalid
from forum.words import message

NAME_LENGTH = (3, 40)
LOOK_MARK = "~"
_RESERVED = {
    "admin", "administrateur", "administratrice", "administration", "anonyme", "compte-supprime", "equipe",
    "moderateur", "moderation", "moderatrice", "parvis", "root", "staff", "support", "system", "systeme", "webmaster",
}  # fmt: skip
_ERASED = "Membre supprimé"
PSEUDONYM = "Pseudonyme"  # how the names of stand-ins begin
_ALLOWED = re.compile(r"[\w .’'-]+", re.UNICODE)


def name_key(name: str) -> str:
    """Two names with the same key are the same name: compatibility form, folded case, no accents, no separators."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in folded if not unicodedata.combining(char)))


def erased_name(user_id: int) -> str:
    """What stands in the place of a deleted account's name. It is in the database, in the site's own language."""
    return f"{_ERASED} {user_id}"


def email_key(email: str) -> str:
    return unicodedata.normalize("NFC", email).strip().casefold()


def name_look(name: str) -> str:
    """What the name looks like: a new one must not look like somebody else's."""
    return look(name_key(name))


def marked_look(look: str, mark: object) -> str:
    """The look of a name that looks like an earlier one and stays all the same. No name looks so by itself."""
    return f"{look[:60]}{LOOK_MARK}{mark}"


def checked_name(name: str) -> str:
    """The name as it will be stored. Raises Invalid with what to change."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    shortest, longest = NAME_LENGTH
    if not shortest <= len(name) <= longest:
        raise Invalid(message("Choisissez un nom de 3 à 40 caractères."), "name")
    if not _ALLOWED.fullmatch(name) or not name_key(name) or not name[0].isalnum():
        raise Invalid(
            message("Un nom commence par une lettre ou un chiffre, et n’a que lettres, chiffres, espaces, . ’ _ et -."),
            "name",
        )
    if has_disguised_letters(name) or not is_of_one_script(name):
        raise Invalid(message("Écrivez votre nom avec les lettres d’un seul alphabet."), "name")
    if name_look(name) in {name_look(word) for word in _RESERVED} or name_look(name).startswith(_KEPT):
        raise Invalid(message("Ce nom est réservé : choisissez-en un autre."), "name")
    return name


def checked_email(email: str) -> str:
    """The address as it will be stored. Nothing is asked of the network. Raises Invalid with what to change."""
    return _validated(email.strip()).normalized


def mailbox(email: str) -> str:
    """The address as a mail server is given it: the domain in its ASCII form. Raises Invalid."""
    found = _validated(email)
    return found.ascii_email or found.normalized


def _validated(email: str) -> ValidatedEmail:
    try:
        return validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid(message("Écrivez une adresse complète, comme prenom@exemple.fr."), "email") from None


_KEPT = (name_look(_ERASED), name_look(PSEUDONYM))  # how no member's name begins
