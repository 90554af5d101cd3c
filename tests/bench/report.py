"""The table of a run, as Markdown, and its place in the README."""

import platform
import statistics
from pathlib import Path

from tests.bench.measures import Cost, Costs
from tests.bench.pages import DEEP, STATEMENTS, TOPIC_BYTES
from tests.bench.world import Size

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
_HEADS = ("page", "reader", "CPU ms", "× bare", "bar", "SQL", "HTML kB", "gzip kB", "")
_RULE = "|---|---|--:|--:|--:|--:|--:|--:|---|"


def table(size: Size, cold: Costs, warm: Costs) -> str:
    """Both parts of a run, with what they were measured against."""
    lines = [
        _setting(size, cold, warm),
        "",
        "Cold: every page made anew, no page or fragment cache.",
        "",
        *_rows(cold, counted=True),
        "",
        "Warm: a visitor's page that another visitor asked for before.",
        "",
        *_rows(warm, counted=False),
    ]
    return "\n".join(lines) + "\n"


def missed(costs: Costs) -> list[str]:
    """The bars that were missed, in words; empty when all are held."""
    return [
        f"{each.page.title} ({each.page.reader}): {words}" for each in costs.pages for words in _faults(each, costs)
    ]


def write_into(readme: Path, text: str) -> bool:
    """Put the table between its markers; False, and nothing written, where there are none."""
    if not readme.is_file():
        return False
    page = readme.read_text("utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        return False
    readme.write_text(f"{before}{BEGIN}\n{text}{END}{after}", "utf-8")
    return True


def _setting(size: Size, cold: Costs, warm: Costs) -> str:
    bare = statistics.median([*cold.bare, *warm.bare])
    return (
        f"World: {size.topics:,} topics, {size.posts:,} posts, {size.users:,} users. "
        f"Python {platform.python_version()}, SQLite, Waitress, one kept connection. CPU ms: user and system time of "
        f"the server per request, median of {len(cold.pages[0].blocks)} blocks, each between two blocks of a bare "
        f"Flask view of 30 kB under the same server ({bare:.2f} ms)."
    )


def _rows(costs: Costs, *, counted: bool) -> list[str]:
    rows = ["| " + " | ".join(_HEADS) + " |", _RULE]
    for cost in costs.pages:
        cells = (
            cost.page.title,
            cost.page.reader,
            f"{cost.ms:.2f}",
            f"{cost.times:.1f}",
            _bar(cost),
            str(cost.statements) if counted else "",
            f"{cost.size / 1000:.1f}",
            f"{cost.zipped / 1000:.1f}",
            "; ".join(_faults(cost, costs)) or "✓",
        )
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _bar(cost: Cost) -> str:
    return f"{cost.page.times:g}" if cost.page.times else ""


def _faults(cost: Cost, costs: Costs) -> list[str]:
    page, faults = cost.page, []
    if page.times and cost.times > page.times:
        faults.append(f"over {page.times:g} × bare")
    if cost.statements > STATEMENTS:
        faults.append(f"over {STATEMENTS} statements")
    if page.topic and cost.size >= TOPIC_BYTES:
        faults.append(f"over {TOPIC_BYTES // 1000} kB")
    if page.first and cost.times > DEEP * _first(cost, costs).times:
        faults.append(f"over {DEEP:g} × {page.first}")
    return faults


def _first(cost: Cost, costs: Costs) -> Cost:
    wanted = (cost.page.first, cost.page.member)
    return next(each for each in costs.pages if (each.page.title, each.page.member) == wanted)
