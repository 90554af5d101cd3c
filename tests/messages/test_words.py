"""What lists and the search say of a message: its writer's words, spaced as they are read."""

from forum.markup import Kind, RenderContext, render
from forum.messages.words import around, beginning


def html_of(text: str) -> str:
    return render(text, Kind.POST, context=RenderContext()).html


def test_words_begin_with_the_writer_s_own() -> None:
    assert beginning(
        html_of("> [Marc](/messages/m/1) :\n> La question.\n\nMa **réponse**, d’après l’[avis](https://a.fr).")
    ) == ("Ma réponse, d’après l’avis.")
    assert beginning(html_of("> Tout est cité.")) == "Tout est cité."


def test_no_space_comes_into_a_word_that_is_linked() -> None:
    pieces = around(html_of("Selon l’[avis](https://a.fr) du **15** avril.\n\nPuis rien."), ["avis"])
    assert "".join(words for words, _ in pieces) == "Selon l’avis du 15 avril. Puis rien."
