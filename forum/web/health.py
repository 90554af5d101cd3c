"""For whoever watches the site: is it alive, is it ready."""

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from forum import outbox
from forum.db import db

pages = Blueprint("health", __name__)

_OUTBOX_LATE_SECONDS = 300


@pages.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers and the worker keeps up."""
    db.session.execute(sa.text("SELECT 1"))
    late = outbox.state().late_seconds > _OUTBOX_LATE_SECONDS
    return jsonify(status="late" if late else "ok", outbox="late" if late else "ok"), 503 if late else 200
