"""Pages of the footer, written in French and in English."""

from functools import partial

from flask import Blueprint, request

from forum import paths
from forum.errors import Missing
from forum.moderation.administration import site as verbs
from forum.moderation.administration.site import PageText
from forum.settings.models import FooterPage
from forum.settings.queries import footer_pages
from forum.verdict import HIDDEN
from forum.web.admin.frame import Answer, act_and_return, confirm_page, done, goes_through, page
from forum.web.forms.admin import PAGE_LENGTH, PageForm
from forum.web.language import LANGUAGES, _
from forum.web.login import member
from forum.web.rendering import as_html

pages = Blueprint("sitepages", __name__)

_LIST = paths.admin("pages")


@pages.get("/pages")
def index() -> str:
    """Every page, with its languages."""
    found: dict[str, list[FooterPage]] = {}
    for each in footer_pages():
        found.setdefault(each.slug, []).append(each)
    return page("admin/pages.html", "pages", _("Pages"), found=found)


@pages.route("/pages/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new page."""
    return _written(PageForm(), None)


@pages.route("/pages/<slug>", methods=["GET", "POST"])
def edit(slug: str) -> Answer:
    """A page in both languages; its address stays."""
    texts = _texts(slug)
    form = PageForm(data=_fields(texts))
    del form.slug
    return _written(form, slug)


@pages.route("/pages/<slug>/delete", methods=["GET", "POST"])
def delete(slug: str) -> Answer:
    """Remove a page in every language, after asking."""
    title = _texts(slug)[0].title
    if request.method == "POST":
        gone = _("La page « %(title)s » n’existe plus.", title=title)
        return act_and_return(lambda: verbs.delete_page(member(), slug), gone, _LIST)
    sentence = _("Supprimer la page « %(title)s », dans toutes les langues ?", title=title)
    return confirm_page("pages", _("Supprimer une page"), sentence, _("Supprimer"), paths.admin("pages", slug))


def _written(form: PageForm, slug: str | None) -> Answer:
    """The form of a page, its preview when asked for, or the way back once it is stored."""
    texts = _rendered(form) if request.method == "POST" else None
    if texts is not None and request.form.get("do") != "preview":
        target = slug or form.slug_or_title

        def act() -> None:
            verbs.store_page(member(), target, texts, form.position.data or 0, new=slug is None)

        if goes_through(form, "title_fr", act):
            return done(_("La page est enregistrée."), _LIST)
    previews = [text for text in texts or () if text.html and request.form.get("do") == "preview"]
    heading = _("Nouvelle page") if slug is None else _texts(slug)[0].title
    here = paths.admin("pages", slug or "new")
    body = page(
        "admin/page.html", "pages", heading, (heading, here), form=form, previews=previews, action=here,
        max_length=PAGE_LENGTH, delete_url=f"{here}/delete" if slug else None,
    )  # fmt: skip
    return body, form.status


def _rendered(form: PageForm) -> list[PageText] | None:
    """The page in every language, rendered; None, and the reasons beside their fields, when one cannot be."""
    valid, texts = form.validate(), []
    for language in LANGUAGES:
        title, body = form.text(language)
        html = form.tried(partial(as_html, body, language=language), f"body_{language}") if body else ""
        texts.append(PageText(language, title, body, html or ""))
    return texts if valid and form.status == 200 else None


def _texts(slug: str) -> list[FooterPage]:
    found = [each for each in footer_pages() if each.slug == slug]
    if not found:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return sorted(found, key=lambda each: each.language != LANGUAGES[0])


def _fields(texts: list[FooterPage]) -> dict[str, object]:
    fields: dict[str, object] = {"position": texts[0].position}
    for each in texts:
        fields |= {f"title_{each.language}": each.title, f"body_{each.language}": each.body}
    return fields
