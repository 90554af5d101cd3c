"""The commands, as they are typed: what they print, and how they end when something is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from forum.db import db
from forum.topics.models import Topic
from tests.factories import Factory

LINE = {
    "id": "t1",
    "forum": "contrats",
    "title": "Un sujet",
    "author": "Jeanne",
    "created_at": "2019-06-24T09:21:00+02:00",
    "tags": [],
    "posts": [{"id": "p1", "author": "Jeanne", "created_at": "2019-06-24T09:21:00+02:00", "body": "Bonjour."}],
}


def run(app: Flask, *words: str, given: bytes = b"") -> Result:
    return app.test_cli_runner().invoke(args=["forum", *words], input=given)


def written(folder: Path, *lines: Any) -> str:
    file = folder / "lines.jsonl"
    file.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8")
    return str(file)


def test_seed_tells_what_it_made(app: Flask) -> None:
    assert "topics 7, posts 8" in run(app, "seed").output
    assert run(app, "seed").output == "Nothing to add.\n"


def test_demo_data_names_the_topics_of_benches_and_runs_once(sqlite_app: Flask) -> None:
    words = ("demo-data", "--topics", "8", "--posts", "5100", "--users", "9")
    done = run(sqlite_app, *words)
    assert done.exit_code == 0
    assert "Made: 8 topics, 5100 posts, 9 users." in done.output
    assert "Topic of 20 posts: " in done.output
    assert "Topic of 5000 posts: " in done.output
    again = run(sqlite_app, *words)
    assert again.exit_code == 1
    assert again.output.startswith("Error: This database already holds a made-up world")
    assert run(sqlite_app, "check").output == "Everything agrees.\n"


@pytest.mark.parametrize("words", [("--posts", "2"), ("--users", "0"), ("--posts", "many")])
def test_demo_data_refuses_numbers_that_make_no_world(sqlite_app: Flask, words: tuple[str, ...]) -> None:
    done = run(sqlite_app, "demo-data", *words)
    assert done.exit_code != 0
    assert "Error: " in done.output
    assert "Traceback" not in done.output


def test_import_names_bad_lines_and_takes_the_others(app: Flask, tmp_path: Path) -> None:
    done = run(app, "import", "jsonl", written(tmp_path, LINE, "{", {**LINE, "id": "t2", "posts": []}))
    assert done.exit_code == 0
    assert "line 2: not JSON" in done.output
    assert "line 3: “posts” should be a list of at least one post" in done.output
    assert "Taken in: 1 topics, 1 posts" in done.output
    assert "here already: 1 topics" in run(app, "import", "jsonl", written(tmp_path, LINE)).output


def test_an_import_of_nothing_but_bad_lines_fails(sqlite_app: Flask, tmp_path: Path) -> None:
    done = run(sqlite_app, "import", "jsonl", written(tmp_path, *["no"] * 60))
    assert done.exit_code == 1
    assert "and 10 more lines" in done.output


@pytest.mark.parametrize(
    "words", [("import", "jsonl"), ("import", "jsonl", "/nowhere/x"), ("export", "jsonl", "/nowhere/x")]
)
def test_files_that_are_not_there(sqlite_app: Flask, words: tuple[str, ...]) -> None:
    done = run(sqlite_app, *words)
    assert done.exit_code != 0
    assert "Error: " in done.output
    assert "Traceback" not in done.output


def test_export_writes_lines_that_only_their_owner_reads(app: Flask, factory: Factory, tmp_path: Path) -> None:
    factory.topic(factory.forum(), factory.user())
    factory.topic(factory.private_forum(), factory.moderator())
    file = tmp_path / "out.jsonl"
    assert run(app, "export", "jsonl", str(file)).exit_code == 0
    assert len(file.read_text("utf-8").splitlines()) == 2
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]
    public = run(app, "export", "jsonl", "--public", "-")
    assert [json.loads(line)["forum"] for line in public.output.splitlines()] == ["droit-du-numerique"]


def test_check_fails_until_repaired(app: Flask, factory: Factory) -> None:
    factory.topic(factory.forum(), factory.user(posts=0))
    assert run(app, "check").exit_code == 0
    factory.write(lambda: db.session.execute(sa.update(Topic).values(reply_count=5)))
    done = run(app, "check")
    assert done.exit_code == 1
    assert "reply_count is 5, should be 0" in done.output
    assert run(app, "check", "--repair").output == "Everything agrees.\n"


def test_render_makes_html_of_markdown(sqlite_app: Flask) -> None:
    assert run(sqlite_app, "render", given=b"Un *mot*.").output == "<p>Un <em>mot</em>.</p>\n"


@pytest.mark.parametrize("given", [b"", b"\xff\xfe\x00", b"[" * 50_000, b"> " * 20_000])
def test_render_never_refuses(sqlite_app: Flask, given: bytes) -> None:
    done = run(sqlite_app, "render", given=given)
    assert done.exit_code == 0
    assert "<script" not in done.output


def test_render_answers_each_line_with_a_line(sqlite_app: Flask) -> None:
    lines = [
        b'{"id": 1, "text": "a **b**"}',
        b"no",
        b"",
        b"[]",
        b'{"id": "\\ud800", "text": "c"}',
        b'{"id": 5}',
        b'{"id": NaN, "text": "d"}',
        json.dumps({"id": 7, "text": "[" * 50_000}).encode(),
        b'{"text": "e\\u0000"}',
    ]
    done = run(sqlite_app, "render", "--jsonl", given=b"\n".join(lines) + b"\n")
    assert done.exit_code == 0
    answers = [json.loads(line) for line in done.output.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, None, None, "\ud800", 5, None, 7, None]
    assert answers[0]["html"] == "<p>a <strong>b</strong></p>"
    assert ["error" in answer for answer in answers] == [False, True, True, True, False, True, True, False, False]
    assert answers[7]["plain"] is True
    assert answers[8]["html"] == "<p>e</p>"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "The database is not up to date. First run: flask --app wsgi forum migrate"),
        ({"FORUM_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"}, "The database says: "),
        ({"PORT": "many"}, "FORUM_PORT='many' is not a number."),
        ({"FORUM_SECRET_KEY": "changeme"}, "FORUM_SECRET_KEY is too weak"),
    ],
)
def test_a_site_that_is_not_ready_says_so_in_one_line(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    environment = {**os.environ, "FORUM_DATA_DIR": str(tmp_path), "FORUM_DATABASE_URL": "", **settings}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Error: {words}")


def test_cite_answers_each_line_with_one_of_json(sqlite_app: Flask) -> None:
    given = "Selon l’article 1382 du code civil…\nRien ici, 12 € et la clause 4.\n".encode()
    answers = [json.loads(line) for line in run(sqlite_app, "cite", "--json", given=given).output.splitlines()]
    assert [answer["refs"] for answer in answers] == [["code-civil/1382"], []]
    assert answers[0]["citations"][0]["text"] == "article 1382 du code civil"
