"""Stand-ins used while a text is being parsed: Unicode noncharacters, which `clean_text` takes out of any input.

A character that looks like markup and cannot be (an unmatched bracket, an underscore inside a word) is masked
before Markdown sees it and restored afterwards. Restoring needs no context: a mask means its character everywhere.
"""

MASKED = "[]*_~`"
FENCE = "\ufdd0"
# The second of two backslashes: they show one, which refuses no reference. `undouble` settles it when the law was read.
DOUBLED = "\ufdd8"

_MASKS = {ord(character): chr(0xFDD1 + at) for at, character in enumerate(MASKED)}
_CHARACTERS = {ord(mask): chr(code) for code, mask in _MASKS.items()}
_MASKS[ord("\\")] = DOUBLED

OPEN_BRACKET = _MASKS[ord("[")]
CLOSE_BRACKET = _MASKS[ord("]")]


def mask(text: str) -> str:
    """Hide every character of `text` that could be inline markup."""
    return text.translate(_MASKS)


def undouble(text: str, *, as_typed: bool = False) -> str:
    """Two backslashes `as_typed`, which is how code shows them; else the one that Markdown shows."""
    return text.replace(DOUBLED, "\\" if as_typed else "")


def unmask(text: str) -> str:
    """Give back the characters that `mask` hid."""
    return text.translate(_CHARACTERS)
