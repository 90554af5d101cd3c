"""Legal references in French prose: fold the text, look where something may be cited, read there, keep what is sure.

Each position is read once and each pattern looks a bounded way ahead, so that the time grows with the length only.
"""

import re
from functools import cache

from forum.legal.acts import more_acts, name_words
from forum.legal.cassation import cassation_at
from forum.legal.citation import Citation
from forum.legal.councils import council_at
from forum.legal.courts import court_at
from forum.legal.facts import Facts, packaged
from forum.legal.folding import Folded, fold
from forum.legal.reference import Reference
from forum.legal.resolution import Resolver

# No honest post comes near; it bounds what a hostile one costs.
MOST_CITATIONS = 3000

_LISTS = (
    r"(?:(?:ancien(?:ne)?s?|anc\.?|ex)[ -]{0,2})?art(?:[. ]|s\b|\b|icles?|\d|icel|ilce|icke|cile|ivle|cle|ciel|icl|ucle|ice)|arcticle|aritcle|aticle|aricle"
    r"|(?:ancien(?:ne)?s?|anc\.?|ex)[ -]{1,2}(?=[lrd]?\.? ?\d)|(?:l\.?o|[lrd])\.? ?\*?\d{1,4}-\d"
)
_TEXTS = (
    r"codes?|c\.|c (?=civ|pen|com|cons|trav)|n?cpc|cp[ip]|cja|csi|crpa|cmf|cciv|ccom|cconso|cc|ccv|cp|coj|csp|cgi|css|ct|p ?&|ncp"
    r"|lois?|ord(?:onnances?|onance|\.)|d[e]?crets?|decr?t?s?\.?|d\. ?n|l\. ?n|r[e]glem|regl\.|dir(?:ectives?|\.)|\(?(?:ue|ce)\)? "
    r"|conv(?:\.|ention|edh)|charte|declaration d|constitution|traite|tfue|ddhc|cedh|csdh|cdfue"
)
_RULINGS = (
    r"c(?:our)?\.? ?(?:de )?cass|cass|ccass|civ(?:ile|\b)|com\b|comm?\.|crim(?:inelle|\b)|soc\b|[123](?:re|ere|e|eme)? ?(?:ch\.? ?)?civ|premiere ch|deuxieme ch|troisieme ch|ch\.|chambre|ass\b|assemblee pl"
    r"|pourvois?|n° de pourvoi|cours? d.app|cours? adm|caa?\b|c\.a|tgi|t\.g|tj\b|t\.j|t\.? ?com|trib|tae\b|ti\b|ta\b|t\. ?corr|cph|cons(?:eil d|eil const|eils? de pr|\.| ?const)"
    r"|arret|jugement|ordonnance|ord\.|decision|ce(?=[ ,.:(-]{1,3}(?:\d|n ?[°o]|n\.|sect|ass|ord|ref|juge|du \d|le \d|arret|req))|c\.e|ecli|cj[uc]e|cour de j|aff|c ?-? ?\d{1,4}/|san ?-|medp? ?-|cnil|delib|sanction|avis|recommandation"
    r"|n ?[°o]?\.? ?(?:19|20)?\d\d ?- ?\d{1,4} ?(?:dc|qpc)|(?:19|20)\d\d-\d{1,4} ?(?:dc|qpc)"
)


def find_citations(text: str, facts: Facts | None = None) -> list[Citation]:
    """The references of `text`, in order, without overlap; spans are offsets in `text`."""
    folded = fold(text)
    known = facts or packaged()
    trigger = _trigger()
    first = trigger.search(folded.text)
    if first is None:
        return []
    reading = _Reading(folded, known)
    position = first.start()
    while (found := trigger.search(folded.text, position)) and not reading.is_full:
        position = max(reading.read(found), found.start() + 1)
    return [_citation(text, folded, reference) for reference in reading.finish()]


class _Reading:
    """One pass over a folded text."""

    def __init__(self, folded: Folded, facts: Facts) -> None:
        self._folded = folded
        self._resolver = Resolver(folded, facts)
        self._rulings: list[Reference] = []

    @property
    def is_full(self) -> bool:
        return len(self._resolver.found) + len(self._rulings) > MOST_CITATIONS

    def read(self, found: re.Match[str]) -> int:
        """Read what the trigger announces; returns where to look next."""
        position = found.start()
        rulings = self._read_rulings(position) if found["ruling"] is not None or found["text"] is not None else []
        if rulings:
            self._rulings += rulings
            return rulings[-1].end
        end = self._resolver.read_text(position)
        if end is None and found["list"] is not None:
            end = self._resolver.read_list(position)
        elif end is not None:
            end = self._read_more(end)
        return found.end() if end is None else max(end, position + 1)

    def _read_rulings(self, position: int) -> list[Reference]:
        folded = self._folded
        return council_at(folded, position) or cassation_at(folded, position) or court_at(folded, position)

    def _read_more(self, end: int) -> int:
        """The other numbers of « lois n° … et n° … »."""
        pending = self._resolver.pending
        for act in more_acts(self._folded, pending) if pending else []:
            self._resolver.read_named(act)
            end = act.end
        return end

    def finish(self) -> list[Reference]:
        """What was found, in order; where two overlap, the one that starts first, or the longer."""
        found = sorted([*self._resolver.finish(), *self._rulings], key=lambda one: (one.start, -one.end))
        kept: list[Reference] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept


def _citation(text: str, folded: Folded, found: Reference) -> Citation:
    start, end = folded.span(found.start, found.end)
    return Citation(found.key, start, end, text[start:end], found.marks, found.locator, found.day)


@cache
def _trigger() -> re.Pattern[str]:
    """Where something may be cited."""
    names = "|".join(sorted({re.escape(re.split(r"[ .-]", name)[0]) for name in name_words()}))
    return re.compile(rf"(?<![a-z0-9_])(?:(?P<list>{_LISTS})|(?P<text>{_TEXTS}|{names})|(?P<ruling>{_RULINGS}))")
