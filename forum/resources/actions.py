"""A resource is proposed, shown, turned down, taken out, put in its place. Called inside `db.write()`.

Every act begins by holding the topic's row, so that those on one list come one after the other: the same page is not
listed twice, and no count is lost.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import sqlalchemy as sa

from forum import clock, outbox
from forum.accounts.models import User
from forum.accounts.pace import seconds_to_wait
from forum.db import db
from forum.errors import Conflict, Faults, TooOften
from forum.outbox import Event
from forum.resources.addresses import LONGEST, folded, stored, typed_in
from forum.resources.counting import recount
from forum.resources.models import Genre, Resource, Side, Standing
from forum.resources.policy import may_curate, may_propose, waits_for_staff
from forum.topics.models import Post, State, Topic
from forum.topics.pseudonyms import by, signer, wrote
from forum.verdict import HIDDEN, require
from forum.words import message, plural

_TITLE, _PUBLISHER = 200, 120
_OLDEST = date(1500, 1, 1)
_FIRST_CHECK = timedelta(hours=1)  # whoever proposed it has just been there
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What is said of a resource."""

    title: str
    url: str
    genre: str
    side: str
    publisher: str = ""
    published_on: date | None = None


@dataclass(frozen=True)
class Limits:
    """How much: proposals a day from one account, resources in one topic, posts that make one a newcomer no more."""

    per_day: int
    per_topic: int
    newcomer_posts: int = 0


def propose(actor: User, topic: Topic, facts: Facts, limits: Limits) -> Resource:
    """Add a page to the topic's list: at once when the actor keeps the list, else when those who do have agreed.

    Raises Invalid for what cannot be taken, Conflict for a page that is there already, TooOften past the limit.
    """
    require(may_propose(actor, topic))
    _hold(topic)
    facts = checked(facts)
    shown = bool(may_curate(actor, topic)) and not waits_for_staff(actor, newcomer_posts=limits.newcomer_posts)
    resource = _in_place_of_removed(topic, facts.url, curates=shown)
    if resource is None:
        _require_room(actor, topic, limits)
        moment = clock.now()
        resource = Resource(topic_id=topic.id, proposed_by_id=signer(actor, topic.author_id), proposed_at=moment)
        resource.check_at = moment + _FIRST_CHECK
        db.session.add(resource)
    _say(resource, facts)
    resource.post_id, resource.standing = _held_by(topic, resource.url), Standing.PROPOSED
    if shown:
        _show(resource)
    db.session.flush()
    recount([topic.id])
    event = Event.RESOURCE_SHOWN if shown else Event.RESOURCE_PROPOSED
    outbox.publish(event, resource_id=resource.id, topic_id=topic.id, actor_id=resource.proposed_by_id)
    return resource


def edit(actor: User, resource: Resource, topic: Topic, facts: Facts) -> None:
    """Say something else of a resource. Another address is tried anew."""
    require(may_curate(actor, topic))
    _hold(topic)
    facts = checked(facts)
    other = _same_page(topic, facts.url)
    if other is not None and other.id != resource.id:
        raise _already(other)
    if facts.url != resource.url:
        resource.check_at, resource.failures, resource.dead_since = clock.now() + _FIRST_CHECK, 0, None
        resource.post_id = _held_by(topic, facts.url)
    _say(resource, facts)
    db.session.flush()


def show(actor: User, resource: Resource, topic: Topic, *, newcomer_posts: int = 0) -> bool:
    """Have readers see what waits or was taken out; False when they do."""
    require(may_curate(actor, topic))
    _hold(topic, resource)
    if resource.standing == Standing.SHOWN:
        return False
    if wrote(actor, resource.proposed_by_id) and waits_for_staff(actor, newcomer_posts=newcomer_posts):
        raise Conflict(message("Votre première ressource attend la modération : elle paraîtra après sa lecture."))
    _show(resource)
    db.session.flush()
    recount([topic.id])
    outbox.publish(Event.RESOURCE_SHOWN, resource_id=resource.id, topic_id=topic.id, actor_id=actor.id)
    return True


def remove(actor: User, resource: Resource, topic: Topic) -> bool:
    """Turn down what waits, or take out what is shown; False when it is out already."""
    require(may_curate(actor, topic))
    _hold(topic, resource)
    if resource.standing == Standing.REMOVED:
        return False
    if resource.standing == Standing.SHOWN and stands_in_text(resource):
        raise Conflict(message("Cette ressource est écrite dans un message : modifiez le message pour la retirer."))
    waited, resource.standing = resource.standing == Standing.PROPOSED, Standing.REMOVED
    db.session.flush()
    recount([topic.id])
    if waited:
        outbox.publish(Event.RESOURCE_DECLINED, resource_id=resource.id, topic_id=topic.id, actor_id=actor.id)
    return True


def withdraw(actor: User, resource: Resource, topic: Topic) -> None:
    """Whoever proposed it takes it back while it waits."""
    _hold(topic, resource)
    if not wrote(actor, resource.proposed_by_id) or resource.standing != Standing.PROPOSED:
        require(HIDDEN)
    db.session.delete(resource)
    db.session.flush()
    recount([topic.id])


def move(actor: User, resource: Resource, topic: Topic, *, up: bool) -> bool:
    """Change places with the one before or after it of the same point of view; False at the end of the line."""
    require(may_curate(actor, topic))
    _hold(topic, resource)
    shown = sa.select(Resource).where(Resource.topic_id == topic.id, Resource.standing == Standing.SHOWN)
    line = list(db.session.scalars(shown.order_by(Resource.position, Resource.id)))
    beside = [each for each in line if each.side == resource.side and not stands_in_text(each)]
    if resource not in beside:
        return False
    at = beside.index(resource) + (-1 if up else 1)
    if not 0 <= at < len(beside):
        return False
    here, there = line.index(resource), line.index(beside[at])
    line[here], line[there] = line[there], line[here]
    for position, each in enumerate(line, 1):
        each.position = position
    db.session.flush()
    return True


def stands_in_text(resource: Resource) -> bool:
    """Whether readers find it in the text of a post that holds the list."""
    if resource.post_id is None:
        return False
    holding = sa.select(Post.id).where(
        Post.id == resource.post_id, Post.topic_id == resource.topic_id, Post.lists, Post.state == State.VISIBLE
    )
    return db.session.scalar(holding) is not None


def _show(resource: Resource) -> None:
    resource.standing = Standing.SHOWN
    last = sa.select(sa.func.max(Resource.position)).where(Resource.topic_id == resource.topic_id)
    resource.position = (db.session.scalar(last) or 0) + 1


def _hold(topic: Topic, *resources: Resource) -> None:
    # security: SQLite has one writer; PostgreSQL makes the second wait here and read what the first left
    db.session.refresh(topic, with_for_update={"key_share": True})
    for each in resources:
        db.session.refresh(each)


def _in_place_of_removed(topic: Topic, url: str, *, curates: bool) -> Resource | None:
    """The row of a page once taken out, when who keeps the list adds it anew. Raises Conflict for one that is in."""
    present = _same_page(topic, url)
    if present is None or (present.standing == Standing.REMOVED and curates):
        return present
    raise _already(present)


def _same_page(topic: Topic, url: str) -> Resource | None:
    wanted = folded(url)
    rows = db.session.scalars(sa.select(Resource).where(Resource.topic_id == topic.id).order_by(Resource.id))
    return next((each for each in rows if folded(each.url) == wanted), None)


def _already(present: Resource) -> Conflict:
    if present.standing == Standing.SHOWN:
        return Conflict(message("Cette page est déjà dans la liste : « %(title)s ».", title=present.title))
    if present.standing == Standing.PROPOSED:
        return Conflict(message("Cette page a déjà été proposée : elle attend d’être examinée. Merci !"))
    return Conflict(message("Cette page a déjà été proposée ici, et n’a pas été retenue."))


def _held_by(topic: Topic, url: str) -> int | None:
    """The post that holds the list and names this page in its text."""
    holding = sa.select(Post.id, Post.body).where(Post.topic_id == topic.id, Post.lists).order_by(Post.position)
    wanted = folded(url)
    return next((post_id for post_id, body in db.session.execute(holding) if wanted in typed_in(body)), None)


def _require_room(actor: User, topic: Topic, limits: Limits) -> None:
    if topic.resources + topic.resources_waiting >= limits.per_topic:
        raise Conflict(message("La liste de ce sujet est pleine : proposez plutôt la page dans une réponse."))
    if actor.roles:
        return
    own = by(actor, Resource.proposed_by_id)
    if wait := seconds_to_wait(Resource.proposed_at, own, most=limits.per_day, window=_DAY):
        hours = ceil(wait / 3600)
        raise TooOften(
            plural(
                "Merci pour vos propositions : la suivante pourra venir dans %(count)s heure.",
                "Merci pour vos propositions : la suivante pourra venir dans %(count)s heures.",
                hours,
            ),
            wait,
        )


def _say(resource: Resource, facts: Facts) -> None:
    resource.title, resource.url, resource.publisher = facts.title, facts.url, facts.publisher
    resource.published_on, resource.genre, resource.side = facts.published_on, facts.genre, facts.side


def checked(facts: Facts) -> Facts:
    """The facts as they are stored. Raises Invalid for all that cannot be taken."""
    faults = Faults()
    title, publisher = " ".join(facts.title.split()), " ".join(facts.publisher.split())
    if not 3 <= len(title) <= _TITLE or not any(char.isalnum() for char in title):
        faults.add(message("Donnez un titre de 3 à 200 caractères, celui de la page par exemple."), "title")
    if len(publisher) > _PUBLISHER:
        faults.add(message("Le nom du site ou de l’éditeur tient en 120 caractères."), "publisher")
    if facts.published_on is not None and not _OLDEST <= facts.published_on <= clock.now().date() + _DAY:
        faults.add(message("Donnez la date de parution, ou laissez le champ vide."), "published_on")
    if facts.genre not in tuple(Genre):
        faults.add(message("Choisissez dans la liste."), "genre")
    if facts.side not in tuple(Side):
        faults.add(message("Choisissez dans la liste."), "side")
    url = faults.of(lambda: stored(facts.url[: 4 * LONGEST]), "")
    faults.tell()
    return Facts(title, url, facts.genre, facts.side, publisher, facts.published_on)
