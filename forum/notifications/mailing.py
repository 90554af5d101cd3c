"""Asking for a mail. It is written and sent later, by the worker, in the reader's language.

`ask_for_mail(user, "post_hidden", title=…, reason=…, post_path=paths.post(…))` stores one wish in the write
transaction under way. `template` names `templates/mail/<template>.txt` and `.html`; each extends
`mail/letter.txt` or `mail/letter.html` and fills the blocks `subject` (in the .txt only) and `text`.

Parameters are short facts, in a form that JSON keeps:
- a string is text that somebody may have typed: it is put on one line, addresses in it are defanged, and in the
  HTML part it is escaped;
- a number is a number;
- one whose name ends in `path` is an address of this site, from `forum.paths`; the template receives it as an
  absolute address under the same name with `url` in place of `path` (`post_path` -> `post_url`);
- one whose name ends in `_at` is a moment, given as a `datetime`; the template shows it with `when(…)`;
- `for_readers_of` or `for_moderators_of`, a topic's id: the mail leaves only if the reader still is one then.

Besides its own parameters a template knows `site_name`, `site_url`, `name` (the reader's) and the usual `_`, `_n`,
`when`, `day`, `num`. A mail may leave twice after a crash, always with the same Message-ID.
"""

import secrets
from datetime import datetime

from forum import outbox
from forum.accounts.models import User
from forum.outbox import Event

Fact = str | int | datetime


def ask_for_mail(user: User, template: str, **params: Fact) -> None:
    """Have this mail sent to a member. Inside a write. Raises ValueError for a `…path` that is not a path."""
    _publish(template, params, user_id=user.id)


def ask_for_mail_to(address: str, template: str, **params: Fact) -> None:
    """Have this mail sent to an address without an account, in the site's language. Inside a write."""
    _publish(template, params, address=address)


def _publish(template: str, params: dict[str, Fact], **to: int | str) -> None:
    for name, value in params.items():
        if name.endswith("path") and not (isinstance(value, str) and value.startswith("/")):
            raise ValueError(f"{name}={value!r} is not an address of this site")
    facts = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in params.items()}
    outbox.publish(Event.MAIL_WANTED, template=template, params=facts, key=secrets.token_hex(12), **to)
