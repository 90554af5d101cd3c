"""From errors to pages: the one place where Refused, Missing, Invalid … become answers."""

import logging
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from forum import paths
from forum.errors import FactorRequired, ForumError, LoginRequired, Missing, TooOften
from forum.web import kept
from forum.web.language import said
from forum.web.login import actor
from forum.web.security import CSRFError
from forum.web.statuses import status_of
from forum.words import Message, message

_log = logging.getLogger(__name__)
_MISSING = message("Cette page n’existe pas, ou plus.")
_HEADINGS = {
    400: message("Demande refusée"),
    403: message("Accès refusé"),
    404: message("Page introuvable"),
    405: message("Demande refusée"),
    409: message("Modification simultanée"),
    410: message("Sujet retiré"),
    413: message("Envoi trop volumineux"),
    422: message("Saisie à corriger"),
    429: message("Trop de demandes"),
    500: message("Erreur du site"),
    503: message("Site très occupé"),
}
_EXPIRED = message("Ce formulaire a expiré : revenez à la page précédente, rechargez-la et renvoyez-le.")
_BUSY = message("Le site est très occupé : réessayez dans quelques secondes. Rien de votre texte n’est perdu ici.")
_WORDS = {
    400: message("Cette demande est malformée : vérifiez l’adresse ou revenez à la page précédente."),
    404: _MISSING,
    405: message("Cette adresse ne répond pas à ce genre de demande."),
    413: message("C’est trop volumineux : un fichier peut peser 5 Mo, un message 32 000 caractères."),
    415: message("Ce type de contenu n’est pas accepté ici."),
}


def join(app: Flask) -> None:
    app.register_error_handler(ForumError, _ours)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(UnicodeError, lambda error: page(400, _WORDS[400]))
    app.register_error_handler(DataError, lambda error: page(400, _WORDS[400]))
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(500, _broken)


def page(status: int, text: Message, *, retry_after: int | None = None) -> tuple[str, int, dict[str, str]]:
    """An error page that says what happened and where to go."""
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    heading = _HEADINGS.get(status, _HEADINGS[400])
    login_url = paths.with_next(paths.LOGIN, request.path) if status in {403, 404} and actor() is None else None
    body = render_template(
        "errors/error.html",
        code=status,
        heading=said(heading),
        message=said(text),
        login_url=login_url,
        retry_url=None,
        text=_typed(),
    )
    return body, status, headers


def _typed() -> str:
    """The text that was sent and would be lost with its page."""
    # security: only what came from a form of ours, or another site could have its words shown here
    return request.form.get("body", "") if g.get("from_our_form") else ""


def _ours(error: ForumError) -> Any:
    if isinstance(error, LoginRequired):
        if (sent := kept.sent_now()) is not None:
            return kept.page(sent)
        target = request.full_path.rstrip("?") if request.method == "GET" else paths.BOARD
        return redirect(paths.with_next(paths.LOGIN, target), 303)
    if isinstance(error, FactorRequired) and request.method == "GET":
        return redirect(paths.SETTINGS_FACTOR, 303)
    text = _MISSING if type(error) is Missing and not error.message.params else error.message
    wait = error.retry_after if isinstance(error, TooOften) else None
    return page(status_of(error), text, retry_after=wait)


def _expired(error: CSRFError) -> Any:
    sent = kept.sent_now()
    return kept.page(sent) if sent is not None else page(400, _EXPIRED)


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if isinstance(error.response, Response) or status < 400:
        return error
    answer, status, headers = page(status, _WORDS.get(status, _WORDS[400]))
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return answer, status, {**kept, **headers}


def _busy(error: OperationalError) -> Any:
    _log.error("the database did not answer: %s", error.orig)
    return page(503, _BUSY, retry_after=5)


def _broken(error: Any) -> Any:
    _log.error("unexpected error on %s", request.path, exc_info=getattr(error, "original_exception", None))
    return page(
        500, message("Une erreur nous a échappé ; elle est notée. Réessayez, ou écrivez-nous si elle persiste.")
    )


__all__ = ["join", "page"]
