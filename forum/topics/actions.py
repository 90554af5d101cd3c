"""What members do: open a topic, reply, edit, remove their own. Staff verbs are in `forum.moderation.actions`.

Each is called inside `db.write()` with text already rendered: rendering is slow work and comes before.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from forum import clock, outbox, paths
from forum.accounts.models import User
from forum.accounts.pace import one_at_a_time
from forum.attachments import actions as attachments
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.legal.cited import Cited
from forum.markup import excerpt
from forum.outbox import Event
from forum.taxonomy.models import Forum, Tag
from forum.taxonomy.policy import may_open_topic
from forum.topics import citing, counters, policy, pseudonyms
from forum.topics.models import (
    TITLE_LENGTH,
    Kind,
    Mention,
    Post,
    PostRevision,
    State,
    Submission,
    Topic,
    TopicTag,
)
from forum.topics.pace import Pace, require_pace
from forum.topics.queries import posts_after
from forum.topics.quoted import links_passed_on
from forum.topics.reading import mark_topic_read
from forum.topics.tagged import tags_of
from forum.topics.traces import trace
from forum.verdict import require
from forum.words import message, plural

EXCERPT_LENGTH = 300
_SHORTEST_TITLE = 5


@dataclass(frozen=True)
class Text:
    """A writer's text, rendered: the Markdown, its safe HTML, and what the renderer saw in it."""

    body: str
    html: str
    version: int
    plain: str = ""
    plain_fallback: bool = False
    links: int = 0
    mentioned: tuple[int, ...] = ()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Sent:
    """How a text arrived: the form's key (one post per key), the files sent along, the sender's address."""

    key: str = ""
    attachments: tuple[str, ...] = ()
    address: str = ""
    newcomer_posts: int = 0  # hold a first post with links from whoever has fewer posts than this
    pace: Pace | None = None  # None: as often as one likes
    as_expert: bool = False  # the author speaks as the expert they are recognised as
    seen: int | None = None  # the last position that the writer saw; None: whatever came since
    pseudonym: bool = False  # written under the author's pseudonym in this topic


@dataclass(frozen=True)
class Writer:
    """Who writes, and the account whose name stands on it: their own, or the one that stands in for them."""

    actor: User
    author: User


@dataclass(frozen=True)
class TopicDraft:
    """What a new topic is made of, beside its first post's text."""

    title: str
    kind: Kind = Kind.DISCUSSION
    tags: tuple[Tag, ...] = ()
    external_id: str | None = None
    law: tuple[str, ...] = ()  # references chosen beside the tags


@dataclass(frozen=True)
class Edit:
    """What an edit says beside the new text. Title, kind and tags are a first post's; None leaves them as they are."""

    seen_revision: int
    reason: str = ""
    title: str | None = None
    kind: Kind | None = None
    tags: tuple[Tag, ...] | None = None
    law: tuple[str, ...] | None = None
    as_expert: bool | None = None  # None: as it was; its author's choice, which staff do not make for them
    minutes: int = 0  # how long authors may edit; 0: always


def open_topic(actor: User, forum: Forum, draft: TopicDraft, text: Text, sent: Sent | None = None) -> Post:
    """A new topic with its first post. The same form sent twice returns the post that it made."""
    sent = sent or Sent()
    if (made := _already_made(actor, sent.key)) is not None:
        return made
    require(may_open_topic(actor, forum))
    require(policy.may_be_of_kind(actor, forum, draft.kind))
    if sent.pace is not None:
        require_pace(actor, sent.pace, opening=True)
    moment = clock.now()
    state = _state(actor, text, sent)
    by = Writer(actor, pseudonyms.new_stand_in() if sent.pseudonym else actor)
    topic = Topic(
        forum_id=forum.id,
        author_id=by.author.id,
        title=checked_title(draft.title),
        slug=paths.topic_slug(draft.title),
        kind=draft.kind,
        state=state,
        was_public=state == State.VISIBLE,
        created_at=moment,
        last_posted_at=moment,
        last_poster_id=by.author.id,
        external_id=draft.external_id,
    )
    db.session.add(topic)
    db.session.flush()
    set_tags(topic, draft.tags)
    if draft.law:
        citing.choose_law(topic, draft.law)
    if sent.pseudonym:
        pseudonyms.link(by.author, actor, topic.id)
    return _add_post(by, topic, text, sent, state, opening=True)


def reply(actor: User, topic: Topic, text: Text, sent: Sent | None = None) -> Post:
    """A new post at the end of a topic. The same form sent twice returns the post that it made.

    Raises Conflict when others posted after `sent.seen`, TooOften beyond `sent.pace`.
    """
    sent = sent or Sent()
    if (made := _already_made(actor, sent.key)) is not None:
        return made
    require(policy.may_reply(actor, topic))
    if sent.pace is not None:
        require_pace(actor, sent.pace, opening=False)
    _require_seen(actor, topic, sent.seen)
    by = Writer(actor, pseudonyms.stand_in_of(actor, topic) if sent.pseudonym else actor)
    return _add_post(by, topic, text, sent, _state(actor, text, sent, topic.id), opening=False)


def edit(actor: User, post: Post, topic: Topic, text: Text, change: Edit, sent: Sent | None = None) -> None:
    """Replace a post's text (on a first post also the topic's title, kind and tags), keeping the former one.

    Raises Conflict when the post has moved on since `change.seen_revision`.
    """
    require(policy.may_edit(actor, post, topic, minutes=change.minutes))
    rewrite(actor, post, topic, text, change, sent)


def rewrite(actor: User, post: Post, topic: Topic, text: Text, change: Edit, sent: Sent | None = None) -> None:
    """The same, where the right of the actor was asked before."""
    # security: two editors of one post come one after the other; the row is read again under its lock
    db.session.refresh(post, with_for_update={"key_share": True})
    if post.revision != change.seen_revision:
        raise Conflict(message("Ce message a été modifié entre-temps : comparez les deux textes ci-dessous."))
    changed_topic = post.position == 1 and _changes_topic(topic, change)
    if changed_topic and change.kind is not None and change.kind != topic.kind:
        require(policy.may_be_of_kind(actor, db.session.get_one(Forum, topic.forum_id), change.kind))
    if text.body != post.body or changed_topic:
        _keep_revision(actor, post, topic if post.position == 1 else None, change.reason)
    _set_text(post, text)
    if change.as_expert is not None and actor.id == post.author_id:
        _speak_as(actor, post, as_expert=change.as_expert)
    if changed_topic:
        _change_topic(topic, change)
    if sent is not None:
        attachments.bind(actor, sent.attachments, post.id)
        trace(actor, post, "edit", sent.address)
    db.session.flush()
    outbox.publish(Event.POST_EDITED, post_id=post.id, actor_id=actor.id)


def delete_own(actor: User, post: Post, topic: Topic) -> None:
    """An author removes a post that nothing follows; a topic of one post goes with it."""
    require(policy.may_delete_own(actor, post, topic))
    by = db.session.get_one(User, pseudonyms.signer(actor, post.author_id))
    hide_post(by, post, topic, "")
    outbox.publish(Event.POST_HIDDEN, post_id=post.id, actor_id=by.id, reason="")


def hide_post(actor: User, post: Post, topic: Topic, reason: str) -> None:
    """Hide a post, or with a first post its whole topic; counters follow. Who may is asked before."""
    if post.position == 1:
        set_topic_state(actor, topic, State.DELETED, reason)
    post.state, post.deleted_at, post.deleted_by_id, post.deleted_reason = State.DELETED, clock.now(), actor.id, reason
    db.session.flush()
    recount(topic)


def show_post(post: Post, topic: Topic) -> None:
    """Show a hidden or waiting post again, with a first post its topic; counters follow. Who may is asked before."""
    post.state, post.deleted_at, post.deleted_by_id, post.deleted_reason = State.VISIBLE, None, None, ""
    if post.position == 1:
        set_topic_state(None, topic, State.VISIBLE, "")
    db.session.flush()
    recount(topic)


def set_topic_state(actor: User | None, topic: Topic, state: State, reason: str) -> None:
    gone = state == State.DELETED
    topic.state, topic.deleted_reason = state, reason
    topic.deleted_at = clock.now() if gone else None
    topic.deleted_by_id = actor.id if actor is not None and gone else None
    topic.was_public = topic.was_public or state == State.VISIBLE
    db.session.flush()


def recount(*topics: Topic) -> None:
    """Bring every counter that these topics touch back in step."""
    ids, forums = [topic.id for topic in topics], {topic.forum_id for topic in topics}
    counters.recount_topics(ids)
    counters.recount_forums(forums)
    counters.recount_authors(counters.authors_of(ids))


def set_tags(topic: Topic, tags: tuple[Tag, ...]) -> None:
    db.session.execute(sa.delete(TopicTag).where(TopicTag.topic_id == topic.id))
    db.session.add_all(TopicTag(topic_id=topic.id, tag_id=tag.id) for tag in {tag.id: tag for tag in tags}.values())
    db.session.flush()


def checked_title(title: str) -> str:
    """The title as it is stored. Raises Invalid."""
    title = " ".join(title.split())
    if not _SHORTEST_TITLE <= len(title) <= TITLE_LENGTH:
        wanted = message(
            "Donnez un titre de %(least)s à %(most)s caractères.", least=_SHORTEST_TITLE, most=TITLE_LENGTH
        )
        raise Invalid(wanted, "title")
    if not any(char.isalnum() for char in title):
        raise Invalid(message("Un titre contient au moins un mot."), "title")
    return title


def _already_made(actor: User, key: str) -> Post | None:
    """The post that this form made when it was sent before."""
    if not key:
        return None
    # security: two copies of one form would both find that nothing was made
    one_at_a_time(actor)
    made = sa.select(Submission.post_id).where(Submission.user_id == actor.id, Submission.key == key)
    return db.session.scalar(sa.select(Post).where(Post.id.in_(made)))


def _require_seen(actor: User, topic: Topic, seen: int | None) -> None:
    if seen is not None and (count := posts_after(topic, seen, actor)):
        raise Conflict(
            plural(
                "Un message est arrivé pendant que vous écriviez : lisez-le, puis publiez le vôtre.",
                "%(count)s messages sont arrivés pendant que vous écriviez : lisez-les, puis publiez le vôtre.",
                count,
            )
        )


def _changes_topic(topic: Topic, change: Edit) -> bool:
    new_title = change.title is not None and " ".join(change.title.split()) != topic.title
    new_kind = change.kind is not None and change.kind != topic.kind
    new_tags = change.tags is not None and {tag.id for tag in change.tags} != {tag.id for tag in tags_of(topic)}
    new_law = change.law is not None and set(change.law) != set(citing.law_of(topic))
    return new_title or new_kind or new_tags or new_law


def _change_topic(topic: Topic, change: Edit) -> None:
    if change.title is not None:
        topic.title, topic.slug = checked_title(change.title), paths.topic_slug(change.title)
    if change.kind is not None:
        topic.kind = change.kind
    if change.tags is not None:
        set_tags(topic, change.tags)
    if change.law is not None:
        citing.choose_law(topic, change.law)


def _state(actor: User, text: Text, sent: Sent, topic_id: int | None = None) -> State:
    """Links that a quote only repeats are no reason to wait."""
    held = policy.waits_for_approval(actor, text.links, newcomer_posts=sent.newcomer_posts)
    return State.PENDING if held and text.links > links_passed_on(text.html, topic_id) else State.VISIBLE


def _add_post(by: Writer, topic: Topic, text: Text, sent: Sent, state: State, *, opening: bool) -> Post:
    actor, author_id = by.actor, by.author.id
    post = Post(
        topic_id=topic.id, position=_next_position(topic), author_id=author_id, created_at=clock.now(), state=state
    )
    _set_text(post, text)
    if author_id == actor.id:  # security: an expert's card would say whose pseudonym it is
        _speak_as(actor, post, as_expert=sent.as_expert)
    db.session.add(post)
    db.session.flush()
    if sent.key:
        db.session.add(Submission(user_id=actor.id, key=sent.key, post_id=post.id, at=post.created_at))
        mark_topic_read(actor, topic.id, post.position)
    attachments.bind(actor, sent.attachments, post.id)
    trace(actor, post, "write", sent.address)
    _mention(post, text)
    if text.cited:
        citing.cite(post, text.cited)
    if state == State.VISIBLE:
        counters.count_post(post, topic)
    db.session.flush()
    if state == State.PENDING:
        outbox.publish(Event.POST_HELD, post_id=post.id)
    else:
        outbox.publish(Event.TOPIC_CREATED if opening else Event.POST_CREATED, post_id=post.id, topic_id=topic.id)
    return post


def _next_position(topic: Topic) -> int:
    """The place of one more post. Raises Conflict when the topic was merged into another since it was read."""
    still_there = sa.and_(Topic.id == topic.id, Topic.merged_into_id.is_(None))
    one_more = sa.update(Topic).where(still_there).values(post_total=Topic.post_total + 1).returning(Topic.post_total)
    if (position := db.session.scalar(one_more)) is None:
        raise Conflict(message("Ce sujet vient d’être réuni à un autre : répondez là-bas. Votre texte est ici."))
    return position


def _set_text(post: Post, text: Text) -> None:
    post.body, post.html, post.excerpt = text.body, text.html, excerpt(text.plain, EXCERPT_LENGTH)
    post.renderer_version, post.plain_fallback = text.version, text.plain_fallback
    if post.id is not None:
        db.session.execute(sa.delete(Mention).where(Mention.post_id == post.id))
        _mention(post, text)
        if post.law or text.cited:
            citing.cite(post, text.cited)


def _speak_as(actor: User, post: Post, *, as_expert: bool) -> None:
    """Whether a post is an expert's word, remembered for the next; nothing for whoever is not recognised."""
    if actor.recognised_until is not None and actor.recognised_until > clock.now():
        post.as_expert = actor.speaks_as_expert = as_expert


def _mention(post: Post, text: Text) -> None:
    db.session.add_all(Mention(post_id=post.id, user_id=user_id) for user_id in dict.fromkeys(text.mentioned))


def _keep_revision(actor: User, post: Post, topic: Topic | None, reason: str) -> None:
    db.session.add(
        PostRevision(
            post_id=post.id,
            number=post.revision,
            body=post.body,
            title=topic.title if topic is not None else None,
            author_id=post.edited_by_id or post.author_id,
            written_at=post.edited_at or post.created_at,
            reason=post.edit_reason,
        )
    )
    post.revision += 1
    post.edited_by_id = pseudonyms.signer(actor, post.author_id)
    post.edited_at, post.edit_reason = clock.now(), reason.strip()[:255]
