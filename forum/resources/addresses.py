"""Addresses of resources: how they are stored, when two are the same page, where a copy of one is kept. Pure."""

import ipaddress
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote, urlsplit, urlunsplit

from forum.errors import Invalid
from forum.words import message

LONGEST = 500
ARCHIVE = "https://web.archive.org/web"

# What campaigns and networks hang on an address to know who followed it: the page is the same without.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|msclkid|dclid|yclid|igshid|mc_cid|mc_eid|xtor|at_\w+)", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._?"
_TYPED = re.compile(r"https?://(?:[^\s<>\"«»“”\\()\]]|\([^\s<>\"()]{0,200}\)){1,500}", re.IGNORECASE)
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def stored(typed: str) -> str:
    """The address as it is kept: its host in ASCII, without fragment or tracking. Raises Invalid, saying what to do."""
    typed = typed.strip()
    if typed and "://" not in typed.split("?")[0]:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        scheme, host, port = parts.scheme.lower(), _host(parts.hostname or ""), parts.port
    except ValueError:  # a broken bracket or port; a host that IDNA refuses
        raise _unusable() from None
    if scheme not in _PORTS or not _is_name(host):
        raise _unusable()
    if parts.username is not None or parts.password is not None:
        raise Invalid(message("Cette adresse contient un identifiant : retirez ce qui précède l’arobase."), "url")
    if port not in {None, _PORTS[scheme]}:
        raise Invalid(message("Donnez une adresse sans numéro de port, comme https://exemple.fr/page."), "url")
    url = urlunsplit((scheme, host, quote(parts.path, safe=_SAFE) or "/", _query(parts.query), ""))
    if len(url) > LONGEST:
        raise Invalid(message("Cette adresse dépasse 500 caractères : cherchez-en une plus courte."), "url")
    return url


def folded(url: str) -> str:
    """What two addresses of one page have in common: not the scheme, « www. », a last stroke, the order of a query."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return f"{host}{parts.path.rstrip('/')}?{query}"


def folded_typed(typed: str) -> str:
    """The same of an address as somebody typed it; empty for one that is none."""
    try:
        return folded(stored(typed))
    except Invalid:
        return ""


def typed_in(text: str) -> frozenset[str]:
    """Every address that a Markdown text holds, folded."""
    return frozenset(filter(None, map(folded_typed, _addresses(text))))


def archived(url: str, day: date) -> str:
    """Where a public archive shows the page as it was nearest to a day."""
    return f"{ARCHIVE}/{day:%Y%m%d}/{url}"


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _addresses(text: str) -> Iterator[str]:
    for match in _TYPED.finditer(text):
        yield match.group().rstrip(".,;:!?'’…*_~")


def _host(typed: str) -> str:
    host = typed.rstrip(".").lower()
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _is_name(host: str) -> bool:
    """A name with a dot, as public sites have; not a number, which names a machine and no publisher."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_NAME.fullmatch(host)) and not host.rpartition(".")[2].isdigit()
    return False


def _query(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])]
    return quote("&".join(kept), safe=_SAFE)


def _unusable() -> Invalid:
    return Invalid(message("Donnez l’adresse complète d’une page publique, comme https://exemple.fr/page."), "url")
