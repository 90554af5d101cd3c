"""What all pages of the administration share: their tabs, their forms, and how an act goes through."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.policy import may_administer
from forum.db import db
from forum.errors import Conflict, Invalid
from forum.web.forms.admin import AdminForm
from forum.web.jinja import notice
from forum.web.language import _, said
from forum.web.login import member
from forum.web.trail import Link, Tab, trail

Answer = str | Response | tuple[str, int]


def page(template: str, tab: str, heading: str, *steps: Link, **context: Any) -> str:
    """A page under one of the tabs; `steps` lead to it from that tab's first page, itself last."""
    titles = _titles()
    way = [(_("Administration"), paths.ADMIN)]
    if tab:
        way.append((titles[tab], paths.admin(tab)))
    tabs: list[Tab] = [(_("Vue d’ensemble"), paths.ADMIN, not tab)]
    tabs += [(title, paths.admin(name), name == tab) for name, title in titles.items()]
    return render_template(template, heading=heading, tabs=tabs, crumbs=trail(*way, *steps), **context)


def form_page(tab: str, heading: str, form: AdminForm, *steps: Link, **context: Any) -> Answer:
    """A page that is one form. `context`: intro, button, cancel_url, and what else `admin/edit.html` takes."""
    return page("admin/edit.html", tab, heading, *steps, form=form, **context), form.status


def confirm_page(tab: str, heading: str, sentence: str, button: str, back: str, **context: Any) -> str:
    """A page that asks once more before something is done that cannot be undone."""
    return page("admin/confirm.html", tab, heading, sentence=sentence, button=button, back=back, **context)


def goes_through(form: AdminForm, field: str, act: Callable[[], object]) -> bool:
    """Whether what the form brings holds and the act was done; the form says why when not.

    `field` is blamed for a refusal that blames none.
    """
    if not form.validate():
        return False
    try:
        with db.write():
            act()
    except (Invalid, Conflict) as error:
        form.refuse(error, field)
        return False
    return True


def done(sentence: str, target: str) -> Response:
    """Say so, on the page that one is led to: the board, for who has just left the administration."""
    notice("done", sentence)
    return redirect(target if may_administer(member()) else paths.BOARD, 303)


def act_and_return(act: Callable[[], object], sentence: str, target: str) -> Response:
    """Do something that needs no form but its button; what prevents it is said on the page that one is led to."""
    try:
        with db.write():
            act()
    except (Invalid, Conflict) as error:
        notice("problem", said(error.message))
        return redirect(target, 303)
    return done(sentence, target)


def _titles() -> dict[str, str]:
    return {
        "forums": _("Forums"),
        "groups": _("Groupes"),
        "ranks": _("Rangs"),
        "tags": _("Étiquettes"),
        "people": _("Membres"),
        "settings": _("Réglages"),
        "pages": _("Pages"),
        "state": _("État"),
        "log": _("Journal"),
    }
