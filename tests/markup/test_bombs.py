"""No text takes long: each is rendered or refused well within its second, and honest ones are rendered."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.markup import Kind, RenderContext, RenderPool, TooComplex, render
from forum.markup.limits import OUTPUT_ALLOWANCE, OUTPUT_FACTOR, UNHURRIED_WALL_SECONDS

SIZE = 31_900
SHORT_OF_A_WORD = 1_900

UNITS = [
    *("[", "[a", "![", "[^", "[a](", "[a](b", "[a](<b", "[a]( ", "[url=", "]", "](", "[]", "[][", "[a][", "![a]("),
    *("<", "<http://", "<a@", "<a ", '<a b="', "<![CDATA[", "<![", "<!--", "<?", "<div>", "<b>", "<\0"),
    *("`", "`` ` ", "``` a", "~~~ ", "```\n", "~~~a\n", "~~a ", "~~", "~"),
    *("*", "**", "*a ", "a* ", "**a** ", "***a*b ", "_", "_a ", "__a", "*_", "*a_b**c__"),
    *("> ", ">", ">! ", "> a\n", "> a\nb\n", ">! a\n> b\n", "- ", "- a\n", "* a\n  ", "1. ", "1. a\n", "+ - * a\n"),
    *("# ", "# a\n", "#", "a\n=\n", "a\n-\n", "- - -\n", "-\n", "---\n\n", "    ", "    a\n", "\t", "\n"),
    *("|", "|a", "| `", "|-", "|a|b|\n|-|-|\n", "|a|b\n", "a|\n-|\n"),
    *("a", "1", "-", "a.", "a.a.a.", "www.", "https://", "http://a", "https://a.b ", "%", "&", "&amp;", "&amp", "\\"),
    *("\\*", "\\`", "@", "@a", "@[", "@a ", ":", ": ", "::", ";", "!", "! ", "?", "« ", "»", " »", '"', '"a" ', "'"),
    *("l'a ", "...", "n° ", "1 € ", "e\u0301\u0316", "\u0316\u0301", "\u202e", "\u200b", "\ufdd0", "\ud800"),
    *("[a]: b\n", "[^a]: b\n", "[^a]\n\n[^a]: b\n\n", "nota bene : a\n", "nb : a\n\n", "[!nota] ", "> [!spoiler]\n"),
    *("![a](attachment:1)\n", "![a](b)\n\n", "- a\n\n      b\n\n", "- a\n    - b\n", "1) a\n", "{", "{: #a }", "$"),
]

SHAPES = {
    "growing fences": "".join("`" * (3 + number) + "\na\n" for number in range(240)),
    "fence and spaces": "```" + " " * SIZE,
    "tildes and spaces": "~~~" + " " * SIZE,
    "square table": "|a" * 100 + "\n" + "|-" * 100 + "\n" + ("|b" * 100 + "\n") * 100,
    "wide table": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 14_000,
    "backticks and pipes": "|a|b|\n|-|-|\n" + "|`" * 10_000,
    "deep list": "\n".join(" " * number + "- a" for number in range(200)),
    "deep quote": "\n".join("> " * number + "a" for number in range(150)),
    "reference titles": f'[a]: x "{"y" * 20_000}"\n\n' + "[a] " * 2_500,
    "reference addresses": f"[a]: /{'y' * 1_900}\n\n" + "[a] " * 390,
    "footnotes": "".join(f"[^{number}] " for number in range(99)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(99)),
    "footnotes within footnotes": "".join(f"[^{n}]: " + f"[^{n + 1}]" * 50 + "\n" for n in range(90)),
    "stars around": "*" * 15_000 + "a" + "*" * 15_000,
    "brackets around": "[" * 15_000 + "a" + "](b)" * 4_000,
    "half brackets": "[" * 5_000 + "]" * 5_000,
    "spaces before a mark": "a" + " " * 30_000 + "!",
    "trailing spaces": ("a" + " " * 500 + "\n") * 60,
    "one long link": "[a](" + "b" * 30_000 + ")",
}


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    # What is held here is the second of processor: the wall clock of a busy machine would say something else.
    with RenderPool(2, wall_seconds=UNHURRIED_WALL_SECONDS) as pool:
        yield pool


def bombs() -> Iterator[tuple[str, str]]:
    yield from SHAPES.items()
    for unit in UNITS:
        solid = unit * (SIZE // len(unit))
        yield f"{unit!r} solid", solid[:19_000]
        yield f"{unit!r} in lines", "\n".join([solid[:SHORT_OF_A_WORD]] * 16)
        yield f"{unit!r} many lines", "\n".join([unit] * 2_900)[:SIZE]
        yield f"{unit!r} many quoted lines", "\n".join([f"> {unit}"] * 400)


def test_no_text_reaches_its_second(pool: RenderPool) -> None:
    with ThreadPoolExecutor(2) as threads:
        outcomes = threads.map(lambda bomb: (bomb[0], outcome(pool, bomb[1])), bombs())
        stopped = {name: how for name, how in outcomes if how in ("time", "memory", "failed", "amplified")}
    assert stopped == {}, "the gate should have refused these, or the parser read them quickly"


def outcome(pool: RenderPool, text: str) -> str:
    """What becomes of a text: the rule that refuses it, or nothing to report."""
    try:
        found = pool.render(text, context=RenderContext(known_names={"a": "A"}))
    except TooComplex as refused:
        return refused.rule
    return "amplified" if len(found.html) > OUTPUT_FACTOR * len(text) + OUTPUT_ALLOWANCE else "rendered"


@pytest.mark.parametrize("kind", [Kind.BIO, Kind.SIGNATURE, Kind.DESCRIPTION])
def test_no_short_text_does(pool: RenderPool, kind: Kind) -> None:
    for _, text in bombs():
        for length in (2_000, 500, 300):
            found = pool.render_or_plain(text[:length], kind)
            assert len(found.html) <= OUTPUT_FACTOR * length + OUTPUT_ALLOWANCE


LOG_LINE = "[2024-01-{0:02}T12:00:{0:02}] [INFO] worker_{0} <main.py> a[{0}] < b && `x` *ptr = \x1b[0m/usr/lib_{0}\n"
LOG = "".join(LOG_LINE.format(number % 60) for number in range(400))[:31_000]
DECISION = "Vu l'article [1382] (ancien) [devenu 1240] du code civil ; attendu que « [la société X...] (le client) » "

HONEST = {
    "a log": LOG,
    "a log in a fence": f"```\n{LOG}\n```",
    "a log in a quote": "\n".join(f"> {line}" for line in LOG[:28_000].split("\n")),
    "comparisons": "a < b et c > d " * 50,
    "a decision": DECISION * 150,
    "a decision with links": f"{DECISION} [lien](https://www.legifrance.gouv.fr/x_y_z)\n\n" * 100,
    "a long address": "https://a.fr/" + "x" * 1_490,
    "a certificate": "\n".join(["MIIB" + "a0+/" * 15] * 60),
    "three thousand words": "Le prestataire refuse de *donner* les mots de passe : que faire ?\n\n" * 300,
    "three thousand words in a row": "Le prestataire refuse de *donner* les mots de passe ? " * 340,
    "C without a fence": "int main(int argc, char **argv) { return a[0][1] < b ? *p++ : __x__; }\n" * 200,
    "shell": "$ grep -R 'a*' ./*.txt | awk '{print $1}' && ls [a-z]* # `date`\n" * 200,
    "a big table": "|a|b|c|d|\n|-|-|-|-|\n" + "| x | `y` | 1 | https://a.fr |\n" * 200,
    "separators": "titre\n-----------\ntexte ***** _____ =====\n" * 200,
    "chat": "<marc> salut :) [12:30]\n<lea> @marc re !! ^^\n" * 300,
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_honest_texts_pass(pool: RenderPool, text: str) -> None:
    assert not pool.render(text).plain_fallback


@pytest.mark.parametrize("name", ["a log", "a log in a quote", "a decision", "chat"])
def test_honest_texts_lose_no_word(name: str) -> None:
    text = HONEST[name]
    words = "".join(character for character in text if character.isalnum() and character.isascii())
    shown = render(text.replace("`", "").replace("*", "").replace("> ", ""))
    assert "".join(c for c in shown.plain if c.isalnum() and c.isascii()) == words
