"""A streaming standby that questions are put to, while it is there and keeps up with the primary.

Looking costs one short statement every few seconds and process. Whatever goes wrong, the primary answers.
"""

import logging
from threading import Lock
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

_log = logging.getLogger(__name__)
_LOOKED_AT_SECONDS = 2.0
_REST_SECONDS = 10.0  # after a failure
_CONNECT_SECONDS = 2
# A standby without a receiver knows of nothing new; one that has replayed all it received is not behind, however long
# nobody has written. One that was promoted is a primary, and answers as well.
_BEHIND = sa.text(
    "SELECT CASE WHEN NOT pg_is_in_recovery() THEN 0"
    " WHEN NOT EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 1e9"
    " WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0"
    " ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 1e9) END"
)


class Standby:
    """One standby. `most_behind`: seconds beyond which its answers are too old."""

    def __init__(self, url: str, most_behind: float) -> None:
        self._most_behind = most_behind
        self._database = sa.create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS}
        ).execution_options(isolation_level="REPEATABLE READ")
        self._lock = Lock()
        self._look_at, self._fit = 0.0, False

    def is_fit(self) -> bool:
        """Whether it may be asked now."""
        with self._lock:
            if monotonic() >= self._look_at:
                self._look()
            return self._fit

    def connect(self) -> Connection:
        return self._database.connect()

    def rest(self, error: SQLAlchemyError) -> None:
        """It failed: leave it alone for a while."""
        _log.warning("the standby cannot be searched, the primary is: %s", str(error).splitlines()[0])
        self._look_at, self._fit = monotonic() + _REST_SECONDS, False

    def close(self) -> None:
        self._database.dispose()

    def _look(self) -> None:
        try:
            with self._database.connect() as connection:
                behind = float(connection.execute(_BEHIND).scalar_one())
        except SQLAlchemyError as error:
            self.rest(error)
            return
        self._look_at, self._fit = monotonic() + _LOOKED_AT_SECONDS, behind <= self._most_behind
