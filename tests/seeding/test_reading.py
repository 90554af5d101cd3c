"""The files of the seed: what is read from them, and what is said about a file that cannot be used."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.seeding import FOLDER
from forum.seeding.fields import BadContent
from forum.seeding.reading import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "seed"))


def test_the_projects_own_content_is_readable() -> None:
    content = read(FOLDER)
    article = next(topic for topic in content.topics if topic.external_id == "mon-prestataire-refuse")
    assert article.title == "Que faire si : Mon prestataire refuse de me donner mes identifiants mots de passe ?"
    assert [post.created_at for post in article.posts] == [
        datetime(2019, 6, 24, 7, 21, tzinfo=UTC),
        datetime(2019, 6, 24, 7, 24, tzinfo=UTC),
    ]
    assert article.posts[0].media[0].file.is_file()
    assert article.source is not None
    assert article.source.name == "Marc (Happy* Numeric)"


def test_a_subforum_stands_under_its_parent_and_after_it() -> None:
    forums = [forum.slug for forum in read(FOLDER).forums]
    ideas = next(forum for forum in read(FOLDER).forums if forum.slug == "idees-et-remarques")
    assert ideas.parent == "le-forum"
    assert forums.index("le-forum") < forums.index("idees-et-remarques")


def test_pages_come_in_both_languages() -> None:
    keys = {page.key for page in read(FOLDER).pages}
    assert {"charte/fr", "charte/en", "contact/fr", "contact/en"} <= keys


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("people.toml", 'slug = "happynumeric"', "", "“slug” is missing"),
        ("people.toml", "+02:00", "", "lacks its offset"),
        ("people.toml", 'rank = "equipe"', 'rank = "nobody"', "nothing is called nobody"),
        ("forums.toml", "position = 1", 'position = "first"', "“position” should be a int"),
        ("forums.toml", 'parent = "le-forum"', 'parent = "ailleurs"', "nothing is called ailleurs"),
        ("tags.toml", "[[tag]]", "[[tag", "tags.toml"),
        ("topics/bienvenue.md", "+++\n", "", "must begin with a header"),
        ("topics/bienvenue.md", "=== post", "== post", "no line “=== post”"),
        ("topics/bienvenue.md", "\n===\n", "\n", "not closed"),
        ("topics/bienvenue.md", 'kind = "announcement"', 'kind = "shout"', "“kind” is one of"),
        ("topics/bienvenue.md", 'author = "equipe"', 'author = "nobody"', "nothing is called nobody"),
        ("topics/bienvenue.md", 'tags = ["mode-d-emploi"]', 'tags = ["inconnu"]', "nothing is called inconnu"),
        ("topics/mon-prestataire-refuse.md", "refuse.png", "refuse.gif", "there is no mon-prestataire-refuse.gif"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(folder: Path, file: str, old: str, new: str, complaint: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadContent, match=complaint):
        read(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "ranks.toml").unlink()
    with pytest.raises(BadContent, match=r"ranks\.toml"):
        read(folder)
