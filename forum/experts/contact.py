"""Ways to reach somebody, checked and written the usual way. Pure: nothing is asked of the network."""

from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from forum.errors import Invalid
from forum.words import message

# Numbers of the overseas departments are typed like those of the mainland, and each has a country code of its own.
_FRENCH = ("GP", "MQ", "GF", "RE", "YT", "FR")
_FRENCH_CODES = {33, 590, 594, 596, 262}
_URL_LENGTH = 500


def checked_phone(text: str) -> str:
    """The number in E.164, or empty for an empty text. Raises Invalid."""
    if not text.strip():
        return ""
    for region in _FRENCH:
        found = _parsed(text, region)
        if found is not None and phonenumbers.is_valid_number(found):
            return phonenumbers.format_number(found, PhoneNumberFormat.E164)
    raise Invalid(
        message("Ce numéro n’existe pas : écrivez-le comme 01 23 45 67 89, ou avec son indicatif, +32…"), "phone"
    )


def shown_phone(number: str) -> str:
    """As it is dialled in France where it is French, else with its country code."""
    parsed = phonenumbers.parse(number, None)
    french = parsed.country_code in _FRENCH_CODES
    how = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, how)


def checked_email(text: str) -> str:
    """The address in its usual form, or empty for an empty text. Raises Invalid."""
    if not text.strip():
        return ""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid(message("Cette adresse électronique n’est pas valable : vérifiez-la."), "email") from None


def checked_url(text: str, field: str = "url") -> str:
    """An absolute http(s) address, or empty for an empty text. Raises Invalid."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text and not text.startswith("/"):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.username is None
        _ = parts.port
    except ValueError:
        sound = False
    # security: a password or a control character in an address serves only to deceive its reader
    if not sound or len(text) > _URL_LENGTH or any(ord(char) < 33 for char in text):
        raise Invalid(message("Écrivez une adresse complète, comme https://exemple.fr/contact."), field)
    return text


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None
