"""A member's own data, all of it, for whoever shows again that they are this member."""

import tempfile

from flask import Blueprint, current_app, redirect, render_template, send_file
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.accounts import deletion
from forum.accounts.models import User
from forum.config import Config
from forum.db import db
from forum.errors import Invalid, TooOften
from forum.privacy.archive import write_archive
from forum.web.account import settings_tabs
from forum.web.forms.accounts import AgainForm, DeletionForm
from forum.web.jinja import notice
from forum.web.language import _n
from forum.web.limits import hit
from forum.web.login import member, members_only, sign_out
from forum.web.reauthentication import require_again
from forum.web.statuses import status_of

pages = Blueprint("privacy", __name__)

Answer = str | Response | tuple[str, int]


@pages.get(paths.SETTINGS_PRIVACY)
@members_only
def privacy() -> Answer:
    """What can be asked of one's data."""
    return _page(AgainForm())


@pages.post(paths.SETTINGS_PRIVACY)
@members_only
def download() -> Answer:
    """All of it as a ZIP, made now and kept nowhere."""
    user, form = member(), AgainForm()
    try:
        require_again(user, form)
        hit("export", by=f"data of {user.id}")
    except (Invalid, TooOften) as error:
        form.refuse(error, "current")
        return _page(form), status_of(error)
    config: Config = current_app.extensions["forum"]
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer that sends it
    write_archive(user, file, uploads=config.uploads_dir)
    file.seek(0)
    name = f"{user.name_key}-{clock.now():%Y-%m-%d}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    # security: said here, since send_file says « no-cache », which lets a browser's disk keep it
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.post(paths.SETTINGS_DELETION)
@members_only
def ask_deletion() -> Answer:
    """Have the account deleted after some days. Every session ends, this one too."""
    user, form = member(), DeletionForm()
    config: Config = current_app.extensions["forum"]
    try:
        require_again(user, form)
        with db.write(quiet=True):
            deletion.ask_deletion(db.session.get_one(User, user.id), texts=form.texts.data, days=config.deletion_days)
    except (Invalid, TooOften) as error:
        form.refuse(error, "current")
        return _page(AgainForm(formdata=None), form), status_of(error)
    sign_out()
    words = _n(
        "Votre compte sera supprimé dans %(count)s jour. Connectez-vous d’ici là pour le garder.",
        "Votre compte sera supprimé dans %(count)s jours. Connectez-vous d’ici là pour le garder.",
        config.deletion_days,
    )
    notice("done", words)
    return redirect(paths.BOARD, 303)


def _page(form: AgainForm, leaving: DeletionForm | None = None) -> str:
    config: Config = current_app.extensions["forum"]
    return render_template(
        "accounts/privacy.html",
        form=form,
        leaving=leaving or DeletionForm(formdata=None),
        days=config.deletion_days,
        kept_days=config.contribution_days,
        tabs=settings_tabs(paths.SETTINGS_PRIVACY),
    )
