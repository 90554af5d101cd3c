"""A visitor who asked for a language by `?lang=` keeps it: every link, form and redirect of the page carries it on.

Done in one place, on the finished page, and only on pages that were asked for so: the others pay nothing.
"""

import re

from flask import Flask, Response, g
from flask import session as present_session

from forum.config import Config

# our own addresses, but for files, and for the links whose very point is another language
_OURS = re.compile(r'((?:href|action)=")(/(?!static/|attachments/|avatars/|/)[^"#]*)(?=["#])(?!" hreflang)')


def join(app: Flask, config: Config) -> None:
    canonical = re.compile(f'(<link rel="canonical" href=")({re.escape(config.base_url)}/[^"#]*)')

    def carry(response: Response) -> Response:
        language = g.get("asked_language", "")
        if not language or language == config.language or getattr(present_session, "user", None) is not None:
            return response
        if "Location" in response.headers and response.headers["Location"].startswith("/"):
            response.headers["Location"] = with_language(response.headers["Location"], language)
        if response.mimetype == "text/html" and not response.direct_passthrough:

            def carried(found: re.Match[str]) -> str:
                return found[1] + with_language(found[2], language, "&amp;")

            response.set_data(canonical.sub(carried, _OURS.sub(carried, response.get_data(as_text=True))))
        return response

    app.after_request(carry)


def with_language(address: str, language: str, and_: str = "&") -> str:
    """The address with `lang=` added, before its fragment; as it is when it names one."""
    path, hash_, fragment = address.partition("#")
    if re.search(r"[?&;]lang=", path):
        return address
    return f"{path}{and_ if '?' in path else '?'}lang={language}{hash_}{fragment}"
