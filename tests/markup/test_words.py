"""Plain words: what is taken out of any text, excerpts, candidates for a mention, quotes, BBCode."""

from collections.abc import Callable

import pytest

from forum.markup import clean_text, excerpt, mention_candidates, render
from forum.markup.bbcode import looks_like_bbcode, to_markdown
from forum.markup.quoting import quote
from tests.timing import cpu_seconds

CLEANED = {
    "a\r\nb\rc\x85d\u2028e": "a\nb\nc\nd\ne",
    "a\x00b\x07c\x1bd\x9fe": "abcde",
    "a\tb": "a\tb",
    "a\ud800b\udfffc": "abc",
    "\ufeffa\ufdd0b\ufffec\U0001ffff": "abc",
    "e\u0301": "é",
    "\n\n  a  \n\n": "  a",
    "a\u202fb\u200b\u00ad": "a\u202fb\u200b\u00ad",
}


@pytest.mark.parametrize(("typed", "kept"), CLEANED.items())
def test_clean_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept
    assert clean_text(kept) == kept


def test_towers_of_accents_are_cut() -> None:
    tower = "a" + "\u0316\u0301" * 200_000
    assert len(clean_text(tower)) <= 31
    assert cpu_seconds(lambda: clean_text(tower)) < 1


@pytest.mark.parametrize(
    ("length", "cut"),
    [
        (100, "Le prestataire refuse, dit-il."),
        (30, "Le prestataire refuse, dit-il."),
        (29, "Le prestataire refuse…"),
        (16, "Le prestataire…"),
        (10, "Le…"),
        (1, "…"),
    ],
)
def test_excerpt(length: int, cut: str) -> None:
    found = excerpt("Le prestataire  refuse, dit-il.", length)
    assert found == cut
    assert len(found) <= length


def test_mention_candidates_are_cheap_and_casefolded() -> None:
    text = "@Marc, @MARC. @[Jean  Paul] a@b.fr\n```\n@code\n```\n@léa-2"
    assert mention_candidates(text) == ("marc", "jean paul", "léa-2")
    assert len(mention_candidates(" ".join(f"@m{number}" for number in range(500)))) == 50


QUOTED = {
    "un\n\n\ndeux": "> [Marc](/p/5) :\n> un\n>\n> deux\n\n",
    "> un\n> > deux\n\nmoi": "> [Marc](/p/5) :\n> > un\n>\n> moi\n\n",
    "```py\nx\n\n> y\n```": "> [Marc](/p/5) :\n>\n> ```py\n> x\n>\n> > y\n> ```\n\n",
    "~~~\n```\n~~~": "> [Marc](/p/5) :\n>\n> ````\n> ```\n> ````\n\n",
}


@pytest.mark.parametrize(("text", "markdown"), QUOTED.items())
def test_quote(text: str, markdown: str) -> None:
    assert quote("Marc", 5, text) == markdown


@pytest.mark.parametrize("author", ["Marc", "Léa B.", "a_b_c", "x[y]z", "a\\b", "*m*", "d'Or & <b>"])
def test_a_quote_keeps_its_author_and_the_way_back(author: str) -> None:
    found = render(quote(author, 228, "**Oui**") + "Réponse")
    assert found.quotes == (228,)
    assert f">{author.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</a></cite>" in found.html
    assert '<a href="/p/228">' in found.html
    assert found.plain == "Réponse"


BBCODE = {
    "[b]a[/b] [i]b[/i] [u]c[/u] [s]d[/s]": "**a** *b* *c* ~~d~~",
    "[b]un \ndeux[/b]": "**un** \n**deux**",
    "[B]a[/b]": "**a**",
    "[b:1xz2]a[/b:1xz2]": "**a**",
    "[url=https://a.fr]x[/url]": "[x](https://a.fr)",
    "[url]https://a.fr[/url]": "https://a.fr",
    "[img]https://a.fr/x.png[/img]": "![](https://a.fr/x.png)",
    "[email]a@b.fr[/email] [email=a@b.fr]moi[/email]": "[a@b.fr](mailto:a@b.fr) [moi](mailto:a@b.fr)",
    "[size=150][color=red]x[/color][/size]": "x",
    "[quote]a\nb[/quote]c": "> a\n> b\n\nc",
    '[quote="Marc"]a[/quote]': "> **Marc** :\n> a",
    '[quote="Marc" post_id=12 time=1 user_id=2]a[/quote]': "> [Marc](/p/12) :\n> a",
    "[quote=Marc][quote=Léa]a[/quote]b[/quote]": "> **Marc** :\n> > **Léa** :\n> > a\n>\n> b",
    "[code]x [b]y[/b][/code]": "```\nx [b]y[/b]\n```",
    "[code=php]```[/code]": "````php\n```\n````",
    "[list][*]a\n[*]b[/list]": "- a\n- b",
    "[list=1][*]a[/*][*]b[/list]": "1. a\n1. b",
    "[spoiler=fin]x[/spoiler]": "> [!spoiler] fin\n> x",
    "a[hr]b": "a\n\n---\n\nb",
    "[b]a": "[b]a",
    "a[/b]": "a[/b]",
    "[b][i]a[/b]": "**[i]a**",
    "[1382] [sic] [code]": "[1382] [sic] [code]",
}


@pytest.mark.parametrize(("bbcode", "markdown"), BBCODE.items())
def test_bbcode(bbcode: str, markdown: str) -> None:
    assert to_markdown(bbcode) == markdown


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("[b]a[/b]", True),
        ("[quote=x]a[/quote]", True),
        ("[1382] (ancien)", False),
        ("[url] [b]", False),
        ("a[0]", False),
    ],
)
def test_conversion_is_offered_when_there_is_something_to_convert(text: str, offered: bool) -> None:
    assert looks_like_bbcode(text) is offered


@pytest.mark.parametrize(
    "convert", [to_markdown, looks_like_bbcode, mention_candidates, lambda text: quote("a", 1, text)]
)
@pytest.mark.parametrize(
    "unit",
    ["[b]", "[/b]", "[b]x[/i]", "[", "[b=", "[code]", "[list][*]", "[quote]", "[*]", "@", "@[", "@a.", ">", "> ```\n"],
)
def test_none_of_it_takes_long(convert: Callable[[str], object], unit: str) -> None:
    text = unit * (32_000 // len(unit))
    assert cpu_seconds(lambda: convert(text)) < 0.5
