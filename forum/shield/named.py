"""What only the word beside it gives away: passwords, and numbers of one's own files."""

import re
from collections.abc import Iterator

from forum.shield.finding import Finding, Sort

_SECRET = re.compile(
    r"""(?<!\w)(?:mots?\ de\ passe|mdp|passwords?|passwd|passphrase|pwd
      |codes?\ (?:d['’]acc[èe]s|pin|secret|confidentiel|wi-?fi|de\ connexion|d['’]activation|de\ s[ée]curit[ée])
      |cl[ée]s?\ (?:wi-?fi|wpa2?|wep|api|d['’]api|secr[èe]te)|(?:api|secret)[\ _-]?key|phrase\ secr[èe]te)(?!\w)
      (?:[^\n:=\w][^\n:=]{0,40})?[:=]=?[ \t\u00a0\u202f]{0,3}(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<!\w)(?:mot de passe|mdp|code (?:d['’]acc[èe]s|pin|secret))[^\n.:;=?!]{0,30}? (?:est|était|c['’]est) (?=\S)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"""(?<!\w)(?:log-?in|identifiants?|user(?:name)?|utilisateur|credentials|acc[èe]s|compte)(?!\w)
      (?:[^\n:=\w][^\n:=]{0,40})?[:=][ \t\u00a0\u202f*`«"]{0,4}
      (?!https?:)[^\s/|:,;=`«»"<>]{2,64}[ \u00a0\u202f*`»"]{0,4}[/|:;–][ \t\u00a0\u202f]{0,2}(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
# A word of both letters and figures, that is no number of something, nor a measure: « FR44732829320 », « 500Mbps ».
_SECRET_LIKE = re.compile(
    r"(?=.*\d)(?=.*[^\W\d_])(?![A-Z]{1,6}[-_.]?[\d.-]+$)(?!\d[\d.,]*[^\W\d_]{1,4}$)(?!.*[@/]).{6,}"
)
_QUOTED = re.compile(r"(`+|[*_]{1,3}|[«“\"'][ \u00a0\u202f]?)([^\s`«»“”\"]{3,64}?)[ \u00a0\u202f]?(?:`|[*_]|[»”\"'])")
_BARE = re.compile(r"[^\s`«»“”\"|<>]{3,64}")
_ENDS = re.compile(r"[.,;:)*_'’\]]+$")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*")
_LAST_OF_LINE = re.compile(r"[ \t*_|.]*(?:\n|$)")
# Written in the place of one: said to be lost, wanted, or masked already.
_NONE = re.compile(
    r"(?:oubli|perdu|inconnu|obligatoire|requis|aucun|aucune|non|oui|idem|masqu|censur|secret|confidentiel|xxx+|\*+|…|\.+|\[|‹|https?:)",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"\w://[^\s/:@?#]{1,64}:(?P<value>[^\s/@?#]{1,64})@(?=[\w\[])")

_OWNER = (
    r"dossier|sinistre|plainte|parquet|allocataire|adh[ée]rent|abonn[ée]|assur[ée]|client|contrat|police"
    r"|r[ée]clamation|demandeur|d['’][ée]tranger|[ée]tranger|fiscal|passeport|titre\ de\ s[ée]jour|r[ôo]le"
    r"|carte\ (?:d['’]identit[ée]|vitale|de\ s[ée]jour)|permis\ de\ conduire|s[ée]curit[ée]\ sociale|r\.?\ ?g\.?"
)
_NUMBER = r"(?:n(?:°|º|o\.?|um[ée]ro|r\.?)|r[ée]f(?:[ée]rences?|\.)?)"
_GAP = r"[ \u00a0\u202f]{0,2}"
_FILE = re.compile(
    rf"""(?<!\w)(?:{_NUMBER}{_GAP}(?:de\ |du\ |d['’])?(?:mon\ |notre\ |votre\ )?(?:{_OWNER})(?!\w)(?:{_GAP}{_NUMBER})?
      |(?:{_OWNER})(?:\ (?:porte\ |a\ )?(?:le\ )?)?{_GAP}(?:{_NUMBER}|(?=:)|(?<=g)(?=[ ]\d)|(?<=g\.)(?=[ ]\d)))
      (?:{_GAP}est|{_GAP}:)?{_GAP}[*`]{{0,3}}
      (?P<value>[A-Z]{{0,6}}[-/._]?\d(?:[-/._]?[A-Z0-9]|[ \u00a0\u202f]\d){{3,24}})(?!\w)(?!\ (?:QPC|DC))""",
    re.VERBOSE | re.IGNORECASE,
)
_FEWEST_DIGITS = 4


def passwords(text: str) -> Iterator[Finding]:
    """After a word that names one, after a login in a pair with it, in the address of a page."""
    for match in _PAIR.finditer(text):
        yield from (each for each in _password(text, match, told=True) if _SECRET_LIKE.fullmatch(each.text))
    for match in _SECRET.finditer(text):
        yield from _password(text, match, told=False)
    for match in _TOLD.finditer(text):
        yield from _password(text, match, told=True)
    for match in _USERINFO.finditer(text):
        if not _NONE.match(match["value"]):
            yield Finding(Sort.PASSWORD, *match.span("value"), match["value"], match["value"])


def files(text: str) -> Iterator[Finding]:
    """Numbers of files: in a decision that is cited, they are the law's, which the caller knows."""
    for match in _FILE.finditer(text):
        value = match["value"]
        if sum(character.isdigit() for character in value) >= _FEWEST_DIGITS:
            key = re.sub(r"\W|_", "", value).upper()
            yield Finding(Sort.FILE, *match.span("value"), value, key)


def _password(text: str, match: re.Match[str], *, told: bool) -> Iterator[Finding]:
    at = match.end()
    quoted = _QUOTED.match(text, at)
    bare = None if quoted else _BARE.match(text, at)
    if quoted:
        start, end = quoted.span(2)
    elif bare:
        start, end = bare.start(), bare.end() - len(found.group() if (found := _ENDS.search(bare.group())) else "")
    else:
        return
    value = text[start:end]
    if len(value) < 3 or _NONE.match(value) or not re.search(r"\w", value):
        return
    # A word of letters alone is a password only where nothing follows it: « mot de passe : comment le changer ? »
    if _LETTERS.fullmatch(value) and not quoted and (told or not _LAST_OF_LINE.match(text, end)):
        return
    yield Finding(Sort.PASSWORD, start, end, value, value)
