"""What the site imports, it asks for by name; what it asks for, the README explains."""

import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture.source_tree import ROOT, imports, python_files

# Part of what another package is, by its maintainers' own words; asked for through that one.
COMES_WITH = {
    "click": "flask",
    "itsdangerous": "flask",
    "jinja2": "flask",
    "markupsafe": "flask",
    "werkzeug": "flask",
    "flask-mail": "flask-security",
    "libpass": "flask-security",  # passlib: its TOTP
    "wtforms": "flask-wtf",
}

# An entry of a lock: a name, one version, and on the next line the first of its hashes.
LOCKED = re.compile(r"^([a-z0-9-]+)==.*\\\n +--hash=sha256:", re.MULTILINE)


def normal(name: str) -> str:
    """A package's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(requirements: str) -> dict[str, str]:
    """The packages named in a requirements file, by normal name, as they are spelled there."""
    lines = (line.split("#")[0].strip() for line in requirements.splitlines())
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith("-"))
    return {normal(name.group()): name.group() for name in names if name}


def imported() -> set[str]:
    """The packages behind the imports of the site, ours and the standard library's left out."""
    tops = {
        module.split(".")[0]
        for path in [*python_files("forum"), ROOT / "wsgi.py"]
        for module, _ in imports(path.read_text("utf-8"))
    }
    homes = packages_distributions()
    outside = tops - set(sys.stdlib_module_names) - {"forum"}
    return {normal(homes[top][0]) if top in homes else top for top in outside}


def test_what_the_site_imports_is_asked_for() -> None:
    asked = set(asked_for((ROOT / "requirements.in").read_text("utf-8")))
    assert {COMES_WITH.get(name, name) for name in imported()} - asked == set()


def test_the_readme_explains_every_package() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("|")]
    explained = {normal(word) for row in rows for word in re.findall(r"[A-Za-z0-9._-]+", row.split("|")[1])}
    asked = asked_for((ROOT / "requirements.in").read_text("utf-8"))
    assert [spelled for name, spelled in asked.items() if name not in explained] == []


def test_the_readme_names_every_package_of_the_tests() -> None:
    _, _, said = (ROOT / "README.md").read_text("utf-8").partition("Tests and checks add ")
    named = {normal(word) for word in re.findall(r"[A-Za-z0-9-]+", said.partition("\n\n")[0])}
    asked = asked_for((ROOT / "requirements-dev.in").read_text("utf-8"))
    assert {name for name in asked if not name.startswith("types-")} - named == set()


def test_every_package_is_locked_with_its_hash() -> None:
    for name in ("requirements", "requirements-dev"):
        lock = (ROOT / f"{name}.txt").read_text("utf-8")
        asked = set(asked_for((ROOT / f"{name}.in").read_text("utf-8")))
        assert asked - set(LOCKED.findall(lock)) == set()


def test_requirements_are_read() -> None:
    text = "# why\n-r other.in\nFlask-SQLAlchemy>=3.1  # below\nbleach[css]>=6\n\ntzdata\n"
    assert asked_for(text) == {"flask-sqlalchemy": "Flask-SQLAlchemy", "bleach": "bleach", "tzdata": "tzdata"}
