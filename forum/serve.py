"""`make run`: the site and its worker from one command, behind a production server.

Waitress reads a whole request before it takes a thread, so slow clients hold memory and not the site; it speaks to
both loopbacks; one process keeps the counts of limits and views. The worker is a child process that dies with it,
and that is started again should it end before.
"""

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from forum.config import Config
from forum.web import tally

_PR_SET_PDEATHSIG = 1
_FAREWELL_SECONDS = 8.0  # in which a worker finishes the mail under way; then it is killed, or it would keep its lock
_M_ARENA_MAX = -8  # of malloc.h
_LONGEST_WAIT = 60.0  # seconds before a worker that ends again and again is given another try


def serve(app: Flask, config: Config) -> None:
    """Serve until a signal says to stop; then flush what was counted and end the worker."""
    _share_memory()
    sockets = _listen(config)
    stop = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(stop,), name="worker", daemon=True)
    keeper.start()
    tally.start_flushing(app, config)
    signal.signal(signal.SIGTERM, _stop)
    try:
        make_server(app, config, sockets).run()
    finally:
        stop.set()
        keeper.join(2 * _FAREWELL_SECONDS)


def keep_worker(stop: threading.Event) -> None:
    """Have a worker until `stop` is set: one that crashed, or met that of a killed server still at work, is replaced.

    The thread that runs this must live as long as the process: a worker dies with the thread that started it.
    """
    wait = 1.0
    while not stop.is_set():
        began, worker = time.monotonic(), start_worker()
        while worker.poll() is None and not stop.wait(0.3):
            pass
        if worker.poll() is None:
            _end(worker)
            return
        wait = 1.0 if time.monotonic() - began > _LONGEST_WAIT else min(2 * wait, _LONGEST_WAIT)
        stop.wait(wait)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(_FAREWELL_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _share_memory() -> None:
    """All threads take memory from one place, where the C library knows that.

    Left alone, glibc gives each thread its own, and what one question needed for a moment stays with its thread: eight
    of them held 65 MB more after two hundred searches. Python's threads seldom want memory at the same moment.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if sys.platform == "linux" and set_option is not None:
        set_option(_M_ARENA_MAX, 1)


def make_server(app: Flask, config: Config, sockets: list[socket.socket]) -> MultiSocketServer | BaseWSGIServer:
    """The production server on these listening sockets, ready to `run()` until a signal or an exit."""
    _spare_the_collector()
    return create_server(
        app,
        sockets=sockets,
        threads=config.threads,
        connection_limit=config.connections,
        max_request_body_size=64 * 1024 * 1024,
        max_request_header_size=96 * 1024,
        channel_timeout=30,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )


def _spare_the_collector() -> None:
    """What was loaded at start is never garbage: leave it out of collections, and look at the rest less often.

    A page makes some thousands of short-lived objects, which their counts free; at the default of 700 the
    collector would run ten times a page for nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def start_worker() -> "subprocess.Popen[bytes]":
    """The worker as a child process; on Linux the kernel ends it when this process ends, however it ends."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "worker"]
    return subprocess.Popen(command, preexec_fn=_die_with_parent if sys.platform == "linux" else None)  # noqa: PLW1509


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:
        os._exit(0)


def _listen(config: Config) -> list[socket.socket]:
    hosts = ["127.0.0.1", "::1"] if config.host == "localhost" else [config.host]
    sockets = []
    for host in hosts:
        try:
            sockets.append(_socket(host, config.port))
        except OSError as error:
            if host == "::1":
                continue  # a machine without IPv6
            sys.exit(f"Port {config.port} is not free ({error.strerror}). Choose another: PORT=8001 make run")
    return sockets


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind((host, port))
    return listener


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
