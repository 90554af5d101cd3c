"""What members do about their own recognition, and what time does to it. Staff decide in `forum.moderation.experts`."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.names import name_key
from forum.db import db
from forum.errors import Faults, Invalid
from forum.experts.cards import card, signature_of
from forum.experts.contact import checked_email, checked_phone, checked_url
from forum.experts.models import (
    Expert,
    ExpertCode,
    ExpertLanguage,
    ExpertProof,
    ExpertTag,
    ExpertTown,
    Profession,
    Standing,
)
from forum.experts.policy import may_apply
from forum.experts.words import LANGUAGES, title_of
from forum.legal.facts import packaged
from forum.markup import PROFILES, Kind, render
from forum.outbox import Event
from forum.taxonomy.models import Tag
from forum.verdict import require
from forum.words import message

TOWNS, TAGS, CODES = 20, 20, 20  # at most
_LONGEST = {"full_name": 100, "bar": 100, "title": 80, "organisation": 120, "number": 60}
# What staff checked: changing any of it asks them again.
_CHECKED = ("full_name", "profession", "bar", "title", "organisation", "number")


@dataclass(frozen=True)
class Identity:
    """What staff check."""

    full_name: str
    profession: str
    feminine: bool = False
    bar: str = ""
    title: str = ""
    organisation: str = ""
    number: str = ""
    proof_url: str = ""


@dataclass(frozen=True)
class Ways:
    """How to be reached, and what of it is shown."""

    phone: str = ""
    url: str = ""
    email: str = ""
    shows_phone: bool = True
    shows_email: bool = False
    paused_until: date | None = None


@dataclass(frozen=True)
class Scope:
    """Whom an expert serves, and in what: names of towns, codes of languages, tags, slugs of codes of law."""

    towns: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A file, already checked and made safe."""

    filename: str
    mime: str
    content: bytes


def apply(actor: User, identity: Identity, ways: Ways, scope: Scope, proof: Proof | None = None) -> Expert:
    """Ask to be recognised, or change what one said. What staff checked goes back to them; phone and links do not.

    Until they have decided again, the former recognition is hidden.
    """
    require(may_apply(actor))
    identity, ways, scope = checked(identity, ways, scope)
    held = db.session.get(Expert, actor.id)
    asks = held is None or held.standing not in {Standing.ACCEPTED, Standing.PENDING} or _differs(held, identity)
    expert = held or Expert(user_id=actor.id, applied_at=clock.now(), full_name="", profession="")
    for part in (identity, ways):
        for each in fields(part):
            setattr(expert, each.name, getattr(part, each.name))
    db.session.add(expert)
    db.session.flush()
    _set_scope(actor.id, scope)
    if proof is not None:
        _keep_proof(actor.id, proof)
    if asks:
        _ask(actor, expert)
    elif expert.standing == Standing.ACCEPTED:
        show_recognition(actor, expert)
    db.session.flush()
    return expert


def checked(identity: Identity, ways: Ways, scope: Scope) -> tuple[Identity, Ways, Scope]:
    """What a request says, as it is stored. Raises Invalid for all that cannot be taken."""
    faults = Faults()
    found = (
        faults.of(lambda: _checked_identity(identity), identity),
        faults.of(lambda: _checked_ways(ways), ways),
        faults.of(lambda: _checked_scope(scope), scope),
    )
    faults.tell()
    return found


def withdraw(actor: User) -> None:
    """Forget the request, the recognition and the proof."""
    expert = db.session.get(Expert, actor.id)
    if expert is None:
        return
    for table in (ExpertTown, ExpertLanguage, ExpertTag, ExpertCode, ExpertProof):
        db.session.execute(sa.delete(table).where(table.user_id == actor.id))
    hide_recognition(actor)
    db.session.delete(expert)
    db.session.flush()


def show_recognition(user: User, expert: Expert) -> None:
    """Put on the account what topics read of a recognition in force."""
    user.recognised_until = expert.expires_at
    user.profession = expert.profession
    user.profession_title = title_of(expert.profession, feminine=expert.feminine, other=expert.title)


def hide_recognition(user: User) -> None:
    """Take it away: the member signs as any other."""
    user.recognised_until, user.profession, user.profession_title = None, "", ""


def expire(moment: datetime) -> int:
    """End the recognitions that have had their time; how many.

    Who had no signature besides the card keeps what it showed as a plain one, which is theirs to change.
    """
    due = sa.select(Expert).where(Expert.standing == Standing.ACCEPTED, Expert.expires_at <= moment)
    ended = list(db.session.scalars(due))
    for expert in ended:
        expert.standing = Standing.EXPIRED
        user = db.session.get_one(User, expert.user_id)
        hide_recognition(user)
        if not user.signature_html:
            _sign_plainly(user, expert)
        outbox.publish(Event.EXPERT_EXPIRED, user_id=expert.user_id)
    db.session.flush()
    return len(ended)


def remind(moment: datetime, days: int) -> int:
    """Say once that a recognition ends within so many days; to how many."""
    near = sa.and_(Expert.expires_at > moment, Expert.expires_at <= moment + timedelta(days=days))
    due = sa.select(Expert).where(Expert.standing == Standing.ACCEPTED, Expert.reminded_at.is_(None), near)
    told = list(db.session.scalars(due))
    for expert in told:
        expert.reminded_at = moment
        outbox.publish(Event.EXPERT_EXPIRING, user_id=expert.user_id)
    db.session.flush()
    return len(told)


def purge_proofs(moment: datetime) -> int:
    """Forget the proofs whose time after the decision is over; how many."""
    gone = sa.delete(ExpertProof).where(ExpertProof.purge_at <= moment).returning(ExpertProof.id)
    return len(db.session.scalars(gone).all())


def _sign_plainly(user: User, expert: Expert) -> None:
    shown = card(expert, user.name)
    body = signature_of(shown)
    if len(body) > PROFILES[Kind.SIGNATURE].characters:
        body = signature_of(replace(shown, url="", email=""))
    user.signature, user.signature_html = body, render(body, Kind.SIGNATURE).html
    user.signature_line = shown.line


def _ask(actor: User, expert: Expert) -> None:
    expert.standing, expert.applied_at, expert.reason = Standing.PENDING, clock.now(), ""
    expert.verified, expert.verified_on, expert.expires_at, expert.reminded_at = "", None, None, None
    kept = sa.update(ExpertProof).where(ExpertProof.user_id == actor.id).values(purge_at=None)
    db.session.execute(kept)
    hide_recognition(actor)
    outbox.publish(Event.EXPERT_APPLIED, user_id=actor.id)


def _differs(held: Expert, identity: Identity) -> bool:
    return any(getattr(held, name) != getattr(identity, name) for name in _CHECKED)


def _checked_identity(identity: Identity) -> Identity:
    values, faults = {each.name: getattr(identity, each.name) for each in fields(identity)}, Faults()
    for name, longest in _LONGEST.items():
        values[name] = " ".join(values[name].split())
        if len(values[name]) > longest:
            faults.add(message("%(longest)s caractères au plus.", longest=longest), name)
    if not values["full_name"]:
        faults.add(message("Donnez le nom sous lequel vous exercez."), "full_name")
    if values["profession"] not in set(Profession):
        faults.add(message("Choisissez dans la liste."), "profession")
    if values["profession"] == Profession.LAWYER and not values["bar"]:
        faults.add(message("Indiquez votre barreau, comme « barreau de Lyon »."), "bar")
    if values["profession"] == Profession.OTHER and not values["title"]:
        faults.add(message("Nommez votre profession."), "title")
    values["proof_url"] = faults.of(lambda: checked_url(identity.proof_url, "proof_url"), "")
    faults.tell()
    return Identity(**values)


def _checked_ways(ways: Ways) -> Ways:
    faults = Faults()
    if ways.paused_until is not None and ways.paused_until > clock.now().date() + timedelta(days=366):
        faults.add(message("Une pause dure un an au plus."), "paused_until")
    phone = faults.of(lambda: checked_phone(ways.phone), "")
    url = faults.of(lambda: checked_url(ways.url), "")
    email = faults.of(lambda: checked_email(ways.email), "")
    faults.tell()
    return replace(ways, phone=phone, url=url, email=email)


def _checked_scope(scope: Scope) -> Scope:
    """Each town once; languages and codes that exist, others left out."""
    faults = Faults()
    towns = {name_key(each)[:80]: each for each in scope.towns if 0 < len(each) <= 80}
    if len(towns) > TOWNS:
        faults.add(message("%(longest)s villes au plus.", longest=TOWNS), "towns")
    faults.of(partial(_tags, scope.tags), list[int]())
    faults.tell()
    spoken = tuple(code for code in dict.fromkeys(scope.languages) if code in LANGUAGES)
    codes = tuple(code for code in dict.fromkeys(scope.codes) if code in packaged().codes)[:CODES]
    return replace(scope, towns=tuple(towns.values()), languages=spoken, codes=codes)


def _set_scope(user_id: int, scope: Scope) -> None:
    for table in (ExpertTown, ExpertLanguage, ExpertTag, ExpertCode):
        db.session.execute(sa.delete(table).where(table.user_id == user_id))
    db.session.add_all(ExpertTown(user_id=user_id, key=name_key(name)[:80], name=name) for name in scope.towns)
    db.session.add_all(ExpertLanguage(user_id=user_id, code=code) for code in scope.languages)
    db.session.add_all(ExpertTag(user_id=user_id, tag_id=each) for each in _tags(scope.tags))
    db.session.add_all(ExpertCode(user_id=user_id, code=code) for code in scope.codes)
    db.session.flush()


def _tags(names: tuple[str, ...]) -> list[int]:
    """Tags that exist: an expert makes none."""
    found = {name_key(name): tag for tag, name in db.session.execute(sa.select(Tag.id, Tag.name))}
    wanted = list(dict.fromkeys(name_key(name) for name in names))
    if len(wanted) > TAGS:
        raise Invalid(message("%(longest)s étiquettes au plus.", longest=TAGS), "tags")
    if unknown := [name for name in names if name_key(name) not in found]:
        raise Invalid(
            message("L’étiquette « %(name)s » n’existe pas : choisissez parmi celles du forum.", name=unknown[0]),
            "tags",
        )
    return [found[key] for key in wanted]


def _keep_proof(user_id: int, proof: Proof) -> None:
    """The newest replaces the others."""
    db.session.execute(sa.delete(ExpertProof).where(ExpertProof.user_id == user_id))
    db.session.add(
        ExpertProof(
            user_id=user_id,
            filename=proof.filename[:120],
            mime=proof.mime,
            content=proof.content,
            created_at=clock.now(),
        )
    )
