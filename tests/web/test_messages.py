"""Private messages as two members write them: from a post, read, answered; nobody else gets a word."""

from tests.browsing import Form, Page
from tests.factories import Factory

POST, PREVIEW, DRAFT = ("do", "post"), ("do", "preview"), ("do", "draft")


def writing(page: Page) -> Form:
    """The form that a message is written in."""
    return next(form for form in page.forms() if "body" in form.fields)


def test_from_a_post_to_an_answer(factory: Factory) -> None:
    alice, bruno = factory.user("alice"), factory.user("bruno")
    topic = factory.topic(factory.forum(), bruno, "Mon prestataire se tait")
    post = factory.first_post(topic)
    hers, his = factory.browser(alice), factory.browser(bruno)
    link = next(each for each in hers.get(f"/t/{topic}").links() if each.startswith("/messages/new"))
    assert link == f"/messages/new/bruno?about={post}"
    form = writing(hers.get(link))
    assert form.fields["to"] == "bruno"
    assert form.fields["title"] == "Mon prestataire se tait"
    assert f"(/p/{post})" in form.fields["body"]
    sent = form.submit(button=POST, body=form.fields["body"] + "Je peux vous **aider**.")
    assert sent.status == 200, sent.words()
    assert "Je peux vous aider." in sent.words()
    factory.drain()
    told = his.get("/notifications")
    assert "alice vous écrit en privé" in told.words()
    assert "Messages privés (1)" in told.words()
    page = his.get(sent.path)
    assert "<strong>aider</strong>" in page.text
    answer = writing(page).submit(button=POST, body="Merci.")
    assert "Merci." in answer.words()
    assert "Merci." in hers.get(sent.path).words()
