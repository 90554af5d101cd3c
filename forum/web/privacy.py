"""A member's own data, all of it, for whoever shows again that they are this member."""

import tempfile

from flask import Blueprint, current_app, render_template, send_file
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.config import Config
from forum.errors import Invalid, TooOften
from forum.privacy.archive import write_archive
from forum.web.account import settings_tabs
from forum.web.forms.accounts import AgainForm
from forum.web.limits import hit
from forum.web.login import member, members_only
from forum.web.reauthentication import require_again

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
        return _page(form), 429 if isinstance(error, TooOften) else 422
    config: Config = current_app.extensions["forum"]
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer that sends it
    write_archive(user, file, uploads=config.uploads_dir)
    file.seek(0)
    name = f"{user.name_key}-{clock.now():%Y-%m-%d}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    # security: said here, since send_file says « no-cache », which lets a browser's disk keep it
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(form: AgainForm) -> str:
    return render_template("accounts/privacy.html", form=form, tabs=settings_tabs(paths.SETTINGS_PRIVACY))
