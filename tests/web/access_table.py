"""Who gets what at every address of the site. A new route is added here, or `test_access` says so.

One letter per role, in the order of `peopled.ROLES`: visitor, member, author, suspended member, moderator of another
forum, moderator, administrator.
"""

from dataclasses import dataclass, field

MEANINGS = {
    "2": "a page",
    "L": "the sign-in form, or a redirect to it",
    "3": "a redirect elsewhere",
    "B": "400",
    "F": "403",
    "M": "404",
    "G": "410",
    "I": "422",
}


@dataclass(frozen=True)
class Case:
    """A request to one route, with the answer each role gets. `data` is sent besides the form token."""

    method: str
    rule: str
    address: str
    answers: str
    data: dict[str, str] = field(default_factory=dict)


ALL = "2222222"
SIGNED_IN = "L222222"
STAFF = "LFFF222"  # whoever moderates any forum
HERE = "LFFFF22"  # whoever moderates the forum concerned
ADMIN = "LFFFFF2"
NOBODY = "MMMMMMM"


def _get(rule: str, answers: str, address: str = "") -> Case:
    return Case("GET", rule, address or rule, answers)


def _post(rule: str, answers: str, address: str = "", **data: str) -> Case:
    return Case("POST", rule, address or rule, answers, data)


READING = (
    _get("/", ALL),
    _get("/lists/<name>", ALL, "/lists/active"),
    _get("/lists/<name>", ALL, "/lists/unanswered"),
    _get("/lists/<name>", SIGNED_IN, "/lists/unread"),
    _get("/lists/<name>", SIGNED_IN, "/lists/new"),
    _get("/lists/<name>", SIGNED_IN, "/lists/mine"),
    _get("/lists/<name>", NOBODY, "/lists/none"),
    _get("/f/<slug>", ALL, "/f/contrats"),
    _get("/f/<slug>", "M222222", "/f/entre-membres"),
    _get("/f/<slug>", "MMMMM22", "/f/salle-zanzibar"),
    _get("/f/<slug>", "2222222", "/f/contrats?state=deleted"),
    _get("/t/<int:topic_id>", "3333333", "/t/{topic}"),
    _get("/t/<int:topic_id>", "MMMMM33", "/t/{private_topic}"),
    _get("/t/<int:topic_id>/<slug>", ALL, "/t/{topic}/{slug}"),
    _get("/t/<int:topic_id>/<slug>", "MMMMM22", "/t/{private_topic}/{private_slug}"),
    _get("/t/<int:topic_id>/<slug>", "MMMMM33", "/t/{private_topic}/faux"),
    _get("/t/<int:topic_id>/<slug>", "GGGGG22", "/t/{hidden_topic}/sujet-retire"),
    _get("/t/<int:topic_id>/<slug>/unread", "L333333", "/t/{topic}/{slug}/unread"),
    _get("/t/<int:topic_id>/<slug>/unread", "LMMMM33", "/t/{private_topic}/{private_slug}/unread"),
    _get("/p/<int:post_id>", "3333333", "/p/{post}"),
    _get("/p/<int:post_id>", "MMMMM33", "/p/{hidden}"),
    _get("/p/<int:post_id>", "MMMMM33", "/p/{held}"),
    _get("/p/<int:post_id>", "MMMMM33", "/p/{private_post}"),
    _get("/tags", ALL),
    _get("/tag/<slug>", ALL, "/tag/rgpd"),
    _get("/tag/<slug>", "MMMMM22", "/tag/secret-zanzibar"),
    _get("/droit", ALL),
    _get("/droit", ALL, "/droit?q=1240"),
    _get("/droit.json", ALL, "/droit.json?q=1240"),
    _get("/droit/<path:key>", ALL, "/droit/code-civil"),
    _get("/droit/<path:key>", ALL, "/droit/code-civil/1240"),
    _get("/droit/<path:key>", "3333333", "/droit/rgpd/17"),
    _get("/droit/<path:key>", NOBODY, "/droit/code-civil/99999"),
    _get("/feeds/droit/<path:key>", ALL, "/feeds/droit/code-civil/1240"),
    _get("/members", ALL),
    _get("/u/<name>", ALL, "/u/author"),
    _get("/u/<name>", NOBODY, "/u/personne"),
    _get("/experts", ALL),
    _get("/experts", ALL, "/experts?town=lyon&profession=lawyer&language=fr&field=rgpd&sort=name"),
    _get("/u/<name>.vcf", ALL, "/u/expert.vcf"),
    _get("/u/<name>.vcf", NOBODY, "/u/member.vcf"),
    _get("/u/<name>.vcf", NOBODY, "/u/personne.vcf"),
    _get("/experts/questions", "LMMMMMM"),
    _get("/experts/proofs/<int:proof_id>", "M2MMM22", "/experts/proofs/{proof}"),
    _get("/experts/proofs/<int:proof_id>", NOBODY, "/experts/proofs/999"),
    _get("/pages/<slug>", ALL, "/pages/mentions-legales"),
    _get("/pages/<slug>", NOBODY, "/pages/aucune"),
    _get("/attachments/<key>", ALL, "/attachments/{key}"),
    _get("/attachments/<key>", "MMMMM22", "/attachments/{private_key}"),
    _get("/attachments/<key>/<filename>", "MMMMM22", "/attachments/{private_key}/zanzibar.png"),
    _get("/attachments/<key>/<filename>", ALL, "/attachments/{key}/autre.png"),
    _get("/attachments/<key>/thumb", ALL, "/attachments/{key}/thumb"),
    _get("/attachments/<key>/thumb", "MMMMM22", "/attachments/{private_key}/thumb"),
    _get("/avatars/<key>", ALL, "/avatars/{avatar}"),
    _get("/outils/delais", ALL),
    _get("/outils/delais", "IIIIIII", "/outils/delais?start=hier&days=3"),
    _get("/outils/delais.ics", ALL, "/outils/delais.ics?start=2026-03-02&days=15"),
    _get("/outils/delais.ics", "3333333", "/outils/delais.ics"),
    _get("/search", ALL),
    _get("/search", ALL, "/search?q=contrat"),
    _get("/search/aide", ALL),
    _get("/search/suggestions", ALL, "/search/suggestions?q=con"),
    _get("/search/similar", ALL, "/search/similar?text=contrat"),
    _get("/search/ask", ALL),
    _get("/opensearch.xml", ALL),
    _get("/robots.txt", ALL),
    _get("/sitemap.xml", ALL),
    _get("/sitemap-<int:number>.xml", ALL, "/sitemap-1.xml"),
    _get("/sitemap-<int:number>.xml", NOBODY, "/sitemap-2.xml"),
    _get("/static/<path:name>", ALL, "/static/css/main.css"),
    _get("/healthz", ALL),
    _get("/readyz", ALL),
)
WRITING = (
    _get("/f/<slug>/new", "L22F222", "/f/contrats/new"),
    _get("/f/<slug>/new", "LFFFF22", "/f/archives/new"),
    _get("/f/<slug>/new", "LMMMM22", "/f/salle-zanzibar/new"),
    _get("/t/<int:topic_id>/reply", "L22F222", "/t/{topic}/reply"),
    _get("/t/<int:topic_id>/reply", "LFFFF22", "/t/{locked}/reply"),
    _get("/t/<int:topic_id>/reply", "LMMMM22", "/t/{private_topic}/reply"),
    _get("/t/<int:topic_id>/reply", "LMMFM22", "/t/{topic}/reply?quote={hidden}"),
    _get("/p/<int:post_id>/quote", SIGNED_IN, "/p/{post}/quote"),
    _get("/p/<int:post_id>/quote", "LMMMM22", "/p/{private_post}/quote"),
    _get("/p/<int:post_id>/quote", "LMMMM22", "/p/{hidden}/quote"),
    _get("/p/<int:post_id>/edit", "LF2FF22", "/p/{post}/edit"),
    _get("/p/<int:post_id>/edit", "LFFFF22", "/p/{locked_post}/edit"),
    _get("/p/<int:post_id>/edit", "LMMMM22", "/p/{hidden}/edit"),
    _get("/p/<int:post_id>/history", "LF2FF22", "/p/{post}/history"),
    _get("/p/<int:post_id>/history", "LMMMM22", "/p/{private_post}/history"),
    _get("/p/<int:post_id>/delete", "LF2FFFF", "/p/{own_post}/delete"),
    _get("/p/<int:post_id>/delete", "LFFFFFF", "/p/{post}/delete"),
    _get("/p/<int:post_id>/vote", "L2FF222", "/p/{post}/vote"),
    _get("/p/<int:post_id>/vote", "LMMMM22", "/p/{private_post}/vote"),
    _post("/p/<int:post_id>/vote", "L3FF333", "/p/{post}/vote"),
    _post("/p/<int:post_id>/vote", "LMMMM33", "/p/{private_post}/vote"),
    _post("/p/<int:post_id>/vote", "LMMMMFF", "/p/{hidden}/vote"),
    _post("/p/<int:post_id>/unvote", "L3FF333", "/p/{post}/unvote"),
    _post("/p/<int:post_id>/unvote", "LMMMM33", "/p/{private_post}/unvote"),
    _post("/p/<int:post_id>/accept", "LF3FF33", "/p/{reply}/accept"),
    _post("/p/<int:post_id>/accept", "LFFFFFF", "/p/{post}/accept"),
    _post("/p/<int:post_id>/accept", "LMMMMFF", "/p/{private_post}/accept"),
    _post("/p/<int:post_id>/accept", "LMMMMFF", "/p/{hidden}/accept"),
    _post("/p/<int:post_id>/unaccept", "LF3FF33", "/p/{reply}/unaccept"),
    _post("/p/<int:post_id>/verify", "LFFFF33", "/p/{reply}/verify"),
    _post("/p/<int:post_id>/unverify", "LFFFF33", "/p/{reply}/unverify"),
    _get("/p/<int:post_id>/report", SIGNED_IN, "/p/{reply}/report"),
    _get("/p/<int:post_id>/report", "LMMMM22", "/p/{private_post}/report"),
    _post("/f/<slug>/new", "LIIIIII", "/f/contrats/new"),
    _post("/f/<slug>/new", "LMMMMII", "/f/salle-zanzibar/new"),
    _post("/t/<int:topic_id>/reply", "LIIIIII", "/t/{topic}/reply"),
    _post("/t/<int:topic_id>/reply", "LMMMMII", "/t/{private_topic}/reply"),
    _post("/p/<int:post_id>/edit", "LF3FF33", "/p/{post}/edit"),
    _post("/p/<int:post_id>/edit", "LMMMM33", "/p/{private_post}/edit"),
    _post("/p/<int:post_id>/report", "LIIIIII", "/p/{reply}/report"),
    _post("/p/<int:post_id>/report", "LMMMMII", "/p/{private_post}/report"),
    _post("/p/<int:post_id>/delete", "LMMMMFF", "/p/{private_post}/delete"),
    _post("/p/<int:post_id>/delete", "LF3FFFF", "/p/{own_post}/delete"),
    _post("/preview", "L22F222"),
    _post("/attachments", "LIIIIII"),
    _post("/f/<slug>/read", "L333333", "/f/contrats/read"),
    _post("/f/<slug>/read", "LMMMM33", "/f/salle-zanzibar/read"),
    _post("/read", "L333333"),
)
ACCOUNTS = (
    _get("/login", "2333333"),
    _get("/register", "2333333"),
    _get("/register/sent", ALL),
    _get("/reset", ALL),
    _get("/reset-sent", ALL),
    _get("/email/<token>", "GGGGGGG", "/email/faux"),
    _post("/email/<token>", "GGGGGGG", "/email/faux"),
    _get("/confirm/<token>", "GGGGGGG", "/confirm/faux"),
    _get("/reset/<token>", "GGGGGGG", "/reset/faux"),
    _get("/first/<token>", "GGGGGGG", "/first/faux"),
    _get("/settings", SIGNED_IN),
    _get("/settings/display", SIGNED_IN),
    _get("/settings/security", SIGNED_IN),
    _get("/settings/signature", SIGNED_IN),
    _get("/settings/expert", SIGNED_IN),
    _post("/settings/signature", "L33F333"),
    _post("/settings/expert", "LIIFIII"),
    _post("/settings/expert/withdraw", "L333333"),
    _post("/login", "IIIIIII"),
    _post("/register", "IIIIIII"),
    _post("/reset", "IIIIIII"),
    _post("/confirm", "GGGGGGG"),
    _post("/confirm/<token>", "GGGGGGG", "/confirm/faux"),
    _post("/reset/<token>", "GGGGGGG", "/reset/faux"),
    _post("/first/<token>", "GGGGGGG", "/first/faux"),
    _post("/resume", "L333333"),
    _post("/settings", "L33F333"),
    _post("/settings/picture", "LIIFIII"),
    _post("/settings/display", "L333333", theme="dark", language="", timezone="", signatures=""),
    _post("/settings/security", "LIIIIII"),
    _post("/settings/sessions", "L333333", key="others"),
    _get("/settings/privacy", SIGNED_IN),
    _get("/settings/email", SIGNED_IN),
    _post("/settings/email", "LIIIIII"),
    _post("/settings/privacy", "LIIIIII"),
    _post("/settings/deletion", "LIIIIII"),
    _get("/keep/<token>", "GGGGGGG", "/keep/faux"),
    _post("/keep/<token>", "GGGGGGG", "/keep/faux"),
    _post("/logout", "3333333"),
)
STAFF_PAGES = (
    _get("/moderation", STAFF),
    _get("/moderation/held", STAFF),
    _get("/moderation/droit", STAFF),
    _get("/moderation/log", STAFF),
    _get("/moderation/searches", STAFF),
    _get("/moderation/answers", STAFF),
    _get("/moderation/topics", HERE, "/moderation/topics?verb=hide&topic={topic}"),
    _get("/moderation/topics", "LMMMM22", "/moderation/topics?verb=hide&topic={private_topic}"),
    _get("/moderation/topics", "LFFF2F2", "/moderation/topics?verb=hide&topic={elsewhere_topic}"),
    _get("/moderation/topics", "LFFFFF2", "/moderation/topics?verb=hide&topic={elsewhere_topic}&topic={topic}"),
    _get("/moderation/posts", HERE, "/moderation/posts?verb=hide&post={post}"),
    _get("/moderation/posts", "LMMMM22", "/moderation/posts?verb=hide&post={private_post}"),
    _get("/u/<name>/staff", STAFF, "/u/newcomer/staff"),
    _post("/moderation/topics", "LFFFF33", verb="pin", topic="{topic}"),
    _post("/moderation/topics", "LMMMM33", verb="pin", topic="{private_topic}"),
    _post("/moderation/posts", "LMMMM33", verb="hide", post="{private_post}"),
    _post("/moderation/posts", "LFFFF33", verb="hide", post="{reply}"),
    _post("/moderation/reports/<int:report_id>", "LMMMM33", "/moderation/reports/{private_report}", do="dismiss"),
    _post("/moderation/reports/<int:report_id>", "LMMMM33", "/moderation/reports/{report}", do="dismiss"),
    _post("/p/<int:post_id>/approve", "LMMMM33", "/p/{held}/approve"),
    _post("/p/<int:post_id>/restore", "LMMMM33", "/p/{hidden}/restore"),
    _post("/u/<name>/staff/warn", "LFFFIII", "/u/newcomer/staff/warn"),
    _get("/moderation/experts", "LFFFF22"),
    _get("/moderation/experts/<int:user_id>", "LFFFF22", "/moderation/experts/{member_id}"),
    _post("/moderation/experts/<int:user_id>/accept", "LFFFFII", "/moderation/experts/{member_id}/accept"),
    _post("/moderation/experts/<int:user_id>/refuse", "LFFFFII", "/moderation/experts/{member_id}/refuse"),
    _post("/moderation/experts/<int:user_id>/revoke", "LFFFFII", "/moderation/experts/{member_id}/revoke"),
    _post("/u/<name>/staff/signature", "LFFFIII", "/u/newcomer/staff/signature"),
    _post("/u/<name>/staff/notes", "LFFFIII", "/u/newcomer/staff/notes"),
    _post("/u/<name>/staff/suspend", "LFFFFFI", "/u/newcomer/staff/suspend"),
    _post("/u/<name>/staff/lift", "LFFFFF3", "/u/newcomer/staff/lift"),
)


def _form(rule: str, address: str = "", empty: str = "I", **data: str) -> tuple[Case, Case]:
    """A page of the administration with a form; `empty`: what an administrator is answered who sends only `data`."""
    return _get(rule, ADMIN, address), _post(rule, f"LFFFFF{empty}", address, **data)


ADMINISTRATION = (
    *(_get(f"/admin{each}", ADMIN) for each in ("", "/forums", "/groups", "/ranks", "/tags", "/people", "/pages")),
    *(_get(f"/admin{each}", ADMIN) for each in ("/state", "/log")),
    _get("/admin/people", ADMIN, "/admin/people?standing=staff&q=a"),
    _get("/admin/forums/<int:forum_id>/rights", ADMIN, "/admin/forums/{forum}/rights?preset=staff"),
    *_form("/admin/forums/new"),
    *_form("/admin/forums/<int:forum_id>", "/admin/forums/{forum}", "3"),
    *_form("/admin/forums/<int:forum_id>/rights", "/admin/forums/{locked_forum}/rights", "3"),
    *_form("/admin/forums/<int:forum_id>/delete", "/admin/forums/{forum}/delete", "3"),
    _post("/admin/forums/<int:forum_id>/move", "LFFFFF3", "/admin/forums/{forum}/move"),
    *_form("/admin/groups/new"),
    _get("/admin/groups/<int:group_id>", ADMIN, "/admin/groups/{group}"),
    *_form("/admin/groups/<int:group_id>/edit", "/admin/groups/{group}/edit", "3"),
    _post("/admin/groups/<int:group_id>/members", "LFFFFFI", "/admin/groups/{group}/members", name="personne"),
    *_form(
        "/admin/groups/<int:group_id>/members/<int:user_id>/remove",
        "/admin/groups/{group}/members/{member_id}/remove",
        "3",
    ),
    *_form("/admin/groups/<int:group_id>/delete", "/admin/groups/{group}/delete", "3"),
    *_form("/admin/ranks/new"),
    *_form("/admin/ranks/<int:rank_id>", "/admin/ranks/{rank}", "3"),
    *_form("/admin/ranks/<int:rank_id>/delete", "/admin/ranks/{rank}/delete", "3"),
    *_form("/admin/tags/new"),
    *_form("/admin/tags/<int:tag_id>", "/admin/tags/{tag}", "3"),
    *_form("/admin/tags/<int:tag_id>/merge", "/admin/tags/{tag}/merge", into="aucune"),
    *_form("/admin/tags/<int:tag_id>/delete", "/admin/tags/{tag}/delete", "3"),
    *_form("/admin/people/<int:user_id>", "/admin/people/{member_id}", "3"),
    *_form("/admin/people/<int:user_id>/close", "/admin/people/{member_id}/close"),
    *_form("/admin/people/<int:user_id>/offer", "/admin/people/{member_id}/offer"),
    _post(
        "/admin/people/<int:user_id>/<any(approve,confirm,reopen):verb>",
        "LFFFFF3",
        "/admin/people/{member_id}/approve",
    ),
    *_form("/admin/settings", name=""),
    _post("/admin/settings/logo", "LFFFFFI"),
    *_form("/admin/settings/logo/delete", "", "3"),
    *_form("/admin/pages/new"),
    *_form("/admin/pages/<slug>", "/admin/pages/mentions-legales", "I", title_fr="", body_fr=""),
    *_form("/admin/pages/<slug>/delete", "/admin/pages/mentions-legales/delete", "3"),
    _post("/admin/state/mail", "LFFFFF3"),
    _post("/admin/state/retry", "LFFFFF3"),
    _post("/leave-view", "3333333"),
    _post("/admin/view-as", "LFFFFFI"),
)
CASES = (*READING, *WRITING, *STAFF_PAGES, *ADMINISTRATION, *ACCOUNTS)
