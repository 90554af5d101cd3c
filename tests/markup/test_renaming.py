"""Another name in the place of a member's."""

import pytest

from forum.markup.renaming import renamed_html, renamed_text, renamed_words

NEW = "Membre supprimé 7"


def same(name: str) -> bool:
    return name.casefold() in {"zoé d'orval", "zoe", "zo_e"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("> [zoe](/p/3) :\n> Oui.", f"> [{NEW}](/p/3) :\n> Oui."),
        ("> > [zo\\_e](/p/3) :\n> > Oui.", f"> > [{NEW}](/p/3) :\n> > Oui."),
        ("> [bob](/p/3) :\n> Oui.", "> [bob](/p/3) :\n> Oui."),
        ("Merci @zoe.", f"Merci {NEW}."),
        ("Merci @[Zoé d'Orval] !", f"Merci {NEW} !"),
        ("Merci @zoey et zoe@zoe.fr, zoe", "Merci @zoey et zoe@zoe.fr, zoe"),
        ("[elle](/u/zoe) et [lui](/u/bob)", "[elle](/u/Membre%20supprim%C3%A9%207) et [lui](/u/bob)"),
    ],
)
def test_a_text_names_somebody_else(text: str, wanted: str) -> None:
    assert renamed_text(text, same, NEW) == wanted


def test_a_rendering_does_too() -> None:
    html = (
        '<blockquote class="quote" data-author="Zoé d&#x27;Orval" data-post="3" cite="/p/3"><cite>'
        '<a href="/p/3">Zoé d\'Orval</a></cite><p>Oui, zoe.</p></blockquote>'
        '<p><a class="mention" href="/u/zoe">@zoe</a> <a class="mention" href="/u/bob">@bob</a></p>'
    )
    assert renamed_html(html, same, NEW) == (
        f'<blockquote class="quote" data-author="{NEW}" data-post="3" cite="/p/3"><cite>'
        f'<a href="/p/3">{NEW}</a></cite><p>Oui, zoe.</p></blockquote>'
        f'<p>{NEW} <a class="mention" href="/u/bob">@bob</a></p>'
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Merci @Zoé d'Orval !", f"Merci {NEW} !"),
        ("Merci @Zoé d…", "Merci …"),
        ("Merci @Zoé d", "Merci …"),
        ("Merci @bob", "Merci @bob"),
        ("Merci @", "Merci @"),
    ],
)
def test_so_do_the_first_words_of_a_post(words: str, wanted: str) -> None:
    assert renamed_words(words, "Zoé d'Orval", NEW) == wanted
