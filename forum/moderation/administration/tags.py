"""Tags made, renamed, brought together, removed."""

from forum import outbox
from forum.accounts.models import User
from forum.accounts.policy import may_administer
from forum.errors import Invalid
from forum.moderation.administration.acts import Act, differences
from forum.moderation.log import record
from forum.outbox import Event
from forum.taxonomy import actions as taxonomy
from forum.taxonomy.actions import TagDraft
from forum.taxonomy.models import Tag
from forum.taxonomy.queries import synonyms
from forum.topics.tagged import carry_over, topics_with
from forum.verdict import require
from forum.words import message


def create_tag(actor: User, draft: TagDraft) -> Tag:
    """A new tag with its synonyms. Raises Invalid when a name is taken."""
    require(may_administer(actor))
    made = taxonomy.create_tag(draft.name, draft.description)
    taxonomy.set_synonyms(made, draft.synonyms)
    record(actor, Act.CREATE_TAG, title=made.name)
    return made


def change_tag(actor: User, tag: Tag, draft: TagDraft) -> None:
    """Rename and describe a tag, and say which other names lead to it; its address stays. Raises Invalid."""
    require(may_administer(actor))
    before = _facts(tag)
    taxonomy.change_tag(tag, draft.name, draft.description)
    taxonomy.set_synonyms(tag, draft.synonyms)
    record(actor, Act.CHANGE_TAG, title=tag.name, changes=differences(before, _facts(tag)))


def merge_tag(actor: User, tag: Tag, target: Tag) -> int:
    """Make a tag a synonym of another, which its topics carry from now on; returns how many topics there were."""
    require(may_administer(actor))
    if tag.id == target.id:
        raise Invalid(message("Choisissez une autre étiquette que celle-ci."), "into")
    topic_ids = carry_over(tag, target)
    taxonomy.lead_to(tag, target)
    record(actor, Act.MERGE_TAG, title=tag.name, changes={"name": [tag.name, target.name]}, topics=len(topic_ids))
    _tell(topic_ids)
    return len(topic_ids)


def delete_tag(actor: User, tag: Tag) -> None:
    """Remove a tag and its synonyms; topics lose it."""
    require(may_administer(actor))
    name, topic_ids = tag.name, topics_with(tag)
    taxonomy.delete_tag(tag)
    record(actor, Act.DELETE_TAG, title=name, topics=len(topic_ids))
    _tell(topic_ids)


def _facts(tag: Tag) -> dict[str, str]:
    return {"name": tag.name, "description": tag.description, "synonyms": ", ".join(synonyms(tag))}


def _tell(topic_ids: list[int]) -> None:
    for topic_id in topic_ids:
        outbox.publish(Event.TOPIC_CHANGED, topic_id=topic_id)
