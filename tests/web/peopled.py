"""A small site with one of everything that a page can show, and somebody in every role, for the tests that go over the
whole of it: access, leaks, links, headers, hostile input.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from forum import clock
from forum.accounts.actions import Profile, change_profile, change_signature
from forum.accounts.groups import create_group, join_group
from forum.accounts.models import ADMINISTRATORS, MEMBERS, MODERATORS, User
from forum.accounts.ranks import create_rank
from forum.attachments import actions as attachments
from forum.config import Config
from forum.db import db
from forum.experiences import actions as experiences
from forum.experiences.models import Outcome
from forum.experts.actions import Identity, Proof, Scope, Ways, apply
from forum.experts.models import Expert, ExpertProof
from forum.guides.actions import contribute, set_open
from forum.guides.models import GuideEdit
from forum.guides.policy import Trust
from forum.messages import actions as messages
from forum.messages import reports as message_reports
from forum.messages.policy import Limits
from forum.moderation import actions as staff
from forum.moderation import experts, members, queries, reports
from forum.moderation.models import Reason
from forum.paths import slugify
from forum.resources.actions import Facts, propose
from forum.resources.actions import Limits as ResourceLimits
from forum.settings.actions import store_footer_page
from forum.taxonomy.actions import PUBLIC, Grant, create_tag
from forum.taxonomy.models import Forum, Tag
from forum.topics import actions as topics
from forum.topics import counters
from forum.topics.actions import Sent, TopicDraft
from forum.topics.models import Kind, Post, Topic
from forum.uploads.actions import record
from forum.uploads.intake import Stored, receive, receive_avatar
from tests.browsing import Browser
from tests.factories import PRIVATE, Factory, text
from tests.uploads.pictures import encoded, picture

ROLES = ("visitor", "member", "author", "suspended", "elsewhere", "moderator", "admin")
SECRET = "ouagadougou"  # stands in every word of private messages
LIMITS = Limits(newcomer_posts=0, people=10, newcomer_people=2, links=2)
CANARY = "zanzibar"  # stands in every word written in the private forum, and nowhere else


@dataclass
class Site:
    """Ids and names by what they are, as addresses need them; `people` by role (a visitor has no id)."""

    factory: Factory
    people: dict[str, int] = field(default_factory=dict)
    at: dict[str, Any] = field(default_factory=dict)

    def browser(self, role: str) -> Browser:
        return self.factory.browser(self.people.get(role))

    def address(self, template: str) -> str:
        """`/t/{topic}` and the like, filled in."""
        return template.format(**self.at)

    def post(self, topic_id: int, author_id: int, body: str, *, links: int = 0, files: tuple[str, ...] = ()) -> int:
        """A reply as the edge makes it; with links and no post to their name yet, the author's waits."""

        def make() -> int:
            author, topic = db.session.get_one(User, author_id), db.session.get_one(Topic, topic_id)
            sent = Sent(attachments=files, newcomer_posts=1 if links else 0)
            return topics.reply(author, topic, text(body), sent).id

        return self.factory.write(make)

    def open(self, forum_id: int, author_id: int, title: str, body: str, **draft: Any) -> tuple[int, int]:
        """A topic: its id and its first post's. `tag_names` must be known tags; `files` keys of attachments."""
        names, files = draft.pop("tag_names", ()), draft.pop("files", ())

        def make() -> tuple[int, int]:
            author, forum = db.session.get_one(User, author_id), db.session.get_one(Forum, forum_id)
            tags = tuple(db.session.query(Tag).filter(Tag.name.in_(names)))
            made = topics.open_topic(
                author, forum, TopicDraft(title, tags=tags, **draft), text(body), Sent(attachments=files)
            )
            return made.topic_id, made.id

        return self.factory.write(make)

    def attach(self, owner_id: int, filename: str, alt: str = "") -> str:
        """A picture of this person's, not yet posted: its key."""
        stored = _stored(config_of(self.factory).uploads_dir)

        def make() -> str:
            return attachments.attach(db.session.get_one(User, owner_id), stored, filename, alt=alt).key

        return self.factory.write(make)

    def hide(self, post_id: int, by: str = "admin", reason: str = "Hors charte") -> None:
        def act() -> None:
            actor = db.session.get_one(User, self.people[by])
            staff.hide(actor, queries.posts_for([post_id], actor, lock=True), reason)

        self.factory.write(act)


@cache
def _stored(root: Path) -> Stored:
    """Each picture is decoded in a child once, not for every test."""
    return receive(encoded(picture(900, 700), "PNG"), "plan.png", root=root, max_bytes=10**6)


@cache
def _stored_portrait(root: Path) -> Stored:
    return receive_avatar(encoded(picture(300, 300), "PNG"), "moi.png", root=root, max_bytes=10**6)


def config_of(factory: Factory) -> Config:
    config: Config = factory.app.extensions["forum"]
    return config


def peopled(factory: Factory, *, replies: int = 2) -> Site:
    """The site. `replies` stand in the main topic besides a quote and a picture."""
    site = Site(factory)
    _people(site)
    _forums(site)
    _main_topic(site, replies)
    _states(site)
    _told(site)
    _private(site)
    _resources(site)
    _guide(site)
    _desk(site)
    _experts(site)
    _messages(site)
    factory.write(counters.recount_authors)
    factory.drain()
    return site


def _people(site: Site) -> None:
    new, people = site.factory.user, site.people
    for role in ("member", "author", "elsewhere"):
        people[role] = new(role)
    people["moderator"] = new("moderator", groups=(MODERATORS,))
    people["admin"] = new("admin", groups=(ADMINISTRATORS,))
    until = clock.now() + timedelta(days=30)
    people["suspended"] = new("suspended", suspended_until=until, suspended_reason="Publicité")
    people["newcomer"] = new("newcomer", posts=0)
    people["insider"] = new("insider", posts=0)
    site.at["name"] = "author"
    portrait = _stored_portrait(config_of(site.factory).uploads_dir)

    def describe() -> None:
        author = db.session.get_one(User, people["author"])
        bio = text("Avocate *à Lyon*.")
        said = Profile("Lyon", "https://exemple.fr", bio.body, bio.html)
        change_profile(author, author, said)
        change_signature(author, author, "La loi.", "<p>La loi.</p>")
        author.avatar_key = site.at["avatar"] = record(portrait).digest

    site.factory.write(describe)


def _forums(site: Site) -> None:
    make, at = site.factory.forum, site.at
    at["category"] = make("Questions", kind="category")
    at["forum"] = make("Contrats", description="Prestataires et clients.", parent_id=at["category"])
    at["subforum"] = make("Noms de domaine", parent_id=at["forum"])
    at["locked_forum"] = make("Archives", parent_id=at["category"], locked=True)
    theirs = Grant(user_id=site.people["elsewhere"], post=True, reply=True, moderate=True)
    at["elsewhere_forum"] = make("Données", (*PUBLIC[:2], theirs), parent_id=at["category"])
    for_members = (Grant(group_id=MEMBERS, post=True, reply=True), PRIVATE[0])
    at["members_forum"] = make("Entre membres", for_members)
    insider = Grant(user_id=site.people["insider"], post=True, reply=True)
    at["private_forum"] = make(f"Salle {CANARY}", (*PRIVATE, insider), description=f"Description {CANARY}.")
    site.factory.write(lambda: _words(site))


def _words(site: Site) -> None:
    """Tags, pages of the footer, a group, a rank."""
    at = site.at
    at["tag"] = create_tag("RGPD", "Données personnelles").id
    at["private_tag"] = create_tag(f"Secret {CANARY}").id
    for position, title in enumerate(("Mentions légales", "Charte")):
        page = {"title": title, "body": "Éditeur.", "html": "<p>Éditeur.</p>", "position": position}
        store_footer_page(slug=slugify(title), language="fr", **page)
    group = create_group("Juristes", "De métier")
    join_group(db.session.get_one(User, site.people["member"]), group)
    at["group"], at["member_id"] = group.id, site.people["member"]
    at["rank"] = create_rank("Pilier", 1).id


def _main_topic(site: Site, replies: int) -> None:
    at, author = site.at, site.people["author"]
    at["key"] = site.attach(author, "plan du site.png", "Un plan")
    body = "Mon prestataire **refuse**, voir https://exemple.fr et @member.\n\nTexte-corrigé-depuis."
    at["topic"], at["post"] = site.open(
        at["forum"], author, "Mots de passe retenus", body, tag_names=("RGPD",), files=(at["key"],), kind=Kind.QUESTION
    )
    at["slug"] = site.factory.get(Topic, at["topic"]).slug
    at["reply"] = site.post(at["topic"], site.people["member"], f"> a dit :\n\n[quote](/p/{at['post']}) Voilà.")
    for number in range(replies):
        site.post(at["topic"], site.people["member" if number % 2 else "author"], f"Réponse {number}.")
    site.open(at["subforum"], site.people["member"], "Qui tient mon domaine", "Bonjour.", kind=Kind.DISCUSSION)
    site.open(at["members_forum"], site.people["member"], "Un sujet entre nous", "Discret.")
    at["elsewhere_topic"], at["elsewhere_post"] = site.open(
        at["elsewhere_forum"], author, "Un sujet d’ailleurs", "Données."
    )


def _states(site: Site) -> None:
    """What is edited, hidden, held, locked, alone."""
    at, people, write = site.at, site.people, site.factory.write

    def edit() -> None:
        actor, post, topic = _three(people["author"], at["post"], at["topic"])
        changed = topics.Edit(seen_revision=1, reason="Faute")
        topics.edit(actor, post, topic, text("Mon prestataire refuse @member https://exemple.fr"), changed)

    write(edit)
    at["hidden"] = site.post(at["topic"], people["member"], "Texte-retiré-ensuite.")
    site.hide(at["hidden"])
    at["held"] = site.post(at["topic"], people["newcomer"], "Texte-en-attente https://spam.example", links=1)
    at["hidden_topic"], at["hidden_first"] = site.open(at["forum"], people["member"], "Sujet-retiré", "Retiré aussi.")
    site.hide(at["hidden_first"])
    at["locked"], at["locked_post"] = site.open(at["forum"], people["author"], "Un sujet verrouillé", "Fermé.")
    write(lambda: setattr(db.session.get_one(Topic, at["locked"]), "locked", True))
    at["own"], at["own_post"] = site.open(at["forum"], people["author"], "Un sujet sans réponse", "Seul.")


def _told(site: Site) -> None:
    """An experience in a topic of that kind; and somebody under a pseudonym."""
    topic, site.at["told"] = site.open(
        site.at["forum"], site.people["author"], "Mes accès sont revenus", "Il a fini par céder.", kind=Kind.EXPERIENCE
    )
    site.factory.tells(site.at["told"])
    site.at["masked"] = site.factory.reply(topic, site.people["newcomer"], "Sans mon nom.", pseudonym=True)
    author = site.factory.get(Post, site.at["masked"]).author_id
    site.at["masked_name"] = site.factory.get(User, author).name


def _three(actor_id: int, post_id: int, topic_id: int) -> tuple[User, Post, Topic]:
    get = db.session.get_one
    return get(User, actor_id), get(Post, post_id), get(Topic, topic_id)


def _experts(site: Site) -> None:
    """Somebody recognised, and a member's request that waits with its proof."""
    expert, member = site.factory.user("expert"), site.people["member"]
    ways = Ways("01 99 00 12 34", "https://exemple.fr/contact", "cabinet@exemple.fr")
    site.at["member_id"] = member

    def ask() -> None:
        for user_id, name in ((expert, "Ève Martin"), (member, "Max Petit")):
            proof = Proof("carte.pdf", "application/pdf", b"%PDF-1.7 secret")
            who = Identity(name, "lawyer", feminine=True, bar="barreau de Lyon", number="TOQUE-77")
            apply(db.session.get_one(User, user_id), who, ways, Scope(("Lyon",), ("fr",), ("RGPD",)), proof)

    def recognise() -> None:
        admin, person = db.session.get_one(User, site.people["admin"]), db.session.get_one(User, expert)
        until = clock.now() + timedelta(days=365)
        held = db.session.get_one(Expert, expert)
        experts.accept(admin, held, person, verified="bar", until=until, proof_days=30)
        site.at["proof"] = db.session.query(ExpertProof.id).filter_by(user_id=member).scalar()

    site.factory.write(ask)
    site.factory.write(recognise)


def _private(site: Site) -> None:
    at, insider = site.at, site.people["insider"]
    at["private_key"] = site.attach(insider, f"{CANARY}.png", f"Image {CANARY}")
    at["private_topic"], at["private_post"] = site.open(
        at["private_forum"],
        insider,
        f"Affaire {CANARY} en cours",
        f"Texte {CANARY} avec @member.",
        tag_names=(f"Secret {CANARY}",),
        files=(at["private_key"],),
    )
    at["private_slug"] = site.factory.get(Topic, at["private_topic"]).slug
    site.factory.tells(at["private_post"])

    def follow_up() -> None:
        experiences.follow_up(*_three(insider, at["private_post"], at["private_topic"]), Outcome.NO, f"Suite {CANARY}.")

    site.factory.write(follow_up)


def _messages(site: Site) -> None:
    """The author writes to the member in private; the insider to the newcomer, who shows it to the moderators."""
    at, people = site.at, site.people
    at["message_key"] = site.attach(people["author"], f"{SECRET}.png", f"Image {SECRET}")
    at["shown_key"] = site.attach(people["insider"], "montree.png")

    def write(sender: str, reader: str, word: str, key: str) -> tuple[int, int]:
        def make() -> tuple[int, int]:
            actor, other = db.session.get_one(User, people[sender]), db.session.get_one(User, people[reader])
            said = text(f"Texte {word}.")
            sent = messages.start(actor, [other], f"Objet {word}", said, LIMITS, Sent(attachments=(key,)))
            return sent.conversation_id, sent.id

        return site.factory.write(make)

    at["conversation"], at["message"] = write("author", "member", SECRET, at["message_key"])
    at["shown_conversation"], at["shown_message"] = write("insider", "newcomer", "montré", at["shown_key"])

    def show() -> int:
        reader = db.session.get_one(User, people["newcomer"])
        return message_reports.report(reader, at["shown_message"], "Il insiste trop.", context=0, per_day=9).id

    at["message_report"] = site.factory.write(show)


def _guide(site: Site) -> None:
    """A guide that is open, with an earlier version and an edit that waits."""
    at, people, get = site.at, site.people, db.session.get_one
    topic, at["guide"] = site.open(at["forum"], people["author"], "Un guide à plusieurs", "Le guide.", kind=Kind.GUIDE)
    writer = site.factory.user("relectrice", posts=99)

    def propose_edit() -> None:
        author, post, its_topic = get(User, people["author"]), get(Post, at["guide"]), get(Topic, topic)
        set_open(author, post, its_topic, to_others=True)
        topics.edit(author, post, its_topic, text("Le guide, revu."), topics.Edit(seen_revision=1))
        change = topics.Edit(seen_revision=2)
        contribute(get(User, writer), post, its_topic, text("Le guide, mieux dit."), change, Trust(9, 0), review=True)
        at["guide_edit"] = db.session.query(GuideEdit.id).scalar()

    site.factory.write(propose_edit)


def _resources(site: Site) -> None:
    """A list with a page that is shown and one that waits, and one in the private forum."""
    at, people, get = site.at, site.people, db.session.get_one
    limits = ResourceLimits(per_day=9, per_topic=99)

    def fill() -> None:
        for name, by, topic, word in (
            ("resource", "author", "topic", "utile"),
            ("proposal", "newcomer", "topic", "Page-en-attente"),
            ("private_resource", "insider", "private_topic", CANARY),
        ):
            page = Facts(f"Une page {word}", f"https://exemple.fr/{word}", "article", "client")
            at[name] = propose(get(User, people[by]), get(Topic, at[topic]), page, limits).id

    site.factory.write(fill)


def _desk(site: Site) -> None:
    """What the desk of the moderation shows: a report here, one in the private forum, a warning, a note."""
    at, people, get = site.at, site.people, db.session.get_one

    def fill() -> None:
        member, admin = get(User, people["member"]), get(User, people["admin"])
        here = reports.report(
            member, get(Post, at["post"]), get(Topic, at["topic"]), Reason.SPAM, "Publicité.", per_day=9
        )
        at["report"] = here.id
        insider, private = get(User, people["insider"]), get(Post, at["private_post"])
        detail = f"Signalé {CANARY}"
        at["private_report"] = reports.report(
            insider, private, get(Topic, at["private_topic"]), Reason.OTHER, detail, per_day=9
        ).id
        members.warn(admin, member, "Ton cassant", None)
        members.note(admin, member, "Une note d’équipe.")

    site.factory.write(fill)
