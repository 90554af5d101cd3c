"""Short forms: a few questions for each kind of topic. Their answers, under headings, are all of the text."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from forum.topics.models import Kind
from forum.web.forms import asked, block
from forum.web.forms.writing import TopicForm
from forum.web.language import said
from forum.web.rendering import require_size
from forum.words import Message, message


class Part(NamedTuple):
    """A question of a short form. `missing`: what is said where it must be answered; None where it may be left out."""

    name: str
    label: Message
    heading: Message
    help: Message
    rows: int
    missing: Message | None = None


# A discussion has none: whatever would be asked, its text is one piece.
PARTS: dict[Kind, tuple[Part, ...]] = {
    Kind.QUESTION: (
        Part(
            "situation",
            message("Votre situation"),
            message("Situation"),
            message("Qui sont les parties, quel contrat, quelles dates ; sans donnée personnelle d’autrui."),
            7,
            message("Décrivez votre situation : on ne peut pas vous répondre sans elle."),
        ),
        Part(
            "tried",
            message("Ce que vous avez essayé"),
            message("Ce qui a été essayé"),
            message("Courriers, appels, démarches, et leurs suites."),
            4,
        ),
        Part(
            "hoped",
            message("Ce que vous espérez"),
            message("Ce qui est espéré"),
            message("Une somme, un accès, un délai, un avis."),
            3,
        ),
    ),
    Kind.EXPERIENCE: (
        Part(
            "facts",
            message("Ce qui s’est passé"),
            message("Ce qui s’est passé"),
            message("Les faits, dans l’ordre ; sans nommer personne."),
            7,
            message("Racontez ce qui s’est passé : sans les faits, votre expérience n’aide personne."),
        ),
        Part(
            "undertaken",
            message("Ce que vous avez entrepris"),
            message("Ce qui a été entrepris"),
            message("Vos démarches, leur effet, ce qui a débloqué la situation."),
            5,
        ),
        Part(
            "learnt",
            message("Ce que vous en retenez"),
            message("Ce qu’il faut en retenir"),
            message("Ce que vous feriez autrement."),
            3,
        ),
    ),
    Kind.GUIDE: (
        Part(
            "audience",
            message("Pour qui, et quand"),
            message("À qui sert ce guide"),
            message("La situation dans laquelle on en a besoin, en deux phrases."),
            3,
            message("Dites à qui sert ce guide : on le cherchera par là."),
        ),
        Part(
            "essentials",
            message("L’essentiel"),
            message("L’essentiel"),
            message("Ce qu’il faut savoir si l’on ne lit que cela."),
            4,
        ),
        Part(
            "course",
            message("La marche à suivre"),
            message("Marche à suivre"),
            message("Étape par étape, avec les textes et les délais."),
            9,
            message("Écrivez la marche à suivre : c’est le guide lui-même."),
        ),
        Part(
            "sources",
            message("Sources"),
            message("Sources"),
            message("Textes, décisions et pages officielles, avec leurs liens."),
            3,
        ),
    ),
    Kind.ANNOUNCEMENT: (
        Part(
            "news",
            message("Ce qui change"),
            message("Ce qui change"),
            message("En quelques phrases, l’important d’abord."),
            6,
            message("Écrivez ce qui change : c’est l’annonce elle-même."),
        ),
        Part(
            "concerned",
            message("Pour qui, et à partir de quand"),
            message("Pour qui, à partir de quand"),
            message("Les forums ou les membres concernés, la date."),
            3,
        ),
    ),
}


class Asked(NamedTuple):
    """A question as the page shows it."""

    field: TextAreaField
    help: str
    rows: int
    optional: bool


class KindForm(TopicForm):
    """A new topic by the short form of its kind; made by `kind_form`."""

    of_kind: Kind = Kind.QUESTION

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS[self.of_kind]:  # the script keeps a draft of the text as `compose` makes it
            self[part.name].render_kw = {"data-heading": said(part.heading)}

    def stands_at(self, field: Field) -> int:
        """Its questions stand above the record of an experience, whose fields are defined before them."""
        return -1 if any(part.name == field.name for part in PARTS[self.of_kind]) else super().stands_at(field)

    def validate_body(self, field: TextAreaField) -> None:
        """Only its size: what is missing from it is told beside the question that must be answered."""
        asked(require_size, field)

    @classmethod
    def parts_in(cls, body: str) -> dict[str, str]:
        """A text that `compose` made, by part; what stands under no heading of ours goes to the first."""
        names = {said(part.heading): part.name for part in PARTS[cls.of_kind]}
        parts, present = dict.fromkeys(names.values(), ""), next(iter(names.values()))
        ours = "|".join(map(re.escape, names))
        for piece in re.split(rf"^## ({ours})$", body, flags=re.MULTILINE):
            if piece in names:
                present = names[piece]
            else:
                parts[present] = f"{parts[present]}\n\n{piece.strip()}".strip()
        return parts

    def compose(self, *, convert: Callable[[str], str] | None = None) -> None:
        """Make the text of what was typed; `convert` is done to each part first, where the writer asked for it."""
        self.kind.data, parts = self.of_kind.value, []
        for part in PARTS[self.of_kind]:
            field = self[part.name]
            field.data = convert(field.data or "") if convert else field.data
            if typed := (field.data or "").strip():
                parts.append(f"## {said(part.heading)}\n\n{typed}")
        self.body.data = "\n\n".join(parts)

    def rewrite(self, change: Callable[[str], str]) -> None:
        self.title.data = change(self.title.data or "")
        self.compose(convert=change)

    @property
    def parts(self) -> list[Asked]:
        return [
            Asked(self[part.name], said(part.help), part.rows, part.missing is None) for part in PARTS[self.of_kind]
        ]


@cache
def kind_form(kind: Kind, base: type[KindForm] = KindForm) -> type[KindForm]:
    """The short form of a kind: a field for each of its questions."""
    fields: dict[str, Any] = {"of_kind": kind}
    for part in PARTS[kind]:
        asks = [_Answered(part.missing)] if part.missing else []
        fields[part.name] = TextAreaField(part.label, validators=asks, filters=[block])
    return type(f"{kind.name.title()}Form", (base,), fields)


class _Answered:
    """Something must be written."""

    def __init__(self, missing: Message) -> None:
        self._missing = missing

    def __call__(self, form: Any, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(self._missing)
