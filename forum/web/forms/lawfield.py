"""The field « Références juridiques » of a topic: the keys that were typed, and what is to be said of the rest."""

from typing import NamedTuple

from forum.legal import listing, short_name
from forum.topics.citing import MOST_CHOSEN
from forum.words import Listed, Message, message, plural

LONGEST = 500
"""Characters of the field: the references that a topic may carry, written out."""
_PIECE_SHOWN = 60


class LawTyped(NamedTuple):
    """`faults`: what was typed and cannot be taken, each with what to do; empty where all of it was understood."""

    keys: tuple[str, ...]
    faults: tuple[Message, ...]


def law_typed(text: str) -> LawTyped:
    """What the field means. Of a text that is too long only the beginning is read, and that is said."""
    found = listing.listed(text[:LONGEST])
    return LawTyped(found.keys[:MOST_CHOSEN], tuple(_faults(text, found)))


def _faults(text: str, found: listing.Listed) -> list[Message]:
    faults = []
    if len(text) > LONGEST:
        faults.append(
            message(
                "Ce champ compte %(found)s caractères, %(most)s au plus : gardez les références principales.",
                found=len(text),
                most=LONGEST,
            )
        )
    if found.unknown:
        faults.append(
            message(
                "Pas reconnu : %(pieces)s. Écrivez chaque référence en entier, comme « 1240 C. civ. », ou retirez-la.",
                pieces=Listed(tuple(map(_quoted, found.unknown))),
            )
        )
    if found.absent:
        faults.append(
            plural(
                "Nos données ne connaissent pas cet article : %(names)s. Vérifiez le numéro, ou retirez-le.",
                "Nos données ne connaissent pas ces articles : %(names)s. Vérifiez les numéros, ou retirez-les.",
                len(found.absent),
                names=" ; ".join(map(short_name, found.absent)),
            )
        )
    if len(found.keys) > MOST_CHOSEN:
        faults.append(
            message(
                "Un sujet porte %(most)s références choisies au plus, et vous en avez écrit %(found)s : gardez les"
                " principales.",
                most=MOST_CHOSEN,
                found=len(found.keys),
            )
        )
    return faults


def _quoted(piece: str) -> Message:
    return message("« %(piece)s »", piece=piece[:_PIECE_SHOWN])
