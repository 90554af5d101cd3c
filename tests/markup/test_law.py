"""References in a text: linked on its words alone, marked where the law moved, refused by a backslash."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.legal.cited import pack, unpack
from forum.markup import Kind, RenderContext, render
from forum.markup.plain import words_of

OLD = RenderContext(written_on=date(2014, 1, 1))
LATE = RenderContext(written_on=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("L’article 9 du code civil", ["code-civil/9"]),
        ("les articles 323-1 et 2 du code pénal", ["code-penal/323-1", "code-penal/323-2"]),
        ("article **9** du *code civil*", ["code-civil/9"]),
        ("article 9 du\ncode civil", ["code-civil/9"]),
        ("Le code civil, art. 9.\n\nPuis l’article 16 du même code.", ["code-civil/9", "code-civil/16"]),
        ("article 9 du code civil, encore 9 C. civ.", ["code-civil/9"]),
        ("`article 9 du code civil`", []),
        ("```\narticle 9 du code civil\n```", []),
        ("[article 9 du code civil](/x)", []),
        ("https://a.fr/article-9-du-code-civil", []),
        ("De : Marc\nObjet : article 9 du code civil\nDate : hier", []),
        ("Objet : article 9 du code civil", ["code-civil/9"]),
        ("#RGPD", []),
        (r"\article 9 du code civil", []),
        (r"l’\article 9 du code civil et l’article 16 du code civil", ["code-civil/16"]),
        (r"\articles 808, 809 et 810 du CPC, et l’article 9 du code civil", ["code-civil/9"]),
        (r"les articles 808 et \809 du CPC", ["code-de-procedure-civile/808"]),
        (r"\article 1382 du code civil, devenu 1240", []),
        (r"\C. civ., art. 1240 et 1241", []),
        (r"\lois n° 78-17 et 2004-575, et le RGPD", ["reglement-ue-2016-679"]),
        (r"\pourvois n° 12-14.407 et 13-11.111", []),
        ("> [Marc](/p/12) :\n> article 9 du code civil", []),
        ("> article 9 du code civil", ["code-civil/9"]),
        ("l’article 999 du RGPD et son article 17", ["reglement-ue-2016-679/17"]),
        ("articles 98 à 120 du RGPD", []),
        ("article 60 de la CEDH", []),
        ("article 9999 du code civil", []),
        ("article 2600 du code civil", ["code-civil/2600"]),  # it may be new: its page says that we do not know it
        ("article 9999 du code de commerce", ["code-de-commerce/9999"]),  # whose facts stop years ago
    ],
)
def test_what_is_recognised(text: str, keys: list[str]) -> None:
    assert [each.key for each in render(text, context=OLD).citations] == keys


@pytest.mark.parametrize(
    "words",
    [
        "les articles 1382 à 1386 du code civil",
        "l'article 1382 du code civil",
        "l’article 1382 du code civil",
        "Les articles 1382, 1383 et 1384 du code civil",
        "aux articles 1382 et 1383 du code civil",
        "du 1382 du code civil",
        "de l'article 9 du code civil",
        "de la loi n° 78-17",
        "à l'article 9 du code civil",
        "au RGPD",
        "le\narticle 9 du code civil",
    ],
)
def test_a_backslash_before_the_little_words_refuses_what_they_lead_to(words: str) -> None:
    assert render(words, context=OLD).citations
    refused = render(f"Voir \\{words}, ancien.", context=OLD)
    assert not refused.citations
    assert refused.plain == render(f"Voir {words}, ancien.", context=OLD).plain
    assert "/droit/" not in refused.html
    assert "\\" not in refused.html


@pytest.mark.parametrize("text", [r"\voir l'article 9 du code civil", r"\les : article 9 du code civil"])
def test_a_backslash_before_other_words_refuses_nothing(text: str) -> None:
    done = render(text, context=OLD)
    assert done.citations
    assert "\\" in done.html


def test_a_refused_reference_loses_its_backslash_only() -> None:
    assert render(r"\article 9 du code civil").html == "<p>article 9 du code civil</p>"
    assert render(r"\article 999 du RGPD").html == "<p>article 999 du RGPD</p>"
    assert render(r"C:\article et \x").html == r"<p>C:\article et \x</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\\article 9 du code civil", r"\article 9 du code civil"),
        (r"\\\article 9 du code civil", r"\\article 9 du code civil"),
        (r"C:\article 9 du code civil", r"C:\article 9 du code civil"),
        (r"C:\\article 9 du code civil", r"C:\article 9 du code civil"),
        (r"dossier\article 9 du code civil", r"dossier\article 9 du code civil"),
        (r"a\\b, \\c et \d", r"a\b, \c et \d"),
        (r"`\\article 9 du code civil`", r"\\article 9 du code civil"),
    ],
)
def test_a_backslash_that_refuses_nothing_is_shown_as_markdown_does(text: str, shown: str) -> None:
    html = render(text).html
    assert re.sub("<[^>]*>", "", html) == shown
    assert ("/droit/" in html) is ("article" in text and "`" not in text)


def test_the_mark_is_said_and_shown_and_no_word_of_the_writer() -> None:
    done = render("article 1382 du code civil", context=OLD)
    assert (
        '<a class="law" href="/droit/code-civil/1382">article 1382 du code civil</a><small class="moved">' in done.html
    )
    assert "(devenu l’article 1240)" in done.html
    assert done.plain == "article 1382 du code civil"
    assert done.citations[0].moved


@pytest.mark.parametrize(
    ("text", "written_on", "language", "aloud", "seen"),
    [
        ("1382 C. civ.", OLD, "fr", "(devenu l’article 1240)", "→\u00a01240<"),
        ("1382 C. civ.", OLD, "en", "(now article 1240)", "→\u00a01240<"),
        (
            "1382 C. civ.",
            LATE,
            "fr",
            "(s’il s’agit de l’ancien, devenu l’article 1240)",
            ">\u00a0(→\u00a01240\u202f?)<",
        ),
        ("1382 C. civ.", LATE, "en", "(if the former one is meant, now article 1240)", ">\u00a0(→\u00a01240?)<"),
        ("1134 C. civ.", OLD, "fr", "(devenu les articles 1103, 1104 et 1193)", "→\u00a01103, 1104, 1193<"),
        ("1134 C. civ.", OLD, "en", "(now articles 1103, 1104 and 1193)", "→\u00a01103, 1104, 1193<"),
        ("1382 à 1386 C. civ.", OLD, "fr", "(1386, devenu l’article 1244)", ">1382\u00a0→\u00a01240\u202f;<"),
        ("1382 à 1386 C. civ.", OLD, "en", "(1382, now article 1240)", ">1386\u00a0→\u00a01244<"),
        (
            "1382 à 1386 C. civ.",
            LATE,
            "fr",
            "(1386, s’il s’agit de l’ancien, devenu l’article 1244)",
            ">(1386\u00a0→\u00a01244\u202f?)<",
        ),
    ],
)
def test_what_a_mark_says_and_shows(text: str, written_on: RenderContext, language: str, aloud: str, seen: str) -> None:
    done = render(text, context=replace(written_on, language=language))
    assert aloud in done.html
    assert seen in done.html
    assert "→" not in done.plain
    assert ('class="moved maybe"' in done.html) is (written_on is LATE)


@pytest.mark.parametrize("context", [OLD, LATE])
def test_the_words_of_a_rendering_are_the_writers(context: RenderContext) -> None:
    text = "Les articles 1382 à 1386 du code civil, et l’article 1134 du code civil."
    done = render(text, context=context)
    assert words_of(done.html) == done.plain == text


def test_no_mark_points_to_a_number_that_is_dead_by_now() -> None:
    done = render("Les articles 1369-7 et 1369-8 du code civil, et l’article 833 du CPC.", context=OLD)
    assert "→" not in done.html
    assert [each.moved for each in done.citations[:2]] == [True, True]


@pytest.mark.parametrize(
    ("text", "context", "marked"),
    [
        ("article 834 du CPC", LATE, False),
        ("article 1382 du code civil", LATE, True),
        ("article 1382 du code civil, devenu 1240", OLD, False),
        ("ancien article 1382 du code civil", LATE, False),
        ("articles 323-1 et 323-2 du code pénal", OLD, False),
        ("article L. 442-6 du code de commerce", OLD, False),
        ("article 1382 du code civil", RenderContext(), False),
    ],
)
def test_when_a_mark_stands(text: str, context: RenderContext, marked: bool) -> None:
    assert ("→" in render(text, context=context).html) is marked


def test_other_kinds_of_text_hold_no_law() -> None:
    for kind in (Kind.BIO, Kind.SIGNATURE, Kind.DESCRIPTION):
        assert "/droit/" not in render("article 9 du code civil", kind, context=OLD).html


_WORDS = st.sampled_from(
    [
        "article 1382",
        " du code civil",
        "art. 808 CPC",
        "\\",
        " et ",
        "\n\n",
        "**",
        "`",
        "> ",
        "[x](/y) ",
        "L. 121-1 C. consom. ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=12).map("".join))
def test_any_text_keeps_its_words_and_its_citations_survive_storage(text: str) -> None:
    done = render(text, context=OLD)
    assert render(text, context=OLD) == done
    assert unpack(pack(done.citations)) == done.citations
    assert done.html.count("<a ") == done.html.count("</a>")
