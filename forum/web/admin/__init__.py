"""The administration: every page under `/admin`, all behind one door."""

from flask import Blueprint

from forum import paths
from forum.accounts.policy import may_administer
from forum.verdict import require
from forum.web.admin import forums, groups, journal, overview, people, ranks, rights, settings, sitepages, state, tags
from forum.web.admin.frame import Answer
from forum.web.admin.viewing import enter, way_back
from forum.web.again import ask_again_unless_recent
from forum.web.login import actor

pages = Blueprint("admin", __name__, url_prefix=paths.ADMIN)

_FAMILIES = (
    overview.pages,
    forums.pages,
    rights.pages,
    groups.pages,
    ranks.pages,
    tags.pages,
    people.pages,
    settings.pages,
    sitepages.pages,
    state.pages,
    journal.pages,
    enter,
)


@pages.before_request
def _door() -> Answer | None:
    # security: asked here once for whatever route is added below, and again by each action
    require(may_administer(actor()))
    return ask_again_unless_recent()


for _family in _FAMILIES:
    pages.register_blueprint(_family)

__all__ = ["pages", "way_back"]
