"""What is told of private messages: to those they are for, to the moderators whom one is shown, to who showed it.

No word of a message goes out: a notice and its mail say who wrote and under which subject, to those who still read it.
"""

from forum import paths
from forum.accounts.models import User
from forum.accounts.queries import staff
from forum.db import db
from forum.messages.models import MessageReport, PrivateMessage
from forum.messages.queries import listeners, present_in
from forum.messages.reading import recount
from forum.notifications.inbox import About, Kind, tell
from forum.notifications.mailing import ask_for_mail
from forum.notifications.replies import MAIL_AFTER


def people_of_conversation(message_id: int) -> None:
    """A message was sent: its readers are told, and the counts of their accounts follow."""
    sent = db.session.get(PrivateMessage, message_id)
    if sent is None:
        return
    recount(present_in(sent.conversation_id))
    if sent.removed_at is None:
        # the moment too: an id may come again once a conversation is gone with its last reader
        event = f"message:{sent.id}:{sent.at:%Y%m%d%H%M%S%f}"
        about = About(event, f"conversation:{sent.conversation_id}", sent.author_id, fact=str(sent.id))
        tell(listeners(sent), Kind.MESSAGE, about, mail_after=MAIL_AFTER)


def moderators_of_message(report_id: int) -> None:
    """Somebody showed a message to the moderators: none of it is in the mail."""
    report = db.session.get(MessageReport, report_id)
    if report is None or report.closed_at is not None:
        return
    sent = db.session.get_one(PrivateMessage, report.message_id)
    for each in staff(but=[report.reporter_id, sent.author_id]):
        ask_for_mail(each, "message_reported", reports_path=paths.MESSAGE_REPORTS)


def reporter_of_message(reporter_id: int, outcome: str, answer: str, actor_id: int) -> None:
    """Staff dealt with a report, perhaps with a word for who made it."""
    reporter = db.session.get(User, reporter_id)
    if reporter is not None and reporter.id != actor_id:
        ask_for_mail(reporter, "report_closed", outcome=outcome, answer=answer, title="")
