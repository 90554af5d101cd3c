"""What every template may use. Values that nearly no page needs are computed when asked for."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request, session, url_for
from flask_wtf.csrf import generate_csrf

from forum import paths
from forum.accounts.models import User
from forum.config import Config
from forum.moderation.queries import open_reports
from forum.settings import queries as settings
from forum.settings.generations import PerGeneration
from forum.topics.rows import hue, initial, opened
from forum.web import assets, dates
from forum.web.forms import faults
from forum.web.language import LANGUAGES, _, _n, present, said
from forum.web.lawwords import law_said
from forum.web.login import actor, moderates
from forum.web.viewing import viewed_as

# for the hottest loops
_FILTERS = {
    "when": dates.when,
    "day": dates.day,
    "num": dates.grouped,
    "said": said,
    "law_said": law_said,
    "opened": opened,
}


def join(app: Flask, config: Config) -> None:
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.loopcontrols")

    def choose_zone() -> None:
        user = actor()
        dates.set_zone((user.timezone if user is not None else "") or config.timezone)

    app.before_request(choose_zone)
    environment.filters.update(_FILTERS)
    environment.globals.update(
        _=_,
        _n=_n,
        said=said,
        paths=paths,
        asset=assets.address,
        when=dates.when,
        day=dates.day,
        ago=dates.ago,
        num=dates.grouped,
        filesize=dates.size,
        iso=lambda moment: moment.isoformat(timespec="seconds"),
        csrf_token=_token,
    )

    def context() -> dict[str, Any]:
        return {
            "site": site(config),
            "actor": _reader(actor()),
            "lang": present(),
            "here": request.full_path.rstrip("?"),
            "notices": _notices(),
            "faults": faults(),
            "alternates": alternates(config),
            "viewed_as": viewed_as(),
        }

    app.context_processor(context)


def read_at(generation: int) -> None:
    """The page was read at this generation: the settings need not ask for it."""
    request.environ.setdefault("parvis.generation", generation)


def snapshot() -> settings.Snapshot:
    """The settings in force, read once per request."""
    held: settings.Snapshot | None = g.get("snapshot")
    if held is None:
        held = g.snapshot = settings.snapshot(request.environ.get("parvis.generation"))
    return held


_SITES: PerGeneration[dict[str, SimpleNamespace]] = PerGeneration(dict)


def site(config: Config) -> SimpleNamespace:
    """The site as templates name it, in the page's language; made once per generation."""
    held, lang = snapshot(), present()
    sites = _SITES.of(held.generation)
    if lang not in sites:
        sites[lang] = _site(config, held, lang)
    return sites[lang]


def _site(config: Config, held: settings.Snapshot, lang: str) -> SimpleNamespace:
    chosen = {link.slug: link for link in held.footer if link.language != lang}
    chosen |= {link.slug: link for link in held.footer if link.language == lang}
    order = dict.fromkeys(link.slug for link in held.footer)
    return SimpleNamespace(
        name=held.settings.name,
        tagline=held.settings.tagline,
        logo_url=paths.avatar(held.settings.logo) if held.settings.logo else None,
        banner_html=held.settings.banner_html or None,
        base_url=config.base_url,
        has_title_font=assets.has_title_font(),
        footer_pages=[(chosen[slug].title, paths.page(slug)) for slug in order],
        settings=held.settings,
    )


def alternates(config: Config) -> list[tuple[str, str]]:
    """(language, this page's address in it): for `hreflang` and the footer's switch."""
    # security: a path may hold a backslash, which browsers read as a slash: two of them lead to another site
    asked = request.args.to_dict(flat=True) if request.query_string else {}
    asked.pop("lang", None)
    found, here = [], quote(request.path, safe="/:@!$&'()*+,;=~")
    for lang in LANGUAGES:
        arguments = dict(asked)
        if lang != config.language:
            arguments["lang"] = lang
        found.append((lang, paths.with_query(here, **arguments)))
    return found


AT_FORM = "at-form"  # something done, told at the page's form where it has one that shows it


def notice(kind: str, text: str) -> None:
    """Say something on the next page: kind is `done`, `problem` or `AT_FORM`."""
    session.notices.append((kind, text))  # type: ignore[attr-defined]  # ours, by ServerSessions
    session.notices_changed = True  # type: ignore[attr-defined]


def _notices() -> list[tuple[str, str]]:
    held = getattr(session, "notices", [])
    if held:
        shown = list(held)
        held.clear()
        session.notices_changed = True  # type: ignore[attr-defined]
        return shown
    return []


def _reader(user: User | None) -> SimpleNamespace | None:
    if user is None:
        return None
    staff = moderates()
    return SimpleNamespace(
        id=user.id,
        name=user.name,
        url=paths.user(user.name),
        avatar=SimpleNamespace(
            name=user.name,
            avatar_url=paths.avatar(user.avatar_key) if user.avatar_key else None,
            initial=initial(user.name),
            hue=hue(user.name),
        ),
        theme=user.theme,
        unread=user.unread_notices,
        unread_messages=user.unread_messages,
        is_admin=user.is_admin,
        lacks_factor=user.lacks_factor,
        is_staff=staff,
        moderates=staff,
        open_reports=_open_reports(user) if staff else 0,
    )


def _open_reports(user: User) -> int:
    if "open_reports" not in g:
        g.open_reports = open_reports(user)
    return int(g.open_reports)


def _token() -> str:
    if "form_token" not in g:
        g.form_token = generate_csrf()
    return g.form_token


__all__ = ["alternates", "join", "notice", "site", "snapshot", "url_for"]
