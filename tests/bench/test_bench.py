"""The bench itself, on a tiny world: it starts its servers, measures, and reports what it found."""

from dataclasses import replace
from pathlib import Path

import pytest

from forum.demo.plan import Size
from tests.bench import __main__ as bench
from tests.bench import report, world
from tests.bench.measures import Cost, Costs, Effort
from tests.bench.pages import Page

TINY = Size(topics=60, posts=400, users=5, seed=1)
TOPIC = Page("topic", "/t/1/a", topic=True, times=8.0)


@pytest.mark.slow
def test_a_run_measures_every_page(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with world.made(TINY, tmp_path) as scene:
        cold, warm = bench.run(scene, Effort(rounds=1, requests=2, bare_requests=2))
    assert "Made: 60 topics" in capfd.readouterr().err
    assert len(cold.pages) == 12
    assert len(warm.pages) == 6
    assert all(cost.ms > 0 and cost.times > 0 and cost.size > 4000 for cost in [*cold.pages, *warm.pages])
    assert all(1 < cost.statements < 20 for cost in cold.pages)
    text = report.table(TINY, cold, warm)
    assert text.count("| topic of 20 posts | visitor |") == 2
    assert text.count("| topic of 20 posts | member |") == 1
    with world.made(TINY, tmp_path) as again:
        assert again.short == scene.short
    assert "Made:" not in capfd.readouterr().err


def _costs(page: Page, *, times: float = 2.0, statements: int = 3, size: int = 20_000) -> Costs:
    return Costs([Cost(page, size, size // 5, statements, blocks=[times], ratios=[times])], bare=[1.0])


@pytest.mark.parametrize(
    ("costs", "missed"),
    [
        (_costs(TOPIC), []),
        (_costs(TOPIC, times=8.1), ["topic (visitor): over 8 × bare"]),
        (_costs(replace(TOPIC, times=None), times=99), []),
        (_costs(TOPIC, statements=7), ["topic (visitor): over 6 statements"]),
        (_costs(TOPIC, size=40_000), ["topic (visitor): over 40 kB"]),
        (_costs(replace(TOPIC, topic=False, member=True), size=40_000), []),
    ],
)
def test_a_missed_bar_is_named(costs: Costs, missed: list[str]) -> None:
    assert report.missed(costs) == missed


@pytest.mark.parametrize(("times", "held"), [(2.2, True), (2.4, False)])
def test_a_deep_page_is_held_to_the_first(times: float, held: bool) -> None:
    first, deep = _costs(TOPIC), _costs(replace(TOPIC, title="deep", first="topic"), times=times)
    assert (report.missed(Costs([*first.pages, *deep.pages])) == []) is held


def test_the_table_goes_between_its_markers(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    assert not report.write_into(readme, "| new |\n")
    readme.write_text(f"# Head\n\n{report.BEGIN}\n| old |\n{report.END}\n\nFoot\n", "utf-8")
    assert report.write_into(readme, "| new |\n")
    assert readme.read_text("utf-8") == f"# Head\n\n{report.BEGIN}\n| new |\n{report.END}\n\nFoot\n"
    readme.write_text("# No markers\n", "utf-8")
    assert not report.write_into(readme, "| new |\n")
    assert readme.read_text("utf-8") == "# No markers\n"
