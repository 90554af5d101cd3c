"""A member that nobody is, for whoever wants to see what members see."""

from forum import clock
from forum.accounts.models import User

_NOBODY = -1  # no row has it, so nothing is this member's own: no private forum, draft, read mark or waiting post


def plain_member(like: User) -> User:
    """An account in good standing, in no group, never stored; language and looks are those of `like`."""
    moment = clock.now()
    return User(
        id=_NOBODY,
        name="Membre",
        name_key="membre",
        email="",
        email_key="",
        fs_uniquifier="",
        active=True,
        approved=True,
        confirmed_at=moment,
        created_at=moment,
        all_read_at=moment,
        previous_visit_at=moment,
        seeded=False,
        erased=False,
        stands_in=False,
        deletion_at=None,
        deletes_texts=False,
        post_count=0,
        passkey_count=0,
        language=like.language,
        timezone=like.timezone,
        theme=like.theme,
    )
