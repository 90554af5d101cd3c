"""Tables of people. The mixins are the only thing a slice takes from Flask-Security."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.names import name_look
from forum.db import Model, UTCDateTime

EVERYONE = 1  # the group of all readers, visitors included
MEMBERS = 2  # the group of all accounts
ADMINISTRATORS = 3
MODERATORS = 4  # moderators of every forum that grants them
STAFF = (ADMINISTRATORS, MODERATORS)


def _look_of_name(context: DefaultExecutionContext) -> str:
    return name_look(context.get_current_parameters()["name"])  # type: ignore[no-untyped-call]  # SQLAlchemy's own


group_members = sa.Table(
    "group_members",
    Model.metadata,
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("group_id", sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Group(RoleMixin, Model):
    """A set of people that rights are given to. The four built-in ones have fixed ids and cannot be removed."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[str] = mapped_column(sa.String(60))
    description: Mapped[str] = mapped_column(sa.String(255), default="")
    builtin: Mapped[bool] = mapped_column(default=False)


class Rank(Model):
    """A title under a name: by number of posts, or special (given by hand; `min_posts` is then None)."""

    __tablename__ = "ranks"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(60), unique=True)
    min_posts: Mapped[int | None]


class User(UserMixin, Model):
    """An account. `name` is shown and is the address `/u/<name>`; `name_key` and `email_key` decide who is the same.

    `name_look` is what the name is easily taken for: a newcomer's must not look like somebody else's. Where two did
    before that was a rule, or one came in from elsewhere, the younger's has a mark after it (`names.marked_look`).
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name_look: Mapped[str] = mapped_column(sa.String(80), default=_look_of_name, index=True, unique=True)
    email: Mapped[str] = mapped_column(sa.String(255))
    email_key: Mapped[str] = mapped_column(sa.String(255), unique=True)
    password: Mapped[str | None] = mapped_column(sa.String(255))
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approved: Mapped[bool] = mapped_column(default=True)
    charter_accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seeded: Mapped[bool] = mapped_column(default=False)
    erased: Mapped[bool] = mapped_column(default=False)
    stands_in: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # a pseudonym in one topic
    deletion_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)  # asked for: it goes then
    deletes_texts: Mapped[bool] = mapped_column(default=False)  # the texts of its posts go with it

    totp_secret: Mapped[str | None] = mapped_column(sa.Text)  # encrypted; a second factor is asked for
    totp_counter: Mapped[int | None] = mapped_column(sa.BigInteger)  # the last code's: none is taken twice
    recovery_codes: Mapped[list[str] | None] = mapped_column(sa.JSON)  # digests of those not used yet
    passkey_count: Mapped[int] = mapped_column(default=0)  # read with the session, by no other statement

    post_count: Mapped[int] = mapped_column(default=0)
    rank_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ranks.id", ondelete="SET NULL"))
    avatar_key: Mapped[str | None] = mapped_column(sa.String(64))
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    website: Mapped[str] = mapped_column(sa.String(255), default="")
    bio: Mapped[str] = mapped_column(sa.Text, default="")
    bio_html: Mapped[str] = mapped_column(sa.Text, default="")
    signature: Mapped[str] = mapped_column(sa.Text, default="")
    signature_html: Mapped[str] = mapped_column(sa.Text, default="")
    signature_line: Mapped[str] = mapped_column(sa.String(250), default="")  # stands for it under later posts
    signature_note: Mapped[str] = mapped_column(sa.String(160), default="")  # where it was taken over from
    profession: Mapped[str] = mapped_column(sa.String(20), default="")  # of an expert, as staff recognised it
    profession_title: Mapped[str] = mapped_column(sa.String(80), default="")  # in the gender they chose
    recognised_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: no recognition in force
    speaks_as_expert: Mapped[bool] = mapped_column(default=True)  # an expert's last choice on a post
    origin_note: Mapped[str] = mapped_column(sa.String(255), default="")
    contact: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    language: Mapped[str] = mapped_column(sa.String(8), default="")
    timezone: Mapped[str] = mapped_column(sa.String(60), default="")
    theme: Mapped[str] = mapped_column(sa.String(8), default="")
    signatures: Mapped[str] = mapped_column(sa.String(8), default="")  # "all": each in full; "none": hidden

    unread_notices: Mapped[int] = mapped_column(default=0)  # moved by SQL; read with the session, by no other statement
    unread_messages: Mapped[int] = mapped_column(default=0)  # conversations with something unread, kept the same way
    bookmarks: Mapped[int] = mapped_column(default=0)  # how many posts they keep; read with the session too
    messages_from: Mapped[str] = mapped_column(sa.String(8), default="")  # who may write to them: "": everyone
    mail_wishes: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)  # kind of notice -> now, daily, never

    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    previous_visit_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    all_read_at: Mapped[datetime] = mapped_column(UTCDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    roles: Mapped[list[Group]] = relationship(  # type: ignore[assignment]  # the mixin says RoleMixin; ours are Groups
        secondary=group_members, lazy="selectin", order_by=Group.id
    )

    # Not stored: whether the site asks its staff for a second factor, and this member of it has none. Set where members
    # enter (`web.sessions`); until it is set up, they have no right that other members lack.
    lacks_factor = False

    @property
    def group_ids(self) -> tuple[int, ...]:
        return (EVERYONE, MEMBERS, *(group.id for group in self.roles))

    @property
    def is_admin(self) -> bool:
        return any(group.id == ADMINISTRATORS for group in self.roles)

    @property
    def is_staff(self) -> bool:
        """Of the whole site; who moderates single forums by name is not."""
        return any(group.id in STAFF for group in self.roles)

    @property
    def unclaimed(self) -> bool:
        """An author that came with the seed: nobody signs in to this account, or reads what is mailed to it."""
        return self.seeded and self.password is None


class Block(Model):
    """That a member wants no private message from another (`messages`), or their posts folded (`board`)."""

    __tablename__ = "blocks"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    messages: Mapped[bool] = mapped_column(default=True)
    board: Mapped[bool] = mapped_column(default=False)


class LoginSession(Model):
    """A session on the server. Only a hash of its id is stored; `token` is what its forms are signed with."""

    __tablename__ = "login_sessions"

    id_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    remember: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    user_agent: Mapped[str] = mapped_column(sa.String(255), default="")
    address: Mapped[str] = mapped_column(sa.String(64), default="")


class PendingLogin(Model):
    """A sign-in whose password was right and whose second factor is to come. Only a hash of its id is stored."""

    __tablename__ = "pending_logins"

    id_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    remember: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Passkey(Model):
    """A key that opens the account: the half that may be known. The other never leaves its owner's device."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)  # base64url, of 1,023 bytes at most
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    handle: Mapped[str] = mapped_column(sa.String(64))  # what the key knows its owner by: neither name nor address
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    transports: Mapped[list[str]] = mapped_column(sa.JSON, default=list)  # how a browser reaches it
    name: Mapped[str] = mapped_column(sa.String(60))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class UsedChallenge(Model):
    """A challenge that a key answered: none is taken twice. Forgotten once it would be too old anyway."""

    __tablename__ = "used_challenges"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class FailedLogin(Model):
    """A wrong password or code, counted per account; rows older than a day are purged."""

    __tablename__ = "failed_logins"
    __table_args__ = (sa.Index("ix_failed_logins_account", "email_key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
