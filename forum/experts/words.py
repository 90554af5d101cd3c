"""What experts are and what was checked of them, in words. Pure."""

from forum.experts.models import Profession
from forum.words import Message, message

# (masculine or common, feminine): the same word twice where French has one.
_TITLES: dict[str, tuple[Message, Message]] = {
    Profession.LAWYER: (message("Avocat"), message("Avocate")),
    Profession.JURIST: (message("Juriste"), message("Juriste")),
    Profession.CONSULTANT: (message("Consultant"), message("Consultante")),
    Profession.ASSOCIATION: (message("Association"), message("Association")),
    Profession.AUTHORITY: (message("Autorité publique"), message("Autorité publique")),
    Profession.OTHER: (message("Autre profession"), message("Autre profession")),
}
PROFESSIONS: dict[str, Message] = {
    Profession.LAWYER: message("Avocate ou avocat"),
    Profession.JURIST: message("Juriste"),
    Profession.CONSULTANT: message("Consultante ou consultant"),
    Profession.ASSOCIATION: message("Association"),
    Profession.AUTHORITY: message("Autorité publique"),
    Profession.OTHER: message("Autre profession"),
}
CHECKED: dict[str, Message] = {
    "bar": message("Inscription au barreau vérifiée le %(date)s"),
    "register": message("Inscription au registre professionnel vérifiée le %(date)s"),
    "company": message("Immatriculation de l’entreprise vérifiée le %(date)s"),
    "diploma": message("Diplôme vérifié le %(date)s"),
    "association": message("Déclaration de l’association vérifiée le %(date)s"),
    "authority": message("Appartenance à l’autorité vérifiée le %(date)s"),
    "identity": message("Identité et activité vérifiées le %(date)s"),
}
CHECKS: dict[str, Message] = {
    "bar": message("L’inscription au barreau"),
    "register": message("L’inscription au registre professionnel"),
    "company": message("L’immatriculation de l’entreprise"),
    "diploma": message("Le diplôme"),
    "association": message("La déclaration de l’association"),
    "authority": message("L’appartenance à l’autorité"),
    "identity": message("L’identité et l’activité"),
}
LANGUAGES: dict[str, Message] = {
    "fr": message("français"),
    "en": message("anglais"),
    "de": message("allemand"),
    "es": message("espagnol"),
    "it": message("italien"),
    "pt": message("portugais"),
    "nl": message("néerlandais"),
    "ar": message("arabe"),
    "ru": message("russe"),
    "zh": message("chinois"),
    "fsl": message("langue des signes française"),
}


def title_of(profession: str, *, feminine: bool, other: str) -> str:
    """What stands under a name, in French; templates translate it. `other` names what is « other »."""
    if profession == Profession.OTHER and other:
        return other[:1].upper() + other[1:]
    return _TITLES[profession][feminine].text
