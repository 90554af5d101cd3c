"""Time limits that people of this forum meet often, each with the article that sets it."""

from dataclasses import dataclass

from forum.deadlines.rules import Method, Source
from forum.deadlines.span import Span, in_words
from forum.words import Message, message


@dataclass(frozen=True)
class Usual:
    """A time limit with a name: from what event it runs, how long, and by which rules."""

    name: Message
    runs_from: Message
    span: Span
    method: Method
    source: Source

    @property
    def length(self) -> Message:
        return in_words(self.span)


USUAL = (
    Usual(
        message("Rétractation d’un achat à distance"),
        message("réception du bien ou conclusion du contrat de service"),
        Span(days=14),
        Method.CIVIL,
        Source("C. consom., art. L. 221-18", "code-de-la-consommation/L221-18"),
    ),
    Usual(
        message("Réponse à une demande fondée sur le RGPD"),
        message("réception de la demande"),
        Span(months=1),
        Method.EUROPEAN,
        Source("RGPD, art. 12, § 3", "reglement-ue-2016-679/12"),
    ),
    Usual(
        message("Appel d’un jugement civil"),
        message("notification du jugement"),
        Span(months=1),
        Method.CIVIL,
        Source("CPC, art. 538", "code-de-procedure-civile/538"),
    ),
    Usual(
        message("Appel d’une ordonnance de référé"),
        message("notification de l’ordonnance"),
        Span(days=15),
        Method.CIVIL,
        Source("CPC, art. 490", "code-de-procedure-civile/490"),
    ),
    Usual(
        message("Opposition à une injonction de payer"),
        message("signification de l’ordonnance"),
        Span(months=1),
        Method.CIVIL,
        Source("CPC, art. 1416", "code-de-procedure-civile/1416"),
    ),
    Usual(
        message("Pourvoi en cassation"),
        message("notification de la décision"),
        Span(months=2),
        Method.CIVIL,
        Source("CPC, art. 612", "code-de-procedure-civile/612"),
    ),
    Usual(
        message("Recours devant le tribunal administratif"),
        message("notification ou publication de la décision"),
        Span(months=2),
        Method.CLEAR,
        Source("CJA, art. R. 421-1", "code-de-justice-administrative/R421-1"),
    ),
    Usual(
        message("Prescription de droit commun"),
        message("jour où l’on a connu, ou aurait dû connaître, les faits"),
        Span(years=5),
        Method.PRESCRIPTION,
        Source("C. civ., art. 2224", "code-civil/2224"),
    ),
)
