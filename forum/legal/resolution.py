"""Which text a list of numbers belongs to, and what each number is there.

Works from left to right and remembers the last text named, for « du même code » and for numbers without one.
"""

import re
from dataclasses import dataclass, field

from forum.legal.acts import act_at, specified
from forum.legal.citation import Mark
from forum.legal.codes import code_at
from forum.legal.elision import Numeral, numerals
from forum.legal.facts import Facts
from forum.legal.folding import Folded
from forum.legal.numbers import ArticleList, change_at, list_at, mark_former
from forum.legal.reference import Reference
from forum.legal.texts import Nature, TextName

_LINK = re.compile(
    r"(?P<comma> ?[,:(\"-]{0,2} ?)(?P<of>(?:(?:du|de la|de l'|de l|des|dela|de|d'|dudit|de ladite|au|dans le"
    r"|dans la|dans l'|in|of) ?))?"
    r"(?P<words>(?:(?:la|le|notre|celebre|fameuse?|fameux|dite?|fichu|present|nouveau|nouvelle|tres|cher"
    r"|texte du|texte de la|propre|sacro-sainte?) ){0,2})\"? ?"
)
_KIND = r"(?P<{}>code|loi|ordonnance|decret|reglement|directive|texte)\b"
_SAME = re.compile(
    r" ?[,(]? ?(?:(?:(?:du|de la|de l'|au|a la|de) )?(?:meme|susdite?)|dudit|de ladite|de ce|de cet"
    r"|de cette)(?: meme)? ?"
    rf"(?:{_KIND.format('kind')}(?! (?:de|du|des|d'|n°|civil|penal|sur)\b))(?: precitee?)?"
    rf"| (?:du |de la |de l'){_KIND.format('alone')}(?: precitee?| susvisee?| cite plus haut)?(?= ?[,.;:)!?]|$)"
)
_CODE_FIRST = re.compile(
    r"(?: ?\([^()\d]{2,40}\))? ?[,:;(\[\"-]{0,2} ?(?:(?:et |ou )?(?:en|dans|a|par|via|voir|cf\.?|v\.|notamment"
    r"|surtout|selon|en particulier|plus precisement|c'est|vise|sous) )?"
    r"(?:son |ses |leur |l'|les |le |aux? |des? |du |de l')?\(?"
)
_TAKES_OTHER = re.compile(
    r" ?,? ?(?:du|de la|de l'|des|de|d'|de mon|de ma|de nos|de notre|de vos|de votre|de son|de leur|de leurs|dans|sur)"
    r" ?(?!(?:\d|article|art\b|alinea|al\b|facon|maniere|sorte|fait|plus|toute|ce que|meme))[a-z]"
)
_OTHER_PAPER = re.compile(
    r"\b(?:cg[uvsa]|contrats?|bail|charte|statuts|conditions generales|reglement interieur|convention collective"
    r"|devis|mentions legales|reglement de copropriete|clauses?|accord)\b"
)
_YEAR = re.compile(r"(?:19[5-9]\d|20[0-4]\d)$")
_UNITS = re.compile(
    r"(?:pages?|p\.|chapitres?|titres?|livres?|sections?|alineas?|al\.?|versions?|considerants?|annexes?|§"
    r"|euros?|tome|edition|depuis|en|vers|les|no?\.?|n°|numero|partie|plus de|lot de|stock de|environ|moins de|art\. ?\d+) ?$"
)
_BARE = re.compile(r"(?<![\w./,'€$-])(?:(?:l ?\.? ?o|[lrd])(?:\.|\b|(?=\d)) ?\*?\.? ?-?)?\d|(?<=['(])(?:[lrd]\. ?)?\d")
_TAIL = re.compile(
    r" ?[,(]? ?(?:(?P<former>anc(?:ien(?:ne)?|\.)?(?: (?:redaction|version|numerotation))?|dans sa (?:redaction"
    r"|version) (?:anterieure|ancienne|issue d'avant)|version anterieure|avant reforme)(?![a-z])\)?(?! ?(?:art|\d)))"
)
_TEXT_LOCATOR = re.compile(r",? ?(?:al(?:inea)?\.? ?\d{1,2}(?:er|e)?\b|§ ?\d{1,2}|\d{1,2} ?°)")
_FOLLOWING = re.compile(r" ?,? ?\(?et (?:suivants?|s\b\.?|ss\b\.?)\)?")
_ASIDE = re.compile(r" ?\([^()\d;\n\0]{2,40}\)(?= d|,)| ?\(?(?:nouveaux?|nouvelle redaction|actuels?)\b\)?")
_AND = re.compile(r" ?(?:(?:\(|,)? ?(?:et|ou|puis|ainsi que) (?:le |les |l')?|\( ?(?=\d[\d-]{2,8} (?:anc|nouv)))")
_SENTENCE_END = re.compile(r"[.!?](?: |$)|\n")
_WINDOW = 220
_REACH = 1500


@dataclass(slots=True)
class Resolver:
    """The state of one reading: what was found, and the last text of each nature."""

    folded: Folded
    facts: Facts
    found: list[Reference] = field(default_factory=list)
    last: TextName | None = None
    last_of: dict[Nature, TextName] = field(default_factory=dict)
    pending: TextName | None = None
    """A text that stands alone so far: it is a citation by itself unless articles come to it."""
    end: int = 0

    def read_list(self, position: int) -> int | None:
        """Settle the list that starts at `position`; returns where to read on, None when there is no list."""
        articles = list_at(self.folded, position)
        if articles is None:
            return None
        if self._attach_right(articles) or self._attach_left(articles) or self._carry(articles):
            return self.end
        return articles.end

    def read_text(self, position: int) -> int | None:
        """Settle the text named at `position` with bare numbers before or after it."""
        name = self._text_at(position)
        if name is None:
            return None
        self._settle_pending()
        before = None if position < self.end else self._bare_before(name)
        if before is not None:
            name = self._with_tail(name)
            self._add(before, name, before.start, name.end)
            return self.end
        if self._bare_after(name):
            return self.end
        self._remember(name)
        self.pending = name if name.stands_alone else None
        self.end = name.end
        return name.end

    def read_named(self, name: TextName) -> None:
        """Take a text that is cited by its place in a list: « … et 2016-1321 »."""
        self._settle_pending()
        self._remember(name)
        self.pending = name
        self.end = name.end

    def finish(self) -> list[Reference]:
        """All references, in order."""
        self._settle_pending()
        return self.found

    def _attach_right(self, articles: ArticleList) -> bool:
        """« article 1240 du code civil », « de la même loi »."""
        same = _SAME.match(self.folded.text, articles.end)
        if same:
            name = self._same(same)
            self._settle_pending()
            self.end = same.end()
            if name is not None:
                self._add(articles, name, articles.start, same.end())
            return True
        link = _LINK.match(self.folded.text, articles.end)
        name = self._text_at(link.end()) if link else None
        aside = _ASIDE.match(self.folded.text, articles.end) if name is None else None
        if aside:
            link = _LINK.match(self.folded.text, aside.end())
            name = self._text_at(link.end()) if link else None
        if link is None or name is None or not self._is_rightful(articles, link, name):
            return False
        if not (link["of"] or self._is_close(link, articles)):
            return False
        self._settle_pending()
        name = self._with_tail(name)
        self._remember(name)
        self._add(articles, name, articles.start, name.end)
        return True

    def _is_close(self, link: re.Match[str], articles: ArticleList) -> bool:
        return articles.has_word or len(link.group()) <= 3 or "(" in link.group()

    def _is_rightful(self, articles: ArticleList, link: re.Match[str], name: TextName) -> bool:
        """Not the text of the next citation: « C. civ., art. 1240, CPC, art. 808 »."""
        if link["of"] or self.pending_left(articles) is None:
            return True
        return "," not in link.group() and ":" not in link.group() and "(" not in link.group()

    def pending_left(self, articles: ArticleList) -> TextName | None:
        """The text named right before the list, when no other article has taken it."""
        last = self.last
        if last is None or last.end != self.end or articles.start < last.end:
            return None
        return last if _CODE_FIRST.fullmatch(self.folded.text, last.end, articles.start) else None

    def _attach_left(self, articles: ArticleList) -> bool:
        """« C. civ., art. 1240 », « le CPI, en son article L. 336-2 »."""
        name = self.pending_left(articles)
        if name is None or self._takes_other(articles):
            return False
        self.pending = None
        begin = name.start if not self.found or self.found[-1].end <= name.start else articles.start
        self._add(articles, name, begin, articles.end)
        return True

    def _carry(self, articles: ArticleList) -> bool:
        """A list without a text goes to the last one named, when it is clear enough."""
        name = self.last
        if name is None or not name.slugs or not self._can_carry(articles, name):
            return False
        if self.pending is name:
            self.pending = None
        self._add(articles, name, articles.start, articles.end, must_know=True)
        return self.end >= articles.end

    def _can_carry(self, articles: ArticleList, name: TextName) -> bool:
        text = self.folded.text
        if self._takes_other(articles) or articles.start - self.end > _REACH:
            return False
        between = text[max(self.end, articles.start - 300) : articles.start]
        around = between + text[articles.end : articles.end + 60].partition(".")[0]
        if "\n" in between or _OTHER_PAPER.search(around):
            return False
        first = articles.items[0]
        is_small = len(first.number) < 3 and not first.prefix
        if name.nature is not Nature.CODE or is_small:
            return articles.has_word and not _SENTENCE_END.search(between) and len(between) < 120
        return articles.has_word or articles.items[0].former or "-" in articles.items[0].number

    def _takes_other(self, articles: ArticleList) -> bool:
        """« article 8 des CGU »: the article of something else."""
        return _TAKES_OTHER.match(self.folded.text, articles.end) is not None

    def _bare_before(self, name: TextName) -> ArticleList | None:
        """Numbers without « article » right before a text: « 1240 c. civ. », « 323-1 et 2 du code pénal »."""
        if not name.slugs:
            return None
        text = self.folded.text
        begin = max(self.end, name.start - _WINDOW)
        while begin < name.start and (start := _BARE.search(text, begin, name.start)):
            articles = list_at(self.folded, start.start())
            if articles is None or articles.end > name.start:
                begin = start.end()
                continue
            link = _LINK.fullmatch(text, articles.end, name.start)
            if link and len(link["comma"]) <= 2 and "," not in link["comma"] and self._is_plausible(articles, name, bool(link["of"])):
                return articles
            begin = articles.end
        return None

    def _is_plausible(self, articles: ArticleList, name: TextName, is_linked: bool) -> bool:
        """Whether numbers without the word « article » are articles of that text."""
        if _UNITS.search(self.folded.text, max(0, articles.start - 16), articles.start):
            return False
        return self._plausible_items(articles, name, is_linked)

    def _plausible_items(self, articles: ArticleList, name: TextName, is_linked: bool = False) -> bool:
        first = articles.items[0]
        if name.is_weak and articles.is_plain and "-" not in first.number and not is_linked:
            return False
        if name.nature is not Nature.CODE:
            return not first.prefix and len(first.number) <= 3 and (articles.end <= name.start or bool(first.locators))
        if first.prefix or "-" in first.number:
            return True
        follows = self.end and re.fullmatch(
            r",? ?(?:et|ou)? ?(?:l'|les )?", self.folded.text[self.end : articles.start]
        )
        if _YEAR.match(first.number) or (len(first.number) < 3 and not follows):
            return False
        return any(self.facts.knows(slug, first.number) is not False for slug in name.slugs)

    def _bare_after(self, name: TextName) -> bool:
        """Numbers without « article » right after a code: « CPC 808 et 809 », « C. civ. 1240 »."""
        if not name.slugs:
            return False
        link = re.compile(r" ?[,:(]? ?(?:n° ?)?").match(self.folded.text, name.end)
        articles = list_at(self.folded, link.end()) if link else None
        if (
            articles is None
            or articles.has_word
            or self._takes_other(articles)
            or not self._plausible_items(articles, name)
        ):
            return False
        if _LINK.match(self.folded.text, articles.end) and self._names_other(articles):
            return False
        self._remember(name)
        self._add(articles, name, name.start, articles.end, must_know=not articles.items[0].prefix)
        return self.end >= articles.end

    def _names_other(self, articles: ArticleList) -> bool:
        """Whether another text follows the numbers and claims them."""
        link = _LINK.match(self.folded.text, articles.end)
        return bool(link and (link["of"] or link.group() in ("", " ")) and self._text_at(link.end()))

    def _text_at(self, position: int) -> TextName | None:
        name = code_at(self.folded, position)
        if name is None:
            name = act_at(self.folded, position, self.facts)
        elif name.slugs:
            return self._doubled(name)
        return specified(self.folded, name, self.facts) if name and name.stands_alone else name

    def _doubled(self, name: TextName) -> TextName:
        """« code de procédure civile (CPC) »: one naming."""
        link = re.compile(r" ?\( ?").match(self.folded.text, name.end)
        again = code_at(self.folded, link.end()) if link else None
        if (
            again is None
            or not set(again.slugs) & set(name.slugs)
            or self.folded.text[again.end : again.end + 1] != ")"
        ):
            return name
        slugs = name.slugs if len(name.slugs) == 1 else again.slugs
        return TextName(name.start, again.end + 1, slugs, former=name.former)

    def _with_tail(self, name: TextName) -> TextName:
        """« du CPCE (ancien) » includes its mark."""
        tail = _TAIL.match(self.folded.text, name.end)
        if tail is None:
            return name
        return TextName(name.start, tail.end(), name.slugs, name.is_weak, name.stands_alone, True, name.signed_on)

    def _same(self, same: re.Match[str]) -> TextName | None:
        kind = same["kind"] or same["alone"]
        return self.last if kind == "texte" else self.last_of.get(Nature(kind))

    def _remember(self, name: TextName) -> None:
        self.last = name
        self.last_of[name.nature] = name

    def _settle_pending(self) -> None:
        name, self.pending = self.pending, None
        if name is not None:
            self.found.append(Reference(name.start, name.end, name.slugs[0], name.signed_on))

    def _add(self, articles: ArticleList, name: TextName, start: int, end: int, must_know: bool = False) -> None:
        """Make references of the list; the first begins at `start`, the last ends at `end`."""
        self.end = max(self.end, end)
        if not name.slugs:
            return
        end = self._past_locator(articles, end)
        end = self._past_bracket(start, end)
        echo = self._echo(articles, end)
        named = numerals(articles, name.slugs, self.facts, must_know)
        if named is None:
            return
        slug, numbers = named
        for index, number in enumerate(numbers):
            begin = start if index == 0 else number.start
            stop = end if index == len(numbers) - 1 else number.end
            self.found.append(
                Reference(begin, stop, f"{slug}/{number.number}", name.signed_on, _marks(number, name), number.locator)
            )
        self.end = max(self.end, end)
        if echo is not None:
            self._add(echo, name, echo.start, echo.end)
        if self.last is not None and self.last.slugs != (slug,) and self.last.slugs == name.slugs:
            self._remember(TextName(name.start, name.end, (slug,), name.is_weak, name.stands_alone))
        self.last = (
            None if self.last is None else TextName(self.last.start, self.end, self.last.slugs, self.last.is_weak)
        )

    def _echo(self, articles: ArticleList, end: int) -> ArticleList | None:
        """The numbers of « … du code civil, devenu 1240 », « … C. civ. (ex 1382) »; marks the older ones."""
        aside = _ASIDE.match(self.folded.text, end)
        change = change_at(self.folded, end) or (change_at(self.folded, aside.end()) if aside else None)
        if change is None:
            return self._more(end)
        again = list_at(self.folded, change[0])
        if again is None:
            return None
        if change[1]:
            mark_former(again, many=True)
        else:
            mark_former(articles, many=True)
        return None if self._names_other(again) else again

    def _more(self, end: int) -> ArticleList | None:
        """« … du code pénal (et 226-17-1) »: a number that can only be an article."""
        link = _AND.match(self.folded.text, end)
        again = list_at(self.folded, link.end()) if link else None
        if again is None or again.has_word or self._names_other(again):
            return None
        again_same = _SAME.match(self.folded.text, again.end)
        is_clear = again_same is not None or "-" in again.items[0].number or (again.items[0].former and len(again.items[0].number) > 2)
        return again if is_clear else None

    def _past_bracket(self, start: int, end: int) -> int:
        """« 1382 (C. civ.) » includes the bracket it opens."""
        text = self.folded.text
        is_open = text.count("(", start, end) > text.count(")", start, end)
        return end + 1 if is_open and text[end : end + 1] == ")" else end

    def _past_locator(self, articles: ArticleList, end: int) -> int:
        """« … du code civil, al. 2 », « et s. » after the text belong to the last number."""
        locator = _TEXT_LOCATOR.match(self.folded.text, end)
        if locator:
            articles.items[-1].locators.append(self.folded.cased[slice(*locator.span())].strip(" ,"))
            end = locator.end()
        following = _FOLLOWING.match(self.folded.text, end)
        if following:
            articles.items[-1].following = True
            end = following.end()
        return end


def _marks(number: Numeral, name: TextName) -> tuple[Mark, ...]:
    marks = []
    if number.former or name.former:
        marks.append(Mark.FORMER)
    if number.following:
        marks.append(Mark.FOLLOWING)
    return tuple(marks)
