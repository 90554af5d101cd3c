"""What is sent about private messages: a report, its answer, whom one sets aside, who may write."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField

from forum.messages.reports import CONTEXTS
from forum.web.forms import Choice, Form, block, line
from forum.web.language import said
from forum.words import message

_CONTEXT_WORDS = {
    0: message("Ce message seul"),
    3: message("Ce message et les 3 précédents"),
    10: message("Ce message et les 10 précédents"),
}


class MessageReportForm(Form):
    """A reader shows a message to the moderators."""

    context = Choice(
        message("Ce que la modération lira"),
        description=message(
            "Rien d’autre de la conversation ne lui est montré, et plus rien une fois qu’elle a répondu."
        ),
        default="0",
    )
    reason = TextAreaField(message("Ce qui pose problème"), filters=[block])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context.choices = [(str(each), said(_CONTEXT_WORDS[each])) for each in CONTEXTS]

    @property
    def earlier(self) -> int:
        """How many messages before it are shown too."""
        return int(self.context.data or "0")


class MessageAnswerForm(Form):
    """Staff answer who reported."""

    answer = TextAreaField(
        message("Réponse à la personne qui a signalé"),
        description=message("Elle la recevra par courriel : sans rien citer du message."),
        filters=[block],
    )


class AsideForm(Form):
    """Somebody whom one blocks or ignores."""

    name = StringField(message("Nom du membre"), filters=[line])
    messages = BooleanField(message("Ne plus recevoir ses messages privés"))
    board = BooleanField(message("Replier ses messages dans les forums"))


class WhoMayWriteForm(Form):
    """From whom one hears."""

    messages_from = Choice(message("Qui peut m’écrire en privé"))

    def offer(self, newcomer_posts: int) -> None:
        """Put the choices in words."""
        members = message("Les membres qui ont publié au moins %(posts)s messages", posts=newcomer_posts)
        self.messages_from.choices = [
            ("", said(message("Tout le monde"))),
            ("members", said(members)),
            ("experts", said(message("Les experts reconnus"))),
            ("nobody", said(message("Personne"))),
        ]
