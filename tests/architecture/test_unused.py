"""Nothing is kept that nobody uses: functions, settings, templates, styles. What only a test calls is dead too."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from forum.config import Config
from tests.architecture.source_tree import ROOT, TEMPLATES, name_of, python_files, template_files
from tests.architecture.uses import unused

KEPT = {
    "forum.schema.TABLES": "each model is imported so that the metadata knows its tables",
    "forum.schema.differences": "the tests of migrations hold models and migrations together",
    "forum.schema.downgrade": "the site only goes up; the tests, and somebody in need, go down",
}
ATTRIBUTE = re.compile(r"\.([A-Za-z_]\w*)")
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
# Comments, addresses and what a rule says name no class.
NO_SELECTOR = re.compile(r"/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", re.DOTALL)


def module_of(path: Path) -> str:
    """The dotted name that a file is imported by."""
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def text_of(*globs: str) -> str:
    """All that stands in the files that are found so; never nothing."""
    found = [path.read_text("utf-8") for each in globs for path in sorted(ROOT.glob(each))]
    assert any(found), globs
    return "\n".join(found)


def test_every_function_class_and_constant_is_used() -> None:
    sources = {module_of(path): path.read_text("utf-8") for path in [*python_files("forum"), ROOT / "wsgi.py"]}
    assert unused(sources, frozenset(ATTRIBUTE.findall(text_of("templates/**/*.*")))) == set(KEPT)


def test_every_setting_is_read() -> None:
    read = set(ATTRIBUTE.findall(text_of("forum/**/*.py")))
    assert {each.name for each in fields(Config)} - read == set()


def test_every_template_is_named() -> None:
    """By its whole name; a mail by that of its kind, which `letters` and `noticemail` put its folder before."""
    code, templates = text_of("forum/**/*.py"), text_of("templates/**/*.*")
    named = {*re.findall(r"\"([\w/.]+)\"", code + templates), *re.findall(r"'([\w/.]+)'", templates)}
    kinds = set(re.findall(r"\"(\w+)\"", code))
    names = {path.relative_to(TEMPLATES).as_posix() for path in template_files()}
    assert {name for name in names - named if not (name.startswith("mail/") and Path(name).stem in kinds)} == set()


def test_every_class_of_the_style_sheets_is_given() -> None:
    """By a template, the renderer, a view or a script; `of-solved` also by `of-{{ outcome }}`, `h7` by `h{{ hue }}`."""
    given = text_of("templates/**/*.html", "forum/**/*.py", "static/js/**/*.js")
    asked = set(CLASS.findall(NO_SELECTOR.sub("{", text_of("static/css/**/*.css"))))
    words = set(re.findall(r"[A-Za-z_][\w-]*", given))
    beginnings = "|".join(set(re.findall(r"[ \"]([A-Za-z][\w-]*)\{\{", given)))
    filled_in = re.compile(rf"({beginnings})(\d+|(?<=-)\w+)")
    assert [name for name in sorted(asked - words) if not filled_in.fullmatch(name)] == []


@pytest.mark.parametrize(
    ("source", "dead"),
    [
        ("def f(): ...", {"forum.a.f"}),
        ("def f(): ...\nf()", set()),
        ("SIZE = 1\nWIDTH: int = SIZE", {"forum.a.WIDTH"}),
        ("class One: ...\nclass Two(One): ...", {"forum.a.Two"}),
        ("@dataclass(frozen=True)\nclass One: ...", {"forum.a.One"}),
        ("@pages.get('/')\ndef view(): ...", set()),
        ("def taken(): ...", set()),
        ("def asked(): ...", set()),
        ("def handed_on(): ...", {"forum.a.handed_on"}),
        ("def in_templates(): ...", {"forum.a.in_templates"}),
    ],
)
def test_what_is_unused_is_found(source: str, dead: set[str]) -> None:
    sources = {
        "forum.a": source,
        "forum.b": "from forum import a\nfrom forum.a import taken\nprint(a.asked(), other.in_templates)",
        "forum.door": "from forum.a import handed_on",
        "forum.door.part": "",
    }
    assert unused(sources) == dead


def test_a_module_that_is_a_value_uses_what_is_read_of_something() -> None:
    sources = {
        "forum.a": "def count(): ...\ndef rerender(): ...\ndef shown(): ...\ndef dead(): ...",
        "forum.b": "from forum import a\nfor each in (a,):\n    each.count()\n    each.rerender()",
    }
    assert unused(sources, frozenset({"shown"})) == {"forum.a.dead"}
