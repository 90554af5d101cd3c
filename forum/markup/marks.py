"""Stand-ins used while a text is being parsed: Unicode noncharacters, which `clean_text` takes out of any input.

A character that looks like markup and cannot be (an unmatched bracket, an underscore inside a word) is masked
before Markdown sees it and restored afterwards. Restoring needs no context: a mask means its character everywhere.
"""

MASKED = "[]*_~`"
FENCE = "\ufdd0"

_MASKS = {ord(character): chr(0xFDD1 + at) for at, character in enumerate(MASKED)}
_CHARACTERS = {ord(mask): chr(code) for code, mask in _MASKS.items()}

OPEN_BRACKET = _MASKS[ord("[")]
CLOSE_BRACKET = _MASKS[ord("]")]


def mask(text: str) -> str:
    """Hide every character of `text` that could be inline markup."""
    return text.translate(_MASKS)


def unmask(text: str) -> str:
    """Give back the characters that `mask` hid."""
    return text.translate(_CHARACTERS)
