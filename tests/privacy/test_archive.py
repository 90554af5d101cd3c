"""All that is kept about a person, in the archive they download."""

import io
import json
import zipfile

import pytest
from flask import Flask

from forum import paths
from forum.accounts.models import User
from forum.db import db
from forum.privacy.archive import safe_name, write_archive
from tests.factories import Factory
from tests.web.people import PASSWORD, with_password


def archive_of(app: Flask, factory: Factory, user_id: int) -> zipfile.ZipFile:
    file = io.BytesIO()
    uploads = app.extensions["forum"].uploads_dir
    factory.read(lambda: write_archive(db.session.get_one(User, user_id), file, uploads=uploads))
    return zipfile.ZipFile(file)


def everything(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_one_s_words_and_account_are_in_it_and_nothing_else(app: Flask, factory: Factory) -> None:
    alice, bob = with_password(factory, place="Lyon"), factory.user("bob")
    topic = factory.topic(factory.forum(), alice, title="Le titre d’Alice")
    factory.reply(topic, alice, "Ma **réponse**.")
    factory.reply(topic, bob, "Le secret de Bob.")
    found = archive_of(app, factory, alice)
    assert json.loads(found.read("account.json"))["email"] == "alice@example.org"
    assert json.loads(found.read("posts.json"))["topics"][0]["title"] == "Le titre d’Alice"
    texts = [found.read(name).decode() for name in found.namelist() if name.startswith("posts/")]
    assert "Ma **réponse**." in texts
    assert "Bob" not in everything(found)


def test_no_secret_is_in_it(app: Flask, factory: Factory) -> None:
    alice = with_password(factory)
    user, found = factory.get(User, alice), everything(archive_of(app, factory, alice))
    assert user.password
    assert user.password not in found
    assert user.fs_uniquifier not in found


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("acte.pdf", "acte.pdf"),
        ("../../.bashrc", "bashrc"),
        ("/etc/passwd", "etc_passwd"),
        ("C:\\x\\y.txt", "C_x_y.txt"),
        ("..", "file"),
        ("", "file"),
        ("a\nb.txt", "a_b.txt"),
    ],
)
def test_a_name_stays_in_the_archive(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_it_is_given_for_the_password_alone(factory: Factory) -> None:
    alice = with_password(factory)
    browser = factory.browser(alice)
    form = browser.get(paths.SETTINGS_PRIVACY).form(paths.SETTINGS_PRIVACY)
    assert form.submit(current="not this one").status == 422
    answer = form.submit(current=PASSWORD)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=alice-")
    assert "no-store" in answer.headers["Cache-Control"]
