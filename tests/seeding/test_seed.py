"""Seeding a forum: what a new one opens with, and what a second time leaves alone."""

import re
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import MODERATORS, User
from forum.accounts.queries import user_named
from forum.attachments.models import Attachment
from forum.checking import findings
from forum.db import db
from forum.seeding import FOLDER, SeedReport, seed
from forum.settings.models import FooterPage
from forum.taxonomy.models import Forum, Tag
from forum.taxonomy.queries import tags_named
from forum.topics.models import Post, Topic
from tests.browsing import Browser

ARTICLE = "mon-prestataire-refuse"


def sown(app: Flask, folder: Path = FOLDER) -> SeedReport:
    with app.app_context():
        return seed(app.extensions["renderer"], app.extensions["forum"], folder)


def post_of(external_id: str, position: int = 1) -> Post:
    topic = sa.select(Topic.id).where(Topic.external_id == external_id).scalar_subquery()
    return db.session.scalars(sa.select(Post).where(Post.topic_id == topic, Post.position == position)).one()


def topic_named(external_id: str) -> Topic:
    return db.session.scalars(sa.select(Topic).where(Topic.external_id == external_id)).one()


def test_the_article_stands_as_in_the_source(app: Flask) -> None:
    sown(app)
    with app.app_context():
        topic, first, second = topic_named(ARTICLE), post_of(ARTICLE), post_of(ARTICLE, 2)
        assert topic.slug == "mon-prestataire-refuse-de-me-donner-mes-identifiants-mots-de-passe"
        assert topic.reply_count == 1
        assert (topic.source_name, str(topic.source_date)) == ("Marc (Happy* Numeric)", "2019-06-24")
        assert first.created_at.isoformat() == "2019-06-24T07:21:00+00:00"
        assert topic.last_posted_at == second.created_at
        assert not first.plain_fallback


def test_topics_link_to_one_another_by_their_addresses(app: Flask) -> None:
    sown(app)
    with app.app_context():
        clause = topic_named("clause-de-reversibilite")
        address = f"/t/{clause.id}/{clause.slug}"
        assert f'href="{address}"' in post_of(ARTICLE).html
        assert f"]({address})" in post_of(ARTICLE).body
        texts = db.session.scalars(sa.select(Post.html + Post.body)).all()
        assert [found for text in texts for found in re.findall(r"\]\(topic:|/t/0/", text)] == []


def test_the_picture_is_the_authors_and_stands_in_the_text(app: Flask) -> None:
    sown(app)
    with app.app_context():
        post = post_of(ARTICLE)
        file = db.session.scalars(sa.select(Attachment)).one()
        assert (file.post_id, file.owner_id) == (post.id, post.author_id)
        assert f"/attachments/{file.key}/" in post.html
        assert f"](attachment:{file.key} " in post.body
        assert file.alt.startswith("Un ordinateur")


def test_nobody_can_log_in_as_a_seeded_person(app: Flask) -> None:
    sown(app)
    with app.app_context():
        people = db.session.scalars(sa.select(User)).all()
        assert {person.password for person in people} == {None}
        assert all(person.seeded and person.email.endswith("@seed.invalid") for person in people)


def test_people_keep_what_the_source_says_of_them(app: Flask) -> None:
    sown(app)
    with app.app_context():
        author, team = user_named("happynumeric"), user_named("L’équipe du forum")
        assert author.created_at.isoformat() == "2019-04-05T09:54:00+00:00"
        assert author.signature.count("\n") == 2
        assert 'href="https://happynumeric.fr/me-contacter"' in author.signature_html
        assert author.contact["phone"] == "06 13 03 17 96"
        assert author.post_count == 2
        assert [group.id for group in team.roles] == [MODERATORS]


def test_a_synonym_leads_to_its_tag(app: Flask) -> None:
    sown(app)
    with app.app_context():
        assert tags_named(["agence web"])["agence web"].slug == "prestataire"


def test_twice_changes_nothing(app: Flask) -> None:
    sown(app)
    with app.app_context():
        before = rows_of_every_table()
    assert sown(app).made == {}
    with app.app_context():
        assert rows_of_every_table() == before


def test_what_staff_changed_stays_changed(app: Flask) -> None:
    sown(app)
    with app.app_context(), db.write():
        forum = db.session.scalars(sa.select(Forum).where(Forum.slug == "donnees-personnelles")).one()
        forum.slug, forum.name = "rgpd", "RGPD"
        db.session.execute(sa.delete(Tag).where(Tag.slug == "sauvegarde"))
        page = db.session.scalars(sa.select(FooterPage).where(FooterPage.slug == "contact").limit(1)).one()
        page.body = "Écrivez-nous."
        user_named("happynumeric").name = "Marc"
        post_of(ARTICLE).body = "Corrigé."
        topic_named("bienvenue").title = "Bonjour à vous"
    report = sown(app)
    assert report.made == {}
    with app.app_context():
        assert db.session.scalar(sa.select(Forum.id).where(Forum.slug == "donnees-personnelles")) is None
        assert db.session.scalar(sa.select(Tag.id).where(Tag.slug == "sauvegarde")) is None
        assert "Écrivez-nous." in db.session.scalars(sa.select(FooterPage.body)).all()
        assert post_of(ARTICLE).body == "Corrigé."
        assert topic_named("bienvenue").title == "Bonjour à vous"


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The seed with one topic more, which links to an old one."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "seed"))
    text = (folder / "topics" / "bienvenue.md").read_text("utf-8")
    header = text[: text.index("=== post")].replace('"bienvenue"', '"suite"')
    post = '=== post\nauthor = "equipe"\ncreated_at = 2026-06-01T10:00:00+02:00\n===\n\nVoir [là](topic:bienvenue).\n'
    (folder / "topics" / "suite.md").write_text(header + post, "utf-8")
    return folder


def test_a_topic_added_later_comes_alone(app: Flask, grown: Path) -> None:
    sown(app)
    assert sown(app, grown).made == {"topics": 1, "posts": 1}
    with app.app_context():
        welcome = topic_named("bienvenue")
        assert f'href="/t/{welcome.id}/{welcome.slug}"' in post_of("suite").html


def test_a_topic_whose_forum_was_removed_is_left_out_and_named(app: Flask, grown: Path) -> None:
    text = (grown / "topics" / "suite.md").read_text("utf-8")
    (grown / "topics" / "suite.md").write_text(text.replace('"le-forum"', '"donnees-personnelles"'), "utf-8")
    sown(app)
    with app.app_context(), db.write():
        db.session.delete(db.session.scalars(sa.select(Forum).where(Forum.slug == "donnees-personnelles")).one())
    report = sown(app, grown)
    assert report.made == {}
    assert "suite: the forum donnees-personnelles was removed" in str(report)


def test_a_seeded_forum_agrees_with_itself(app: Flask) -> None:
    sown(app)
    with app.app_context():
        assert [str(found) for found in findings(app.extensions["forum"])] == []


def test_a_visitor_reads_the_article(app: Flask, visitor: Browser) -> None:
    sown(app)
    with app.app_context():
        topic = topic_named(ARTICLE)
        address = f"/t/{topic.id}/{topic.slug}"
    page = visitor.get(address)
    assert page.status == 200
    assert "Votre décision est prise" in page.text


def rows_of_every_table() -> dict[str, int]:
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in db.Model.metadata.sorted_tables
    }
