"""Commands of search: ask it, measure it, make its index anew."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum import clock
from forum.cli.console import config, progress, require_tables
from forum.search import documents, evaluation, indexing, queries
from forum.search.backend import Results, SearchBackend
from forum.search.backends import apart
from forum.search.parsing import parse
from forum.search.query import Query
from forum.topics.external import external_ids, topics_named


@click.command()
@click.argument("query", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON line per query.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Topics per query.")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Lines of {id, text}.")
@with_appcontext
def search(query: str | None, as_json: bool, limit: int, queries: Path | None) -> None:
    """Find topics as a visitor would, for QUERY or for each line of --queries."""
    require_tables()
    if not query and queries is None:
        raise click.UsageError("Give a query, or --queries FILE.")
    backend = ready()
    lines = _lines(queries) if queries is not None else [("", query or "")]
    for query_id, text in lines:
        found = ask(backend, text, limit)
        _print(query_id, found, as_json=as_json or queries is not None)


@click.command("search-eval")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def search_eval(folder: Path) -> None:
    """Ask the questions of FOLDER (queries.jsonl, qrels.tsv, topics.jsonl.gz) and print how well they are answered.

    The folder's topics get an index of their own; the forum's stays as it is. A folder without topics asks the forum's,
    into which they were imported.
    """
    if (folder / "topics.jsonl.gz").exists():
        with apart(config()) as backend:
            found = evaluation.evaluate(folder, backend)
    else:
        require_tables()
        found = evaluation.measure(folder, ready(), topics_named(), queries.scope_of(Query(), None).forums)
    click.echo(evaluation.table(found))


@click.command()
@with_appcontext
def reindex() -> None:
    """Make the search index anew beside the live one, then put it in its place."""
    require_tables()
    backend: SearchBackend = current_app.extensions["search"]
    with progress(documents.count(), "post") as bar:
        indexing.rebuild(backend, config(), bar.update)
    click.echo(f"Indexed: {backend.status().posts} posts.")


def ready() -> SearchBackend:
    """The engine, in step with the database as far as nobody else is writing it."""
    backend: SearchBackend = current_app.extensions["search"]
    indexing.repair(backend, config())
    return backend


def ask(backend: SearchBackend, text: str, limit: int) -> Results:
    return queries.hits(backend, parse(text, clock.now().date()), None, limit=limit)


def _lines(path: Path) -> list[tuple[str, str]]:
    asked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(str(each["id"]), str(each["text"])) for each in asked]


def _print(query_id: str, found: Results, *, as_json: bool) -> None:
    named = external_ids([hit.topic_id for hit in found.hits])
    if as_json:
        hits = [
            {"external_id": named[hit.topic_id][0], "topic_id": hit.topic_id, "score": hit.score}
            for hit in found.hits
            if hit.topic_id in named
        ]
        click.echo(json.dumps({"id": query_id, "hits": hits}, ensure_ascii=False))
        return
    for hit in found.hits:
        if hit.topic_id in named:
            click.echo(f"{hit.score:8.2f}  /t/{hit.topic_id}  {named[hit.topic_id][1]}")
    sys.stdout.flush()
