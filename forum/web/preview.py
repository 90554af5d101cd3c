"""The preview while one types: the server's own rendering, for the script of the editor."""

from datetime import date

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from forum import clock, paths
from forum.accounts.policy import may_write
from forum.attachments.queries import chosen
from forum.errors import Invalid
from forum.markup.bbcode import looks_like_bbcode
from forum.topics import policy, queries
from forum.verdict import require
from forum.web.forms import block, line
from forum.web.forms.lawfield import law_typed
from forum.web.forms.writing import number
from forum.web.language import said
from forum.web.limits import limited
from forum.web.login import member
from forum.web.rendering import as_preview

pages = Blueprint("preview", __name__)


@pages.post(paths.PREVIEW)
@limited("preview")
def preview() -> tuple[Response, int]:
    """The HTML of `body`, with the files of `file`; `post` is the post being edited, `law` what a topic's field holds.
    422 with the reason if refused."""
    writer = member()
    require(may_write(writer))
    body = block(request.form.get("body"))
    try:
        post_id, written_on = _edited_post()
        files = chosen(writer, request.form.getlist("file"), post_id)
        html = as_preview(body, files, written_on, law_typed(line(request.form.get("law"))))
    except Invalid as error:
        return jsonify(error=said(error.message)), 422
    return jsonify(html=html, bbcode=looks_like_bbcode(body)), 200


def _edited_post() -> tuple[int | None, date | None]:
    """The post whose files may be shown, and its day, when the writer may edit it."""
    if (post_id := number(request.form.get("post"))) is None:
        return None, None
    post, topic = queries.post_for(post_id, member())
    return (post_id, clock.day_of_law(post.created_at)) if policy.may_edit(member(), post, topic) else (None, None)
