"""A module is named after what it knows."""

import pytest

from tests.architecture.source_tree import name_of, python_files

# Names of drawers: whatever has no home ends up in one.
DRAWERS = {"base", "common", "core", "lib", "misc", "shared", "tools"}
DRAWERS |= {"helper", "helpers", "manager", "managers", "util", "utils"}


def is_drawer(stem: str) -> bool:
    """`text_utils` is a drawer too."""
    return stem.strip("_").rpartition("_")[2] in DRAWERS


def test_no_module_is_a_drawer() -> None:
    names = [name_of(path) for path in python_files("forum", "tests")]
    assert [name for name in names if any(is_drawer(part) for part in name[:-3].split("/"))] == []


@pytest.mark.parametrize(
    ("stem", "drawer"),
    [("utils", True), ("text_utils", True), ("_common", True), ("database", False), ("toolset", False)],
)
def test_drawers_are_recognised(stem: str, drawer: bool) -> None:
    assert is_drawer(stem) is drawer
