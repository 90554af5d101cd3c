"""Why staff did something: what the people concerned read, and the log keeps."""

from forum.errors import Invalid
from forum.moderation.models import REASON_LENGTH
from forum.words import message


def checked_reason(reason: str, *, needed: bool = True) -> str:
    """The reason as it is stored, on one line; empty only where none is needed. Raises Invalid."""
    reason = " ".join(reason.split())
    if needed and not reason:
        raise Invalid(message("Donnez la raison : les personnes concernées la liront."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Invalid(message("Une raison tient en %(most)s caractères.", most=REASON_LENGTH), "reason")
    return reason
