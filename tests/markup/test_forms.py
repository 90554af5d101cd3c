"""Each form of Markdown that a member may use, and what it becomes."""

import pytest

from forum.markup import AttachmentRef, Kind, RenderContext, TooComplex, render

CONTEXT = RenderContext(
    base_url="https://forum.example",
    post_anchor="p7",
    known_names={"marc": "Marc", "jean-luc_2": "Jean-Luc_2", "léa b.": "Léa B."},
    attachments={
        "12": AttachmentRef("/attachments/12", "/attachments/12/thumb", 800, 600, "Un schéma"),
        "13": AttachmentRef("/attachments/13/contrat.pdf"),
        "14": AttachmentRef("/attachments/14", "/attachments/14/thumb", 80, 60),
    },
)
OUT = 'rel="nofollow ugc noopener noreferrer"'
IMG = '<img alt="{}" data-attachment="12" height="600" src="/attachments/12/thumb" width="800">'

INLINE = {
    "**gras** *italique* ~~barré~~": "<strong>gras</strong> <em>italique</em> <del>barré</del>",
    "un\ndeux": "un<br>\ndeux",
    "`a < b && c`": "<code>a &lt; b &amp;&amp; c</code>",
    "a < b & c > d": "a &lt; b &amp; c &gt; d",
    "<b>x</b>": "&lt;b&gt;x&lt;/b&gt;",
    "&copy; &amp;lt;": "© &amp;lt;",
    r"\*pas italique\* \[x\](y)": "*pas italique* [x](y)",
    "nom_de_fichier et 2 * 3 * 4": "nom_de_fichier et 2 * 3 * 4",
    "l'article [1382] [devenu 1240] [sic]": "l’article [1382] [devenu 1240] [sic]",
    "#1 et #RGPD": "#1 et #RGPD",
    "[x](/t/1)": '<a href="/t/1">x</a>',
    "[x](https://forum.example/t/1?page=2#p3)": '<a href="/t/1?page=2#p3">x</a>',
    "[x](https://forum.example)": '<a href="/">x</a>',
    "[x](https://forum.example.evil/)": f'<a href="https://forum.example.evil/" {OUT}>x</a>',
    '[x](https://a.fr "titre")': f'<a href="https://a.fr" {OUT}>x</a>',
    "[x](mailto:a@b.fr)": '<a href="mailto:a@b.fr">x</a>',
    "[x](HTTPS://a.fr/B)": f'<a href="https://a.fr/B" {OUT}>x</a>',
    "[**x** y](https://a.fr/_b_)": f'<a href="https://a.fr/_b_" {OUT}><strong>x</strong> y</a>',
    "https://a.fr/b_c_d?e=*f*g": f'<a href="https://a.fr/b_c_d?e=*f*g" {OUT}>https://a.fr/b_c_d?e=*f*g</a>',
    "**https://a.fr**": f'<strong><a href="https://a.fr" {OUT}>https://a.fr</a></strong>',
    "(voir https://a.fr/x_(y)).": f'(voir <a href="https://a.fr/x_(y)" {OUT}>https://a.fr/x_(y)</a>).',
    "<https://a.fr>": f'&lt;<a href="https://a.fr" {OUT}>https://a.fr</a>&gt;',
    "https://forum.example/t/1": '<a href="/t/1">https://forum.example/t/1</a>',
    "`https://a.fr`": "<code>https://a.fr</code>",
    "[doc](attachment:13)": '<a href="/attachments/13/contrat.pdf">doc</a>',
    "![doc](attachment:13)": '<a href="/attachments/13/contrat.pdf">doc</a>',
    "[perdu](attachment:99)": "perdu",
    "![perdu](attachment:99) !": "perdu\u202f!",
    "![photo](https://a.fr/x.png)": f'<a href="https://a.fr/x.png" {OUT}>photo</a>',
    "voir ![vu](attachment:12) ici": f'voir <a href="/attachments/12">{IMG.format("vu")}</a> ici',
    "@marc": '<a class="mention" href="/u/Marc">@Marc</a>',
    "(@Jean-Luc_2).": '(<a class="mention" href="/u/Jean-Luc_2">@Jean-Luc_2</a>).',
    "@[Léa  B.]!": '<a class="mention" href="/u/L%C3%A9a%20B.">@Léa B.</a>\u202f!',
    "@inconnu a@marc `@marc`": "@inconnu a@marc <code>@marc</code>",
    "[@marc](/x)": '<a href="/x">@marc</a>',
    "[1][1]\n\n[1]: https://a.fr": f'<a href="https://a.fr" {OUT}>1</a>',
}

BLOCKS = {
    "# Un": "<h2>Un</h2>",
    "### Un\n# Deux": "<h2>Un</h2>\n<h2>Deux</h2>",
    "# Un\n### Deux\n## Trois\n#### Quatre": "<h2>Un</h2>\n<h3>Deux</h3>\n<h3>Trois</h3>\n<h4>Quatre</h4>",
    "# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6": "<h2>1</h2>\n<h3>2</h3>"
    "\n<h4>3</h4>\n<h5>4</h5>\n<h6>5</h6>\n<h6>6</h6>",
    "texte\n## Deux ##\nsuite": "<p>texte</p>\n<h2>Deux</h2>\n<p>suite</p>",
    "Titre\n---": "<h2>Titre</h2>",
    "a\n\n---\n\nb": "<p>a</p>\n<hr>\n<p>b</p>",
    "texte\n- un\n- deux": "<p>texte</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>",
    "texte\n1. un\n2. deux": "<p>texte</p>\n<ol>\n<li>un</li>\n<li>deux</li>\n</ol>",
    "loi de\n2019. Elle": "<p>loi de<br>\n2019. Elle</p>",
    "3. trois": '<ol start="3">\n<li>trois</li>\n</ol>',
    "- un\n- deux\n1. trois": "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n<ol>\n<li>trois</li>\n</ol>",
    "- [ ] à faire\n- [x] fait": '<ul>\n<li class="task">☐ à faire</li>\n<li class="task done">☑ fait</li>\n</ul>',
    "```py\nx = '<b>' # \"a\" !\n```": '<pre><code class="language-py">x = \'&lt;b&gt;\' # "a" !\n</code></pre>',
    "```\nouvert": "<pre><code>ouvert\n</code></pre>",
    "texte\n```\na\n\n\nb\n```\nsuite": "<p>texte</p>\n<pre><code>a\n\n\nb\n</code></pre>\n<p>suite</p>",
    "    indenté": "<pre><code>indenté\n</code></pre>",
    "> cité\nréponse": '<blockquote class="quote">\n<p>cité</p>\n</blockquote>\n<p>réponse</p>',
    "> a\n\n> b": '<blockquote class="quote">\n<p>a</p>\n</blockquote>\n'
    '<blockquote class="quote">\n<p>b</p>\n</blockquote>',
    "> [happy_n](/p/228) :\n> **Oui**": '<blockquote cite="/p/228" class="quote" data-author="happy_n" '
    'data-post="228"><cite><a href="/p/228">happy_n</a></cite><p><strong>Oui</strong></p>\n</blockquote>',
    ">! caché\n> suite": '<details class="spoiler">\n<summary>Contenu masqué</summary>\n<p>caché</p>\n</details>\n'
    '<blockquote class="quote">\n<p>suite</p>\n</blockquote>',
    ">! un\n>! deux": '<details class="spoiler">\n<summary>Contenu masqué</summary>\n<p>un<br>\ndeux</p>\n</details>',
    "> [!spoiler] La fin\n> texte": '<details class="spoiler">\n<summary>La fin</summary>\n<p>texte</p>\n</details>',
    "> [!nota] texte": '<div class="note">\n<p><strong>Nota bene.</strong> texte</p>\n</div>',
    "> [!nota]\n> **Titre.** texte": '<div class="note">\n<p><strong>Titre.</strong> texte</p>\n</div>',
    "> [!nota]\n> texte": '<div class="note">\n<p><strong>Nota bene.</strong> texte</p>\n</div>',
    "Nota bene : texte": '<div class="note">\n<p><strong>Nota bene\u202f:</strong> texte</p>\n</div>',
    "**NB :** texte": '<div class="note">\n<p><strong>NB\u202f:</strong> texte</p>\n</div>',
    '![vu](attachment:12 "La légende !")': f'<figure><a href="/attachments/12">{IMG.format("vu")}</a>'
    "<figcaption>La légende\u202f!</figcaption>\n</figure>",
    "![](attachment:12)": f'<figure><a href="/attachments/12">{IMG.format("Un schéma")}</a></figure>',
    "![](attachment:14)": '<figure><img alt="" data-attachment="14" height="60" '
    'src="/attachments/14/thumb" width="80"></figure>',
    "avant\n![vu](attachment:12)\naprès": f'<p>avant</p>\n<figure><a href="/attachments/12">{IMG.format("vu")}</a>'
    "</figure>\n<p>après</p>",
    "a[^n]\n\n[^n]: la note": '<p>a<sup id="u-p7-fnref-1"><a class="footnote-ref" href="#u-p7-fn-1">1</a></sup>'
    "</p>\n"
    '<div class="footnote">\n<hr>\n<ol>\n<li id="u-p7-fn-1">\n<p>la note\u00a0<a class="footnote-backref" '
    'href="#u-p7-fnref-1">↩\ufe0e</a></p>\n</li>\n</ol>\n</div>',
}

TABLE = (
    '<div class="table" tabindex="0">\n<table>\n<thead>\n<tr>\n<th>A</th>\n<td class="right"></td>\n</tr>\n</thead>\n'
    '<tbody>\n<tr>\n<td>1</td>\n<td class="right"><code>a|b</code></td>\n</tr>\n</tbody>\n</table>\n</div>'
)
NESTED = "<ul>\n<li>un<ul>\n<li>deux<ul>\n<li>trois</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>quatre</li>\n</ul>"


@pytest.mark.parametrize(("text", "html"), INLINE.items())
def test_inline(text: str, html: str) -> None:
    assert render(text, context=CONTEXT).html == f"<p>{html}</p>"


@pytest.mark.parametrize(("text", "html"), BLOCKS.items())
def test_blocks(text: str, html: str) -> None:
    assert render(text, context=CONTEXT).html == html


@pytest.mark.parametrize("text", ["| A | |\n|---|--:|\n| 1 | `a|b` |", "A ||\n---|--:\n1 | `a|b`\n\n"])
def test_tables_scroll_in_their_own_box(text: str) -> None:
    assert render(text).html == TABLE


def test_a_table_ends_where_its_pipes_do() -> None:
    html = render("avant\n| A | |\n|---|--:|\n| 1 | `a|b` |\naprès").html
    assert html == f"<p>avant</p>\n{TABLE}\n<p>après</p>"


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_by_any_usual_indent(indent: int) -> None:
    lead = " " * indent
    assert render(f"- un\n{lead}- deux\n{lead}{lead}- trois\n- quatre").html == NESTED


def test_code_stays_code_inside_lists_and_quotes() -> None:
    code = '<pre><code class="language-js">f()\n</code></pre>'
    assert code in render("- un\n\n  ```js\n  f()\n  ```\n- deux").html.partition("<li>")[2]
    assert code in render("> dit\n> ```js\n> f()\n> ```\n> fin").html
    assert code in render(">! dit\n>! ```js\n>! f()\n>! ```").html


def test_the_default_words_of_a_spoiler_follow_the_site() -> None:
    assert "<summary>Hidden content</summary>" in render(">! x", context=RenderContext(language="en")).html


SHORT = {
    Kind.SIGNATURE: "Marc<br>\n# pas titre<br>\n- pas liste<br>\n&gt; pas citation<br>\n![vu](attachment:12) "
    "<strong>x</strong>",
    Kind.BIO: "<p>Marc</p>\n<p># pas titre</p>\n<ul>\n<li>pas liste</li>\n</ul>\n"
    '<blockquote class="quote">\n<p>pas citation</p>\n</blockquote>\n<p>![vu](attachment:12) <strong>x</strong></p>',
}


@pytest.mark.parametrize(("kind", "html"), SHORT.items())
def test_short_texts_have_fewer_forms(kind: Kind, html: str) -> None:
    text = "Marc\n# pas titre\n- pas liste\n> pas citation\n![vu](attachment:12) **x**"
    assert render(text, kind, context=CONTEXT).html == (html if kind is Kind.BIO else f"<p>{html}</p>")


def test_a_description_is_one_line_without_a_paragraph() -> None:
    found = render("Le droit\ndes **technologies** !", Kind.DESCRIPTION)
    assert found.html == "Le droit des <strong>technologies</strong>\u202f!"


def test_what_is_found_on_the_way() -> None:
    text = (
        "> [Léa](/p/5) :\n> avec @marc\n\n@[léa b.] voir https://a.fr et [x](https://b.fr) et [y](/t/1)\n"
        "![](attachment:12)\n>! secret\n"
    )
    found = render(text, context=CONTEXT)
    assert found.mentions == ("Léa B.",)
    assert found.links == 2
    assert found.images == ("12",)
    assert found.quotes == (5,)
    assert found.plain == "@Léa B. voir https://a.fr et x et y"
    assert not found.plain_fallback


def test_the_plain_text_of_a_quote_alone_is_the_quote() -> None:
    assert render("> seule citation").plain == "seule citation"


def test_at_most_ten_members_are_called() -> None:
    names = {f"m{number}": f"M{number}" for number in range(12)}
    found = render(" ".join(f"@{name} @{name}" for name in names), context=RenderContext(known_names=names))
    assert found.mentions == tuple(f"M{number}" for number in range(10))
    assert found.html.count('class="mention"') == 20


REFUSED = {
    "length": "a " * 16_001,
    "lines": "a\n" * 3_001 + "b",
    "line": "a " * 10_001,
    "word": "a" * 2_001,
    "quote_depth": "> " * 11 + "a",
    "list_depth": "- " * 11 + "a",
    "links": "[a](/b) " * 301,
    "images": "![a](/b) " * 51,
    "brackets": "[a]: /b\n\n" + "[a] " * 401,
    "bracket_depth": "[" * 11 + "a" + "](/b)" * 11,
    "footnotes": "[^a]: b\n\n" + "[^a] " * 101,
    "references": "".join(f"[a{number}]: /b\n" for number in range(101)),
    "emphasis": "*a " * 2_001,
    "code_spans": "`a` " * 501,
    "headings": "# a\n" * 201,
    "table_columns": "|a" * 31 + "\n" + "|-" * 31,
    "table_cells": "|a|b\n|-|-\n" + "|c|d\n" * 1_000,
    "tags": "|a" * 25 + "\n" + "|-" * 25 + "\n" + ("|b" * 25 + "\n") * 110 + "\n" + "a\n" * 2_700,
    "output": "[a]: /" + "x" * 1_900 + "\n\n" + "[a] " * 390,
    "nesting": "\n".join("> " * 10 + "  " * depth + "- ***~~a~~***" for depth in range(19)),
}


@pytest.mark.parametrize(("rule", "text"), REFUSED.items())
def test_too_complex_names_the_rule(rule: str, text: str) -> None:
    with pytest.raises(TooComplex) as refused:
        render(text)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [
        (Kind.SIGNATURE, "length", "a " * 251),
        (Kind.SIGNATURE, "lines", "a\n" * 11),
        (Kind.SIGNATURE, "links", "https://a.fr " * 6),
        (Kind.BIO, "length", "a " * 1_001),
        (Kind.DESCRIPTION, "length", "a " * 151),
    ],
)
def test_short_texts_have_their_own_limits(kind: Kind, rule: str, text: str) -> None:
    with pytest.raises(TooComplex) as refused:
        render(text + "b", kind)
    assert refused.value.rule == rule
    assert refused.value.params["found"] > refused.value.params["limit"]
