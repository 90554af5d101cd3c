"""Every sentence of the interface has its English, with the same parameters; none is left over."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "forum/translations/en/LC_MESSAGES/messages.po"
KEYWORDS = ("_", "_n:1,2", "message", "plural:1,2")
PARAMETER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The sentences that stand in code and templates now."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", *keywords]
    subprocess.run([*command, "-o", str(path), "."], cwd=ROOT, check=True)
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _sentences(catalog: Catalog) -> dict[str, Message]:
    return {_parts(message.id)[0]: message for message in catalog if message.id}


def _parts(text: object) -> list[str]:
    return [str(part) for part in text] if isinstance(text, (tuple, list)) else [str(text)]


def test_every_sentence_has_its_english(french: Catalog, english: Catalog) -> None:
    known = _sentences(english)
    missing = [each for each in _sentences(french) if each not in known or not all(_parts(known[each].string))]
    assert missing == []


def test_no_sentence_is_left_over(french: Catalog, english: Catalog) -> None:
    assert sorted(set(_sentences(english)) - set(_sentences(french))) == []
    assert [message.id for message in english if message.fuzzy and message.id] == []


def test_parameters_are_kept(english: Catalog) -> None:
    wrong = []
    for sentence, message in _sentences(english).items():
        wanted = {name for part in _parts(message.id) for name in PARAMETER.findall(part)}
        given = {name for part in _parts(message.string) for name in PARAMETER.findall(part)}
        if not given <= wanted | {"count"} or not wanted - {"count"} <= given:
            wrong.append(sentence)
    assert wrong == []


def test_english_is_not_french(english: Catalog) -> None:
    same = [each for each, message in _sentences(english).items() if _parts(message.string)[-1] == each and " " in each]
    assert same == []


def test_a_new_copy_of_the_program_speaks_english(tmp_path: Path) -> None:
    """The set-up compiles the catalogue by the Makefile's own command, silently: it must not leave it out."""
    for name in ("Makefile", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    copy = tmp_path / ENGLISH.relative_to(ROOT)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(ENGLISH.read_bytes())
    subprocess.run(["make", "--silent", "--assume-old=.venv/.installed-site", "catalogues"], cwd=tmp_path, check=True)
    compiled = gettext.translation("messages", str(copy.parents[2]), ["en"])
    assert compiled.ngettext("%(count)s sujet", "%(count)s sujets", 2) == "%(count)s topics"
