"""Every address of the site, as pure functions: slices, mails, feeds and templates agree without Flask's router.

All return paths that begin with `/`; the edge puts `FORUM_BASE_URL` before them where an absolute address is needed.
"""

from functools import lru_cache
from urllib.parse import quote, quote_plus

from forum import slugs

BOARD = "/"
LOGIN = "/login"
REGISTER = "/register"
LOGOUT = "/logout"
RESUME = "/resume"
RESET = "/reset"
RESET_SENT = "/reset-sent"
CONFIRM = "/confirm"
REGISTER_SENT = "/register/sent"
SETTINGS = "/settings"
SETTINGS_PICTURE = "/settings/picture"
SETTINGS_DISPLAY = "/settings/display"
SETTINGS_SIGNATURE = "/settings/signature"
SETTINGS_EXPERT = "/settings/expert"
EXPERTS = "/experts"
EXPERT_QUESTIONS = "/experts/questions"
SETTINGS_SECURITY = "/settings/security"
SETTINGS_SESSIONS = "/settings/sessions"
SETTINGS_EMAIL = "/settings/email"
SETTINGS_PRIVACY = "/settings/privacy"
SETTINGS_FACTOR = "/settings/second-factor"
SETTINGS_KEYS = "/settings/keys"
SETTINGS_NEW_KEY = "/settings/keys/new"
KEY_OPTIONS = "/keys/options"
LOGIN_CODE = "/login/code"
LOGIN_KEY = "/login/key"
AGAIN = "/again"
SETTINGS_DELETION = "/settings/deletion"
SETTINGS_MAIL = "/settings/mail"
NOTICES = "/notifications"
NOTICES_SEEN = "/notifications/seen"
FOLLOWED = "/notifications/followed"
WATCH = "/watch"
MESSAGES = "/messages"
NEW_MESSAGE = "/messages/new"
SETTINGS_MESSAGES = "/settings/messages"
SETTINGS_ASIDE = "/settings/messages/people"
MESSAGE_REPORTS = "/moderation/messages"
PREVIEW = "/preview"
UPLOAD = "/attachments"
TAGS = "/tags"
LAW = "/droit"
LAW_SEARCH = "/droit.json"
MOVED_LAW = "/moderation/droit"
MEMBERS = "/members"
MODERATION = "/moderation"
GUIDE_EDITS = "/guides/edits"
RESOURCE_DESK = "/moderation/resources"
ADMIN = "/admin"
SEARCH = "/search"
SEARCH_HELP = "/search/aide"
SEARCH_SUGGESTIONS = "/search/suggestions"
SEARCH_SIMILAR = "/search/similar"
ASK = "/search/ask"
SAVED_SEARCHES = "/search/saved"
SEARCHED = "/moderation/searches"
SEARCH_DESCRIPTION = "/opensearch.xml"
DRAFTS = "/drafts"
BOOKMARKS = "/bookmarks"
LEAVE_VIEW = "/leave-view"
DEADLINES = "/outils/delais"
DEADLINE_FILE = "/outils/delais.ics"

slugify = slugs.slugify
topic_slug = slugs.topic_slug


def with_query(path: str, **query: object) -> str:
    """`path` with the parameters that are not None, in the order given."""
    pairs = [f"{_in_query(key)}={_in_query(value)}" for key, value in query.items() if value is not None]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _in_query(value: object) -> str:
    text = str(value)
    return text if text.isalnum() and text.isascii() else quote_plus(text)


def remove_key(passkey_id: int) -> str:
    """Where one of one's passkeys is taken away."""
    return f"{SETTINGS_KEYS}/{passkey_id}/remove"


def unsubscribe(token: str) -> str:
    """The page, and the one click, that ends a group of mails."""
    return f"/unsubscribe/{token}"


def conversation(conversation_id: int, *parts: object, **query: object) -> str:
    """A conversation, or what is done in it: `conversation(7, "leave")`. `before`, `since`: ids of messages."""
    return with_query("/".join((f"/messages/{conversation_id}", *map(str, parts))), **query)


def private_message(message_id: int, verb: str = "") -> str:
    return f"/messages/m/{message_id}" + (f"/{verb}" if verb else "")


@lru_cache(maxsize=8192)
def write_to(name: str, *, about: int | None = None) -> str:
    """The form of a private message to a member, perhaps about a post. One address each: so has its draft."""
    return with_query(f"{NEW_MESSAGE}/{quote(name, safe='')}", about=about)


def set_aside(name: str) -> str:
    """Where one blocks or ignores a member."""
    return with_query(SETTINGS_MESSAGES, name=name)


def messages(*, before: int | None = None, search: str = "") -> str:
    """One's conversations, or what a search finds in them."""
    return with_query(MESSAGES, q=search or None, before=before)


def message_report(report_id: int) -> str:
    """Where staff read a message that was reported, and answer."""
    return f"{MESSAGE_REPORTS}/{report_id}"


def watch(kind: str, target: object) -> str:
    """Where one chooses how much to hear of something."""
    return with_query(WATCH, kind=kind, target=target)


def forum(slug: str, *, page: int = 1, sort: str | None = None) -> str:
    return with_query(f"/f/{slug}", sort=sort, page=page if page > 1 else None)


def forum_law(slug: str, *, page: int = 1) -> str:
    """The texts cited in a forum, by which its topics may be narrowed."""
    return with_query(f"/f/{slug}/droit", page=page if page > 1 else None)


def search(text: str = "", *, page: int = 1) -> str:
    return with_query(SEARCH, q=text or None, page=page if page > 1 else None)


def saved_search(search_id: int) -> str:
    return f"{SAVED_SEARCHES}/{search_id}"


def search_in(name: str, value: object) -> str:
    """The search page with a filter filled in."""
    return search(f"{name}:{value}")


def ask(title: str = "") -> str:
    """Where a forum is chosen for a question of this title."""
    return with_query(ASK, title=title or None)


def topic(topic_id: int, slug: str, *, page: int = 1, sort: str | None = None) -> str:
    return with_query(f"/t/{topic_id}/{slug}", sort=sort, page=page if page > 1 else None)


def topic_unread(topic_id: int, slug: str) -> str:
    """The first post one has not read; for members only."""
    return f"/t/{topic_id}/{slug}/unread"


def post(post_id: int) -> str:
    """The permalink of a post: redirects to its page and `#p<id>`."""
    return f"/p/{post_id}"


def post_on_page(topic_id: int, slug: str, page: int, post_id: int) -> str:
    return f"{topic(topic_id, slug, page=page)}#p{post_id}"


def arrived(topic_id: int) -> str:
    return f"{reply(topic_id)}/arrived"


def reply(topic_id: int, *, quote_post: int | None = None) -> str:
    return with_query(f"/t/{topic_id}/reply", quote=quote_post)


def tell(topic_id: int) -> str:
    """Where a reply tells an experience."""
    return f"/t/{topic_id}/experience"


def new_topic(forum_slug: str, *, form: str | None = None, title: str = "") -> str:
    """Where a topic is opened; `form`: a kind, for its own form; `title`: what it is to be called."""
    return with_query(f"/f/{forum_slug}/new", form=form, title=title or None)


def resources(topic_id: int) -> str:
    """Where a topic's list of resources is looked after."""
    return f"/t/{topic_id}/resources/list"


def propose_resource(topic_id: int) -> str:
    return f"/t/{topic_id}/resources/new"


def resource(resource_id: int, verb: str) -> str:
    """What is done with one resource: `resource(7, "show")`."""
    return f"/resources/{resource_id}/{verb}"


def guide_edit(edit_id: int, *verb: str) -> str:
    """An edit that waits, and what is decided on it."""
    return "/".join((GUIDE_EDITS, str(edit_id), *verb))


def of_post(post_id: int, verb: str) -> str:
    """Where somebody does something to a post: edit, quote, history, vote, accept, report, restore and their like."""
    return f"/p/{post_id}/{verb}"


def act_on_topics(verb: str | None = None, *topic_ids: int) -> str:
    """Where staff act on topics; with a verb, the page that asks what the act needs."""
    return with_query(f"{MODERATION}/topics", **({"verb": verb} if verb else {})) + _ids("topic", topic_ids)


def act_on_posts(verb: str | None = None, *post_ids: int) -> str:
    """The same for posts."""
    return with_query(f"{MODERATION}/posts", **({"verb": verb} if verb else {})) + _ids("post", post_ids)


def hide_post(post_id: int) -> str:
    """Where staff hide a post, with a reason."""
    return act_on_posts("hide", post_id)


def report(report_id: int) -> str:
    """Where staff answer a report."""
    return f"{MODERATION}/reports/{report_id}"


def aged_answers(*, page: int = 1) -> str:
    """Answers to look at again."""
    return with_query(f"{MODERATION}/answers", page=page if page > 1 else None)


def held_posts(*, page: int = 1) -> str:
    return with_query(f"{MODERATION}/held", page=page if page > 1 else None)


def moderation_log(*, page: int = 1, verb: str | None = None, member: str | None = None) -> str:
    return with_query(f"{MODERATION}/log", verb=verb, member=member, page=page if page > 1 else None)


def reports(*, page: int = 1) -> str:
    return with_query(MODERATION, page=page if page > 1 else None)


@lru_cache(maxsize=8192)
def user(name: str) -> str:
    return f"/u/{quote(name, safe='')}"


def vcard(name: str) -> str:
    """The contact that a member shows, to keep."""
    return f"{user(name)}.vcf"


def expert_requests(user_id: int | None = None, *parts: str) -> str:
    """Where staff decide who is recognised as an expert."""
    return "/".join((f"{MODERATION}/experts", *([str(user_id)] if user_id is not None else []), *parts))


def expert_proof(proof_id: int) -> str:
    """A proof, for its owner and who decides."""
    return f"{EXPERTS}/proofs/{proof_id}"


def member_file(name: str) -> str:
    """What staff know and do about a member."""
    return f"{user(name)}/staff"


def tag(slug: str, *, page: int = 1) -> str:
    return with_query(f"/tag/{slug}", page=page if page > 1 else None)


def law(key: str = "", *, page: int = 1, articles: int | None = None, family: str | None = None) -> str:
    """The page of a reference (« code-civil/1240 »), of a text (« code-civil »), or of all of them.

    `articles`: of the list of all that is cited of a text, this page.
    """
    address = f"{LAW}/{quote(key, safe='/:')}" if key else LAW
    return with_query(address, family=family, articles=articles, page=page if page > 1 else None)


def moved_law(*, page: int = 1) -> str:
    """For staff: the posts whose law moved."""
    return with_query(MOVED_LAW, page=page if page > 1 else None)


def law_feed(key: str) -> str:
    """What is written about a reference, as Atom."""
    return f"/feeds/droit/{quote(key, safe='/:')}"


def attachment(key: str, filename: str | None = None) -> str:
    return f"/attachments/{key}/{quote(filename, safe='')}" if filename else f"/attachments/{key}"


def thumbnail(key: str) -> str:
    return f"/attachments/{key}/thumb"


def avatar(key: str) -> str:
    return f"/avatars/{key}"


def confirm(token: str) -> str:
    """Behind the link that confirms an address."""
    return f"{CONFIRM}/{token}"


def reset(token: str) -> str:
    """Behind the link that sets a new password."""
    return f"{RESET}/{token}"


def keep_account(token: str) -> str:
    """Behind the link that takes the deletion of an account back."""
    return f"/keep/{token}"


def new_email(token: str) -> str:
    """Behind the link that proves a new address."""
    return f"/email/{token}"


def first_administrator(token: str) -> str:
    return f"/first/{token}"


def page(slug: str) -> str:
    """A page of the footer (mentions légales, charte …)."""
    return f"/pages/{slug}"


def topic_list(name: str, *, page: int = 1) -> str:
    """One of the everyday lists: unread, new, unanswered, active, mine."""
    return with_query(f"/lists/{name}", page=page if page > 1 else None)


def admin(*parts: object, **query: object) -> str:
    """A page of the administration: `admin("forums", 3, "rights")`."""
    return with_query("/".join((ADMIN, *map(str, parts))), **query)


def with_next(path: str, target: str) -> str:
    """`path`, told where to come back to."""
    return with_query(path, next=target)


def _ids(name: str, ids: tuple[int, ...]) -> str:
    return "".join(f"&{name}={each}" for each in ids)
