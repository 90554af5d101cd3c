"""Tags as a writer names them: found by name, synonyms followed, made by those who may."""

from collections.abc import Iterable, Sequence

from forum.errors import Invalid
from forum.taxonomy.actions import create_tag
from forum.taxonomy.models import Tag
from forum.taxonomy.queries import tags_named
from forum.words import message, plural

_FIELD = "tags"


def tags_for(names: Iterable[str], *, at_most: int, may_create: bool) -> tuple[Tag, ...]:
    """The tags of these names, each once, in this order. Inside a write when they may be created.

    Raises Invalid for more than `at_most`, and for unknown names from whoever may not create tags.
    """
    names = tuple(names)
    known = known_tags(names, at_most=at_most, may_create=may_create)
    made = {name: _created(name) for name in names if name not in known}
    found = [known.get(name) or made[name] for name in names]
    return tuple({tag.id: tag for tag in found}.values())


def known_tags(names: Sequence[str], *, at_most: int, may_create: bool) -> dict[str, Tag]:
    """Those of these names that lead to a tag. Raises Invalid as above."""
    if len(names) > at_most:
        raise Invalid(message("Choisissez au plus %(count)s étiquettes.", count=at_most), _FIELD)
    known = tags_named(names)
    unknown = [name for name in names if name not in known]
    if unknown and not may_create:
        raise Invalid(
            plural(
                "L’étiquette « %(names)s » n’existe pas : choisissez parmi celles qui sont proposées.",
                "Ces étiquettes n’existent pas : %(names)s. Choisissez parmi celles qui sont proposées.",
                len(unknown),
                names=", ".join(unknown),
            ),
            _FIELD,
        )
    return known


def _created(name: str) -> Tag:
    try:
        return create_tag(name)
    except Invalid as error:
        raise Invalid(error.message, _FIELD) from None
