"""What staff say of what they did: the reason, which the log keeps, and the answer to who reported."""

from forum.errors import Invalid
from forum.moderation.models import REASON_LENGTH
from forum.words import message

_ANSWER_LENGTH = 2000


def checked_reason(reason: str, *, needed: bool = True) -> str:
    """The reason as it is stored, on one line; empty only where none is needed. Raises Invalid."""
    reason = " ".join(reason.split())
    if needed and not reason:
        raise Invalid(message("Donnez la raison : les personnes concernées la liront."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Invalid(message("Une raison tient en %(most)s caractères.", most=REASON_LENGTH), "reason")
    return reason


def checked_answer(answer: str) -> str:
    """An answer to who reported something, as it is stored and mailed; it may be empty. Raises Invalid."""
    if len(answer) > _ANSWER_LENGTH:
        raise Invalid(message("Une réponse tient en 2 000 caractères."), "answer")
    return answer.strip()
