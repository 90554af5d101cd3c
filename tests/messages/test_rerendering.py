"""Private messages rendered anew: by a newer renderer, after newer tables of the law; found by the same words after."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import User
from forum.cli.law import rerender as command
from forum.db import db
from forum.markup import RENDERER_VERSION, Rendered
from forum.messages import privacy, queries, rerendering
from forum.messages.models import PrivateMessage
from tests.factories import Factory
from tests.messages.writing import Writing, user


def run(app: Flask, wanted: rerendering.Wanted = rerendering.OUTDATED) -> int:
    with app.app_context():
        return rerendering.rerender(app.extensions["renderer"], app.extensions["forum"], wanted, lambda done: None)


def age(factory: Factory, **values: object) -> None:
    """As an older renderer left them."""
    factory.write(lambda: db.session.execute(sa.update(PrivateMessage).values(renderer_version=1, **values)))


def stored(factory: Factory) -> list[PrivateMessage]:
    return factory.read(lambda: list(db.session.scalars(sa.select(PrivateMessage).order_by(PrivateMessage.id))))


def test_old_messages_are_rendered_anew_and_once(app: Flask, factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    writing = Writing(factory)
    conversation = writing.start(alice, bruno, subject="Mon hébergeur", body="L’article 1382 du code civil, @bruno.")
    writing.send(bruno, conversation, "**Merci.**")
    assert {each.renderer_version for each in stored(factory)} == {RENDERER_VERSION}
    assert run(app) == 0
    age(factory, html="<p>Vieux.</p>", words="mon hebergeur vieux.")
    assert run(app) == 2
    assert run(app) == 0
    first, second = stored(factory)
    assert "/droit/code-civil/1382" in first.html
    assert "/u/bruno" in first.html
    assert second.html == "<p><strong>Merci.</strong></p>"

    def found(words: str) -> int:
        with app.app_context():
            return len(queries.search(db.session.get_one(User, bruno), words, how_many=9)[0])

    assert found("hebergeur 1382") == 1
    assert found("vieux") == 0
    assert run(app, rerendering.citing_texts(["code-civil"])) == 0
    age(factory, html='<p><a href="/droit/code-civil/1382">art. 1382</a></p>')
    assert run(app, rerendering.citing_texts(["code-du-travail"])) == 0
    assert run(app, rerendering.citing_texts(["code-civil"])) == 2


def test_what_a_deleted_member_wrote_is_not_brought_back(app: Flask, factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    Writing(factory).start(alice, bruno, body="Un secret.")
    age(factory)

    def forget() -> None:
        gone = user(alice)
        gone.deletes_texts = True
        privacy.forget(gone)

    pool = app.extensions["renderer"]

    class Slow:
        """The member is deleted after their text was read, and before it is stored."""

        def render_or_plain(self, *given: Any) -> Rendered:
            factory.write(forget)
            return pool.render_or_plain(*given)

    with app.app_context():
        rerendering.rerender(Slow(), app.extensions["forum"], rerendering.OUTDATED, lambda done: None)  # type: ignore[arg-type]  # all that it asks of a pool
    (left,) = stored(factory)
    assert "secret" not in left.html + left.body + left.words
    assert left.renderer_version == 1
    run(app)
    (left,) = stored(factory)
    assert (left.renderer_version, left.words) == (RENDERER_VERSION, "")


def test_the_command_does_posts_and_messages(app: Flask, factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    Writing(factory).start(alice, bruno)
    factory.topic(factory.forum(), alice)
    age(factory, html="")
    said = app.test_cli_runner().invoke(command, [])
    assert said.output.splitlines() == [
        "Rendered: 0 posts; changed: 0.",
        "Rendered: 0 tagged topics; changed: 0.",
        "Rendered: 1 private messages; changed: 1.",
        "Rendered: 0 profiles; changed: 0.",
        "Rendered: 0 site texts; changed: 0.",
    ]
