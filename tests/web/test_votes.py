"""« Utile » on a topic's page: what each reader sees, with and without script."""

from forum.topics.models import Post
from tests.browsing import Browser
from tests.counting import statements
from tests.factories import Factory


def asked_without_page(browser: Browser, path: str) -> dict[str, object]:
    page = browser.send("post", path, {"csrf_token": browser.token(), "as": "json"}, follow=False)
    assert page.status == 200
    answer: dict[str, object] = page.response.get_json()
    return answer


def test_a_click_and_another(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("autrice"))
    post, browser = factory.first_post(topic), factory.browser(factory.user("lectrice"))
    address, token = f"/t/{topic}/un-sujet", browser.token()
    assert '/vote">Utile</button>' in browser.get(address).text
    assert browser.send("post", f"/p/{post}/vote", {"csrf_token": token}).status == 200
    assert f'formaction="/p/{post}/unvote" aria-pressed="true">Utile · 1</button>' in browser.get(address).text
    browser.send("post", f"/p/{post}/unvote", {"csrf_token": token})
    assert '/vote">Utile</button>' in browser.get(address).text
    assert factory.get(Post, post).score == 0


def test_what_a_script_is_answered(factory: Factory) -> None:
    post = factory.first_post(factory.topic(factory.forum(), factory.user("autrice")))
    browser = factory.browser(factory.user("lectrice"))
    voted = asked_without_page(browser, f"/p/{post}/vote")
    assert voted == {"label": "Utile · 1", "voted": True, "url": f"/p/{post}/unvote"}
    assert asked_without_page(browser, f"/p/{post}/unvote")["label"] == "Utile"


def test_visitors_see_only_scores_and_are_asked_to_sign_in(factory: Factory) -> None:
    author, reader = factory.user("autrice"), factory.user("lectrice")
    topic = factory.topic(factory.forum(), author)
    post, address = factory.first_post(topic), f"/t/{topic}/un-sujet"
    assert "Utile" not in factory.browser().get(address).text
    asked_without_page(factory.browser(reader), f"/p/{post}/vote")
    assert f'<a href="/p/{post}/vote" rel="nofollow">Utile · 1</a>' in factory.browser().get(address).text
    assert "<span>Utile · 1</span>" in factory.browser(author).get(address).text
    assert "next=" in factory.browser().get(f"/p/{post}/vote", follow=False).location


def test_a_member_s_own_votes_cost_one_statement_and_none_where_nobody_voted(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("autrice"))
    browser, address = factory.browser(factory.user("lectrice")), f"/t/{topic}/un-sujet"
    browser.get(address)
    with statements(factory.app) as before:
        browser.get(address)
    asked_without_page(browser, f"/p/{factory.first_post(topic)}/vote")
    browser.get(address)
    with statements(factory.app) as after:
        browser.get(address)
    assert len(after) == len(before) + 1
