"""What the answers of an experience are called. The names of the enumerations are what is stored."""

from forum.experiences.models import Cost, Outcome, Provider, Step, Withheld
from forum.words import Message, message, plural

PROVIDERS = {
    Provider.AGENCY: message("Agence"),
    Provider.FREELANCER: message("Prestataire indépendant"),
    Provider.HOST: message("Hébergeur"),
    Provider.REGISTRAR: message("Bureau d’enregistrement"),
    Provider.PUBLISHER: message("Éditeur de logiciel"),
    Provider.OTHER: message("Autre prestataire"),
}
OUTCOMES = {
    Outcome.SOLVED: message("A abouti"),
    Outcome.PARTLY: message("A abouti en partie"),
    Outcome.NO: message("Sans issue"),
    Outcome.PENDING: message("En cours"),
}
WITHHELD = {
    Withheld.SITE: message("Site"),
    Withheld.SHOP: message("Boutique en ligne"),
    Withheld.ADVERTISING: message("Comptes publicitaires et places de marché"),
    Withheld.NETWORKS: message("Réseaux sociaux"),
    Withheld.BLOG: message("Blog ou forum"),
    Withheld.DOMAINS: message("Noms de domaine et adresses mail"),
    Withheld.OTHER: message("Autre chose"),
}
STEPS = {
    Step.LETTER: message("Courrier amiable"),
    Step.NOTICE: message("Mise en demeure"),
    Step.MEDIATION: message("Médiation ou conciliation"),
    Step.REGISTRAR: message("Recours auprès du bureau d’enregistrement ou de l’Afnic"),
    Step.COMPLAINT: message("Plainte ou signalement"),
    Step.SUMMARY: message("Référé ou ordonnance sur requête"),
    Step.TRIAL: message("Procès au fond"),
    Step.OTHER: message("Autre démarche"),
}
COSTS = {
    Cost.NONE: message("Rien"),
    Cost.UNDER_500: message("Moins de 500 €"),
    Cost.UNDER_2000: message("De 500 à 2 000 €"),
    Cost.UNDER_5000: message("De 2 000 à 5 000 €"),
    Cost.MORE: message("Plus de 5 000 €"),
}

_WEEK, _MONTH, _YEAR = 7, 30.4, 365
_TWO_WEEKS, _A_QUARTER, _TWO_YEARS = 14, 100, 730


def how_long(days: int) -> Message:
    """A time in the unit that people would say it in."""
    if days < _TWO_WEEKS and days % _WEEK:
        return plural("%(count)s jour", "%(count)s jours", days)
    if days < _A_QUARTER:
        return plural("%(count)s semaine", "%(count)s semaines", round(days / _WEEK))
    if days < _TWO_YEARS:
        return plural("%(count)s mois", "%(count)s mois", round(days / _MONTH))
    return plural("%(count)s an", "%(count)s ans", round(days / _YEAR))
