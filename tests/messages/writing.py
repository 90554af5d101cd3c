"""People writing to one another in private, through the site's own actions."""

from typing import Any

from forum.accounts import blocks
from forum.accounts.models import User
from forum.db import db
from forum.messages import actions
from forum.messages.policy import Limits
from forum.topics.actions import Sent
from tests.factories import Factory, text

FREE = Limits(newcomer_posts=5, people=4, newcomer_people=2, links=2)


class Writing:
    """Bound to one application; people are ids."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory

    def start(
        self, who: int, *to: int, subject: str = "Un objet", body: str = "Bonjour.", limits: Limits = FREE, **sent: Any
    ) -> int:
        """A conversation: its id."""

        def make() -> int:
            others = [user(each) for each in to]
            return actions.start(user(who), others, subject, text(body), limits, Sent(**sent)).conversation_id

        return self.factory.write(make)

    def send(self, who: int, conversation: int, body: str = "Oui.", limits: Limits = FREE, **sent: Any) -> int:
        """An answer: its id."""
        return self.factory.write(lambda: actions.send(user(who), conversation, text(body), limits, Sent(**sent)).id)

    def leave(self, who: int, conversation: int) -> None:
        self.factory.write(lambda: actions.leave(user(who), conversation))

    def bring_in(self, who: int, conversation: int, other: int, limits: Limits = FREE) -> None:
        self.factory.write(lambda: actions.bring_in(user(who), conversation, user(other), limits))

    def block(self, who: int, whom: int, *, messages: bool = True, board: bool = False) -> None:
        self.factory.write(lambda: blocks.set_aside(user(who), user(whom), messages=messages, board=board))

    def unread(self, who: int) -> int:
        return self.factory.get(User, who).unread_messages


def user(user_id: int) -> User:
    return db.session.get_one(User, user_id)
