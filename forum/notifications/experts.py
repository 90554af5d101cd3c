"""What is told of recognitions: to who asked, and to who decides."""

from forum import clock, paths
from forum.accounts.models import User
from forum.accounts.queries import staff
from forum.db import db
from forum.experts.models import Expert, Standing
from forum.notifications.inbox import About, Kind, tell
from forum.notifications.mailing import ask_for_mail


def staff_of_request(user_id: int) -> None:
    """Somebody asks to be recognised: those who may decide, but for themselves."""
    expert = db.session.get(Expert, user_id)
    if expert is None or expert.standing != Standing.PENDING:
        return
    for each in staff(but=[user_id]):
        ask_for_mail(each, "expert_asks", who=expert.full_name, request_path=paths.expert_requests(user_id))


def applicant_of_acceptance(user_id: int, actor_id: int, extended: bool = False) -> None:
    """Recognised, or for longer."""
    _mail(user_id, Standing.ACCEPTED, "extended" if extended else "accepted")


def applicant_of_refusal(user_id: int, actor_id: int) -> None:
    """Turned down: the reason."""
    _mail(user_id, Standing.REFUSED, "refused")


def expert_of_revocation(user_id: int, actor_id: int) -> None:
    """No longer recognised: the reason."""
    _mail(user_id, Standing.REVOKED, "revoked")


def expert_of_coming_end(user_id: int) -> None:
    """The recognition ends within a month or so."""
    _mail(user_id, Standing.ACCEPTED, "expiring")


def expert_of_end(user_id: int) -> None:
    """The recognition has ended."""
    _mail(user_id, Standing.EXPIRED, "expired")


def notice_of_recognition(user_id: int, actor_id: int, extended: bool = False) -> None:
    """Staff recognised an expert, or for longer."""
    _notice(user_id, "extended" if extended else "accepted")


def notice_of_refusal(user_id: int, actor_id: int) -> None:
    """Staff turned a request down."""
    _notice(user_id, "refused")


def _notice(user_id: int, fact: str) -> None:
    tell([user_id], Kind.EXPERT, About(f"expert:{fact}:{clock.now():%Y%m%d%H%M%S}", fact=fact))


def _mail(user_id: int, standing: Standing, what: str) -> None:
    """Nothing when it was decided otherwise since."""
    expert, user = db.session.get(Expert, user_id), db.session.get(User, user_id)
    if expert is None or user is None or expert.standing != standing:
        return
    until = {"until_at": expert.expires_at} if expert.expires_at is not None else {}
    ask_for_mail(user, "expert", what=what, reason=expert.reason, expert_path=paths.SETTINGS_EXPERT, **until)
