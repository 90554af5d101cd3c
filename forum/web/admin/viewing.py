"""« Voir comme visiteur, comme membre »: the way in, and the way back."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from forum import paths
from forum.errors import Invalid
from forum.web.viewing import ViewAs, leads_back, view_as
from forum.words import message

enter = Blueprint("view_as", __name__)
way_back = Blueprint("leave_view", __name__)


@enter.post("/view-as")
def begin() -> Response:
    """Look at the site as a visitor or a plain member."""
    wanted = request.form.get("as", "")
    if wanted not in set(ViewAs):
        raise Invalid(message("Choisissez entre une personne sans compte et un membre."))
    view_as(ViewAs(wanted))
    return redirect(paths.BOARD, 303)


@way_back.post(paths.LEAVE_VIEW)
@leads_back
def leave() -> Response:
    """Be oneself again."""
    view_as(None)
    return redirect(paths.ADMIN, 303)
