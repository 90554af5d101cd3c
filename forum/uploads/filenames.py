"""Names of files as readers see them. Pure. No file on disk is ever called what a member called it."""

import re
import unicodedata

from forum.uploads.kinds import Kind

LENGTH = 150
_NAMELESS = "fichier"
# Controls, formats (bidirectional overrides, zero-width), surrogates, private and unassigned characters.
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_RESERVED = re.compile(r'[<>:"|?*]')  # Windows refuses them in a name


def display_name(raw: str, kind: Kind) -> str:
    """`raw` in NFC without path, controls or tricks of direction, at most 150 characters.

    It ends with an extension of `kind`: its own when it is one, else the usual one in its place.
    """
    shown = "".join(char for char in _last_part(raw) if _is_shown(char))
    stem, extension = split_extension(_RESERVED.sub("_", unicodedata.normalize("NFC", shown)))
    if extension not in kind.extensions:
        extension = kind.extensions[0]
    stem = _tidy(stem)[: LENGTH - len(extension) - 1]
    return f"{_tidy(stem) or _NAMELESS}.{extension}"


def split_extension(filename: str) -> tuple[str, str]:
    """The name before its last dot, and the extension in lower case ("" when there is none)."""
    stem, dot, extension = _last_part(filename).rpartition(".")
    return (stem, extension.strip().lower()) if dot else (extension, "")


def _last_part(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSHOWN


def _tidy(stem: str) -> str:
    return " ".join(stem.split()).strip(". ")
