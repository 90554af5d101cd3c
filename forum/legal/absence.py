"""Numbers that no article bears: of a code whose articles are known, of a treaty or an act whose last one is."""

from forum.legal.cited import ends_of
from forum.legal.facts import Facts, Reach, packaged
from forum.legal.names import may_have

# A new article comes in behind the last one, or a few; so many times the last number, and it is a slip of the writer.
_FAR = 2


def is_absent(key: str, facts: Facts | None = None) -> bool:
    """Whether the facts say that no such article exists or ever did; of a range, either of its ends."""
    facts = facts or packaged()
    for each in ends_of(key) or (key,):
        text, _, number = each.partition("/")
        if number and (facts.knows(text, number) is False or not may_have(text, number)):
            return True
    return False


def cannot_be(key: str, facts: Facts | None = None) -> bool:
    """Whether no such article can come to be either: past the last of a treaty or an act of the Union, or far past that
    of a code whose facts are complete. Of a range, either of its ends."""
    facts = facts or packaged()
    for each in ends_of(key) or (key,):
        text, _, number = each.partition("/")
        if number and (not may_have(text, number) or _is_far_past(text, number, facts)):
            return True
    return False


def _is_far_past(text: str, number: str, facts: Facts) -> bool:
    code = facts.codes.get(text)
    if code is None or code.reach is not Reach.COMPLETE or not number.isdecimal() or facts.knows(text, number):
        return False
    last = facts.last_number(text)
    return last > 0 and int(number[:9]) > _FAR * last
