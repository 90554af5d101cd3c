"""`python -m tests.bench [--quick] [--write]`: measures the pages and prints the table; 1 when a bar is missed.

The world is made anew in a temporary folder; with `FORUM_DATA_DIR` it is kept in that folder's `bench/` for the
next run.
"""

import argparse
import os
import sys
from pathlib import Path

from tests.bench import measures, pages, report, world
from tests.bench.measures import Costs, Effort
from tests.bench.processes import running
from tests.bench.world import World

_README = Path(__file__).parents[2] / "README.md"


def main() -> int:
    arguments = _arguments()
    size, effort = (world.QUICK, measures.QUICK) if arguments.quick else (world.FULL, measures.FULL)
    with world.made(size, _kept_in(quick=arguments.quick)) as scene:
        cold, warm = run(scene, effort)
    text = report.table(size, cold, warm)
    print(text)
    if arguments.write and not report.write_into(_README, text):
        print(f"README.md has no {report.BEGIN} … {report.END}: nothing written.", file=sys.stderr)
    faults = [*report.missed(cold), *report.missed(warm)]
    print("\n".join(["Bars missed:", *faults]) if faults else "Every bar is held.")
    return 1 if faults else 0


def run(scene: World, effort: Effort) -> tuple[Costs, Costs]:
    """The costs of the pages, cold and warm."""
    with running("bare", scene.settings()) as bare:
        with running("site", measures.site_settings(scene, warm=False)) as site:
            cold = measures.measured(pages.cold(scene), scene, site, bare, effort)
        with running("site", measures.site_settings(scene, warm=True)) as site:
            warm = measures.measured(pages.warm(scene), scene, site, bare, effort)
    measures.count_statements(cold, scene)
    return cold, warm


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures what the pages cost.")
    parser.add_argument("--quick", action="store_true", help="a small world and few requests: a look, not a record")
    parser.add_argument("--write", action="store_true", help="put the table between its markers in README.md")
    return parser.parse_args()


def _kept_in(*, quick: bool) -> Path | None:
    folder = os.environ.get("FORUM_DATA_DIR")
    return Path(folder).resolve() / ("bench-quick" if quick else "bench") if folder else None


if __name__ == "__main__":
    sys.exit(main())
