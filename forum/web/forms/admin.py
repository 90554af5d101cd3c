"""What the pages of the administration send."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from forum import paths
from forum.accounts import groups, ranks
from forum.accounts.names import checked_email, name_key
from forum.errors import ForumError
from forum.markup import PROFILES, Kind
from forum.moderation.models import REASON_LENGTH
from forum.settings.site import Registration
from forum.taxonomy.actions import TAG_LENGTH, ForumDraft, TagDraft
from forum.taxonomy.queries import ForumNode
from forum.web.forms import Choice, Form, asked, block, line
from forum.web.forms.accounts import typed
from forum.web.forms.writing import KIND_NAMES
from forum.web.language import LANGUAGES, said
from forum.web.statuses import status_of
from forum.words import message, plural

Check = Callable[[Form, Field], None]

BANNER_LENGTH = PROFILES[Kind.BIO].characters
PAGE_LENGTH = PROFILES[Kind.POST].characters
_FORUM_NAME, _SLUG, _DESCRIPTION, _PAGE_TITLE = 100, 80, 500, 150
_YEAR_OF_MINUTES = 365 * 24 * 60


def at_most(longest: int) -> Check:
    """So many characters."""

    def check(form: Form, field: Field) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(plural("%(count)s caractère au plus.", "%(count)s caractères au plus.", longest))

    return check


def between(least: int, most: int) -> Check:
    """A number from one to another, both included."""

    def check(form: Form, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(message("Écrivez un nombre de %(least)s à %(most)s.", least=least, most=most))

    return check


class Number(IntegerField):
    """A whole number, whose refusal is in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invalid_value_message = message("Écrivez un nombre entier.")


class Radios(Choice):
    """One of a few, shown all at once."""


class Ticks(SelectMultipleField):
    """Any of a few, by number; by word with `coerce=str`."""

    def __init__(self, *args: Any, coerce: Callable[[str], Any] = int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coerce = coerce
        self.invalid_value_message = message("Choisissez dans la liste.")

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= {self.coerce(choice[0]) for choice in self.iter_choices()}:
            raise ValidationError(message("Choisissez dans la liste."))


class AdminForm(Form):
    """A form that knows the status of its page: 422 or 409 once something was wrong with what it brought."""

    status = 200

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not valid:
            self.status = 422
        return valid

    def refuse(self, error: ForumError, default: str) -> None:
        super().refuse(error, default)
        self.status = status_of(error)

    def shown(self) -> Iterator[Field]:
        """The fields that a reader fills in, in order."""
        return (field for field in self if not isinstance(field, HiddenField) and field.name != "csrf_token")


class ForumForm(AdminForm):
    """A category or a forum."""

    name = StringField(message("Nom"), filters=[line], validators=[at_most(_FORUM_NAME)])
    slug = StringField(
        message("Adresse"),
        description=message("Ce qui suit /f/ ; vide, elle se déduit du nom. La changer casse les liens existants."),
        filters=[line],
        validators=[at_most(_SLUG), Optional()],
    )
    description = StringField(message("Description"), filters=[line], validators=[at_most(_DESCRIPTION), Optional()])
    kind = Radios(message("Genre"), default="forum")
    parent = Choice(message("Parent"))
    accepted = Ticks(
        message("Genres de sujets acceptés"),
        description=message("Aucune case cochée : tous. Un sujet déjà là garde son genre."),
        coerce=str,
    )
    locked = BooleanField(message("Verrouillé"), description=message("On le lit ; seule sa modération y écrit."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            ("forum", said(message("Forum, qui porte des sujets"))),
            ("category", said(message("Catégorie, qui regroupe des forums"))),
        ]

        self.accepted.choices = [(kind.value, said(words)) for kind, words in KIND_NAMES.items()]

    def offer_parents(self, tree: Iterable[ForumNode], *, but: int | None = None) -> None:
        """Let the forum stand under any other, or at the top; never under itself (`but`)."""
        top = ("", said(message("Aucun : en haut de l’index")))
        self.parent.choices = [top, *_indented(tree, but, 0)]

    def draft(self) -> ForumDraft:
        return ForumDraft(
            name=typed(self.name),
            slug=paths.slugify(self.slug.data) if self.slug.data else "",
            description=typed(self.description),
            kind=self.kind.data,
            parent_id=int(self.parent.data) if self.parent.data else None,
            locked=self.locked.data,
            kinds=tuple(self.accepted.data or ()),
        )


class RightsForm(AdminForm):
    """What stands under the table of rights; its boxes are read by the page, which knows who has a line."""

    moderators = StringField(
        message("Confier la modération à"),
        description=message("Des noms de membres, séparés par des virgules."),
        filters=[line],
        validators=[at_most(500), Optional()],
    )
    below = BooleanField(message("Appliquer aussi à tous ses sous-forums"))

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once, however it is typed."""
        return tuple(
            {name_key(name): name for part in typed(self.moderators).split(",") if (name := part.strip())}.values()
        )


class GroupForm(AdminForm):
    """A group of people."""

    title = StringField(message("Nom"), filters=[line], validators=[at_most(groups.TITLE_LENGTH)])
    description = StringField(
        message("Description"), filters=[line], validators=[at_most(groups.DESCRIPTION_LENGTH), Optional()]
    )


class MemberNameForm(AdminForm):
    """Somebody, by name."""

    name = StringField(message("Nom du membre"), filters=[line], validators=[at_most(80)])


class RankForm(AdminForm):
    """A rank; without a number of posts a special one."""

    title = StringField(message("Titre"), filters=[line], validators=[at_most(ranks.TITLE_LENGTH)])
    min_posts = Number(
        message("À partir de combien de messages"),
        description=message("Vide : un rang spécial, donné à la main sur la page d’un membre."),
        validators=[
            Optional(),
            between(0, ranks.MOST_POSTS),
        ],
    )


class TagForm(AdminForm):
    """A tag and its synonyms."""

    name = StringField(message("Nom"), filters=[line], validators=[at_most(TAG_LENGTH)])
    description = StringField(message("Description"), filters=[line], validators=[at_most(_DESCRIPTION), Optional()])
    synonyms = StringField(
        message("Synonymes"),
        description=message("Séparés par des virgules : qui les tape obtient cette étiquette."),
        filters=[line],
        validators=[at_most(1000), Optional()],
    )

    def draft(self) -> TagDraft:
        names = (name.strip() for name in typed(self.synonyms).split(","))
        return TagDraft(typed(self.name), typed(self.description), tuple(name for name in names if name))


class MergeForm(AdminForm):
    """The tag that another becomes a synonym of."""

    into = StringField(message("Étiquette à garder"), filters=[line], validators=[at_most(TAG_LENGTH)])


class RolesForm(AdminForm):
    """The groups somebody is in, and their special rank."""

    groups = Ticks(message("Groupes"))
    rank = Choice(message("Rang spécial"))


class CloseForm(AdminForm):
    """Why an account is closed."""

    reason = StringField(
        message("Raison"),
        description=message("La personne le lira dans un courriel."),
        filters=[line],
        validators=[at_most(REASON_LENGTH)],
    )


class OfferForm(AdminForm):
    """To whom an account is offered."""

    email = EmailField(
        message("Adresse électronique"),
        description=message("Celle de la personne qui a écrit ces messages : vérifiez-la par une autre voie."),
        filters=[line],
    )

    def validate_email(self, field: EmailField) -> None:
        field.data = asked(checked_email, field)


class SettingsForm(AdminForm):
    """The site's settings."""

    name = StringField(message("Nom du site"), filters=[line], validators=[at_most(60)])
    tagline = StringField(message("Devise"), filters=[line], validators=[at_most(150), Optional()])
    contact_mail = EmailField(message("Adresse de contact"), filters=[line], validators=[Optional()])
    banner = TextAreaField(
        message("Annonce"),
        description=message("En Markdown, en haut de chaque page ; vide, il n’y en a pas."),
        filters=[block],
        validators=[at_most(BANNER_LENGTH), Optional()],
    )
    disclaimer = StringField(
        message("Avertissement sous les réponses"),
        description=message("Vide : la phrase habituelle, dans la langue de la page ; un tiret : aucun."),
        filters=[line],
        validators=[at_most(300), Optional()],
    )
    registration = Radios(message("Inscriptions"))
    charter_required = BooleanField(message("Demander d’accepter la charte à l’inscription"))
    hold_first_links = BooleanField(
        message("Retenir le premier message d’un nouveau membre s’il contient des liens"),
        description=message("La modération l’approuve ou le refuse."),
    )
    staff_factor = BooleanField(
        message("Exiger de l’équipe la validation en deux étapes"),
        description=message("Sans elle, on n’administre ni ne modère plus : on est conduit à sa configuration."),
    )
    edit_minutes = Number(
        message("Délai pour modifier son message, en minutes"),
        description=message("0 : sans limite."),
        validators=[between(0, _YEAR_OF_MINUTES)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Registration.OPEN: message("Ouvertes"),
            Registration.APPROVAL: message("Soumises à l’accord de l’administration"),
            Registration.CLOSED: message("Fermées"),
        }
        self.registration.choices = [(each.value, said(label)) for each, label in words.items()]

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(message("Donnez un nom au site."))

    def validate_contact_mail(self, field: EmailField) -> None:
        if field.data:
            field.data = asked(checked_email, field)


class LogoForm(AdminForm):
    """A picture for the head of every page."""

    logo = FileField(message("Image"), description=message("PNG, JPEG, WebP ou GIF, 1 Mo au plus ; 32 pixels de haut."))


class PageForm(AdminForm):
    """A page of the footer, in both languages."""

    slug = StringField(
        message("Adresse"),
        description=message("Ce qui suit /pages/ ; vide, elle se déduit du titre."),
        filters=[line],
        validators=[at_most(60), Optional()],
    )
    position = Number(
        message("Place dans le pied de page"),
        default=10,
        validators=[between(0, 1000)],
    )
    title_fr = StringField(message("Titre en français"), filters=[line], validators=[at_most(_PAGE_TITLE)])
    body_fr = TextAreaField(message("Texte en français"), filters=[block], validators=[at_most(PAGE_LENGTH)])
    title_en = StringField(message("Titre en anglais"), filters=[line], validators=[at_most(_PAGE_TITLE), Optional()])
    body_en = TextAreaField(message("Texte en anglais"), filters=[block], validators=[at_most(PAGE_LENGTH), Optional()])

    def text(self, language: str) -> tuple[str, str]:
        """Title and Markdown in one language."""
        assert language in LANGUAGES
        return typed(self[f"title_{language}"]), typed(self[f"body_{language}"]).strip()

    @property
    def slug_or_title(self) -> str:
        return paths.slugify(self.slug.data or self.title_fr.data or typed(self.title_en))[:60]


def _indented(nodes: Iterable[ForumNode], but: int | None, depth: int) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.forum.id != but:
            yield str(node.forum.id), "\u2003" * depth + node.forum.name
            yield from _indented(node.children, but, depth + 1)
