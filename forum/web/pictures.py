"""Pictures placed in a text: what the editor writes for one, with words to type over that say what it shows."""

from forum.web.language import said
from forum.words import message

_DESCRIBE = message("Décrivez l’image")


def placed(key: str) -> str:
    """The Markdown of a picture just sent."""
    return f"{_beginning()}{key})"


def undescribed(body: str) -> str:
    """The text without our words where nobody typed over them: read aloud, they would describe nothing."""
    return body.replace(_beginning(), "![](attachment:")


def _beginning() -> str:
    return f"![{said(_DESCRIBE)}](attachment:"
