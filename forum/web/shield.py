"""Before a text is published, its writer sees what is personal in it, masks it or lets it stand: `asked_about`.

Silent on what is published anyway: one's own card and signature, the text as it stood before an edit, what a quoted
post says to the same readers. What was shown once is decided: the next submission publishes it, unless masked.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from forum.accounts.models import User
from forum.experts.queries import cards_of
from forum.shield import Finding, Sort, find, mask
from forum.web.language import said
from forum.words import message

_SORTS = {
    Sort.PASSWORD: (message("Mot de passe ou code"), message("secret masqué")),
    Sort.IBAN: (message("Compte bancaire (IBAN)"), message("IBAN masqué")),
    Sort.SOCIAL: (message("Numéro de sécurité sociale"), message("numéro de sécurité sociale masqué")),
    Sort.CARD: (message("Carte bancaire"), message("numéro de carte masqué")),
    Sort.FILE: (message("Numéro de dossier"), message("numéro de dossier masqué")),
    Sort.EMAIL: (message("Adresse électronique"), message("adresse électronique masquée")),
    Sort.PHONE: (message("Téléphone"), message("téléphone masqué")),
}
_SHOWN_AT_MOST = 50
_AROUND = 40  # characters beside a value, by which its writer knows it again
_CUT_BEGINNING, _CUT_END = re.compile(r"^\S*\s+"), re.compile(r"\s+\S*$")
_DECIDED_AT_MOST = 200


@dataclass(frozen=True)
class Personal:
    """A value found in a text, and the words around its first place."""

    label: str
    value: str
    digest: str
    before: str
    after: str
    times: int


class ShieldedForm(Protocol):
    """A form whose texts are published. `shielded`: its hidden note of what was asked about."""

    @property
    def shielded(self) -> Any:
        """The field of that note."""

    @property
    def words(self) -> str:
        """All that readers would read."""

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Do something to each text of it."""


def asked_about(form: ShieldedForm, writer: User | None, public: Callable[[], Iterable[str]] = tuple) -> list[Personal]:
    """What to ask the writer about before the form is published; the form notes what was asked so far.

    `writer` is None of who writes under a pseudonym: their own published details are what would tell who it is.
    `public`: texts whose readers are those of this one; asked for only where something was found.
    """
    text, asked = form.words, _asked(form)
    found = [each for each in find(text) if each.digest not in asked]
    if not found:
        return []
    known = {each.key for other in (*public(), *(_published_by(writer) if writer else ())) for each in find(other)}
    shown = _by_value(text, (each for each in found if each.key not in known))[:_SHOWN_AT_MOST]
    form.shielded.data = ",".join(sorted(filter(None, {*asked, *(each.digest for each in shown)})))
    return shown


def masked_in(form: ShieldedForm, which: str) -> list[Personal]:
    """Mask the values of these digests, joined by commas; what still stands of what its writer was asked about."""
    words, chosen = {sort: said(name) for sort, (_label, name) in _SORTS.items()}, frozenset(which.split(","))
    form.rewrite(lambda text: mask(text, words, chosen))
    asked = _asked(form)
    return _by_value(form.words, (each for each in find(form.words) if each.digest in asked))[:_SHOWN_AT_MOST]


def _asked(form: ShieldedForm) -> frozenset[str]:
    return frozenset((form.shielded.data or "").split(",")[:_DECIDED_AT_MOST])


def _published_by(writer: User) -> Iterable[str]:
    card = cards_of([writer.id]).get(writer.id) if writer.recognised_until else None
    return (writer.signature, writer.bio, f"{card.tel} {card.email}" if card else "")


def _by_value(text: str, found: Iterable[Finding]) -> list[Personal]:
    places: dict[str, list[Finding]] = {}
    for each in found:
        places.setdefault(each.digest, []).append(each)
    return [_shown(text, each) for each in places.values()]


def _shown(text: str, places: list[Finding]) -> Personal:
    first = places[0]
    before = text[max(0, first.start - _AROUND) : first.start].rpartition("\n")[2]
    after = text[first.end : first.end + _AROUND].partition("\n")[0]
    return Personal(
        label=said(_SORTS[first.sort][0]),
        value=text[first.start : first.end],
        digest=first.digest,
        before=_CUT_BEGINNING.sub("… ", before) if len(before) == _AROUND else before,
        after=_CUT_END.sub(" …", after) if len(after) == _AROUND else after,
        times=len(places),
    )
