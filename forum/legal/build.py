"""Compact facts from full tables: what `forum/legal/data/` holds is made here from a directory of larger TSV files.

Knows the shape of those files (codes, articles, concordance, reforme2016_checked, textes, legiarti, coverage.json)
and which of their rows may be shown to a reader. Run `python -m forum.legal.build SOURCE TARGET` after an update.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

# The two reforms whose renumbering was read side by side, beside the rows found by identity of text.
CONTRACTS_REFORM = ("code-civil", "2016-10-01")
NEAR_IDENTICAL = 0.8
EXACT_DATE = re.compile(r"\d{4}-\d\d-\d\d")
INTERVAL = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")
# What is read of each table.
COLUMNS = {
    "codes.tsv": "slug legitext title abbreviations article_facts",
    "articles.tsv": "code num status first_seen version_from end number_reused_on",
    "concordance.tsv": "code old_num changed_on new_num similarity source",
    "reforme2016_checked.tsv": "old new",
    "textes.tsv": "slug jorftext date title aliases",
    "legiarti.tsv": "code num id etat source",
}
# The source ends its titles there, be it within a word.
CUT_TITLE = 140
_LAST_WORDS = re.compile(
    r"[\s,]+(?:(?:à|aux?|d[eu]s?|en|et|l[ae]s?|n°|ou|par|pour|sur|une?|[ldn]['’])[\s,]*)*[^\s,'’]*$"
)
# An article that changed its text more often than this is two articles that the source confuses.
MOST_BELIEVABLE_REUSES = 5


class Unreadable(ValueError):
    """A table that is not what it should be: which one, and why, as what follows a colon."""


def build(source: Path, target: Path) -> dict[str, int]:
    """Write the compact tables of `source` into `target`; returns how many rows each has.

    Raises FileNotFoundError when a table is missing, and Unreadable of what a table lacks; then nothing was written.
    """
    rows = {name: _rows(source / name, columns.split()) for name, columns in COLUMNS.items()}
    codes, official_ids = rows["codes.tsv"], rows["legiarti.tsv"]
    try:
        tables = {
            "codes.tsv": _code_lines(codes, _coverage(source / "coverage.json")),
            "articles.tsv": _article_lines(codes, rows["articles.tsv"], official_ids),
            "moves.tsv": _move_lines(rows["concordance.tsv"], rows["reforme2016_checked.tsv"]),
            "acts.tsv": _act_lines(rows["textes.tsv"]),
            "ids.tsv": _id_lines(official_ids),
        }
    except (KeyError, ValueError, StopIteration) as error:
        raise Unreadable(f"a row cannot be understood: {error!r}") from error
    target.mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        (target / name).write_text("\n".join(lines) + "\n", "utf-8")
    return {name: sum(not line.startswith("#") for line in lines) for name, lines in tables.items()}


def _rows(path: Path, columns: list[str]) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t")
            names, rows = reader.fieldnames or (), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"{path.name}: {error}") from error
    missing = [column for column in columns if column not in names]
    if missing or not rows:
        raise Unreadable(f"{path.name}: " + (f"no column {', '.join(missing)}" if missing else "no row"))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise Unreadable(f"{path.name}, row {number}: not as many fields as columns; the file may be cut")
    return rows


def _coverage(path: Path) -> dict[str, dict[str, object]]:
    try:
        found: dict[str, dict[str, object]] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Unreadable(f"{path.name}: {error}") from error
    return found


def _code_lines(codes: list[Row], coverage: dict[str, dict[str, object]]) -> list[str]:
    lines = ["# slug\tlegitext\ttitle\tshort\treach\tas_of\thole"]
    shared = [name for row in codes for name in row["abbreviations"].split(";")]
    for row in codes:
        short = next(name for name in row["abbreviations"].split(";") if shared.count(name) == 1)
        reach, as_of = _reach(row["article_facts"])
        gap = coverage.get(row["slug"], {}).get("gap")
        hole = "..".join(str(end) for end in gap) if isinstance(gap, list) else ""
        lines.append("\t".join([row["slug"], row["legitext"], row["title"], short, reach, as_of, hole]))
    return lines


def _reach(sentence: str) -> tuple[str, str]:
    """How far the facts of a code go, and their date, read off the sentence that says so."""
    found = EXACT_DATE.search(sentence)
    as_of = found.group() if found else ""
    for start, reach in (("complete", "complete"), ("current state", "hole"), ("NOT current", "stopped")):
        if sentence.startswith(start):
            return reach, as_of
    return ("numbers", as_of) if sentence.startswith("current") else ("none", "")


def _article_lines(codes: list[Row], articles: list[Row], official_ids: list[Row]) -> list[str]:
    """A section per code, `# slug`; then number, first seen, version from, end, reuses; empty ends are cut off."""
    by_code: dict[str, dict[str, str]] = {row["slug"]: {} for row in codes}
    for row in articles:
        by_code[row["code"]][article_number(row["num"])] = _article_line(row)
    for row in official_ids:
        number = article_number(row["num"])
        if _is_number(number):
            by_code[row["code"]].setdefault(number, number)
    lines = []
    for slug, known in by_code.items():
        if known:
            lines += [f"# {slug}", *known.values()]
    return lines


def article_number(number: str) -> str:
    """A number as our keys write it: « R50 bis » is R50-bis, « 293 B » is 293B, « R*123-1 » is R123-1."""
    number = re.sub(r" (bis|ter|quater|quinquies|sexies|septies|octies)$", r"-\1", number.strip().replace("*", ""))
    return number.replace(" ", "")


def _is_number(number: str) -> bool:
    return re.fullmatch(r"(?:LO|[LRDA])?\d[\dA-Za-z-]*", number) is not None


def _article_line(row: Row) -> str:
    reuses = [day for day in row["number_reused_on"].split(";") if EXACT_DATE.fullmatch(day) or INTERVAL.fullmatch(day)]
    if len(reuses) > MOST_BELIEVABLE_REUSES:
        reuses = []
    fields = [article_number(row["num"]), row["first_seen"], row["version_from"], row["end"], ";".join(reuses)]
    if row["status"] == "SUSPECT_ABROGE":
        fields[3] = "?"
    return "\t".join("" if field.startswith("~") else field for field in fields).rstrip("\t")


def _move_lines(concordance: list[Row], checked: list[Row]) -> list[str]:
    """Only what may be shown: an exact date, and either a near-identical text or a row read by a person."""
    moves = dict.fromkeys(_shown_moves(concordance))
    code, day = CONTRACTS_REFORM
    for row in checked:
        if row["old"] != row["new"]:
            moves.setdefault((code, row["old"], day, row["new"]), None)
    return ["# code\told\tdate\tnew", *("\t".join(move) for move in sorted(moves))]


def _shown_moves(concordance: Iterable[Row]) -> Iterator[tuple[str, str, str, str]]:
    for row in concordance:
        near = float(row["similarity"] or 0) >= NEAR_IDENTICAL
        by_hand = "booklet" in row["source"]
        if EXACT_DATE.fullmatch(row["changed_on"]) and (near or by_hand):
            yield row["code"], article_number(row["old_num"]), row["changed_on"], article_number(row["new_num"])


def _act_lines(acts: list[Row]) -> list[str]:
    rows = ((row["slug"], row["jorftext"], row["date"], act_title(row["title"]), row["aliases"]) for row in acts)
    return ["# slug\tjorftext\tdate\ttitle\taliases", *map("\t".join, rows)]


def act_title(title: str) -> str:
    """« LOI n°2006-961 du 1 août 2006 » as one writes it; a title that the source cuts ends at a word, with « … »."""
    if len(title) == CUT_TITLE:
        title = _LAST_WORDS.sub("…", title)
    title = re.sub(r"^LOI\b", "Loi", title).replace("'", "’")
    return re.sub(r"\bdu 1 (?=[a-zéû]+ \d{4})", "du 1er ", re.sub(r"n° ?(?=\d)", "n° ", title))


def _id_lines(official_ids: list[Row]) -> list[str]:
    """Official identifiers, only of the codes whose list is of today: an older one leads to an older version."""
    newest = {row["code"] for row in official_ids if "2019" not in row["source"]}
    lines = []
    for code in sorted(newest):
        lines.append(f"# {code}")
        for row in official_ids:
            number = article_number(row["num"])
            if row["code"] == code and row["etat"] == "VIGUEUR" and _is_number(number):
                lines.append(f"{number}\t{row['id'].removeprefix('LEGIARTI')}")
    return lines


if __name__ == "__main__":
    for table, count in build(Path(sys.argv[1]), Path(sys.argv[2])).items():
        sys.stdout.write(f"{table}: {count}\n")
