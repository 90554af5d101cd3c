"""The law of other countries: « article 1382 du code civil belge », « En Suisse, l’article 28 du code civil ».

Its codes and laws bear the names and the numbers of ours, so that the words around them must say whose they are.
"""

import re

from forum.legal.folding import Folded

_PEOPLES = (
    "allemand", "algerien", "americain", "andorran", "anglais", "argentin", "australien", "autrichien", "belge",
    "beninois", "bresilien", "britannique", "bruxellois", "bulgare", "burkinabe", "burundais", "californien",
    "cambodgien", "camerounais", "canadien", "centrafricain", "chilien", "chinois", "chypriote", "colombien",
    "comorien", "congolais", "coreen", "croate", "danois", "djiboutien", "ecossais", "egyptien", "espagnol", "estonien",
    "finlandais", "flamand", "gabonais", "genevois", "grec", "grecque", "guineen", "haitien", "helvetique",
    "hollandais", "hongrois", "indien", "irlandais", "islandais", "israelien", "italien", "ivoirien", "japonais",
    "laotien", "letton", "libanais", "libyen", "lituanien", "luxembourgeois", "malgache", "malien", "maltais",
    "marocain", "mauricien", "mauritanien", "mexicain", "monegasque", "neerlandais", "nigerian", "nigerien",
    "norvegien", "ontarien", "polonais", "portugais", "quebecois", "roumain", "russe", "rwandais", "senegalais",
    "serbe", "slovaque", "slovene", "suedois", "suisse", "syrien", "tchadien", "tcheque", "thailandais", "togolais",
    "tunisien", "turc", "turque", "ukrainien", "vaudois", "vietnamien", "wallon", "zurichois",
)  # fmt: skip
_COUNTRIES = (
    "afrique du sud", "algerie", "allemagne", "andorre", "angleterre", "argentine", "australie", "autriche", "belgique",
    "benin", "bresil", "bulgarie", "burkina(?: faso)?", "burundi", "californie", "cambodge", "cameroun", "canada",
    "centrafrique", "chili", "chine", "chypre", "colombie", "comores", "congo", "coree(?: du sud)?", "cote d'ivoire",
    "croatie", "danemark", "djibouti", "ecosse", "egypte", "espagne", "estonie", "etats[- ]unis", "finlande", "gabon",
    "grande[- ]bretagne", "grece", "guinee", "haiti", "hongrie", "inde", "irlande", "islande", "israel", "italie",
    "japon", "laos", "lettonie", "liban", "libye", "lituanie", "louisiane", "luxembourg", "madagascar", "mali", "malte",
    "maroc", "maurice", "mauritanie", "mexique", "monaco", "niger", "nigeria", "norvege", "ontario", "pays[- ]bas",
    "pologne", "portugal", "quebec", "rdc", "roumanie", "royaume[- ]uni", "russie", "rwanda", "senegal", "serbie",
    "slovaquie", "slovenie", "suede", "suisse", "syrie", "tchad", "tchequie", "thailande", "togo", "tunisie",
    "turquie", "ukraine", "usa", "vietnam",
)  # fmt: skip
_TOWNS = (
    "abidjan", "alger", "anvers", "arlon", "bruxelles", "casablanca", "charleroi", "dakar", "douala", "fribourg",
    "gand", "geneve", "kinshasa", "lausanne", "liege", "lome", "londres", "luxembourg", "marrakech", "monaco", "mons",
    "montreal", "namur", "neuchatel", "nivelles", "oran", "ottawa", "quebec", "rabat", "sion", "sousse", "tournai",
    "tunis", "verviers", "yaounde", "zurich",
)  # fmt: skip
_PEOPLE = rf"(?:{'|'.join(_PEOPLES)})(?:n?e)?s?(?![a-z])"
_COUNTRY = rf"(?:{'|'.join(_COUNTRIES)})(?![a-z-])"
_OF_COUNTRY = rf"(?:(?:du|de la|de l'|d'|de|des|en|aux?) ?)?{_COUNTRY}"
_AFTER = re.compile(rf" \(?(?:{_PEOPLE}|{_OF_COUNTRY})\)?| (?:lux|belg)\.| ?\((?:be|bel\.?|ch|lu|ma|qc|ca)\)")
# After the title of a law: « … relative à la protection des données (Côte d’Ivoire) ».
_AFTER_TITLE = re.compile(rf"[^.;:()\d\n\0]{{0,120}}\((?:[^()\n\0]{{0,20}} )?(?:{_PEOPLE}|{_COUNTRY})\)")
# « En Belgique, … », « En droit suisse … » at the beginning of what is said.
_BEFORE = re.compile(
    rf"(?:(?:^|[.;!?:\n\0(,]) ?(?:[\"*>-] ?)?(?:et |mais |or |car |ici )?(?:en|au|aux) {_COUNTRY}"
    rf"|\bdroit (?:civil |penal |commercial |du travail )?{_PEOPLE})"
    r"(?! (?:et|ou|comme)\b),?(?P<gap>[^.;!?,\n\0]{0,70})$"
)
_HOME = re.compile(r"\b(?:franc|chez (?:nous|vous)|ici\b)")
# How far before a text its country may be named, in characters.
_REACH = 120


def end_abroad(folded: Folded, start: int, end: int) -> int | None:
    """Where the naming of a text or body from `start` to `end` stops, its country included; None: no other country."""
    after = _AFTER.match(folded.text, end)
    if after is not None:
        return after.end()
    if _AFTER_TITLE.match(folded.text, end):
        return end
    before = _BEFORE.search(folded.text, max(0, start - _REACH), start)
    return end if before and not _HOME.search(before["gap"]) else None


def is_town_abroad(name: str) -> bool:
    """Whether a folded town seats courts of another country."""
    return name in _TOWNS
