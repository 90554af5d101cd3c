"""Staff decide who is recognised as an expert; each decision is kept, logged, and told."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Faults
from forum.experts.actions import hide_recognition, show_recognition
from forum.experts.models import Expert, ExpertDecision, ExpertProof, Profession, Standing
from forum.experts.policy import may_decide
from forum.experts.words import CHECKS
from forum.moderation.log import Verb, record
from forum.moderation.reasons import checked_reason
from forum.outbox import Event
from forum.verdict import require
from forum.words import message

_LONGEST = timedelta(days=3 * 366)


def waiting(page: int, per_page: int) -> tuple[list[tuple[Expert, str]], int]:
    """Requests that wait and recognitions that end soon, oldest first, and how many there are."""
    rows = sa.select(Expert, User.name).join(User, User.id == Expert.user_id)
    ends_soon = sa.and_(Expert.standing == Standing.ACCEPTED, Expert.reminded_at.is_not(None))
    wanted = sa.or_(Expert.standing == Standing.PENDING, ends_soon)
    found = db.session.execute(
        rows.where(wanted).order_by(Expert.applied_at, Expert.user_id).limit(per_page).offset((page - 1) * per_page)
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Expert).where(wanted)) or 0
    return [(expert, name) for expert, name in found], total


def accept(actor: User, expert: Expert, user: User, *, verified: str, until: datetime, proof_days: int) -> None:
    """Recognise an expert until a moment, or for longer. `verified` says what was checked, a key of `words.CHECKS`."""
    require(may_decide(actor, expert))
    moment, faults = clock.now(), Faults()
    if verified not in CHECKS:
        faults.add(message("Dites ce que vous avez vérifié."), "verified")
    if verified == "bar" and expert.profession != Profession.LAWYER:
        faults.add(message("Le barreau n’inscrit que des avocats : dites ce que vous avez vérifié."), "verified")
    if not moment < until <= moment + _LONGEST:
        faults.add(message("Choisissez une date à venir, dans les trois ans."), "until")
    faults.tell()
    _require(expert, Standing.PENDING, Standing.ACCEPTED)
    extended = expert.standing == Standing.ACCEPTED
    expert.standing, expert.reason, expert.reminded_at = Standing.ACCEPTED, "", None
    expert.verified, expert.verified_on, expert.expires_at = verified, moment.date(), until
    show_recognition(user, expert)
    _decide(actor, expert, proof_days=proof_days)
    record(actor, Verb.RECOGNISE, user_id=expert.user_id, checked=verified, until=until.isoformat())
    outbox.publish(Event.EXPERT_ACCEPTED, user_id=expert.user_id, actor_id=actor.id, extended=extended)


def refuse(actor: User, expert: Expert, reason: str, *, proof_days: int) -> None:
    """Turn a request down, saying why."""
    require(may_decide(actor, expert))
    expert.reason = checked_reason(reason)
    _require(expert, Standing.PENDING)
    expert.standing = Standing.REFUSED
    _decide(actor, expert, proof_days=proof_days)
    record(actor, Verb.DECLINE, user_id=expert.user_id, reason=expert.reason)
    outbox.publish(Event.EXPERT_REFUSED, user_id=expert.user_id, actor_id=actor.id)


def revoke(actor: User, expert: Expert, user: User, reason: str, *, proof_days: int) -> None:
    """End a recognition now, saying why."""
    require(may_decide(actor, expert))
    expert.reason = checked_reason(reason)
    _require(expert, Standing.ACCEPTED)
    expert.standing, expert.expires_at = Standing.REVOKED, None
    hide_recognition(user)
    _decide(actor, expert, proof_days=proof_days)
    record(actor, Verb.REVOKE, user_id=expert.user_id, reason=expert.reason)
    outbox.publish(Event.EXPERT_REVOKED, user_id=expert.user_id, actor_id=actor.id)


def _decide(actor: User, expert: Expert, *, proof_days: int) -> None:
    moment = clock.now()
    expert.decided_at = moment
    db.session.add(
        ExpertDecision(
            user_id=expert.user_id,
            by_id=actor.id,
            standing=expert.standing,
            reason=expert.reason,
            verified=expert.verified,
            until=expert.expires_at,
            at=moment,
        )
    )
    proofs = sa.update(ExpertProof).where(ExpertProof.user_id == expert.user_id)
    db.session.execute(proofs.values(purge_at=moment + timedelta(days=proof_days)))
    db.session.flush()


def _require(expert: Expert, *standings: Standing) -> None:
    # security: two of the staff at the same request decide one after the other, and the second is told
    db.session.refresh(expert, attribute_names=["standing"], with_for_update={"key_share": True})
    if expert.standing not in standings:
        raise Conflict(message("Cette demande a déjà reçu une réponse : relisez-la."))
