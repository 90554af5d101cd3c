"""Files that members sent: given out to whoever may read their post, taken in while one writes."""

from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template, request, send_file
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts.queries import is_portrait
from forum.attachments.policy import may_see_unposted
from forum.attachments.queries import AttachedFile, by_key, chosen
from forum.config import Config
from forum.errors import Conflict, Invalid, Refused, TooOften
from forum.messages import queries as messages
from forum.moderation import messages as desk
from forum.topics.queries import post_for
from forum.uploads.headers import file_headers
from forum.uploads.kinds import Kind
from forum.uploads.queries import by_digest
from forum.uploads.storage import path_of
from forum.verdict import HIDDEN, YES, require
from forum.web.attached import take_in
from forum.web.forms.writing import number
from forum.web.jinja import snapshot
from forum.web.language import _, said
from forum.web.login import actor, member
from forum.web.pictures import placed
from forum.web.security import takes_files

pages = Blueprint("attachments", __name__)


@pages.get("/attachments/<key>")
@pages.get("/attachments/<key>/<filename>")
def whole(key: str, filename: str = "") -> Response:
    """A file, as its owner named it."""
    file = _readable(key)
    return _of_its_readers(file, _given_out(file.digest, file.mime, file.filename))


@pages.get("/attachments/<key>/thumb")
def thumbnail(key: str) -> Response:
    """The smaller picture of an image; the image itself where it has none."""
    file = _readable(key)
    if not file.is_image:
        require(HIDDEN)
    if file.thumb_digest is None:
        return _of_its_readers(file, _given_out(file.digest, file.mime, file.filename))
    return _of_its_readers(file, _given_out(file.thumb_digest, Kind.WEBP.mime, f"{Path(file.filename).stem}.webp"))


@pages.get("/avatars/<key>")
def portrait(key: str) -> Response:
    """A member's picture, or the site's logo."""
    # security: a digest alone opens nothing; somebody must have chosen this picture to be seen by all
    shown = key == snapshot().settings.logo or is_portrait(key)
    upload = by_digest(key) if shown else None
    require(HIDDEN if upload is None else YES)
    assert upload is not None
    answer = _given_out(upload.digest, upload.mime, _("portrait"))
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@pages.post(paths.UPLOAD)
@takes_files
def upload() -> tuple[Response, int]:
    """Take in one file dropped, pasted or chosen: answers its key, what places it, and its row of the form as HTML."""
    writer, sent = member(), request.files.get("files")
    if sent is None or not sent.filename:
        return jsonify(error=_("Choisissez un fichier.")), 422
    try:
        key = take_in(writer, sent, count=number(request.form.get("count")) or 0)
    except (Invalid, Conflict, Refused, TooOften) as error:
        return jsonify(error=said(error.message)), 429 if isinstance(error, TooOften) else 422
    item = chosen(member(), [key])[0]
    row = render_template("topics/_attached.html", item=item)
    return jsonify(key=key, placed=placed(key) if item.is_image else "", filename=item.filename, row=row), 201


def _readable(key: str) -> AttachedFile:
    """The file, when its post (or its owner, before it is posted) lets the reader see it. Raises Missing."""
    file = by_key(key)
    if file is not None and file.message_id is not None:
        require(YES if _reads_message(file.message_id) else HIDDEN)
    elif file is None or file.post_id is None:
        require(HIDDEN if file is None else may_see_unposted(actor(), file))
    else:
        post_for(file.post_id, actor())
    assert file is not None
    return file


def _reads_message(message_id: int) -> bool:
    """Whether the reader is in the message's conversation, or staff whom one of those showed it to."""
    reader = actor()
    return reader is not None and (messages.may_open_file(reader, message_id) or desk.may_open_file(reader, message_id))


def _of_its_readers(file: AttachedFile, answer: Response) -> Response:
    if file.message_id is not None:
        # security: who leaves a conversation, or whose report is closed, finds nothing of it in their browser's store
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _given_out(digest: str, mime: str, filename: str) -> Response:
    config: Config = current_app.extensions["forum"]
    path = path_of(config.uploads_dir, digest)
    if not path.is_file():
        require(HIDDEN)
    answer = send_file(path, mimetype=mime, conditional=True, etag=digest)
    answer.headers.update(file_headers(mime, filename))
    return answer
