"""What a reader is told of an article that moved, by the day of the post and the words of the citation."""

import re
from datetime import date

import pytest

from forum.legal import Case, Mark, chain, find_citations, notice, status
from forum.legal.cited import judged

CIVIL, CPC, PENAL = "code-civil", "code-de-procedure-civile", "code-penal"
SEEDED = date(2019, 6, 24)


@pytest.mark.parametrize(
    ("key", "posted_on", "case", "now"),
    [
        (f"{CIVIL}/1382", SEEDED, Case.REUSED, ("1240",)),
        (f"{CIVIL}/1382", date(2010, 1, 1), Case.MOVED, ("1240",)),
        (f"{CIVIL}/1382", date(2026, 9, 1), Case.REUSED, ("1240",)),
        (f"{CPC}/808", SEEDED, Case.MOVED, ("834",)),
        (f"{CPC}/809", SEEDED, Case.MOVED, ("835",)),
        (f"{CPC}/808", date(2024, 1, 1), Case.REUSED, ("834",)),
        (f"{CPC}/810", SEEDED, Case.MOVED, ("836",)),
        (f"{CPC}/771", SEEDED, Case.MOVED, ("789",)),
        (f"{CIVIL}/1134", date(2010, 1, 1), Case.MOVED, ("1103", "1104", "1193")),
        (f"{CIVIL}/1316-1", date(2010, 1, 1), Case.GONE, ("1366",)),
        (f"{CIVIL}/1240", date(2010, 1, 1), Case.MOVED, ()),
    ],
)
def test_what_moved(key: str, posted_on: date, case: Case, now: tuple[str, ...]) -> None:
    standing = status(key, posted_on)
    assert standing is not None
    assert (standing.case, standing.numbers_now, standing.is_warning) == (case, now, True)


@pytest.mark.parametrize(
    ("key", "posted_on"),
    [
        (f"{PENAL}/323-1", SEEDED),
        (f"{PENAL}/323-2", SEEDED),
        (f"{CPC}/834", date(2024, 1, 1)),  # the tables have it moved somewhere between 2012 and 2026
        (f"{CPC}/797", date(2005, 1, 1)),
        (f"{CIVIL}/1240", date(2024, 1, 1)),
        (f"{CIVIL}/1353", date(2024, 1, 1)),
        ("code-de-commerce/L442-6", date(2014, 1, 1)),  # facts stop in 2009
        ("code-de-procedure-penale/77-1", date(2005, 1, 1)),
        ("code-monetaire-et-financier/L133-19", date(2005, 1, 1)),
        ("code-du-travail/L122-14", date(2005, 1, 1)),
        ("code-de-la-consommation/L121-20", date(2012, 1, 1)),
        (f"{PENAL}/323-1..323-8", SEEDED),
        ("loi-2004-575/6", SEEDED),
        ("cass/14-81336", SEEDED),
    ],
)
def test_silence_where_the_facts_do_not_reach(key: str, posted_on: date) -> None:
    assert status(key, posted_on) is None


def test_the_writer_who_says_former_is_not_warned() -> None:
    standing = status(f"{CIVIL}/1382", SEEDED, marks=(Mark.FORMER,))
    assert standing is not None
    assert (standing.case, standing.numbers_now, standing.is_warning) == (Case.FORMER, ("1240",), False)


def test_the_writer_who_gives_the_new_number_is_not_warned() -> None:
    standing = status(f"{CIVIL}/1382", SEEDED, cited_with=(f"{CIVIL}/1240",))
    assert standing is not None
    assert not standing.is_warning


@pytest.mark.parametrize(
    ("text", "written_on", "warned"),
    [
        ("Mise en demeure sur l’article 808 du CPC, pas l’article 834 du CPC.", date(2018, 3, 3), True),
        ("Article 834 du CPC de mon ancien employeur, article 808 CPC.", date(2005, 1, 1), True),
        ("L’article 1382 du code civil et l’article 1240 du code civil.", date(2014, 1, 1), True),
        ("L’article 1382 du code civil et l’article 1240 du code civil.", date(2016, 10, 1), False),
        ("L’article 1382 du code civil deviendra l’article 1240 du code civil.", date(2016, 3, 1), False),
        ("L’article 808 du CPC, remplacé par l’article 834 du CPC.", date(2019, 12, 20), False),
        ("L’article 1240 nouveau du code civil, article 1382 du code civil.", date(2016, 3, 1), False),
        ("Il deviendra roi un jour. L’article 808 du CPC, pas l’article 834 du CPC.", date(2018, 3, 3), True),
        ("L’article 1382 du code civil, repris aux articles 1240 à 1242 du code civil.", date(2024, 1, 1), False),
        ("L’article 1384 du code civil, voir les articles 1240 et suivants du code civil.", date(2024, 1, 1), False),
        ("L’article 1384 du code civil, voir les articles 1200 et suivants du code civil.", date(2024, 1, 1), True),
        ("L’article 808 du CPC (834 à 836 depuis 2020).", date(2024, 1, 1), False),
        ("L’article 808 du CPC (834 et s.).", date(2024, 1, 1), False),
        ("Les articles 808 et 809 du CPC (nouveaux articles 834 et 835).", date(2019, 12, 20), False),
        ("L’article 808 du CPC (834 € de provision).", date(2024, 1, 1), True),
        ("L’article 808 du CPC pour 834 messages.", date(2024, 1, 1), True),
        ("Les articles 800 à 840 du CPC, dont l’article 808 du CPC.", date(2024, 1, 1), True),
    ],
)
def test_the_new_number_beside_means_the_new_text_from_the_day_of_the_change_on(
    text: str, written_on: date, warned: bool
) -> None:
    found = find_citations(text)
    told = {each.key: each for _, each in judged(found, text, written_on) if each and each.numbers_now}
    standing = next((told[key] for key in (f"{CPC}/808", f"{CIVIL}/1382", f"{CIVIL}/1384") if key in told), None)
    assert standing is not None
    assert standing.is_warning is warned


@pytest.mark.parametrize("given", ["1240..1242", f"{CIVIL}/1240..1242", f"{CIVIL}/1240.."])
def test_the_writer_who_gives_a_range_with_the_new_number_is_not_warned(given: str) -> None:
    standing = status(f"{CIVIL}/1382", SEEDED, cited_with=(given,))
    assert standing is not None
    assert not standing.is_warning
    elsewhere = status(f"{CIVIL}/1382", SEEDED, cited_with=(given.replace(CIVIL, PENAL),))
    assert elsewhere is not None
    assert elsewhere.is_warning is (CIVIL in given)


def test_an_article_that_is_gone_is_told_alike() -> None:
    text = "L’article 1316-1 du code civil est remplacé par les articles 1365 à 1368 du code civil."
    found = find_citations(text)
    assert [each.is_warning for _, each in judged(found, text, date(2017, 1, 1)) if each] == [False]


def test_the_number_to_come_is_not_taken_for_the_one_of_the_day() -> None:
    text = "L’article 1382 du code civil deviendra l’article 1240 du code civil."
    found = find_citations(text)
    assert [each and each.key for _, each in judged(found, text, date(2016, 3, 1))] == [f"{CIVIL}/1382", None]


@pytest.mark.parametrize(
    ("key", "since", "hops"),
    [
        (f"{CPC}/808", date(2010, 1, 1), [(date(2020, 1, 1), ("834",))]),
        (f"{CPC}/834", date(2019, 1, 1), []),
        (f"{CIVIL}/1382", date(2016, 10, 1), []),
    ],
)
def test_chains_have_one_hop_per_reform_and_only_exact_dates(key: str, since: date, hops: list) -> None:
    assert [(hop.on, hop.numbers) for hop in chain(key, since)] == hops


MOVED = (
    "Depuis le {on}, l’article {old} désigne un autre texte ; celui qu’il portait jusque-là est devenu"
    " l’article {new} ({act})."
)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (
            f"{CIVIL}/1382",
            {"on": "1er octobre 2016", "new": "1240", "act": "ordonnance n° 2016-131 du 10 février 2016"},
        ),
        (f"{CPC}/808", {"on": "1er janvier 2020", "new": "834", "act": "décret n° 2019-1333 du 11 décembre 2019"}),
    ],
)
def test_the_sentence_shown_on_the_seeded_article(key: str, words: dict[str, str]) -> None:
    standing = status(key, SEEDED)
    assert standing is not None
    sentence = MOVED.format(old=key.partition("/")[2], **words)
    assert re.sub(r"\s", " ", str(notice(standing))) == sentence
