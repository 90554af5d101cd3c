"""What is kept of a member's private messages, for their own download, and its removal.

What others wrote to them stays out of the download: it is theirs. Who leaves takes their name out of everybody's
conversations, and the texts too where that was asked for.
"""

from functools import partial
from html import escape

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.names import erased_name, name_key
from forum.db import db
from forum.markup.renaming import renamed_html, renamed_text
from forum.messages.actions import purge_deserted
from forum.messages.models import Conversation, MessageReport, Participant, PrivateMessage
from forum.messages.words import sought_again

_GONE = "Texte effacé à la demande de la personne qui l’avait écrit."


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """One's conversations and reports, and each message one wrote as Markdown."""
    places = db.session.execute(
        sa.select(Participant, Conversation.subject)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(Participant.user_id == user.id)
        .order_by(Participant.conversation_id)
    ).all()
    own = list(
        db.session.scalars(
            sa.select(PrivateMessage).where(PrivateMessage.author_id == user.id).order_by(PrivateMessage.id)
        )
    )
    reports = db.session.scalars(sa.select(MessageReport).where(MessageReport.reporter_id == user.id))
    record: dict[str, object] = {
        "conversations": [
            {
                "id": place.conversation_id,
                # who has left does not read it any more, its subject neither
                "subject": subject if place.left_at is None else "",
                "since": place.joined_at.isoformat(),
                "left": place.left_at.isoformat() if place.left_at else None,
                "muted": place.muted,
            }
            for place, subject in places
        ],
        "messages": [{"id": each.id, "conversation": each.conversation_id, "at": each.at.isoformat()} for each in own],
        "reports": [
            {"message": each.message_id, "reason": each.reason, "at": each.at.isoformat(), "answer": each.answer}
            for each in reports
        ],
        "messages_from": user.messages_from,
    }
    files = [(f"{each.id}.md", each.body.encode()) for each in own]
    return (record if places or own else {}), files


def forget(user: User) -> None:
    """The member is in no conversation any more; their name goes, and their texts if asked for. Inside a write."""
    if user.deletes_texts:
        emptied = {"body": _GONE, "html": f"<p>{_GONE}</p>", "words": ""}
        db.session.execute(sa.update(PrivateMessage).where(PrivateMessage.author_id == user.id).values(emptied))
    _rename(user)
    reported = sa.update(MessageReport).where(MessageReport.reporter_id == user.id)
    db.session.execute(reported.values(reason="", answer=""))
    db.session.execute(sa.delete(Participant).where(Participant.user_id == user.id))
    db.session.flush()
    purge_deserted()


def _rename(user: User) -> None:
    """Put the neutral name in quotes, mentions and links of all messages."""
    key, name = name_key(user.name), erased_name(user.id)
    text = partial(renamed_text, same=lambda found: name_key(found) == key, name=name)
    html = partial(renamed_html, same=lambda found: name_key(found) == key, name=name)
    ways = {user.name, escape(user.name), paths.user(user.name)}
    columns = (PrivateMessage.body, PrivateMessage.html)
    # what calls the member in other letters is found by its link: the rendering holds the true name
    holding = sa.or_(*(column.contains(way, autoescape=True) for column in columns for way in ways))
    for sent in db.session.scalars(sa.select(PrivateMessage).where(holding)):
        sent.body, sent.html = text(sent.body), html(sent.html)
        sent.words = sought_again(sent.words, db.session.get_one(Conversation, sent.conversation_id).subject, sent.html)
