"""The compact tables, made from a small directory of the full ones."""

from datetime import date
from pathlib import Path

import pytest

from forum.legal import status
from forum.legal.build import CUT_TITLE, act_title, build
from forum.legal.facts import Facts

TABLES = {
    "codes.tsv": """slug	legitext	title	abbreviations	article_facts
code-civil	LEGITEXT000006070721	Code civil	C. civ.;CCIV	complete, as of 2026-04-03
code-de-commerce	LEGITEXT000005634379	Code de commerce	C. com.	NOT current: stops 2009-01-10
""",
    "articles.tsv": """code	num	status	as_of	first_seen	version_from	end	number_reused_on	moved_to
code-civil	10	VIGUEUR	2026-04-03	1970-01-02	2016-10-01		2016-10-01	2016-10-01>20(1.0)
code-civil	20	VIGUEUR	2026-04-03	1970-01-02	~2026-03(import)		2012-01-23..2026-03-28	2012..2026>30
code-civil	L121-1 A	ABROGE	2026-04-03	1970-01-02	1970-01-02	2000-01-01		unknown
""",
    "concordance.tsv": """code	old_num	changed_on	new_num	similarity	old_number_now	verified	source
code-civil	10	2016-10-01	20	1.0	number reused	date+text	text identity
code-civil	11	2016-10-01	21	0.5	number reused	date+text	text identity
code-civil	20	2012-01-23..2026-03-28	30	1.0	number reused	text only	text identity
""",
    "reforme2016_checked.tsv": """old	new	similarity	old_text_start	new_text_start	how
12	22	0.1	a	b	subject matter, read side by side
13	13	0.1	a	b	subject matter, read side by side
""",
    "textes.tsv": """slug	jorftext	date	title	aliases	eli_url	verified
loi-2004-575	JORFTEXT000000801164	2004-06-21	Loi n° 2004-575	LCEN		yes
""",
    "legiarti.tsv": """code	num	id	cid	etat	dateDebut	dateFin	source
code-de-commerce	L1	LEGIARTI000000000001	x	VIGUEUR	2020-01-01	2999-01-01	npm 2026
code-de-commerce	Annexe	LEGIARTI000000000002	x	VIGUEUR	2020-01-01	2999-01-01	npm 2026
""",
    "coverage.json": '{"code-civil": {"gap": ["2012-01-23", "2026-03-28"]}}',
}


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    source, target = tmp_path / "full", tmp_path / "compact"
    source.mkdir()
    for name, text in TABLES.items():
        (source / name).write_text(text, "utf-8")
    assert build(source, target) == {"codes.tsv": 2, "articles.tsv": 4, "moves.tsv": 2, "acts.tsv": 1, "ids.tsv": 1}
    return Facts(target)


def test_only_what_may_be_shown_is_kept(facts: Facts) -> None:
    assert sorted(facts.moves) == [("code-civil", "10"), ("code-civil", "12")]


def test_numbers_are_written_as_in_our_keys(facts: Facts) -> None:
    gone = facts.article("code-civil", "L121-1A")
    assert gone is not None
    assert (gone.gone, gone.gone_on) == (True, date(2000, 1, 1))
    assert facts.legiarti("code-de-commerce", "L1") == "LEGIARTI000000000001"


def test_existence_is_unknown_where_the_facts_stop(facts: Facts) -> None:
    assert [facts.knows("code-civil", "10"), facts.knows("code-civil", "99")] == [True, False]
    assert facts.knows("code-de-commerce", "L99") is None


def test_freshness_from_other_tables(facts: Facts) -> None:
    standing = status("code-civil/10", date(2010, 1, 1), facts=facts)
    assert standing is not None
    assert standing.keys_now == ("code-civil/20",)
    assert status("code-civil/20", date(2010, 1, 1), facts=facts) is None


def test_titles_of_acts_are_written_as_one_writes_them() -> None:
    assert act_title("LOI n°2006-961 du 1 août 2006 relative au droit d'auteur") == (
        "Loi n° 2006-961 du 1er août 2006 relative au droit d’auteur"
    )
    whole = "Décret n° 2019-536 du 29 mai 2019 pris pour l’application de la loi relative à l’informatique".ljust(
        132, "e"
    )
    assert act_title(f"{whole}, et aux fichiers"[:CUT_TITLE]) == f"{whole}…"
    assert act_title(whole) == whole


def test_a_missing_table_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    target = tmp_path / "compact"
    with pytest.raises(FileNotFoundError):
        build(tmp_path, target)
    assert not target.exists()
