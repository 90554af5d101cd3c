"""What the parts of an address may be."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class RowId(IntegerConverter):
    """A row's number: nine digits at most, which every database holds. More is no address of ours, hence a 404."""

    regex = r"\d{1,9}"


def join(app: Flask) -> None:
    # security: the redirect to an address with single slashes would be made from the Host header
    app.url_map.merge_slashes = False
    app.url_map.converters["int"] = RowId
