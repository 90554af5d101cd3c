"""Nothing that a member writes can run, load, dress up or clobber anything."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.markup import AttachmentRef, Kind, RenderContext, Rendered, TooComplex, render
from forum.markup.sanitizer import sanitize
from tests.markup import payloads
from tests.markup.audit import faults, second_opinion, shape

CONTEXT = RenderContext(
    base_url="https://forum.example",
    known_names={"marc": "Marc", "<svg/onload": "<svg/onload=alert(1)>"},
    attachments={"12": AttachmentRef("/attachments/12", "/attachments/12/thumb", 80, 60)},
)
FRAMES = [
    "{}",
    "x {} y",
    "**{}**",
    "- {}",
    "> {}",
    "[y]({})",
    "![y]({})",
    "`{}`",
    "| {} |\n|---|\n| {} |",
    '"{}" @marc',
]


def rendered(payload: str, kind: Kind = Kind.POST) -> Rendered:
    return render(payload, kind, context=CONTEXT)


def test_the_corpus_covers_what_it_claims() -> None:
    assert len(set(payloads.ALL)) >= 200


@pytest.mark.parametrize("payload", payloads.ALL)
def test_nothing_gets_out(payload: str) -> None:
    for frame in FRAMES:
        html = rendered(frame.replace("{}", payload)).html
        assert faults(html) == []
        assert second_opinion(html) == shape(html), "another sanitiser takes something out"


@pytest.mark.parametrize("kind", [Kind.BIO, Kind.SIGNATURE])
@pytest.mark.parametrize("payload", payloads.ALL)
def test_nothing_gets_out_of_short_texts(kind: Kind, payload: str) -> None:
    html = rendered(payload, kind).html
    assert faults(html) == []
    assert not {"img", "h2", "h3", "table", "pre"} & {tag for tag, _ in shape(html)}


@pytest.mark.parametrize("payload", [*payloads.MUTATION, *payloads.RAW_HTML])
def test_html_means_the_same_after_a_browser_wrote_it_back(payload: str) -> None:
    html = rendered(payload).html
    before = shape(html)
    for _ in range(2):
        tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
        html = html5lib.serialize(tree, quote_attr_values="always", omit_optional_tags=False)
        assert shape(html) == before


@pytest.mark.parametrize("payload", payloads.SCHEME_DIGITS + payloads.PROTOCOLS[:34])
def test_only_web_and_mail_addresses_become_links(payload: str) -> None:
    links = [attributes["href"] for tag, attributes in shape(rendered(payload).html) if tag == "a"]
    assert all(link.startswith("https://a.example") for link in links)


@pytest.mark.parametrize("payload", payloads.ELSEWHERE)
def test_no_link_leaves_the_site_unmarked_and_no_picture_comes_from_elsewhere(payload: str) -> None:
    for tag, attributes in shape(rendered(payload).html):
        assert tag != "img"
        href = attributes.get("href", "/")
        assert "@" not in href
        assert href[:2] not in ("//", "/\\")
        assert href.startswith("/") or attributes.get("rel")


@pytest.mark.parametrize("payload", payloads.DRESS + payloads.CLOBBERING)
def test_no_class_and_no_id_of_the_writers_choice(payload: str) -> None:
    for _, attributes in shape(rendered(payload).html):
        assert "button" not in attributes.get("class", "").split()
        assert attributes.get("id", "u-").startswith("u-")
        assert "name" not in attributes
        assert "style" not in attributes


@pytest.mark.parametrize("payload", payloads.RAW_HTML + payloads.MUTATION)
def test_the_sanitiser_holds_without_the_parser(payload: str) -> None:
    html = sanitize(payload)
    assert [fault for fault in faults(html) if "picture from" not in fault and "without rel" not in fault] == []


def test_marks_of_our_own_cannot_be_forged() -> None:
    forged = "```\nun\n```\n\n\ufdd00\ufdd0 \x02wzxhzdk:0\x03 &#xfdd0;0&#xfdd0;"
    assert rendered(forged).html.count("un") == 1


def test_two_posts_on_a_page_share_no_id() -> None:
    text = "a[^1] b[^1]\n\n[^1]: note"
    ids = [
        attributes["id"]
        for anchor in ("p1", "p2")
        for _, attributes in shape(render(text, context=RenderContext(post_anchor=anchor)).html)
        if "id" in attributes
    ]
    assert len(ids) == len(set(ids)) == 6


_PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "    ",
            "  ",
            " ",
            "> ",
            ">! ",
            "- ",
            "1. ",
            "# ",
            "|",
            "|-|-|\n",
            "```",
            "~~~",
            "`",
            "``",
            "---\n",
        ),
        *(
            "[",
            "]",
            "](",
            ")",
            "![",
            "[^a]",
            "[^a]: ",
            "[a]",
            "[a]: ",
            "(",
            "<",
            ">",
            "&lt;",
            "&#60;",
            "&",
            "\\",
            '"',
            "'",
        ),
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "~~",
            "@marc",
            "@[",
            "https://a.example/",
            "attachment:12",
            "javascript:",
            "//b",
        ),
        *(
            "/p/1",
            "[!spoiler] ",
            "[!nota] ",
            "Nota bene : ",
            "[x](/p/1) :",
            "<img src=x onerror=1>",
            "a",
            "é",
            " ?",
            "«",
            "»",
        ),
        *('![a](attachment:12 "c")', "[a](/b)", "**a**", "`a`", "a | b\n--|--\n", "\t", "\x02", "\ufdd0", "\u2028"),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(Kind))
@settings(max_examples=1_500, deadline=None)
def test_any_mixture_is_safe(text: str, kind: Kind) -> None:
    try:
        html = rendered(text, kind).html
    except TooComplex:
        return
    assert faults(html) == []
    assert second_opinion(html) == shape(html)
    assert not any("\ufdd0" <= character <= "\ufdef" or character in "\x02\x03" for character in html)
