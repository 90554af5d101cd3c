"""Commands over texts, without a database."""

import json
import sys
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from forum.cli.console import config, renderer
from forum.legal import find_citations, to_json
from forum.markup import Kind, RenderContext, Rendered


@click.command()
@click.option("--jsonl", is_flag=True, help="Lines of {id, text} in, lines of {id, html} out.")
@with_appcontext
def render(jsonl: bool) -> None:
    """Markdown on standard input to safe HTML; what is too complex comes back escaped, as it was typed."""
    lines = sys.stdin.buffer
    if not jsonl:
        click.echo(_rendered(lines.read().decode("utf-8", "replace")).html)
        return
    for line in lines:
        # Plain ASCII, so that whatever a line holds as its id can be written.
        click.echo(json.dumps(_answer(line)))


@click.command()
@click.option("--json", "as_json", is_flag=True, required=True, help="A line of text in, a line of JSON out.")
def cite(as_json: bool) -> None:
    """The French legal citations in each line of standard input: keys, spans, marks, official addresses."""
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        click.echo(json.dumps(to_json(find_citations(text)), ensure_ascii=False))


def _answer(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON ({error})"}
    if not isinstance(fields, dict):
        return {"id": None, "error": "not a JSON object"}
    if not isinstance(fields.get("text"), str):
        return {"id": fields.get("id"), "error": "“text” should be text"}
    rendered = _rendered(fields["text"])
    answer = {"id": fields.get("id"), "html": rendered.html}
    return {**answer, "plain": True} if rendered.plain_fallback else answer


def _rendered(text: str) -> Rendered:
    return renderer().render_or_plain(
        text, Kind.POST, RenderContext(language=config().language, base_url=config().base_url)
    )


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
