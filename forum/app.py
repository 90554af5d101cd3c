"""The factory: joins the parts and does no work. No table is made, no file written, no mail sent here."""

import weakref
from pathlib import Path

from flask import Flask

from forum import cli, subscriptions, web
from forum.config import Config
from forum.db import db, prepare_engine
from forum.legal import facts
from forum.markup.pool import RenderPool
from forum.resources import rounds
from forum.search import backends
from forum.settings.actions import move_generation

_ROOT = Path(__file__).parent.parent


def create_app(config: Config | None = None) -> Flask:
    """The site as a WSGI application, under the given settings or those of the environment."""
    config = config or Config.from_environment()
    app = Flask("forum", template_folder=str(_ROOT / "templates"), static_folder=None, root_path=str(_ROOT / "forum"))
    app.config.update(web.flask_settings(config))
    app.extensions["forum"] = config
    config.data_dir.mkdir(parents=True, exist_ok=True)
    facts.use(config.law_dir)
    _join_database(app)
    app.extensions["renderer"] = renderer = RenderPool(config.render_processes)
    weakref.finalize(app, renderer.close)
    app.extensions["meaning"] = backends.meaning_of(config)
    app.extensions["search"] = backends.opened(config, app.extensions["meaning"])
    app.extensions["links"] = rounds.opened(config)
    subscriptions.join()
    web.join(app, config)
    app.cli.add_command(cli.forum)
    return app


def _join_database(app: Flask) -> None:
    db.init_app(app)
    db.before_commit = [move_generation]
    with app.app_context():
        prepare_engine(db.engine, synchronous=app.extensions["forum"].sqlite_synchronous)
