"""Taking a person out of what is written: their own texts if they ask, and their name from everybody's quotes."""

from collections.abc import Iterable
from functools import partial
from html import escape

import sqlalchemy as sa

from forum import outbox, paths
from forum.accounts.models import User
from forum.accounts.names import erased_name, name_key
from forum.db import db
from forum.markup import RENDERER_VERSION
from forum.markup.renaming import renamed_html, renamed_text, renamed_words
from forum.outbox import Event
from forum.topics import pseudonyms
from forum.topics.actions import EXCERPT_LENGTH
from forum.topics.models import ForumRead as ReadMark
from forum.topics.models import Mention, Post, PostCitation, PostRevision, Submission, Topic, TopicLaw, TopicRead
from forum.topics.pseudonyms import by

_GONE = "Texte effacé à la demande de la personne qui l’avait écrit."
_GONE_TITLE = "Sujet effacé"


def forget(user: User) -> None:
    """Erase what the user asked to have erased, and the name everywhere; the index is told. Inside a write."""
    changed = set(_erase_texts(user)) if user.deletes_texts else set()
    changed |= set(_rename(user))
    _rename_reasons(user)
    for table in (Mention, Submission, TopicRead, ReadMark):
        db.session.execute(sa.delete(table).where(table.user_id == user.id))
    pseudonyms.forget(user)
    db.session.flush()
    outbox.publish(Event.ACCOUNT_ERASED, user_id=user.id, post_ids=sorted(changed))


def _erase_texts(user: User) -> list[int]:
    """Empty their posts, which keep their places; and the titles of topics that nobody answered."""
    posts = list(db.session.scalars(sa.select(Post.id).where(by(user, Post.author_id))))
    for table in (PostRevision, PostCitation, Mention):
        db.session.execute(sa.delete(table).where(table.post_id.in_(_posts_of(user))))
    emptied = {"body": _GONE, "html": f"<p>{_GONE}</p>", "excerpt": "", "law": "", "law_moved": False}
    emptied |= {"renderer_version": RENDERER_VERSION, "edit_reason": "", "revision": Post.revision + 1}
    db.session.execute(sa.update(Post).where(by(user, Post.author_id)).values(emptied))
    others = sa.exists().where(Post.topic_id == Topic.id, ~by(user, Post.author_id))
    alone = sa.select(Topic.id).where(by(user, Topic.author_id), ~others)
    db.session.execute(sa.delete(TopicLaw).where(TopicLaw.topic_id.in_(alone)))
    anew = {"title": _GONE_TITLE, "slug": paths.slugify(_GONE_TITLE)}
    db.session.execute(sa.update(Topic).where(by(user, Topic.author_id), ~others).values(anew))
    db.session.execute(sa.update(Topic).where(by(user, Topic.author_id)).values(law=""))
    return posts


def _rename(user: User) -> Iterable[int]:
    """Put the neutral name in quotes, mentions and links of all posts and their earlier versions."""
    key, name = name_key(user.name), erased_name(user.id)
    text = partial(renamed_text, same=lambda found: name_key(found) == key, name=name)
    html = partial(renamed_html, same=lambda found: name_key(found) == key, name=name)
    for version in db.session.scalars(sa.select(PostRevision).where(_holds(user, PostRevision.body))):
        version.body = text(version.body)
    for post in db.session.scalars(sa.select(Post).where(_holds(user, Post.body, Post.html))):
        before = (post.body, post.html, post.excerpt)
        post.body, post.html, post.excerpt = (
            text(post.body),
            html(post.html),
            renamed_words(post.excerpt, user.name, name)[:EXCERPT_LENGTH],
        )
        if before != (post.body, post.html, post.excerpt):
            yield post.id


def _rename_reasons(user: User) -> None:
    """The same in what staff gave as a reason."""
    instead = {user.name: erased_name(user.id), user.email: ""}
    for column in (Post.deleted_reason, Post.edit_reason, Topic.deleted_reason, PostRevision.reason):
        naming = sa.or_(*(column.contains(word, autoescape=True) for word in instead))
        for row in db.session.scalars(sa.select(column.class_).where(naming)):
            setattr(row, column.key, outbox.replaced(getattr(row, column.key), instead))


def _holds(user: User, *columns: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """Texts that may hold the name, as it is written or in an address; or that call the member in other letters."""
    ways = {user.name, escape(user.name), paths.user(user.name)}
    called = sa.select(Mention.post_id).where(Mention.user_id == user.id)
    post_id = PostRevision.post_id if columns[0].class_ is PostRevision else Post.id
    written = [column.contains(way, autoescape=True) for column in columns for way in ways]
    return sa.or_(*written, post_id.in_(called))


def _posts_of(user: User) -> sa.Select[int]:
    return sa.select(Post.id).where(by(user, Post.author_id))
