"""Newer tables take the place of those in use whole, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.legal import facts as tables
from forum.legal.build import Unreadable
from forum.legal.facts import PACKAGED, Facts, packaged, tables_of
from forum.legal.renewal import done, renew
from tests.legal.test_build import TABLES

MOVE = "code-civil\t30\t2026-05-01\t40\t1.0\tnumber reused\tdate+text\ttext identity\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a site that was given small tables."""
    home = tmp_path / "law"
    renew(_source(tmp_path / "first"), home, may_shrink=True)
    done(home)
    return home


@pytest.fixture
def _as_before() -> Iterator[None]:
    place = tables.home()
    yield
    tables.use(place)


def _source(folder: Path, **changed: str) -> Path:
    """A directory of full tables; `changed`: what a file holds instead."""
    folder.mkdir()
    for name, lines in TABLES.items():
        (folder / name).write_text(changed.get(name.partition(".")[0], lines), "utf-8")
    return folder


def test_newer_tables_say_what_moved(home: Path, tmp_path: Path) -> None:
    again = renew(tmp_path / "first", home)
    assert (again.slugs, again.changes) == ((), ())
    changed = renew(_source(tmp_path / "second", concordance=TABLES["concordance.tsv"] + MOVE), home)
    assert changed.slugs == ("code-civil",)
    assert changed.changes == ("+ code-civil: 30 -> 40 since 2026-05-01",)
    assert len(Facts(PACKAGED).moves) > 1000, "the packaged tables are not touched"


@pytest.mark.usefixtures("_as_before")
def test_a_site_reads_the_tables_that_it_was_given(home: Path) -> None:
    tables.use(home)
    assert sorted(packaged().codes) == ["code-civil", "code-de-commerce"]
    tables.use(None)
    assert len(packaged().codes) > 2


@pytest.mark.parametrize(
    ("table", "held", "told"),
    [
        ("codes", "", "codes.tsv: no column slug"),
        ("articles", TABLES["articles.tsv"].partition("\n")[0], "articles.tsv: no row"),
        ("articles", TABLES["articles.tsv"][:-40], "articles.tsv, row 4: not as many fields"),
        ("concordance", TABLES["concordance.tsv"].replace("similarity", "likeness"), "no column similarity"),
        ("concordance", TABLES["concordance.tsv"].replace("1.0", "one"), "could not convert string to float"),
        ("textes", TABLES["textes.tsv"].replace("2004-06-21", "2004-06-31"), "a row cannot be understood"),
        ("coverage", '{"code-civil": {"gap"', "coverage.json"),
        ("codes", TABLES["codes.tsv"].replace("2026-04-03", "2020-01-01"), "those in use that of 2026-04-03"),
        ("concordance", TABLES["concordance.tsv"].replace("1.0", "0.1"), "they have 1 renumberings, those in use 2"),
    ],
)
def test_broken_tables_change_nothing(home: Path, tmp_path: Path, table: str, held: str, told: str) -> None:
    before = tables_of(home)
    with pytest.raises(Unreadable, match=told.replace(".", r"\.")):
        renew(_source(tmp_path / "broken", **{table: held}), home)
    assert tables_of(home) == before
    assert [each.name for each in home.glob("tables-*")] == [before.name]
    assert not (home / "pending").exists()


def test_bytes_that_are_no_text_are_named(home: Path, tmp_path: Path) -> None:
    source = _source(tmp_path / "broken")
    (source / "legiarti.tsv").write_bytes(b"\xff\xfe" + TABLES["legiarti.tsv"].encode("utf-16-le"))
    with pytest.raises(Unreadable, match=r"legiarti\.tsv"):
        renew(source, home)


def test_a_missing_table_changes_nothing(home: Path, tmp_path: Path) -> None:
    source = _source(tmp_path / "second")
    (source / "textes.tsv").unlink()
    before = tables_of(home)
    with pytest.raises(FileNotFoundError):
        renew(source, home)
    assert tables_of(home) == before


def test_what_was_not_looked_at_again_is_kept_for_the_next_time(home: Path, tmp_path: Path) -> None:
    second = _source(tmp_path / "second", concordance=TABLES["concordance.tsv"] + MOVE)
    assert renew(second, home).slugs == ("code-civil",)  # and the posts were not rendered
    assert renew(second, home).slugs == ("code-civil",)
    done(home)
    assert renew(second, home).slugs == ()


NINE = "code-civil\t9\tABROGE\t2026-04-03\t1970-01-02\t1970-01-02\t2026-05-01\t\t\n"
REUSED = "code-civil\t30\tVIGUEUR\t2026-04-03\t1970-01-02\t2026-05-01\t\t2026-05-01\t2026-05-01>40(1.0)\n"


def test_ends_and_new_owners_of_numbers_are_told(home: Path, tmp_path: Path) -> None:
    articles = TABLES["articles.tsv"] + NINE + REUSED
    gone = "+ code-civil: 9 is gone since 2026-05-01"
    second = renew(_source(tmp_path / "second", articles=articles), home)
    assert second.changes == ("+ code-civil: 30 names another text since 2026-05-01", gone)
    done(home)
    back = renew(_source(tmp_path / "third", articles=TABLES["articles.tsv"] + REUSED), home)
    assert back.changes == (gone.replace("+", "-"),)


def test_a_renumbering_tells_what_became_of_its_number(home: Path, tmp_path: Path) -> None:
    tables = {"articles": TABLES["articles.tsv"] + REUSED, "concordance": TABLES["concordance.tsv"] + MOVE}
    assert renew(_source(tmp_path / "second", **tables), home).changes == ("+ code-civil: 30 -> 40 since 2026-05-01",)


def test_what_moved_is_told_again_until_the_posts_were_looked_at(home: Path, tmp_path: Path) -> None:
    second = _source(tmp_path / "second", concordance=TABLES["concordance.tsv"] + MOVE)
    moved = "+ code-civil: 30 -> 40 since 2026-05-01"
    assert renew(second, home).changes == (moved,)
    third = _source(
        tmp_path / "third", concordance=TABLES["concordance.tsv"] + MOVE, articles=TABLES["articles.tsv"] + NINE
    )
    assert renew(third, home).changes == (moved, "+ code-civil: 9 is gone since 2026-05-01")
    done(home)
    assert renew(third, home).changes == ()


def test_who_reads_the_former_tables_may_go_on(home: Path, tmp_path: Path) -> None:
    reader = Facts(tables_of(home))
    renew(_source(tmp_path / "second", concordance=TABLES["concordance.tsv"] + MOVE), home)
    assert reader.article("code-civil", "10") is not None
    assert len(list(home.glob("tables-*"))) == 2
    renew(tmp_path / "second", home)
    assert len(list(home.glob("tables-*"))) == 2


@pytest.mark.parametrize("named", ["", "tables-x", "tables-x 2", "nonsense 99"])
def test_what_cannot_be_read_leaves_the_packaged_tables(tmp_path: Path, named: str) -> None:
    (tmp_path / "current").write_text(named, "utf-8")
    assert tables_of(tmp_path) == PACKAGED


def test_tables_of_another_format_are_not_read(home: Path) -> None:
    name = (home / "current").read_text("utf-8").split()[0]
    (home / "current").write_text(f"{name} 1", "utf-8")
    assert tables_of(home) == PACKAGED
