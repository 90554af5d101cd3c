"""Loads `seed_content/` through the same actions as the site. Twice changes nothing.

What exists is never touched, so that what staff edited stays as they left it; what they renamed or removed is known by
the ledger and does not come back. The site's accounts of the seed have no password.
"""

from pathlib import Path

from forum.config import Config
from forum.db import db
from forum.errors import ForumError
from forum.markup import Kind, RenderContext
from forum.markup.pool import RenderPool
from forum.seeding.content import Content
from forum.seeding.fields import BadContent
from forum.seeding.frame import FrameHtml, make_frame
from forum.seeding.ledger import Ledger
from forum.seeding.reading import read
from forum.seeding.report import SeedReport
from forum.seeding.resources import list_resources
from forum.seeding.threads import ReadyTopic, make_topics, new_among, prepare

__all__ = ["FOLDER", "BadContent", "SeedReport", "seed"]

FOLDER = Path(__file__).parent.parent.parent / "seed_content"


def seed(renderer: RenderPool, config: Config, folder: Path = FOLDER) -> SeedReport:
    """Load what is new in the folder. Raises BadContent, before anything is stored."""
    content = read(folder)
    report = SeedReport()
    html = _frame_html(content, renderer, config)
    with db.write():
        ledger = Ledger()
        make_frame(content, html, ledger, report)
        ledger.keep()
    ready = _prepared(content, ledger, renderer, config, report)
    with db.write():
        make_topics(ready, ledger, report)
        list_resources(content.topics, ledger, report)
        ledger.keep()
    return report


def _prepared(
    content: Content, ledger: Ledger, renderer: RenderPool, config: Config, report: SeedReport
) -> list[ReadyTopic]:
    ready = []
    for topic in new_among(content.topics):
        try:
            ready.append(prepare(topic, ledger, renderer, config))
        except ForumError as error:
            report.skipped.append(f"{topic.external_id}: {error}")
    return ready


def _frame_html(content: Content, renderer: RenderPool, config: Config) -> FrameHtml:
    def html(text: str, kind: Kind, language: str) -> str:
        return renderer.render_or_plain(text, kind, RenderContext(language=language, base_url=config.base_url)).html

    return FrameHtml(
        signatures={each.slug: html(each.signature, Kind.SIGNATURE, config.language) for each in content.people},
        pages={each.key: html(each.body, Kind.POST, each.language) for each in content.pages},
    )
