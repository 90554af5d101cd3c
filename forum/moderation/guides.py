"""Edits of guides decided on, with a line in the log where it is not the guide's author who decides."""

from forum.accounts.models import User
from forum.guides import actions
from forum.guides.actions import Decided
from forum.guides.policy import Trust
from forum.moderation.log import Verb, record_post
from forum.topics.actions import Text
from forum.topics.pseudonyms import wrote


def accept(actor: User, edit_id: int, text: Text, trust: Trust) -> None:
    """See `guides.actions.accept`."""
    _log(actor, Verb.ACCEPT_EDIT, actions.accept(actor, edit_id, text, trust))


def decline(actor: User, edit_id: int, trust: Trust) -> None:
    _log(actor, Verb.DECLINE_EDIT, actions.decline(actor, edit_id, trust))


def _log(actor: User, verb: Verb, done: Decided) -> None:
    if not wrote(actor, done.post.author_id):
        record_post(actor, verb, done.post, done.topic).user_id = done.writer_id
