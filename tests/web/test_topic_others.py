"""What a topic's page names of other topics, and the order of a question's replies."""

from forum.db import db
from forum.topics.models import Kind, Post, Topic
from tests.counting import statements
from tests.factories import Factory


def set_topic(factory: Factory, topic: int, **columns: object) -> None:
    def act() -> None:
        for name, value in columns.items():
            setattr(db.session.get_one(Topic, topic), name, value)

    factory.write(act)


def test_a_duplicate_leads_on_and_staff_undo_it(factory: Factory) -> None:
    forum, author = factory.forum(), factory.user("autrice")
    kept, twice = factory.topic(forum, author, "La bonne question"), factory.topic(forum, author, "La même")
    staff = factory.browser(factory.moderator())
    ask = f"/moderation/topics?verb=duplicate&topic={twice}"
    refused = staff.get(ask).form("/moderation/topics").submit(into=f"/t/{twice}")
    assert "son propre doublon" in refused.text
    page = refused.form("/moderation/topics").submit(into=f"/t/{kept}/la-bonne-question")
    assert "1 sujet mène au sujet de référence." in page.text
    shown = factory.browser().get(f"/t/{twice}/la-meme").text
    assert f'<a href="/t/{kept}/la-bonne-question">La bonne question</a>' in shown
    staff.post("/moderation/topics", {"verb": "unduplicate", "topic": str(twice)})
    assert "double emploi" not in factory.browser().get(f"/t/{twice}/la-meme").text


def test_private_topics_are_never_named(factory: Factory) -> None:
    admin = factory.admin()
    secret = factory.topic(factory.private_forum(), admin, "Une affaire zanzibar")
    topic = factory.topic(factory.forum(), factory.user("autrice"), "Un sujet public")
    set_topic(factory, topic, duplicate_of_id=secret, related=str(secret))
    for reader in (None, factory.user()):
        page = factory.browser(reader).get(f"/t/{topic}/un-sujet-public").text
        assert "zanzibar" not in page
        assert "double emploi" not in page
        assert "similaires" not in page
    assert "zanzibar" in factory.browser(admin).get(f"/t/{topic}/un-sujet-public").text


def test_similar_topics_in_the_order_kept_at_most_five(factory: Factory) -> None:
    forum, author = factory.forum(), factory.user("autrice")
    topic = factory.topic(forum, author)
    browser, address = factory.browser(), f"/t/{topic}/un-sujet"

    def cost() -> int:
        factory.write(lambda: None)
        browser.get("/healthz")
        with statements(factory.app) as sent:
            browser.get(address)
        return len(sent)

    cost()
    before = cost()
    others = [factory.topic(forum, author, f"Voisin {number}") for number in range(7)]
    set_topic(factory, topic, related=",".join(map(str, reversed(others))))
    cost()
    assert cost() == before + 1
    page = browser.get(address)
    (block,) = [each for each in page.find("section") if each.get("class") == "similar"]
    assert [link.text for link in block.iter("a")] == [f"Voisin {number}" for number in (6, 5, 4, 3, 2)]


def test_replies_by_usefulness(factory: Factory) -> None:
    author, reader = factory.user("autrice"), factory.user("lectrice")
    topic = factory.topic(factory.forum(), author, kind=Kind.QUESTION)
    replies = [factory.reply(topic, author, f"Réponse {number}") for number in range(25)]
    scores = {replies[3]: 2, replies[20]: 5, replies[10]: 2}

    def score() -> None:
        for post_id, value in scores.items():
            db.session.get_one(Post, post_id).score = value

    factory.write(score)

    def order(address: str, who: int | None = None) -> list[int]:
        articles = factory.browser(who).get(address).find("article")
        return [int((each.get("id") or "p0")[1:]) for each in articles]

    address = f"/t/{topic}/un-sujet"
    assert order(address)[1:4] == replies[:3]
    first = order(f"{address}?sort=useful")
    assert first[:5] == [factory.first_post(topic), replies[20], replies[3], replies[10], replies[0]]
    second = order(f"{address}?sort=useful&page=2")
    assert sorted(first + second) == sorted([factory.first_post(topic), *replies])
    assert order(f"{address}?sort=useful", reader) == first
    page = factory.browser().get(f"{address}?sort=useful").text
    assert f'rel="canonical" href="http://localhost{address}"' in page
    assert "?sort=useful&amp;page=2" in page


def test_only_questions_are_sorted(factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("autrice"))
    reply = factory.reply(topic, factory.user("aidant"))
    better = factory.reply(topic, factory.user("autre"))
    factory.write(lambda: setattr(db.session.get_one(Post, better), "score", 3))
    articles = factory.browser().get(f"/t/{topic}/un-sujet?sort=useful").find("article")
    assert [each.get("id") for each in articles][1:] == [f"p{reply}", f"p{better}"]
