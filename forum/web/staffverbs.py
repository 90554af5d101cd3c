"""The acts that staff choose from on topic and forum pages: what each asks, does, and says afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forum import paths
from forum.accounts.models import User
from forum.errors import Invalid, Missing
from forum.moderation import actions, duplicates, queries, surgery
from forum.topics.models import Topic
from forum.topics.queries import topic_for
from forum.web.forms.moderation import ActForm, DuplicateForm, HideForm, MergeForm, MoveForm, SplitForm
from forum.web.language import _, said
from forum.words import Message, message, plural


@dataclass(frozen=True)
class Done:
    """What an act did: how to say it, and where to look when not where one came from."""

    words: Message
    url: str = ""


@dataclass(frozen=True)
class Act:
    """One act. `load` finds what it acts on; `form` is what it asks first, None when nothing."""

    label: Message
    load: Callable[..., Sequence[Any]]
    run: Callable[[User, Any, Any], Done]
    form: type[ActForm] | None = None


@dataclass(frozen=True)
class Family:
    """The acts on one kind of thing. `field` names the boxes that choose the things."""

    field: str
    url: Callable[..., str]
    acts: dict[str, Act]

    def act(self, verb: str | None) -> Act:
        """The act of that name. Raises Invalid."""
        found = self.acts.get(verb or "")
        if found is None:
            raise Invalid(message("Choisissez une action dans la liste."))
        return found


@dataclass(frozen=True)
class Bulk:
    """The form below a page of things with boxes."""

    url: str
    label: str
    verbs: list[tuple[str, str]]
    forums: list[tuple[int, str]]


def bulk_of_topics(actor: User) -> Bulk:
    """For a forum's page."""
    forums = [(forum.id, forum.name) for forum in queries.forums_open_to(actor)]
    return Bulk(TOPICS.url(), _("Avec les sujets cochés"), _verbs(TOPICS), forums)


def bulk_of_posts() -> Bulk:
    """For a topic's page."""
    return Bulk(POSTS.url(), _("Avec les messages cochés"), _verbs(POSTS), [])


def _verbs(family: Family) -> list[tuple[str, str]]:
    return [(verb, said(act.label)) for verb, act in family.acts.items()]


def _simple(act: Callable[[User, Any], int], words: Message) -> Callable[[User, Any, Any], Done]:
    def run(actor: User, chosen: Any, form: None) -> Done:
        return _counted(act(actor, chosen), words)

    return run


def _counted(count: int, words: Message) -> Done:
    """Says `words` (a plural, of any number) of this many."""
    return Done(replace(words, count=count) if count else message("Rien n’a changé : c’était déjà fait."))


def _hide_topics(actor: User, chosen: Any, form: HideForm) -> Done:
    count = actions.hide(actor, chosen, form.reason.data or "")
    return _counted(count, plural("%(count)s sujet masqué.", "%(count)s sujets masqués.", 0))


def _hide_posts(actor: User, chosen: Any, form: HideForm) -> Done:
    count = actions.hide(actor, chosen, form.reason.data or "")
    return _counted(count, plural("%(count)s message masqué.", "%(count)s messages masqués.", 0))


def _move(actor: User, chosen: Sequence[Topic], form: MoveForm) -> Done:
    target = queries.forum_for(form.forum_id, actor)
    count = surgery.move(actor, chosen, target, form.reason.data or "")
    return _counted(count, plural("%(count)s sujet déplacé.", "%(count)s sujets déplacés.", 0))


def _merge(actor: User, chosen: Sequence[Topic], form: MergeForm) -> Done:
    try:
        target = topic_for(form.topic_id, actor)
    except Missing:
        raise Invalid(message("Aucun sujet ne se trouve à cette adresse."), "into") from None
    surgery.merge(actor, target, chosen, form.reason.data or "")
    return Done(message("Les sujets sont réunis ici."), paths.topic(target.id, target.slug))


def _duplicate(actor: User, chosen: Sequence[Topic], form: DuplicateForm) -> Done:
    try:
        target = topic_for(form.topic_id, actor)
    except Missing:
        raise Invalid(message("Aucun sujet ne se trouve à cette adresse."), "into") from None
    count = duplicates.mark(actor, chosen, target, form.reason.data or "")
    return _counted(
        count,
        plural("%(count)s sujet mène au sujet de référence.", "%(count)s sujets mènent au sujet de référence.", 0),
    )


def _split(actor: User, chosen: Sequence[queries.Chosen], form: SplitForm) -> Done:
    target = queries.forum_for(form.forum_id, actor)
    new = surgery.NewTopic(form.title.data or "", target)
    made = surgery.split(actor, chosen[0].topic, chosen, new, form.reason.data or "")
    return Done(message("Voici le nouveau sujet."), paths.topic(made.id, made.slug))


TOPICS = Family(
    "topic",
    paths.act_on_topics,
    {
        "pin": Act(
            message("Épingler"),
            queries.topics_for,
            _simple(actions.pin, plural("%(count)s sujet épinglé.", "%(count)s sujets épinglés.", 0)),
        ),
        "unpin": Act(
            message("Ne plus épingler"),
            queries.topics_for,
            _simple(
                actions.unpin,
                plural("%(count)s sujet n’est plus épinglé.", "%(count)s sujets ne sont plus épinglés.", 0),
            ),
        ),
        "lock": Act(
            message("Verrouiller"),
            queries.topics_for,
            _simple(
                actions.lock,
                plural("%(count)s sujet verrouillé.", "%(count)s sujets verrouillés.", 0),
            ),
        ),
        "unlock": Act(
            message("Déverrouiller"),
            queries.topics_for,
            _simple(
                actions.unlock,
                plural("%(count)s sujet déverrouillé.", "%(count)s sujets déverrouillés.", 0),
            ),
        ),
        "move": Act(message("Déplacer"), queries.topics_for, _move, MoveForm),
        "merge": Act(message("Réunir à un autre sujet"), queries.topics_for, _merge, MergeForm),
        "duplicate": Act(message("Marquer comme doublon"), queries.topics_for, _duplicate, DuplicateForm),
        "unduplicate": Act(
            message("Ne plus tenir pour un doublon"),
            queries.topics_for,
            _simple(
                duplicates.unmark,
                plural("%(count)s sujet n’est plus un doublon.", "%(count)s sujets ne sont plus des doublons.", 0),
            ),
        ),
        "hide": Act(message("Masquer aux lecteurs"), queries.first_posts_for, _hide_topics, HideForm),
        "restore": Act(
            message("Restaurer"),
            queries.first_posts_for,
            _simple(actions.restore, plural("%(count)s sujet restauré.", "%(count)s sujets restaurés.", 0)),
        ),
        "approve": Act(
            message("Approuver"),
            queries.first_posts_for,
            _simple(actions.approve, plural("%(count)s sujet approuvé.", "%(count)s sujets approuvés.", 0)),
        ),
    },
)
POSTS = Family(
    "post",
    paths.act_on_posts,
    {
        "hide": Act(message("Masquer aux lecteurs"), queries.posts_for, _hide_posts, HideForm),
        "restore": Act(
            message("Restaurer"),
            queries.posts_for,
            _simple(
                actions.restore,
                plural("%(count)s message restauré.", "%(count)s messages restaurés.", 0),
            ),
        ),
        "approve": Act(
            message("Approuver"),
            queries.posts_for,
            _simple(
                actions.approve,
                plural("%(count)s message approuvé.", "%(count)s messages approuvés.", 0),
            ),
        ),
        "split": Act(message("Déplacer vers un nouveau sujet"), queries.posts_for, _split, SplitForm),
    },
)
