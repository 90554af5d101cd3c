"""What the README says of the project's shape, settings and commands is so."""

import re
import tomllib
from dataclasses import fields

from forum.cli import forum
from forum.config import Config
from tests.architecture.source_tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SETTINGS = {f"FORUM_{each.name.upper()}" for each in fields(Config)}


def after(heading: str, end: str) -> str:
    """What stands between two texts of the README, each there once."""
    _, found, rest = README.partition(heading)
    assert found, heading
    text, found, _ = rest.partition(end)
    assert found, end
    return text


def test_the_picture_of_the_house_is_the_contract_of_imports() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["type"] == "layers"]
    picture = after("holds it (`make check`).\n\n```\n", "\n```")
    assert picture.splitlines() == layers


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"FORUM_[A-Z_]*", README.replace("FORUM_<NAME>", "")))
    assert named
    assert named - SETTINGS == set()


def test_every_command_of_the_console_is_named_and_no_other() -> None:
    named = {name.split()[0] for name in re.findall(r"`([a-z][a-z -]*)`", after("Commands, all under", "each says"))}
    assert named == set(forum.commands)


def test_every_command_of_make_is_named_and_no_other() -> None:
    listed = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"`(?:make )?([a-z]+)`", after("`make help` lists the rest", "\n\n")))
    assert named | set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) | {"help"} == listed
