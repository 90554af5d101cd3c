"""The way back up from a page, and lines of neighbouring pages, as the components take them."""

from collections.abc import Iterable

from forum import paths
from forum.accounts.policy import Actor
from forum.topics.queries import Crumb
from forum.web.language import _

Link = tuple[str, str]
Tab = tuple[str, str, bool]


def trail(*steps: Link, through: Iterable[Crumb] = ()) -> list[Link]:
    """From the board through these forums and steps; the last one is the page itself."""
    return [(_("Index du forum"), paths.BOARD), *((each.title, each.url) for each in through), *steps]


def topic_lists(reader: Actor, present: str = "") -> list[Tab]:
    """The everyday lists that this reader may ask for."""
    for_all = [("active", _("Actifs")), ("unanswered", _("Sans réponse"))]
    for_members = [("unread", _("Non lus")), ("new", _("Nouveaux depuis ma visite")), ("mine", _("Mes messages"))]
    shown = for_all if reader is None else [*for_members, *for_all]
    return [(title, paths.topic_list(name), name == present) for name, title in shown]
