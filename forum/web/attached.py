"""Files that come along with a form: those sent with it, those it lists from before, those taken away."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from forum.accounts.models import User
from forum.attachments import actions, queries
from forum.attachments.policy import Allowance, Quota, may_attach
from forum.attachments.queries import AttachedFile
from forum.config import Config
from forum.db import db
from forum.errors import Conflict, Invalid, Refused, TooOften
from forum.uploads.filenames import split_extension
from forum.uploads.intake import receive
from forum.verdict import require
from forum.web.language import _, said
from forum.web.limits import hit
from forum.words import message


@dataclass(frozen=True)
class Files:
    """The files of a text being written, in their order, and what could not be taken, in words."""

    kept: list[AttachedFile]
    problems: list[str]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(file.key for file in self.kept)

    @property
    def words(self) -> tuple[str, ...]:
        """What readers will read of those that no post carries yet: their names and what is said of pictures."""
        return tuple(each for file in self.kept if file.post_id is None for each in (_stem(file), file.alt))

    def rewritten(self, writer: User, change: Callable[[str], str]) -> "Files":
        """The same, something done to each of these words."""
        new = [file for file in self.kept if file.post_id is None]
        changed = [file for file in new if change(_stem(file)) != _stem(file) or change(file.alt) != file.alt]
        if not changed:
            return self
        with db.write(quiet=True):
            for file in changed:
                actions.rename(writer, file.key, change(_stem(file)))
                actions.describe(writer, file.key, change(file.alt)[: actions.ALT_LENGTH])
        again = {file.key: file for file in queries.chosen(writer, [file.key for file in changed])}
        return Files([again.get(file.key, file) for file in self.kept], self.problems)


def files_of_form(writer: User, post_id: int | None = None) -> Files:
    """Take in what the form brings. `post_id`: the post being edited, which the writer may edit."""
    removed = request.form.getlist("remove")
    keys = [key for key in request.form.getlist("file") if key not in removed]
    _describe(writer, queries.chosen(writer, keys, post_id), post_id)
    _discard(writer, removed)
    problems = []
    for sent in request.files.getlist("files"):
        if sent.filename:
            try:
                keys.append(take_in(writer, sent, count=len(keys)))
            except (Invalid, Refused, Conflict, TooOften) as error:
                problems.append(_("« %(name)s » : %(why)s", name=sent.filename[:80], why=said(error.message)))
    return Files(queries.chosen(writer, keys, post_id), problems)


def take_in(writer: User, sent: FileStorage, *, count: int = 0) -> str:
    """Make one sent file safe and keep it, not yet posted; returns its key. Raises Invalid, Refused or TooOften."""
    config: Config = current_app.extensions["forum"]
    if count >= config.attachments_per_post:
        too_many = message("Un message porte au plus %(count)s pièces jointes.", count=config.attachments_per_post)
        raise Invalid(too_many, "files")
    require(may_attach(writer))
    hit("upload")
    name = sent.filename or ""
    # One byte more than allowed is read, enough to know that it is too large.
    data = sent.stream.read(config.attachment_bytes + 1)
    stored = receive(data, name, root=config.uploads_dir, max_bytes=config.attachment_bytes)
    with db.write(quiet=True):
        return actions.attach(writer, stored, name, quota=_quota(config)).key


def _stem(file: AttachedFile) -> str:
    return split_extension(file.filename)[0]


def _describe(writer: User, files: list[AttachedFile], post_id: int | None) -> None:
    """Keep the alternative texts that were typed."""
    typed = {file.key: request.form.get(f"alt-{file.key}") for file in files}
    changed = [(file.key, alt) for file in files if (alt := typed[file.key]) is not None and alt.strip() != file.alt]
    if changed:
        with db.write(quiet=post_id is None):
            for key, alt in changed:
                actions.describe(writer, key, alt[: actions.ALT_LENGTH], post_id=post_id)


def _discard(writer: User, keys: list[str]) -> None:
    """Throw away what was sent and never posted. What a post carries leaves it with the edit, not before."""
    unposted = queries.chosen(writer, keys)
    if unposted:
        with db.write(quiet=True):
            for file in unposted:
                actions.discard(writer, file.key)


def _quota(config: Config) -> Quota | None:
    if not config.limits_on:
        return None
    members = Allowance(config.attachments_per_hour, config.attachment_total_bytes)
    newcomers = Allowance(config.newcomer_attachments_per_hour, config.attachment_total_bytes // 5)
    return Quota(members, newcomers, config.pace_newcomer_posts)
