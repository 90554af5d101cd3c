"""What the pages of resources send: a page to read, and what it is."""

from collections.abc import Callable
from typing import Any

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import Optional

from forum.errors import Invalid
from forum.resources.actions import Facts, checked
from forum.resources.addresses import stored
from forum.resources.models import Genre, Resource, Side
from forum.web.forms import Choice, Form, line
from forum.web.language import said
from forum.words import message

GENRES = {
    Genre.DECISION: message("Décision de justice"),
    Genre.ARTICLE: message("Article"),
    Genre.OFFICIAL: message("Page officielle"),
    Genre.TEMPLATE: message("Modèle"),
}
SIDES = {
    Side.CLIENT: message("Du point de vue du client"),
    Side.PROVIDER: message("Du point de vue du prestataire"),
    Side.BOTH: message("Pour les deux"),
}


class ResourceForm(Form):
    """A page worth reading."""

    url = StringField(message("Adresse de la page"), filters=[line])
    title = StringField(message("Titre"), filters=[line])
    publisher = StringField(message("Site ou éditeur"), filters=[line])
    published_on = DateField(message("Date de parution"), validators=[Optional()])
    genre = Choice(message("Genre"), default=Genre.ARTICLE.value)
    side = Choice(message("Point de vue"), default=Side.BOTH.value)
    shielded = HiddenField()  # which personal data its writer was shown

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.genre.choices = [(genre.value, said(words)) for genre, words in GENRES.items()]
        self.side.choices = [(side.value, said(words)) for side, words in SIDES.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """A date that is none is said in our own words."""
        valid = super().validate(extra_validators)
        found = self.tried(lambda: checked(self.facts()), "url")
        if self.published_on.errors:
            self.published_on.errors = [said(message("Écrivez la date comme 2024-03-31, ou laissez le champ vide."))]
        return valid and found is not None

    @property
    def words(self) -> str:
        """All that readers would read; the address as it would be kept, whose question may name somebody."""
        return words_of(self.facts())

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Do something to each text of it."""
        self.title.data, self.publisher.data = change(self.title.data or ""), change(self.publisher.data or "")
        if address := _kept(self.url.data or ""):
            self.url.data = change(address)

    def facts(self) -> Facts:
        return Facts(
            title=self.title.data or "",
            url=self.url.data or "",
            genre=self.genre.data or "",
            side=self.side.data or "",
            publisher=self.publisher.data or "",
            published_on=self.published_on.data,
        )


def words_of(resource: Facts | Resource) -> str:
    """What readers read of a resource."""
    return f"{resource.title}\n\n{resource.publisher}\n\n{_kept(resource.url)}"


def present(resource: Resource) -> dict[str, Any]:
    """What the form shows of a resource."""
    names = ("url", "title", "publisher", "published_on", "genre", "side")
    return {name: getattr(resource, name) for name in names}


def _kept(typed: str) -> str:
    """An address as it would be kept; empty for one that will be refused."""
    try:
        return stored(typed)
    except Invalid:
        return ""
