"""Files, functions, views and templates are small enough to be read at once, without exception."""

import ast

import pytest

from tests.architecture.source_tree import Function, functions, length, name_of, python_files, template_files

FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 25
TEMPLATE_LINES = 160
ROUTES = {"route", "get", "post", "put", "patch", "delete"}


def too_long(source: str, limit: int, *, views_only: bool = False) -> list[str]:
    return [
        f"{function.name}: {length(function)} lines"
        for function in functions(source)
        if length(function) > limit and (is_view(function) or not views_only)
    ]


def is_view(function: Function) -> bool:
    """A function under `@something.route(…)`, `.get(…)`, `.post(…)` and the like."""
    called = [decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in ROUTES for call in called)


def in_each(tops: tuple[str, ...], limit: int, *, views_only: bool = False) -> list[str]:
    return [
        f"{name_of(path)}: {found}"
        for path in python_files(*tops)
        for found in too_long(path.read_text("utf-8"), limit, views_only=views_only)
    ]


def test_files_stay_short() -> None:
    lines = {name_of(path): path.read_text("utf-8").count("\n") for path in python_files("forum", "tests")}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_functions_stay_short() -> None:
    assert in_each(("forum", "tests"), FUNCTION_LINES) == []


def test_views_stay_short() -> None:
    assert in_each(("forum/web",), VIEW_LINES, views_only=True) == []


def test_templates_stay_short() -> None:
    lines = {name_of(path): path.read_text("utf-8").count("\n") for path in template_files()}
    assert {name: count for name, count in lines.items() if count > TEMPLATE_LINES} == {}


@pytest.mark.parametrize(
    ("decorator", "body", "views_only", "found"),
    [
        ("", 9, False, []),
        ("", 10, False, ["f: 11 lines"]),
        ("", 10, True, []),
        ("@page.get('/')", 10, True, ["f: 11 lines"]),
        ("@page.route('/')", 9, True, []),
        ("@cached\n@page.post('/')", 10, True, ["f: 11 lines"]),
        ("@cached", 10, True, []),
    ],
)
def test_the_measure_finds_what_is_too_long(decorator: str, body: int, views_only: bool, found: list[str]) -> None:
    source = f"{decorator}\ndef f():\n" + "    g()\n" * body
    assert too_long(source, 10, views_only=views_only) == found
