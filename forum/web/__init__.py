"""The only code that knows HTTP: joins every page family, and what stands around them all, to the application."""

from typing import Any

from flask import Flask

from forum.config import Config
from forum.web import blueprints as pages
from forum.web import (
    converters,
    dates,
    environment,
    errors,
    jinja,
    language,
    limits,
    login,
    mail,
    onward,
    pagecache,
    security,
    sessions,
    tally,
    viewing,
)


def flask_settings(config: Config) -> dict[str, Any]:
    """What Flask and its extensions are told, from our settings."""
    return {
        "SECRET_KEY": config.secret(),
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": not config.database_url.startswith("sqlite")},
        "TESTING": config.testing,
        "MAX_CONTENT_LENGTH": 1024 * 1024,  # uploads ask for more, per route
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 200,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # static addresses carry a hash of the file
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long text is worth more than a short token
        "WTF_CSRF_SSL_STRICT": False,  # Referer is not asked for; the Origin check is ours (security.py)
        **login.flask_security_settings(config),
    }


def join(app: Flask, config: Config) -> None:
    """Attach the edge to the application, outermost last."""
    app.jinja_environment = environment.Environment  # before any extension asks for it
    sessions.join(app, config)
    language.join(app, config)
    onward.join(app, config)
    dates.set_zone(config.timezone)
    language.show_values(dates.when, dates.day, dates.grouped)
    login.join(app, config)
    viewing.join(app)
    security.join(app, config)
    limits.join(app, config)
    jinja.join(app, config)
    errors.join(app)
    mail.join(app, config)
    tally.join(app)
    converters.join(app)
    for blueprint in pages.ALL:
        app.register_blueprint(blueprint)
    pagecache.join(app, config)
