"""Where a text went: no number that ended, or was given to another text since, is taken for today's."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from forum.citations.known import known_of
from forum.legal import Standing, chain, notice, status
from forum.legal.cited import Cited, pack, unpack
from forum.legal.facts import Facts, packaged
from forum.legal.routes import Hop, Loss, loss_after, way

CIVIL, CPC = "code-civil", "code-de-procedure-civile"
DAY = timedelta(days=1)


def _days_of_the_table() -> Iterator[tuple[str, str, list[date]]]:
    """Every number that moves, or takes the place of one, with the days around all that happened to it."""
    facts = packaged()
    for code, number in {*facts.moves, *facts.origins}:
        article = facts.article(code, number)
        happened = [move.on for move in facts.moves.get((code, number), ())]
        if article is not None:
            happened += [*article.reused_on, *([article.gone_on] if article.gone_on else [])]
        yield code, number, sorted({day for on in happened for day in (on - DAY, on, on + 400 * DAY)})


def _bears_it_today(code: str, number: str, since: date) -> bool:
    """Read off the raw line: nothing happened to the number after the day on which the text came."""
    fields = [*packaged().lines(code)[number].split("\t"), "", "", "", ""][:4]
    _first, _version, end, reuses = fields
    starts = [reuse.partition("..")[0] for reuse in reuses.split(";") if reuse]
    return not end and all(date.fromisoformat(start) <= since for start in starts)


def test_no_post_of_any_day_is_told_of_a_number_that_does_not_bear_the_text_today() -> None:
    told, wrong = 0, []
    for code, number, days in _days_of_the_table():
        for posted_on in days:
            standing = status(f"{code}/{number}", posted_on)
            if standing is None or not standing.numbers_now:
                continue
            told += 1
            wrong += [
                (code, number, posted_on, now)
                for now in standing.numbers_now
                if not _bears_it_today(code, now, standing.hops[-1].on)
            ]
    assert told > 500
    assert wrong == []


def test_the_sentence_of_every_way_that_breaks_off_says_when() -> None:
    broken = 0
    for code, number, days in _days_of_the_table():
        for posted_on in days:
            standing = status(f"{code}/{number}", posted_on)
            if standing is None or not standing.hops or standing.hops[-1].lost is None:
                continue
            broken += 1
            assert standing.numbers_now == standing.keys_now == ()
            assert "voir" not in str(notice(standing))
            assert ("lui-même abrogé" in str(notice(standing))) is standing.hops[-1].lost.gone
    assert broken > 50


def _told(key: str, posted_on: date, facts: Facts | None = None) -> str:
    standing = status(key, posted_on, facts=facts)
    assert standing is not None
    return str(notice(standing, facts))


@pytest.mark.parametrize(
    ("key", "year", "sentence"),
    [
        (
            f"{CIVIL}/1369-8",
            2014,
            (
                "L’article 1369-8 est abrogé depuis le 1er octobre 2016 ; son texte est passé à l’article"
                " 1127-5, lui-même abrogé depuis le 9 octobre 2016."
            ),
        ),
        (
            f"{CIVIL}/1369-7",
            2014,
            (
                "L’article 1369-7 est abrogé depuis le 1er octobre 2016 ; son texte est passé à l’article"
                " 1127-4, numéro qui désigne à son tour un autre texte depuis le 9 octobre 2016."
            ),
        ),
        (
            f"{CIVIL}/1369-1",
            2004,
            (
                "Depuis le 17 juin 2005, l’article 1369-1 désigne un autre texte ; celui qu’il portait"
                " jusque-là est devenu l’article 1369-4, lui-même abrogé depuis le 1er octobre 2016."
            ),
        ),
        (
            f"{CIVIL}/2181",
            2005,
            (
                "L’article 2181 est abrogé depuis le 24 mars 2006 ; son texte est passé à l’article 2476,"
                " lui-même abrogé depuis le 1er janvier 2022."
            ),
        ),
        (
            f"{CIVIL}/2283",
            2005,
            (
                "L’article 2283 est abrogé depuis le 19 juin 2008 ; son texte est passé à l’article 2279,"
                " lui-même abrogé depuis le 18 février 2015."
            ),
        ),
        # Where 834, 838, 57-1 and 525-1 went, no exact day is known.
        (f"{CPC}/833", 2009, "Depuis le 1er décembre 2010, l’article 833 porte un texte différent."),
        (f"{CPC}/837", 2009, "Depuis le 1er décembre 2010, l’article 837 porte un texte différent."),
        (f"{CPC}/58", 2005, "Depuis le 1er mars 2006, l’article 58 porte un texte différent."),
        (f"{CPC}/526", 2005, "Depuis le 1er mars 2006, l’article 526 porte un texte différent."),
    ],
)
def test_a_way_that_breaks_off_is_told_by_its_days_or_not_at_all(key: str, year: int, sentence: str) -> None:
    assert _told(key, date(year, 2, 1)) == sentence


@pytest.mark.parametrize("key", [f"{CIVIL}/1369-1", f"{CPC}/833", f"{CPC}/837", f"{CPC}/58"])
def test_after_the_change_a_former_text_that_is_nowhere_today_is_no_reason_for_a_word(key: str) -> None:
    standing = status(key, date(2011, 6, 1))
    assert standing is None or standing.case != "reused"


@pytest.fixture
def twice_moved(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """1382 became 1240, and 1240 became 1999-1; 1134 was split, and one part has ended; 300 took the place of 301."""
    folder = tmp_path_factory.mktemp("facts")
    (folder / "codes.tsv").write_text(f"{CIVIL}\tX\tCode civil\tC. civ.\tcomplete\t2026-12-01\t\n")
    (folder / "articles.tsv").write_text(
        f"# {CIVIL}\n1382\t1970-01-02\t\t\t2016-10-01\n1240\t1970-01-02\t\t\t2016-10-01;2026-06-01\n"
        "1999-1\t2026-06-01\n1134\t1970-01-02\t\t\t2016-10-01\n1103\t2016-10-01\n1104\t2016-10-01\t\t2020-01-01\n"
        "300\t1970-01-02\t\t2016-10-01\n301\t1970-01-02\t\t\t2016-10-01\n302\t2016-10-01\n"
    )
    (folder / "moves.tsv").write_text(
        f"{CIVIL}\t1382\t2016-10-01\t1240\n{CIVIL}\t1240\t2026-06-01\t1999-1\n"
        f"{CIVIL}\t1134\t2016-10-01\t1103\n{CIVIL}\t1134\t2016-10-01\t1104\n"
        f"{CIVIL}\t300\t2016-10-01\t301\n{CIVIL}\t301\t2016-10-01\t302\n"
    )
    (folder / "acts.tsv").write_text("ordonnance-2016-131\t\t2016-02-10\tOrdonnance\t\n")
    return Facts(folder)


def test_each_step_of_a_way_has_its_own_day(twice_moved: Facts) -> None:
    for year in (2013, 2019):
        assert _told(f"{CIVIL}/1382", date(year, 1, 1), twice_moved) == (
            "Depuis le 1er octobre 2016, l’article 1382 désigne un autre texte ; celui qu’il portait jusque-là est"
            " devenu l’article 1240 (ordonnance n°\u00a02016-131 du 10\u00a0février 2016), devenu à son tour l’article"
            " 1999-1 le 1er juin 2026."
        )
    assert _told(f"{CIVIL}/1240", date(2019, 1, 1), twice_moved) == (
        "Depuis le 1er juin 2026, l’article 1240 désigne un autre texte ; celui qu’il portait jusque-là est devenu"
        " l’article 1999-1."
    )
    standing = status(f"{CIVIL}/1382", date(2013, 1, 1), facts=twice_moved)
    assert standing is not None
    assert standing.numbers_now == ("1999-1",)


@pytest.mark.parametrize(
    ("number", "steps"),
    [
        ("1382", ["1382 1240", "1240 1999-1"]),
        ("1240", ["1382 1240", "1240 1999-1"]),
        ("1999-1", ["1382 1240", "1240 1999-1"]),
        ("1103", ["1134 1103"]),
        ("9", []),
    ],
)
def test_the_page_of_each_number_of_a_way_has_the_whole_of_it(
    twice_moved: Facts, number: str, steps: list[str]
) -> None:
    chain_shown = known_of(f"{CIVIL}/{number}", facts=twice_moved).chain
    assert [f"{step.old} {step.new}" for step in chain_shown] == steps
    if number in ("1382", "1240", "1999-1"):
        assert [(step.is_past, step.then) for step in chain_shown] == [(True, None), (False, None)]


@pytest.mark.parametrize(("number", "steps"), [("300", ["300 301"]), ("302", ["301 302"])])
def test_a_way_never_leads_on_through_a_number_that_changed_hands_that_day(
    twice_moved: Facts, number: str, steps: list[str]
) -> None:
    assert [f"{move.old} {move.new}" for move in way(CIVIL, number, twice_moved)] == steps


def test_of_several_numbers_one_that_ended_silences_all(twice_moved: Facts) -> None:
    assert chain(f"{CIVIL}/1134", date(2013, 1, 1), twice_moved) == ()
    assert _told(f"{CIVIL}/1134", date(2013, 1, 1), twice_moved) == (
        "Depuis le 1er octobre 2016, l’article 1134 porte un texte différent."
    )


@pytest.mark.parametrize(
    ("key", "since", "loss"),
    [
        (f"{CIVIL}/1240", date(2016, 10, 1), None),
        (f"{CIVIL}/1240", date(2010, 1, 1), Loss(date(2016, 10, 1), gone=False)),
        (f"{CIVIL}/1127-5", date(2016, 10, 1), Loss(date(2016, 10, 9), gone=True)),
        (f"{CPC}/834", date(2010, 12, 1), Loss(None, gone=False)),
        (f"{CPC}/834", date(2020, 1, 1), None),  # the change within 2012..2026 is the arrival of 808
        (f"{CPC}/57-1", date(2006, 3, 1), Loss(None, gone=True)),
        (f"{CIVIL}/1127-5", date(2020, 1, 1), Loss(None, gone=True)),
        (f"{CIVIL}/99999", date(2020, 1, 1), None),  # of which the table says nothing
    ],
)
def test_how_a_number_loses_a_text(key: str, since: date, loss: Loss | None) -> None:
    code, _, number = key.partition("/")
    assert loss_after(code, number, since) == loss


@pytest.mark.parametrize("key", [f"{CIVIL}/1369-8", f"{CIVIL}/1369-7", f"{CIVIL}/1382", f"{CIVIL}/1134"])
def test_a_way_survives_storage(key: str) -> None:
    cited = Cited(key, standing=status(key, date(2010, 1, 1)))
    assert unpack(pack([cited])) == (cited,)


def test_a_way_stored_before_it_could_break_off_is_read() -> None:
    (cited,) = unpack('[["code-civil/1382","","","moved","2016-10-01",[["2016-10-01","1240"]],"",1]]')
    assert isinstance(cited.standing, Standing)
    assert cited.standing.hops == (Hop(date(2016, 10, 1), ("1240",)),)
