"""The calculator of legal time limits: a form by GET, the reasoning, a calendar file. No account, no script."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from forum import clock, paths
from forum.config import Config
from forum.deadlines import USUAL, Away, Deadline, Method, Source, Territory, Usual, calendar_file, compute
from forum.errors import Invalid
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.dates import day as long_day
from forum.web.forms.deadlines import DeadlineForm
from forum.web.language import _, said
from forum.web.trail import trail

pages = Blueprint("deadlines", __name__)

_ASKED = ("start", "years", "months", "days", "method", "territory", "away")


@pages.get(paths.DEADLINES)
def calculator() -> tuple[str, int]:
    """The form; below it, once filled in, the last day and how it was found."""
    same_for_all_visitors()
    form = DeadlineForm(request.args)
    found = _computed(form) if "start" in request.args else None
    page = render_template(
        "deadlines/calculator.html",
        form=form,
        found=found,
        usual=[(each, _address_of(each, form)) for each in USUAL],
        file_url=paths.with_query(paths.DEADLINE_FILE, **_asked()) if found else None,
        law=_law,
        asked_lang=request.args.get("lang"),
        crumbs=trail((_("Calculer un délai"), paths.DEADLINES)),
    )
    return page, 422 if form.errors else 200


@pages.get(paths.DEADLINE_FILE)
def file() -> BaseResponse | tuple[str, int]:
    """The same deadline, for the reader's calendar."""
    found = _computed(DeadlineForm(request.args))
    if found is None and "start" not in request.args:
        return redirect(paths.DEADLINES)
    if found is None:
        return calculator()
    config: Config = current_app.extensions["forum"]
    title = _("Fin du délai : %(day)s à minuit", day=long_day(found.due))
    lines = [*(said(step.text) for step in found.steps), _warning()]
    address = config.base_url + paths.with_query(paths.DEADLINES, **_asked())
    body = calendar_file(found.due, title, "\n".join(lines), address, made_at=clock.now())
    filename = _("delai-%(day)s.ics", day=found.due)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _computed(form: DeadlineForm) -> Deadline | None:
    """The deadline asked for, or None with the reason beside a field."""
    if not form.validate():
        return None
    method, territory, away = Method(form.method.data), Territory(form.territory.data), Away(form.away.data)
    try:
        return compute(form.day, form.span, method, territory=territory, away=away)
    except Invalid as error:
        form.refuse(error, "days")
        return None


def _asked() -> dict[str, Any]:
    """What was asked, and no more than that."""
    return {name: request.args[name] for name in (*_ASKED, "lang") if request.args.get(name)}


def _address_of(usual: Usual, form: DeadlineForm) -> str:
    """The form filled in with a usual time limit, keeping the day that is there."""
    kept: MultiDict[str, str] = MultiDict(_asked())
    span = {name: getattr(usual.span, name) or None for name in ("years", "months", "days")}
    start = kept.get("start") if not form.start.errors else None
    query = {"start": start or None, **span, "method": usual.method.value, "lang": kept.get("lang")}
    return paths.with_query(paths.DEADLINES, **query)


def _law(source: Source) -> str:
    return source.url or paths.law(source.key)


def _warning() -> str:
    return _(
        "Ce calcul informe, il ne conseille pas : un délai peut partir d’un autre jour, être interrompu ou suspendu."
    )
