"""What the pages around an account send: sign-in, registration, new passwords, settings."""

from functools import partial
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerRangeField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from forum.accounts.actions import PLACE_LENGTH, checked_website
from forum.accounts.names import checked_email, checked_name
from forum.accounts.passkeys import checked_key_name
from forum.accounts.passwords import checked_password, is_too_long, normalized
from forum.accounts.secondfactor import has_second_factor
from forum.markup.limits import PROFILES, Kind
from forum.uploads.jobs import Crop
from forum.web.forms import Choice, Form, asked, block, line
from forum.web.language import said
from forum.web.login import actor
from forum.words import message, plural

BIO_LENGTH = PROFILES[Kind.BIO].characters
SIGNATURE_LENGTH = PROFILES[Kind.SIGNATURE].characters
_IDENTITY_LENGTH = 255
_MIDDLE, _FAR = 50, 100  # of the sliders that crop a portrait, in hundredths
_EMPTY = message("Remplissez ce champ.")
_PASSWORD = message("Mot de passe actuel")


class LoginForm(Form):
    """Signing in, by address or name. `kept` holds what was being written when a session ended."""

    identity = StringField(message("Adresse électronique ou nom"), filters=[line])
    password = PasswordField(message("Mot de passe"))
    remember = BooleanField(message("Rester en ligne sur cet appareil"))
    next = HiddenField()
    kept = HiddenField()

    def validate_identity(self, field: StringField) -> None:
        if not field.data or len(field.data) > _IDENTITY_LENGTH:
            raise ValidationError(message("Écrivez l’adresse ou le nom de votre compte."))

    def validate_password(self, field: PasswordField) -> None:
        field.data = normalized(field.data or "")
        if not field.data:
            raise ValidationError(_EMPTY)


class _NewPassword(Form):
    """A password being chosen. `least` is its shortest length; `about` what one could guess of its owner.

    The field itself is defined where it stands on its page.
    """

    password: PasswordField

    def __init__(self, *args: Any, least: int, about: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.about = least, about
        self.password.description = said(_length_help(least))

    def validate_password(self, field: PasswordField) -> None:
        field.data = asked(partial(checked_password, least=self.least, about=self.known()), field)

    def known(self) -> tuple[str, ...]:
        return self.about


class NewAccountForm(_NewPassword):
    """A name, an address and a password: for the first administrator."""

    name = StringField(message("Nom public"), filters=[line])
    email = EmailField(message("Adresse électronique"), filters=[line])
    password = PasswordField(message("Mot de passe"))

    def validate_name(self, field: StringField) -> None:
        field.data = asked(checked_name, field)

    def validate_email(self, field: EmailField) -> None:
        field.data = asked(checked_email, field)

    def known(self) -> tuple[str, ...]:
        return (*self.about, self.name.data or "", self.email.data or "")


class RegistrationForm(NewAccountForm):
    """The same with the charter. `fax` is a trap that people do not see; `opened` says when the form was shown."""

    charter = BooleanField(message("J’accepte la charte du forum"))
    fax = StringField(message("Laissez ce champ vide"))
    opened = HiddenField()
    next = HiddenField()

    def ask_charter(self, required: bool) -> None:
        """Without a charter to accept, the box is not shown."""
        if not required:
            del self.charter

    def validate_charter(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(message("Acceptez la charte pour ouvrir un compte."))


class AskResetForm(Form):
    """Whose password is to be renewed."""

    email = EmailField(message("Adresse électronique"), filters=[line])

    def validate_email(self, field: EmailField) -> None:
        field.data = asked(checked_email, field)


class ResetForm(_NewPassword):
    """The new password, behind its link."""

    password = PasswordField(message("Nouveau mot de passe"))


class AgainForm(Form):
    """The password once more, before something that a stolen session must not do.

    Whoever has a second factor may give a code in its place, or have a passkey answer.
    """

    current = PasswordField(_PASSWORD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = actor()
        self.by_key = user is not None and user.passkey_count > 0
        if user is not None and has_second_factor(user):
            self.current.label.text = said(message("Mot de passe actuel, ou code de validation"))

    @property
    def answer(self) -> str:
        """What a passkey answered, put in place by the script of its button."""
        return request.form.get("passkey", "")

    def validate_current(self, field: PasswordField) -> None:
        field.data = normalized(field.data or "")
        if not self.answer and (not field.data or is_too_long(field.data)):
            raise ValidationError(message("Ce n’est pas votre mot de passe actuel."))


class SetUpForm(AgainForm):
    """A code of the application being set up; no recovery code stands for it."""

    code = StringField(message("Code à six chiffres"), filters=[line])
    current = PasswordField(_PASSWORD)


class FactorForm(AgainForm):
    """The password and a code, both: one alone must not take the other away. Or a passkey, which is both."""

    # ids of their own: the form of another code may stand on the page
    code = StringField(message("Code à six chiffres ou code de secours"), filters=[line], id="manage-code")
    current = PasswordField(_PASSWORD, id="manage-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current.label.text = said(_PASSWORD)


class CodeForm(Form):
    """The code after the password."""

    code = StringField(message("Code à six chiffres ou code de secours"), filters=[line])
    next = HiddenField()
    kept = HiddenField()


class KeyForm(AgainForm):
    """A new passkey's name."""

    name = StringField(message("Nom de la clé"), filters=[line])
    current = PasswordField(_PASSWORD)

    def validate_name(self, field: StringField) -> None:
        field.data = asked(checked_key_name, field)


class DeletionForm(AgainForm):
    """The wish to leave."""

    texts = BooleanField(message("Effacer aussi le texte de mes messages et mes fichiers joints"))
    current = PasswordField(_PASSWORD, id="leaving-password")  # another form stands on the page


class NewEmailForm(AgainForm):
    """A new address, for who knows the password."""

    email = EmailField(message("Nouvelle adresse électronique"), filters=[line])
    current = PasswordField(_PASSWORD)

    def validate_email(self, field: EmailField) -> None:
        field.data = asked(checked_email, field)


class PasswordForm(_NewPassword, AgainForm):
    """A new password, for who knows the present one."""

    current = PasswordField(_PASSWORD)
    password = PasswordField(message("Nouveau mot de passe"))


class ProfileForm(Form):
    """What a member says of themselves."""

    bio = TextAreaField(message("Présentation"), filters=[block])
    place = StringField(message("Lieu"), filters=[line])
    website = StringField(message("Site"), filters=[line])  # not of type url: browsers refuse « exemple.fr »

    def validate_bio(self, field: TextAreaField) -> None:
        _at_most(field, BIO_LENGTH)

    def validate_place(self, field: StringField) -> None:
        _at_most(field, PLACE_LENGTH)

    def validate_website(self, field: StringField) -> None:
        field.data = asked(checked_website, field)


class SignatureForm(Form):
    """What stands under one's posts."""

    signature = TextAreaField(message("Signature"), filters=[block])

    def validate_signature(self, field: TextAreaField) -> None:
        _at_most(field, SIGNATURE_LENGTH)


class PictureForm(Form):
    """A portrait."""

    picture = FileField(message("Choisir une image"))
    x = IntegerRangeField(message("De gauche à droite"), default=_MIDDLE)
    y = IntegerRangeField(message("De haut en bas"), default=_MIDDLE)
    zoom = IntegerRangeField(message("Zoom"), default=_FAR)

    def crop(self) -> Crop:
        """The square that was chosen; what is no number leaves it where it was."""
        x, y = (_MIDDLE if each.data is None else each.data for each in (self.x, self.y))
        zoom = _FAR if self.zoom.data is None else self.zoom.data
        return Crop(x / 100, y / 100, zoom / 100)


class DisplayForm(Form):
    """How a member reads the site."""

    language = Choice(message("Langue"))
    timezone = StringField(message("Fuseau horaire"), filters=[line])
    theme = Choice(message("Thème"))
    signatures = Choice(message("Signatures"))


def typed(field: Any) -> str:
    """What was written in a field of text; nothing is the empty string."""
    return field.data or ""


def _at_most(field: StringField, longest: int) -> None:
    if len(field.data or "") > longest:
        raise ValidationError(plural("%(count)s caractère au plus.", "%(count)s caractères au plus.", longest))


def _length_help(least: int) -> Any:
    return plural(
        "Au moins %(count)s caractère ; plusieurs mots font un bon mot de passe.",
        "Au moins %(count)s caractères ; plusieurs mots font un bon mot de passe.",
        least,
    )
