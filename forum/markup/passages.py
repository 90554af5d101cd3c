"""The Markdown of a passage that was selected on the page, where it is found in the text that made it."""

import re

from forum.markup.cleaning import clean_text

LONGEST = 4_000  # characters: a longer quote says less than the link beside it
_PIECE = re.compile(r"(?P<target>\]\([^()\n]{0,2300}\))|(?P<word>[^\W_]+)")
_WORD = re.compile(r"[^\W_]+")
_OPENS, _CLOSES = re.compile(r"[*_~`\[(«“\"]*\Z"), re.compile(r"[*_~`]*(?:\]\([^()\n]{0,2300}\))?[*_~`]*")
_SENTENCE_ENDS = re.compile(r"[ \u00a0\u202f]?[.!?…)»”\"]+")
_LINE_BEGINS = re.compile(r"[ >]*(?:#{1,6} |[-*+] (?:\[[ xX]\] )?|\d{1,9}[.)] )?[*_~`\[(«“\"]*")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def passage(source: str, selected: str) -> str:
    """The Markdown of what was selected; its plain words, kept from meaning anything else, where that is not found."""
    source, selected = clean_text(source), clean_text(selected)[:LONGEST].strip()
    found = _place(source, selected)
    if found is None:
        return _MARKUP.sub(r"\\\1", selected)
    start, end = found
    ends = selected[-1:] in set('.!?…)»”"')
    for text, until in (_with_its_marks(source, start, end), (source[start:end], end)):
        if _balanced(text):
            tail = _SENTENCE_ENDS.match(source, until) if ends else None
            return text + (tail.group() if tail else "")
    return _MARKUP.sub(r"\\\1", selected)


def _place(source: str, selected: str) -> tuple[int, int] | None:
    """Where its words stand in the source, one after the other. Linear."""
    words = [match for match in _PIECE.finditer(source) if match["word"]]
    wanted = [word.casefold() for word in _WORD.findall(selected)]
    if not wanted:
        return None
    haystack, needle = ("\0".join(("", *each, "")) for each in ([word.group().casefold() for word in words], wanted))
    at = haystack.find(needle)
    if at < 0:
        return None
    first = haystack.count("\0", 0, at)
    return words[first].start(), words[first + len(wanted) - 1].end()


def _with_its_marks(source: str, start: int, end: int) -> tuple[str, int]:
    """The passage with the emphasis and the link that it ends in; of several lines, from the beginning of the first."""
    opened, closed = _OPENS.search(source, max(0, start - 10), start), _CLOSES.match(source, end)
    first = opened.start() if opened else start
    line = source.rfind("\n", 0, start) + 1
    if "\n" in source[start:end] and _LINE_BEGINS.fullmatch(source, line, start):
        first = line
    until = closed.end() if closed else end
    return source[first:until], until


def _balanced(text: str) -> bool:
    """Whether what the passage opens it closes."""
    even = all(text.count(mark) % 2 == 0 for mark in ("**", "~~", "`", "_"))
    stars = re.sub(r"^[ >]*\* ", "", text, flags=re.MULTILINE)
    return even and stars.count("*") % 2 == 0 and text.count("[") == text.count("]")
