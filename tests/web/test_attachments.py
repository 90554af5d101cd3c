"""Files with a text, without script and by the script's own requests; who may open them, and under which headers."""

from io import BytesIO
from typing import Any

import pytest

from forum.accounts.models import User
from forum.attachments.models import Attachment
from forum.db import db
from forum.topics.models import Post
from tests.browsing import Browser, Form, Page
from tests.factories import Factory
from tests.uploads.files import HTML, PDF, SVG
from tests.uploads.pictures import encoded, picture

POST = ("do", "post")
ATTACH = ("do", "attach")
PNG = encoded(picture(), "PNG")


@pytest.fixture
def topic_id(factory: Factory) -> int:
    return factory.topic(factory.forum("Contrats"), factory.user("bruno"))


@pytest.fixture
def alice_id(factory: Factory) -> int:
    return factory.user("alice")


@pytest.fixture
def alice(factory: Factory, alice_id: int) -> Browser:
    return factory.browser(alice_id)


def file(data: bytes, name: str) -> tuple[BytesIO, str]:
    return BytesIO(data), name


def form_of(browser: Browser, topic_id: int) -> Form:
    return browser.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")


def keys_on(page: Page) -> list[str]:
    return [field.get("value", "") for field in page.find("input", name="file")]


def uploaded(browser: Browser, data: bytes = PNG, name: str = "plan.png") -> dict[str, Any]:
    page = browser.post("/attachments", {"files": file(data, name)})
    assert page.status == 201, page.text
    return dict(page.response.get_json())


def test_a_picture_that_nobody_described_has_no_words_of_ours(factory: Factory, alice: Browser, topic_id: int) -> None:
    sent, other = uploaded(alice), uploaded(alice, PDF, "contrat.pdf")
    assert sent["placed"] == f"![Décrivez l’image](attachment:{sent['key']})"
    assert other["placed"] == ""
    page = form_of(alice, topic_id).submit(button=POST, body=f"Voici :\n\n{sent['placed']}", file=sent["key"])
    assert "Décrivez l’image" not in page.text
    last = factory.read(lambda: db.session.query(Post.body).order_by(Post.id.desc()).limit(1).scalar())
    assert last == f"Voici :\n\n![](attachment:{sent['key']})"


def test_files_come_with_the_form_and_wait_in_it(factory: Factory, alice: Browser, topic_id: int) -> None:
    files = [file(PNG, "plan.png"), file(PDF, "contrat.pdf")]
    page = form_of(alice, topic_id).submit(button=ATTACH, body="Voici :", files=files)
    assert page.status == 200
    assert "plan.png" in page.words()
    assert "contrat.pdf" in page.words()
    image, document = keys_on(page)
    form = page.form("/reply")
    assert form.fields["body"] == "Voici :"
    body = f'Voici :\n\n![](attachment:{image} "Le plan")'
    page = form.submit(button=POST, body=body, **{f"alt-{image}": "Un plan rouge et bleu"})
    assert page.status == 200
    shown = next(each for each in page.find("img") if each.get("data-attachment") == image)
    assert shown.get("alt") == "Un plan rouge et bleu"
    assert page.find("figcaption")[0].text == "Le plan"
    assert f"/attachments/{document}/contrat.pdf" in page.links()


def test_names_of_files_and_words_on_pictures_are_asked_about(
    factory: Factory, alice: Browser, alice_id: int, topic_id: int
) -> None:
    files = [file(PNG, "plan.png"), file(PDF, "Devis de paul@free.fr.pdf")]
    page = form_of(alice, topic_id).submit(button=ATTACH, body="Voici.", files=files)
    image, document = keys_on(page)
    asked = page.form("/reply").submit(button=POST, **{f"alt-{image}": "Écran avec le 06 12 34 56 78"})
    assert asked.status == 422
    assert {each.text for each in asked.find("mark")} == {"paul@free.fr", "06 12 34 56 78"}
    (both,) = [value for name, value in asked.form("/reply").buttons if name == "mask" and "," in value]
    masked = asked.form("/reply").submit(button=("mask", both))
    assert masked.form("/reply").fields[f"alt-{image}"] == "Écran avec le [téléphone masqué]"
    posted = masked.form("/reply").submit(button=POST)
    assert posted.path.startswith("/t/")
    for told in ("paul@free.fr", "06 12 34 56 78"):
        assert told not in posted.text
    assert factory.read(lambda: db.session.query(Attachment.filename).filter_by(key=document).scalar()) == (
        "Devis de [adresse électronique masquée].pdf"
    )
    assert any(f"/attachments/{document}/" in link for link in posted.links())


def test_a_name_may_stand_and_is_not_asked_about_again_in_an_edit(alice: Browser, topic_id: int) -> None:
    asked = form_of(alice, topic_id).submit(button=POST, body="Voici.", files=file(PDF, "paul@free.fr.pdf"))
    assert asked.status == 422
    posted = asked.form("/reply").submit(button=POST)
    assert posted.path.startswith("/t/")
    edit = next(link for link in posted.links() if link.endswith("/edit"))
    assert alice.get(edit).form(edit).submit(button=POST, body="Voilà.").path.startswith("/t/")


def test_files_of_the_last_submission_are_posted(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = form_of(alice, topic_id).submit(button=POST, body="Avec un plan.", files=file(PNG, "plan.png"))
    assert page.status == 200
    assert any(link.endswith("/plan.png") for link in page.links())


def test_a_file_that_cannot_be_taken_keeps_the_text_and_the_others(
    factory: Factory, alice: Browser, topic_id: int
) -> None:
    files = [file(PNG, "plan.png"), file(SVG, "dessin.svg"), file(HTML, "page.png"), file(b"", "vide.txt")]
    page = form_of(alice, topic_id).submit(button=POST, body="Voici.", files=files)
    assert page.status == 422
    assert len(keys_on(page)) == 1
    assert page.form("/reply").fields["body"] == "Voici."
    for name in ("dessin.svg", "page.png", "vide.txt"):
        assert f"« {name} »" in page.words()
    assert factory.read(lambda: db.session.query(Post).count()) == 1


def test_a_file_too_large_is_named(alice: Browser, topic_id: int) -> None:
    files = file(b"x" * (5 * 1024 * 1024 + 1), "long.txt")
    page = form_of(alice, topic_id).submit(button=POST, body="Voici.", files=files)
    assert page.status == 422
    assert "« long.txt » : Ce fichier dépasse 5 Mo" in page.words()


def test_a_request_too_large_is_refused_whole(alice: Browser, topic_id: int) -> None:
    files = file(b"x" * (61 * 1024 * 1024), "enorme.txt")
    assert form_of(alice, topic_id).submit(button=POST, body="Voici.", files=files).status == 413


def test_a_visitors_megabytes_are_not_read(visitor: Browser, topic_id: int) -> None:
    page = visitor.send("post", f"/t/{topic_id}/reply", {"files": file(b"x" * 2_000_000, "gros.txt")})
    assert page.status == 413


def test_a_removed_file_is_gone_for_everybody(factory: Factory, alice: Browser, topic_id: int) -> None:
    page = form_of(alice, topic_id).submit(button=ATTACH, files=file(PNG, "plan.png"))
    key = keys_on(page)[0]
    page = page.form("/reply").submit(button=ATTACH, remove=key)
    assert keys_on(page) == []
    assert alice.get(f"/attachments/{key}/plan.png").status == 404


def test_an_edit_changes_the_files_of_a_post(factory: Factory, alice: Browser, topic_id: int) -> None:
    form_of(alice, topic_id).submit(button=POST, body="Deux plans.", files=[file(PNG, "a.png"), file(PNG, "b.png")])
    post_id = factory.read(lambda: db.session.query(Post.id).filter_by(position=2).scalar())
    page = alice.get(f"/p/{post_id}/edit")
    first, _second = keys_on(page)
    page = page.form("/edit").submit(button=POST, remove=first, files=file(PDF, "c.pdf"))
    assert not any("/a.png" in link for link in page.links())
    assert any("/b.png" in link for link in page.links())
    assert any("/c.pdf" in link for link in page.links())
    bound = factory.read(lambda: [row.filename for row in db.session.query(Attachment).filter_by(post_id=post_id)])
    assert sorted(bound) == ["b.png", "c.pdf"]


def test_an_overfull_post_is_refused(alice: Browser, topic_id: int) -> None:
    files = [file(f"note {number}".encode(), f"{number}.txt") for number in range(11)]
    page = form_of(alice, topic_id).submit(button=POST, body="Onze.", files=files)
    assert page.status == 422
    assert "Un message porte au plus 10 pièces jointes." in page.words()
    assert len(keys_on(page)) == 10


def test_the_script_sends_one_file_and_gets_its_row(alice: Browser) -> None:
    answer = uploaded(alice)
    assert answer["placed"]
    assert f'name="file" value="{answer["key"]}"' in answer["row"]
    refused = alice.post("/attachments", {"files": file(SVG, "dessin.svg")})
    assert (refused.status, "Ce type de fichier" in refused.response.get_json()["error"]) == (422, True)
    assert alice.post("/attachments", {}).status == 422


def test_a_preview_shows_ones_own_pictures_only(factory: Factory, alice: Browser) -> None:
    key = uploaded(alice)["key"]
    body = {"body": f"![plan](attachment:{key})", "file": key}
    assert f'data-attachment="{key}"' in alice.post("/preview", body).response.get_json()["html"]
    stranger = factory.browser(factory.user())
    assert "data-attachment" not in stranger.post("/preview", body).response.get_json()["html"]


def test_files_are_given_out_safely(alice: Browser) -> None:
    image, document = uploaded(alice), uploaded(alice, PDF, "Contrat d’été.pdf")
    page = alice.get(f"/attachments/{image['key']}/plan.png")
    assert (page.status, page.headers["Content-Type"]) == (200, "image/png")
    assert page.headers["Content-Disposition"].startswith("inline")
    page = alice.get(f"/attachments/{document['key']}/contrat.pdf")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''Contrat%20d%E2%80%99%C3%A9t%C3%A9.pdf" in page.headers["Content-Disposition"]
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.response.data == PDF
    etag = page.headers["ETag"]
    assert alice.get(f"/attachments/{document['key']}/x.pdf", headers={"If-None-Match": etag}).status == 304
    assert alice.get(f"/attachments/{document['key']}/thumb").status == 404


def test_the_rights_of_the_post_decide(factory: Factory, alice: Browser, topic_id: int, visitor: Browser) -> None:
    key = uploaded(alice)["key"]
    address = f"/attachments/{key}/plan.png"
    stranger = factory.browser(factory.user())
    assert [browser.get(address).status for browser in (alice, stranger, visitor)] == [200, 404, 404]
    form_of(alice, topic_id).submit(button=POST, body="Voici.", file=key)
    assert [browser.get(address).status for browser in (alice, stranger, visitor)] == [200, 200, 200]
    post_id = factory.read(lambda: db.session.query(Post.id).filter_by(position=2).scalar())
    alice.get(f"/p/{post_id}/delete").form("/delete").submit()
    moderator = factory.browser(factory.moderator())
    readers = (alice, stranger, visitor, moderator)
    assert [browser.get(address).status for browser in readers] == [404, 404, 404, 200]
    assert [browser.get(f"/attachments/{key}/thumb").status for browser in readers] == [404, 404, 404, 200]


def test_a_private_forums_files_stay_in_it(factory: Factory, alice: Browser, visitor: Browser) -> None:
    moderator = factory.browser(factory.moderator())
    topic = factory.topic(factory.private_forum(), factory.admin(), "Affaire", "Secret.")
    key = uploaded(moderator)["key"]
    form_of(moderator, topic).submit(button=POST, body="Voici.", file=key)
    readers = (moderator, alice, visitor)
    assert [browser.get(f"/attachments/{key}/plan.png").status for browser in readers] == [200, 404, 404]


def test_ones_files_are_not_posted_by_another(factory: Factory, alice: Browser, topic_id: int) -> None:
    key = uploaded(alice)["key"]
    thief = factory.browser(factory.user())
    form_of(thief, topic_id).submit(button=POST, body="À moi.", file=key, **{f"alt-{key}": "volé"})
    row = factory.read(lambda: db.session.query(Attachment).one())
    assert (row.post_id, row.alt) == (None, "")
    thief.post(f"/t/{topic_id}/reply", {"do": "attach", "remove": key})
    assert alice.get(f"/attachments/{key}/plan.png").status == 200


@pytest.mark.parametrize("key", ["0" * 32, "x", "..%2f..%2fetc", "0" * 64, "%F0%9F%98%80"])
def test_made_up_keys_are_missing(visitor: Browser, topic_id: int, key: str) -> None:
    for address in (f"/attachments/{key}", f"/attachments/{key}/a.png", f"/attachments/{key}/thumb", f"/avatars/{key}"):
        assert visitor.get(address).status == 404


def test_a_portrait_is_seen_by_all_and_another_file_is_not(
    factory: Factory, alice: Browser, alice_id: int, visitor: Browser
) -> None:
    uploaded(alice)
    digest = factory.read(lambda: db.session.query(Attachment.digest).scalar())
    assert visitor.get(f"/avatars/{digest}").status == 404
    factory.write(lambda: setattr(db.session.get_one(User, alice_id), "avatar_key", digest))
    page = visitor.get(f"/avatars/{digest}")
    assert (page.status, page.headers["Content-Type"]) == (200, "image/png")
    assert page.headers["Cache-Control"].startswith("public")
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
