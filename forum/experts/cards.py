"""An expert's contact signature, from their row: only what they chose to show, and nothing while they pause."""

from dataclasses import dataclass
from datetime import date, datetime

from forum import clock, paths
from forum.experts.contact import shown_phone
from forum.experts.models import Expert
from forum.experts.words import title_of


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
    def line(self) -> str:
        """The card in a few words."""
        return f"{self.name} · {self.organisation}" if self.organisation else self.name


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


def is_paused(until: date | None, moment: datetime) -> bool:
    """Whether contacts rest: up to that day, and on it."""
    return until is not None and moment.date() <= until
