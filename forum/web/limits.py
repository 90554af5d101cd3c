"""How often one address may do what. Counts per account are taken in the database by the actions' edges."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from forum.config import Config
from forum.errors import TooOften
from forum.web.security import address
from forum.words import message

P = ParamSpec("P")
R = TypeVar("R")

# Each name is what `limited(…)` takes, each value is per address (IPv6: per /64)
PER_ADDRESS = {
    "all": ("200/minute", "50/10 second"),
    "login": ("20/hour",),
    "key": ("60/hour",),
    "reset": ("10/hour",),
    "reset-account": ("3/hour",),
    "new-email": ("5/day",),
    "export": ("5/day",),
    "confirm": ("10/hour",),
    "register": ("10/day",),
    "preview": ("30/minute",),
    "draft": ("30/minute",),
    "upload": ("40/hour",),
    "report": ("20/day",),
    "search": ("15/minute",),
    "search-member": ("30/minute",),
    "search-all": ("150/minute",),
    "suggest": ("60/minute",),
    "write": ("60/hour", "6/20 second"),
}
_SLOWER = message("Trop de demandes en peu de temps : patientez un peu, puis recommencez.")
_UNCOUNTED = {"assets.static", "health.alive", "health.ready"}  # files, and whoever watches the site
_PARSED = {name: tuple(parse(rule) for rule in rules) for name, rules in PER_ADDRESS.items()}


def join(app: Flask, config: Config) -> None:
    if not config.limits_on:
        return
    app.extensions["limiter"] = MovingWindowRateLimiter(storage_from_string(config.cache_url or "memory://"))

    def everything() -> None:
        if request.endpoint not in _UNCOUNTED:
            hit("all")

    app.before_request(everything)


def hit(name: str, by: str | None = None) -> None:
    """Count one act against a limit. Raises TooOften, with the seconds to wait."""
    limiter = current_app.extensions.get("limiter")
    if limiter is not None:
        _ask(limiter, limiter.hit, name, by or address())


def require_room(name: str) -> None:
    """Raise TooOften when a limit is reached already, without counting: for acts counted only when they fail."""
    limiter = current_app.extensions.get("limiter")
    if limiter is not None:
        _ask(limiter, limiter.test, name, address())


def _ask(limiter: MovingWindowRateLimiter, question: Callable[..., bool], name: str, key: str) -> None:
    for rule in _PARSED[name]:
        if not question(rule, name, key):
            reset, _ = limiter.get_window_stats(rule, name, key)
            raise TooOften(_SLOWER, _wait(reset))


def limited(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view whose POSTs are counted against a limit."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method == "POST":
                hit(name)
            return view(*args, **kwargs)

        return counted

    return wrap


def _wait(reset: float) -> int:
    return max(1, int(reset - time()) + 1)
