"""HTML that left this package and was stored, on its way to a page."""

from markupsafe import Markup


def stored(html: str) -> Markup:
    """Say to templates that this string was made by `render` and needs no escaping again.

    security: only for columns that actions fill from `Rendered.html`; the templates' own door is components/html.html.
    """
    return str.__new__(Markup, html)  # Markup(html) without its look for `__html__`, which a page does twenty times
