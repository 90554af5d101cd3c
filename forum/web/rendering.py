"""From typed text to safe HTML, for every form of the site: cleaned, gated, rendered in the pool, names looked up.

Slow work: called before a write transaction, never inside one.
"""

from collections.abc import Iterable
from datetime import date

from flask import current_app, render_template

from forum import clock
from forum.attachments.queries import AttachedFile
from forum.citations.shown import link
from forum.config import Config
from forum.errors import Invalid
from forum.legal.cited import chosen
from forum.markup import PROFILES, Kind, RenderContext, Rendered, RenderPool, Rule, TooComplex, clean_text
from forum.markup.gate import check_size
from forum.topics.actions import Text
from forum.topics.texts import called_in, names_of, reference_to, stored_text
from forum.web.dates import grouped
from forum.web.forms.lawfield import LawTyped
from forum.web.pictures import undescribed
from forum.words import Message, message


def as_text(body: str, files: Iterable[AttachedFile] = (), *, written_on: date | None = None) -> Text:
    """A post's text as the actions take it. Raises Invalid, naming the rule, for what is too complex.

    `written_on`: the day of a post being edited, from which the law is looked at; today without one.
    """
    body = undescribed(clean_text(body))
    called = called_in(body)
    return stored_text(
        body, _rendered(body, Kind.POST, names_of(called), files, on=written_on or clock.day_of_law()), called
    )


def as_html(body: str, kind: Kind = Kind.POST, files: Iterable[AttachedFile] = (), *, language: str = "") -> str:
    """Safe HTML for a preview, a profile, a signature or a page of the site (in its own language). Raises Invalid."""
    body = clean_text(body)
    return _rendered(body, kind, names_of(called_in(body)), files, language).html


def as_preview(
    body: str,
    files: Iterable[AttachedFile],
    written_on: date | None = None,
    law: LawTyped | None = None,
) -> str:
    """The HTML of a post as it would be shown, and below it the law that was recognised. Raises Invalid.

    `law`: what was typed in the field of a topic's references.
    """
    body, on = clean_text(body), written_on or clock.day_of_law()
    rendered = _rendered(body, Kind.POST, names_of(called_in(body)), files, on=on)
    cited = [link(each) for each in rendered.citations]
    picked = [link(chosen(key, on)) for key in law.keys] if law else []
    faults = law.faults if law else ()
    if not (cited or picked or faults):
        return rendered.html
    return rendered.html + render_template("citations/_recognised.html", cited=cited, picked=picked, faults=faults)


def require_size(body: str) -> None:
    """Raise Invalid for a post's text that is too long; whether it is too complex, only rendering says."""
    try:
        check_size(clean_text(body), PROFILES[Kind.POST])
    except TooComplex as error:
        raise Invalid(why_refused(error), "body") from None


def why_refused(error: TooComplex) -> Message:
    """The rule that a text breaks, in words, with what to do."""
    sentence = _REASONS.get(error.rule, _REASONS[Rule.TIME])
    return message(sentence.text, **{name: grouped(number) for name, number in error.params.items()})


def _rendered(
    body: str,
    kind: Kind,
    names: dict[str, str],
    files: Iterable[AttachedFile],
    language: str = "",
    on: date | None = None,
) -> Rendered:
    config: Config = current_app.extensions["forum"]
    pool: RenderPool = current_app.extensions["renderer"]
    context = RenderContext(
        language=language or config.language,
        base_url=config.base_url,
        known_names=names,
        attachments={file.key: reference_to(file) for file in files},
        written_on=on,
    )
    try:
        return pool.render(body, kind, context)
    except TooComplex as error:
        raise Invalid(why_refused(error), "body") from None


_REASONS = {
    Rule.LENGTH: message("Ce texte compte %(found)s caractères, %(limit)s au plus : raccourcissez-le ou partagez-le."),
    Rule.LINES: message("Ce texte compte %(found)s lignes, %(limit)s au plus : partagez-le en plusieurs messages."),
    Rule.LINE: message("Une ligne compte %(found)s caractères, %(limit)s au plus : coupez-la en paragraphes."),
    Rule.WORD: message("Un mot sans espace compte %(found)s caractères, %(limit)s au plus : coupez-le."),
    Rule.QUOTE_DEPTH: message("Des citations sont emboîtées sur %(found)s niveaux, %(limit)s au plus : retirez-en."),
    Rule.LIST_DEPTH: message("Une liste est emboîtée sur %(found)s niveaux, %(limit)s au plus : aplatissez-la."),
    Rule.BRACKETS: message("Ce texte contient %(found)s paires de crochets, %(limit)s au plus : mettez-les en code."),
    Rule.BRACKET_DEPTH: message("Des crochets sont emboîtés sur %(found)s niveaux, %(limit)s au plus : simplifiez."),
    Rule.LINKS: message("Ce texte contient %(found)s liens, %(limit)s au plus : gardez les plus utiles."),
    Rule.IMAGES: message("Ce texte place %(found)s images, %(limit)s au plus : partagez-le en plusieurs messages."),
    Rule.FOOTNOTES: message("Ce texte appelle %(found)s notes de bas de page, %(limit)s au plus : retirez-en."),
    Rule.REFERENCES: message("Ce texte définit %(found)s références de liens, %(limit)s au plus : retirez-en."),
    Rule.EMPHASIS: message("Ce texte contient %(found)s marques de gras ou d’italique, %(limit)s au plus : ôtez-en."),
    Rule.CODE_SPANS: message("Ce texte contient %(found)s passages de code, %(limit)s au plus : réunissez-les."),
    Rule.HEADINGS: message("Ce texte contient %(found)s intertitres, %(limit)s au plus : retirez-en."),
    Rule.TABLE_COLUMNS: message("Un tableau compte %(found)s colonnes, %(limit)s au plus : partagez-le."),
    Rule.TABLE_CELLS: message("Un tableau compte %(found)s cases, %(limit)s au plus : partagez-le."),
    Rule.OUTPUT: message("La mise en forme de ce texte prend trop de place : simplifiez-la."),
    Rule.TAGS: message("Ce texte compte trop d’éléments de mise en forme : simplifiez-la, ou partagez-le."),
    Rule.NESTING: message("La mise en forme de ce texte est emboîtée trop profondément : simplifiez-la."),
    Rule.TIME: message("La mise en forme de ce texte est trop complexe à calculer : simplifiez-la."),
    Rule.MEMORY: message("La mise en forme de ce texte demande trop de mémoire : simplifiez-la."),
}
