"""The process that is measured: the site, or a bare Flask view, behind the site's own server.

Started by `tests.bench.processes`. First prints its port; then, for each line that it reads, the seconds of CPU
(user and system, all threads) it has taken so far; ends with its standard input.
"""

import socket
import sys
import threading
import time

from flask import Flask

from forum.app import create_app
from forum.config import Config
from forum.serve import make_server
from forum.web import tally

BARE_BYTES = 30_000


def main(what: str) -> None:
    config = Config.from_environment()
    app = _bare() if what == "bare" else create_app(config)
    if what == "site":
        tally.start_flushing(app, config)
    listener = socket.create_server(("127.0.0.1", 0))
    server = make_server(app, config, [listener])
    threading.Thread(target=server.run, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    for _ in sys.stdin:
        print(time.process_time(), flush=True)


def _bare() -> Flask:
    """The least that Flask can do: no extension, no database, no template; 30 kB."""
    app = Flask("bare")
    page = "x" * BARE_BYTES

    @app.get("/")
    def view() -> str:
        return page

    return app


if __name__ == "__main__":
    main(sys.argv[1])
