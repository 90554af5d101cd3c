"""The bench of search, on a tiny index."""

from pathlib import Path

from tests.bench import search


def test_every_row_is_measured(tmp_path: Path) -> None:
    rows = list(search.measured(tmp_path, 300))
    assert [name for name, *_ in rows] == [
        "rebuild, posts per CPU s",
        "two words",
        "with filters, 20 excerpts",
        "memory, MB",
    ]
    assert all(high.split()[0] != "0.0" for name, _, high, _ in rows if name != "memory, MB")
