"""All that topics stand on: forums, tags, ranks, people and footer pages. Inside a write."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from forum.accounts.closed import ClosedAccount, open_closed
from forum.accounts.models import MODERATORS, Group, Rank, User
from forum.accounts.names import email_key, name_key
from forum.db import db
from forum.seeding.content import Content, ForumSeed, PageSeed, PersonSeed, RankSeed, TagSeed
from forum.seeding.ledger import Ledger
from forum.seeding.report import SeedReport
from forum.settings.actions import store_footer_page
from forum.settings.models import FooterPage
from forum.taxonomy.actions import ForumDraft, add_synonym, create_forum, create_tag
from forum.taxonomy.models import Forum, Tag


@dataclass(frozen=True)
class FrameHtml:
    """What was rendered before the write: signatures by slug of the person, pages by key."""

    signatures: Mapping[str, str]
    pages: Mapping[str, str]


def make_frame(content: Content, html: FrameHtml, ledger: Ledger, report: SeedReport) -> None:
    """Make whatever the ledger does not hold."""
    for forum in content.forums:
        ledger.once("forum", forum.slug, partial(_forum, forum, ledger, report))
    for tag in content.tags:
        ledger.once("tag", tag.slug, partial(_tag, tag, report))
    for rank in content.ranks:
        ledger.once("rank", rank.slug, partial(_rank, rank, report))
    for person in content.people:
        ledger.once("person", person.slug, partial(_person, person, html.signatures[person.slug], ledger, report))
    for page in content.pages:
        ledger.once("page", page.key, partial(_page, page, html.pages[page.key], report))


def _forum(seed: ForumSeed, ledger: Ledger, report: SeedReport) -> int:
    if (held := db.session.scalar(sa.select(Forum.id).where(Forum.slug == seed.slug))) is not None:
        return held
    parent = ledger.id_of("forum", seed.parent) if seed.parent else None
    if parent is not None and db.session.get(Forum, parent) is None:
        parent = None
    draft = ForumDraft(seed.name, seed.slug, seed.description, seed.kind, parent, seed.position, kinds=seed.kinds)
    report.count("categories" if seed.kind == "category" else "forums")
    return create_forum(draft).id


def _tag(seed: TagSeed, report: SeedReport) -> int:
    tag = db.session.scalar(sa.select(Tag).where(sa.or_(Tag.slug == seed.slug, Tag.name_key == name_key(seed.name))))
    if tag is not None:
        return tag.synonym_of_id or tag.id
    tag = create_tag(seed.name, seed.description, seed.slug)
    report.count("tags")
    for name in seed.synonyms:
        if db.session.scalar(sa.select(Tag.id).where(Tag.name_key == name_key(name))) is None:
            add_synonym(tag, name)
    return tag.id


def _rank(seed: RankSeed, report: SeedReport) -> int:
    rank = db.session.scalar(sa.select(Rank).where(Rank.title == seed.name))
    if rank is None:
        rank = Rank(title=seed.name, min_posts=seed.min_posts)
        db.session.add(rank)
        db.session.flush()
        report.count("ranks")
    return rank.id


def _person(seed: PersonSeed, signature_html: str, ledger: Ledger, report: SeedReport) -> int:
    email = f"{seed.slug}@seed.invalid"
    if (held := db.session.scalar(sa.select(User.id).where(User.email_key == email_key(email)))) is not None:
        return held
    if (namesake := db.session.scalar(sa.select(User.id).where(User.name_key == name_key(seed.name)))) is not None:
        report.skipped.append(f"{seed.name}: a member has this name, and is left as they are.")
        return namesake
    groups = db.session.scalars(sa.select(Group).where(Group.id == MODERATORS)) if seed.staff else ()
    account = ClosedAccount(
        name=seed.name,
        email=email,
        created_at=seed.registered_at,
        seeded=True,
        rank_id=ledger.id_of("rank", seed.rank) if seed.rank else None,
        signature=seed.signature,
        signature_html=signature_html,
        signature_line=" · ".join(filter(None, (seed.contact.get("given_name"), seed.contact.get("organisation")))),
        signature_note=seed.contact.get("note", ""),
        origin_note=seed.origin_note,
        contact=seed.contact,
        groups=tuple(groups),
    )
    report.count("people")
    return open_closed(account).id


def _page(seed: PageSeed, html: str, report: SeedReport) -> int:
    held = sa.select(FooterPage.id).where(FooterPage.slug == seed.slug, FooterPage.language == seed.language)
    if (page_id := db.session.scalar(held)) is not None:
        return page_id
    report.count("pages")
    return store_footer_page(
        slug=seed.slug, language=seed.language, title=seed.title, body=seed.body, html=html, position=seed.position
    ).id
