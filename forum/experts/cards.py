"""An expert's contact signature, from their row: only what they chose to show, and nothing while they pause."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from forum import clock, paths
from forum.experts.contact import shown_phone
from forum.experts.models import Expert
from forum.experts.words import title_of

_MARKS = re.compile(r"[\\`*_\[\]]|^[#>+=-]")  # what Markdown would take for its own in a name


@dataclass(frozen=True)
class Card:
    """What stands under an expert's posts. `checked`: a key of `words.CHECKED`; `phone` as dialled, `tel` as linked."""

    user_id: int
    account: str
    account_url: str
    vcard_url: str
    name: str
    organisation: str
    profession: str
    bar: str
    checked: str
    checked_on: date | None
    phone: str
    tel: str
    url: str
    email: str
    paused_until: date | None

    @property
    def house(self) -> str:
        """The organisation, unless it is what signs: an association speaks in its own name."""
        return "" if self.organisation.casefold() == self.name.casefold() else self.organisation

    @property
    def line(self) -> str:
        """The card in a few words."""
        return f"{self.name} · {self.house}" if self.house else self.name


def card(expert: Expert, account: str) -> Card:
    """The card of an expert whose recognition is in force, which the caller has asked."""
    paused = is_paused(expert.paused_until, clock.now())
    phone = "" if paused or not expert.shows_phone else expert.phone
    return Card(
        user_id=expert.user_id,
        account=account,
        account_url=paths.user(account),
        vcard_url=paths.vcard(account),
        name=expert.full_name,
        organisation=expert.organisation,
        profession=title_of(expert.profession, feminine=expert.feminine, other=expert.title),
        bar=expert.bar,
        checked=expert.verified,
        checked_on=expert.verified_on,
        phone=shown_phone(phone) if phone else "",
        tel=phone,
        url="" if paused else expert.url,
        email="" if paused or not expert.shows_email else expert.email,
        paused_until=expert.paused_until if paused else None,
    )


def signature_of(card: Card) -> str:
    """The card as a signature of one's own, in Markdown: how to be reached, and nothing that staff once checked."""
    return "\n".join(part for part in (_MARKS.sub(r"\\\g<0>", card.line), card.phone, card.email, card.url) if part)


def is_paused(until: date | None, moment: datetime) -> bool:
    """Whether contacts rest: up to that day, and on it."""
    return until is not None and moment.date() <= until
