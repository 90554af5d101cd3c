"""What search engines are told of a topic, as JSON-LD: a discussion, an article (guides), a question (questions)."""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from forum.answers.queries import Accepted
from forum.markup.plain import words_of
from forum.topics.views import PostRow, TopicHead

_ANSWERS = 3  # in full, of those that nobody chose: five of them cost as much as the rest of the frame around a page
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def topic_data(
    head: TopicHead, posts: Sequence[PostRow], base_url: str, accepted: Accepted | None = None
) -> Markup | None:
    """A JSON-LD document for the first page of a topic, ready to stand in a page; None on the others and when nothing
    is shown. `accepted`: the answer to a question, wherever it stands."""
    if head.page != 1 or not posts or head.state != "visible":
        return None
    if head.kind == "question":
        told = _question(head, posts, base_url, accepted)
    else:
        told = (_article if head.kind in {"guide", "announcement"} else _discussion)(head, posts, base_url)
    # security: a title may hold `</script>`; written so, it stays inside its string
    return Markup(_JSON({"@context": "https://schema.org", **told}).replace("<", "\\u003c"))  # noqa: S704


def _discussion(head: TopicHead, posts: Sequence[PostRow], base: str) -> dict[str, Any]:
    """Without its replies: Google wants the whole text of each that is told, half of the page again."""
    return {
        "@type": "DiscussionForumPosting",
        "headline": head.title,
        "url": base + head.url,
        "mainEntityOfPage": base + head.url,
        "datePublished": head.created_at.isoformat(),
        "author": _person(posts[0], base),
        "text": words_of(posts[0].html),
        "commentCount": head.post_count - 1,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/ViewAction",
            "userInteractionCount": head.view_count,
        },
    }


def _article(head: TopicHead, posts: Sequence[PostRow], base: str) -> dict[str, Any]:
    return {
        "@type": "Article",
        "headline": head.title,
        "url": base + head.url,
        "mainEntityOfPage": base + head.url,
        "datePublished": head.created_at.isoformat(),
        "dateModified": (posts[0].edited_at or posts[0].created_at).isoformat(),
        "author": _person(posts[0], base),
        "description": posts[0].excerpt,
    }


def _question(head: TopicHead, posts: Sequence[PostRow], base: str, accepted: Accepted | None) -> dict[str, Any]:
    """Questions and answers in full: Google asks for their whole text, and shows none that is a part."""
    others = [post for post in posts[1:] if post.state == "visible" and (not accepted or post.id != accepted.post_id)]
    question: dict[str, Any] = {
        "@type": "Question",
        "name": head.title,
        "text": words_of(posts[0].html),
        "url": base + head.url,
        "datePublished": head.created_at.isoformat(),
        "author": _person(posts[0], base),
        "answerCount": head.post_count - 1,
        "upvoteCount": posts[0].score,
    }
    if accepted is not None:
        question["acceptedAnswer"] = _accepted(accepted, base)
    if others:
        useful = sorted(others, key=lambda post: -post.score)[:_ANSWERS]
        question["suggestedAnswer"] = [_answer(post, base) for post in useful]
    return {"@type": "QAPage", "mainEntity": question}


def _accepted(accepted: Accepted, base: str) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": words_of(accepted.html),
        "url": base + accepted.url,
        "datePublished": accepted.created_at.isoformat(),
        "author": {
            "@type": "Person",
            "name": accepted.author,
            **({"url": base + accepted.author_url} if accepted.author_url else {}),
        },
        "upvoteCount": accepted.score,
    }


def _answer(post: PostRow, base: str) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": words_of(post.html),
        "url": base + post.url,
        "datePublished": post.created_at.isoformat(),
        "author": _person(post, base),
        "upvoteCount": post.score,
    }


def _person(post: PostRow, base: str) -> dict[str, Any]:
    url = {} if post.author.is_ghost else {"url": base + post.author.url}
    return {"@type": "Person", "name": post.author.name, **url}
