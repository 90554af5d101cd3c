"""The way back up from a page, and lines of neighbouring pages, as the components take them."""

from collections.abc import Iterable

from forum import paths
from forum.accounts.policy import Actor
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.models import Forum
from forum.topics.models import Topic
from forum.topics.queries import Crumb
from forum.topics.rows import shown_title
from forum.web.language import _

Link = tuple[str, str]
Tab = tuple[str, str, bool]


def trail(*steps: Link, through: Iterable[Crumb] = ()) -> list[Link]:
    """From the board through these forums and steps; the last one is the page itself."""
    return [(_("Index du forum"), paths.BOARD), *((each.title, each.url) for each in through), *steps]


def within_topic(reader: Actor, topic: Topic, *steps: Link) -> list[Link]:
    """From the board through the forums of a topic that this reader sees, and the topic, to pages about it."""
    seen = taxonomy.visible(reader)
    line = [each for here in seen if here.id == topic.forum_id for each in taxonomy.lineage(seen, here)]
    title = (shown_title(topic.title), paths.topic(topic.id, topic.slug))
    return trail(title, *steps, through=as_crumbs(line))


def as_crumbs(line: Iterable[Forum]) -> list[Crumb]:
    """Forums as steps; a category has no page of its own to lead to."""
    return [Crumb(each.name, paths.forum(each.slug)) for each in line if each.kind == "forum"]


def topic_lists(reader: Actor, present: str = "") -> list[Tab]:
    """The everyday lists that this reader may ask for."""
    for_all = [("active", _("Actifs")), ("unanswered", _("Sans réponse"))]
    for_members = [("unread", _("Non lus")), ("new", _("Nouveaux depuis ma visite")), ("mine", _("Mes messages"))]
    shown = for_all if reader is None else [*for_members, *for_all]
    tabs = [(title, paths.topic_list(name), name == present) for name, title in shown]
    if reader is not None and reader.recognised_until is not None:
        tabs.append((_("De mes domaines, sans expert"), paths.EXPERT_QUESTIONS, present == "experts"))
    return tabs
