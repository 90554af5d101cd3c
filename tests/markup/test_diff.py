"""The differences between two versions are true, fine enough to read, and never long to find."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.markup.diff import Change, DiffRow, Segment, diff_lines
from tests.timing import cpu_seconds


def side(rows: list[DiffRow], left_out: Change) -> list[str]:
    """One of the two texts, read back from the rows."""
    return [
        "".join(segment.text for segment in row.segments if segment.kind is not left_out)
        for row in rows
        if row.kind is not left_out
    ]


def short(rows: list[DiffRow]) -> list[str]:
    signs = {Change.SAME: "=", Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}
    return [
        signs[row.kind] + "|".join(f"{signs[segment.kind]}{segment.text}" for segment in row.segments) for row in rows
    ]


CASES = [
    ("a", "a", ["==a"]),
    ("a\nb\nc", "a\nc", ["==a", "--b", "==c"]),
    ("a\nc", "a\nb\nc", ["==a", "++b", "==c"]),
    ("le mot juste", "le bon mot juste", ["~=le |+bon |=mot juste"]),
    ("le mot juste", "le mot faux ici", ["~=le mot |-juste|+faux ici"]),
    ("tout autre chose", "rien de commun", ["--tout autre chose", "++rien de commun"]),
    ("", "a", ["--", "++a"]),
]


@pytest.mark.parametrize(("old", "new", "rows"), CASES)
def test_rows(old: str, new: str, rows: list[str]) -> None:
    assert short(diff_lines(old, new)) == rows


def test_a_segment_is_words() -> None:
    assert diff_lines("a", "a")[0] == DiffRow(Change.SAME, (Segment(Change.SAME, "a"),))


_TEXTS = st.text(alphabet="ab \n", max_size=60)


@given(_TEXTS, _TEXTS)
@settings(max_examples=500, deadline=None)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    rows = diff_lines(old, new)
    assert side(rows, Change.ADDED) == old.split("\n")
    assert side(rows, Change.REMOVED) == new.split("\n")


def shuffled(words: list[str], seed: int) -> list[str]:
    return random.Random(seed).sample(words, len(words))


NUMBERS = [str(number) for number in range(6_000)]
COINS = [random.Random(0).choice("ab") for _ in range(16_000)]
HOSTILE = {
    "one word again and again": ("a " * 16_000, "b a " * 8_000),
    "words out of order": (" ".join(NUMBERS), " ".join(shuffled(NUMBERS, 1))),
    "lines out of order": ("\n".join(NUMBERS), "\n".join(shuffled(NUMBERS, 2))),
    "two lines again and again": ("a\n" * 16_000, "a\nb\n" * 8_000),
    "coins in lines": ("\n".join(COINS), "\n".join(shuffled(COINS, 3))),
    "coins in words": (" ".join(COINS), " ".join(shuffled(COINS, 4))),
    "every line changed": ("a b c d e f g\n" * 2_200, "x a y c z e w\n" * 2_200),
    "nothing but spaces": (" " * 32_000, "  \n" * 10_000),
}


@pytest.mark.parametrize(("old", "new"), HOSTILE.values(), ids=HOSTILE.keys())
def test_it_never_takes_long(old: str, new: str) -> None:
    rows = diff_lines(old[:32_000], new[:32_000])
    assert cpu_seconds(lambda: diff_lines(old[:32_000], new[:32_000])) < 0.5
    assert side(rows, Change.ADDED) == old[:32_000].split("\n")
    assert side(rows, Change.REMOVED) == new[:32_000].split("\n")
