"""Whether a text speaks of law around a form that means other things as well: « CPC 664 », « C-172/18 »."""

import re

from forum.legal.folding import Folded

# How far one looks on either side, in characters.
_REACH = 300
_OF_LAW = re.compile(
    r"\b(?:tribuna(?:l|ux)|jug(?:es?\b|er|ement)|juri[ds]|justice|avocat|maitre\b|huissier|commissaires? de justice"
    r"|notaire|procureur|greffe|parquet\b|plaintes?\b|plaid|assign|referes?\b|requete|requerant|appelant|interjet|cour\b|pourvoi"
    r"|cassation|arrets? (?:de|du|n|rendu)|droits?\b|legal|illegal|lois?\b|art(?:icles?|\.)? (?:[lrd]\.? ?)?\d"
    r"|codes? (?:civil|penal|du travail|de (?:commerce|procedure|la (?:consommation|propriete|securite)))"
    r"|c\. ?(?:civ|pen|com|cons|trav)|infraction|delit|penale?s?\b|civile?s?\b|sanction|condamn|dommages|prejudice"
    r"|responsab|fautes?\b|preuves?\b|nullite|clauses?\b|contrat|obligations?\b|mise en demeure|lrar|litige|procedur"
    r"|depens\b|irrepetible|demandeur|defendeur|partie adverse|conclusions|instance\b|prescri|forclusion|saisi|constat"
    r"|creanc|caution|consommateur|retract|rgpd|cnil|mediat|conciliat|legislat|decret|recours\b|conseil d'etat|constit"
    r"|cj[uc]e\b|prejudiciel|directive|propriete intellectuelle|contrefacon|diffam|escroquerie|abus de confiance"
    r"|frauduleu|fondement|au titre d|vu\b|vise[srz]?\b|invoqu|base legale|applicable|prevoi|dispose que|alinea"
    r"|employeur|licenci|qpc\b|mesures? d'instruction|in futurum|notifi|indemnit|tiers\b|abusi)"
)
_WORD = re.compile(r"[a-z]{3}")


def speaks_of_law(folded: Folded, start: int, end: int) -> bool:
    """Whether words of the law stand near the place from `start` to `end`, itself left out; or no words at all."""
    return is_near(folded, _OF_LAW, start, end) or stands_alone(folded, start, end)


def is_near(folded: Folded, words: re.Pattern[str], start: int, end: int) -> bool:
    """Whether one of `words` stands before `start` or after `end`, as far as one looks."""
    return folded.holds(words, start - _REACH, start) or folded.holds(words, end, end + _REACH)


def stands_alone(folded: Folded, start: int, end: int) -> bool:
    """Whether there is no word near: a reference and nothing else."""
    sides = folded.text[max(0, start - _REACH) : start], folded.text[end : end + _REACH]
    return not any(_WORD.search(side) for side in sides)
