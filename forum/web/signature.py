"""A member's signature: written, looked at, stored."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import actions
from forum.accounts.policy import may_edit_profile
from forum.db import db
from forum.errors import Invalid
from forum.markup import Kind
from forum.verdict import require
from forum.web.account import settings_stored, settings_tabs
from forum.web.forms.accounts import SIGNATURE_LENGTH, SignatureForm, typed
from forum.web.limits import hit
from forum.web.login import member, members_only
from forum.web.rendering import as_html

pages = Blueprint("signature", __name__)

Answer = str | Response | tuple[str, int]


@pages.get(paths.SETTINGS_SIGNATURE)
@members_only
def signature() -> Answer:
    """The form, with the signature as it stands under posts."""
    user = member()
    return _page(SignatureForm(obj=user), user.signature_html)


@pages.post(paths.SETTINGS_SIGNATURE)
@members_only
def change_signature() -> Answer:
    """Store it, or show what it would look like."""
    user, form = member(), SignatureForm()
    require(may_edit_profile(user, user))
    text = typed(form.signature)
    if not form.validate():
        return _page(form, ""), 422
    try:
        hit("preview")
        html = as_html(text, Kind.SIGNATURE) if text.strip() else ""
        if request.form.get("do") == "preview":
            return _page(form, html)
        with db.write():
            actions.change_signature(user, user, text, html)
    except Invalid as error:
        form.refuse(Invalid(error.message, "signature"), "signature")
        return _page(form, ""), 422
    return settings_stored(paths.SETTINGS_SIGNATURE)


def _page(form: SignatureForm, html: str) -> str:
    return render_template(
        "accounts/signature.html",
        form=form,
        shown_html=html,
        length=len(typed(form.signature)),
        longest=SIGNATURE_LENGTH,
        may=may_edit_profile(member(), member()),
        tabs=settings_tabs(paths.SETTINGS_SIGNATURE),
    )
