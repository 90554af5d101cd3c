"""Which text a list of numbers belongs to, and what each number is there.

Works from left to right and remembers the last text named, for « du même code » and for numbers without one.
"""

import re
from dataclasses import dataclass, field, replace

from forum.legal.adjacency import (
    AND,
    ASIDE,
    BARE,
    CODE_FIRST,
    LINK,
    SAME,
    can_carry,
    cuts,
    exceeds_acts,
    is_of_code,
    is_plausible,
    looks_like_year,
    names_a_thing,
    takes_other,
)
from forum.legal.citation import Mark
from forum.legal.codes import word_of_code_at
from forum.legal.continuation import said_later
from forum.legal.elision import Numeral, numerals
from forum.legal.facts import Facts
from forum.legal.fitting import is_chance, is_known, less_those_of, may_have
from forum.legal.folding import Folded
from forum.legal.naming import text_at, with_tail
from forum.legal.numbers import ArticleList, change_at, list_at, mark_former
from forum.legal.parts import part_before, past_bracket, past_locator
from forum.legal.reference import Reference
from forum.legal.surroundings import speaks_of_law
from forum.legal.texts import Nature, TextName

_WINDOW = 220
_WORDS_BACK = 60
_ONE_MORE = re.compile(r"(?:^|[,;:(]| et| ou) ?(?:l')?$")
_AFTER_NAME = re.compile(r" ?[,:(]? ?(?:n° ?)?")
_CLOSED = re.compile(r" ?[,;:.)!?]| ?$")
_GOES_ON = re.compile(r",? ?(?:et|ou)? ?(?:l'|les )?")
# How many numbers a text may say « … ou le 49 »; an honest one has a few, and each costs as much as a reading.
MOST_SAID_LATER = 200


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
    pending_list: int | None = None
    """Where the list begins that the pending text goes on: « lois n° … et n° … »."""
    end: int = 0
    _said_later_so_far: int = 0
    _named: dict[int, TextName | None] = field(default_factory=dict)
    """The text named at each place looked at: several readers ask of the same one."""

    def read_list(self, position: int) -> int | None:
        """Settle the list that starts at `position`; returns where to read on, None when there is no list."""
        articles = list_at(self.folded, position)
        if articles is None:
            return None
        articles = self._without_those_of_the_left(articles)
        if self._attach_right(articles) or self._attach_left(articles) or self._carry(articles):
            return self.end
        return articles.end

    def read_text(self, position: int) -> int | None:
        """Settle the text named at `position` with bare numbers before or after it."""
        name = self._text_at(position)
        if name is None:
            return self._read_same(position)
        self._settle_pending()
        before = None if position < self.end else self._bare_before(name)
        if before is not None:
            name = with_tail(self.folded, name)
            self._remember(name)
            self._add(before, name, before.start, name.end)
            return self.end
        if self._bare_after(name):
            return self.end
        self._remember(name)
        self.pending = name if name.stands_alone else None
        self.end = name.end
        return name.end

    def _read_same(self, position: int) -> int | None:
        """« 696 du même code »: numbers without « article » right before words that send back to a text."""
        text = self.folded.text
        start = BARE.search(text, max(self.end, position - _WORDS_BACK), position)
        articles = list_at(self.folded, start.start()) if start else None
        same = SAME.match(text, articles.end) if articles else None
        if articles is None or same is None or not articles.end <= position < same.end():
            return None
        name = self._same(same)
        goes_on = _ONE_MORE.search(text, max(0, articles.start - 5), articles.start)
        if name is None or not (goes_on or self._is_bare(articles, name, "du")):
            return None
        self._settle_pending()
        self._add(articles, name, articles.start, same.end())
        return self.end

    def read_named(self, name: TextName, list_start: int) -> None:
        """Take a text that is cited by its place in a list, which begins at `list_start`: « … et 2016-1321 »."""
        self._settle_pending()
        self._remember(name)
        self.pending, self.pending_list = name, list_start
        self.end = name.end

    def finish(self) -> list[Reference]:
        """All references, in order."""
        self._settle_pending()
        return self.found

    def _attach_right(self, articles: ArticleList) -> bool:
        """« article 1240 du code civil », « de la même loi »."""
        same = SAME.match(self.folded.text, articles.end)
        if same:
            name = self._same(same)
            self._settle_pending()
            self.end = same.end()
            if name is not None:
                self._add(articles, name, articles.start, same.end())
            return True
        link = LINK.match(self.folded.text, articles.end)
        name = self._text_at(link.end()) if link else None
        aside = ASIDE.match(self.folded.text, articles.end) if name is None else None
        if aside:
            link = LINK.match(self.folded.text, aside.end())
            name = self._text_at(link.end()) if link else None
        name = name or self._one_word_after(articles)
        if link is None or name is None or not self._is_rightful(articles, link, name):
            return False
        if not (link["of"] or self._is_close(link, articles)):
            return False
        self._settle_pending()
        name = with_tail(self.folded, name)
        self._remember(name)
        self._add(articles, name, articles.start, name.end)
        return True

    def _one_word_after(self, articles: ArticleList) -> TextName | None:
        """« D. 211-2 conso »: the word names the code since it has all these numbers."""
        name = word_of_code_at(self.folded, articles.end + 1) if self.folded.text[articles.end :][:1] == " " else None
        first = articles.items[0]
        is_clear = articles.has_word and (bool(first.prefix) or len(first.number) > 2)
        if name and first.prefix and not is_clear:
            is_clear = _CLOSED.match(self.folded.text, name.end) is not None
        return name if name and is_clear and all(is_known(self.facts, item, name) for item in articles.items) else None

    def _without_those_of_the_left(self, articles: ArticleList) -> ArticleList:
        """« C. civ., art. 1240 ; art. 323-1 C. pén. »: the text before the list takes its own, the rest goes on."""
        name, link = self.pending_left(articles), LINK.match(self.folded.text, articles.end)
        right = self._text_right_after(articles)
        if name is None or link is None or right is None or right.slugs == name.slugs:
            return articles
        if not self._is_rightful(articles, link, right):
            return articles
        cut = next((at for at in cuts(self.folded, articles) if may_have(self.facts, articles.items[:at], name)), 0)
        if not cut or not self._attach_left(
            replace(articles, end=articles.items[cut - 1].end, items=articles.items[:cut])
        ):
            return articles
        return replace(articles, start=articles.items[cut].start, items=articles.items[cut:])

    def _text_right_after(self, articles: ArticleList) -> TextName | None:
        link = LINK.match(self.folded.text, articles.end)
        return self._text_at(link.end()) if link and not SAME.match(self.folded.text, articles.end) else None

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
        return last if CODE_FIRST.fullmatch(self.folded.text, last.end, articles.start) else None

    def _attach_left(self, articles: ArticleList) -> bool:
        """« C. civ., art. 1240 », « le CPI, en son article L. 336-2 »."""
        name = self.pending_left(articles)
        if (
            name is None
            or takes_other(self.folded, articles, is_named=True)
            or is_chance(self.folded, self.facts, articles, name)
        ):
            return False
        if name.nature is not Nature.CODE and articles.items[0].prefix:
            return False  # « la LCEN, art. L. 34-1 » is the article of a code
        self.pending = None
        begin = name.start if not self.found or self.found[-1].end <= name.start else articles.start
        self._add(articles, name, begin, articles.end)
        return True

    def _carry(self, articles: ArticleList) -> bool:
        """A list without a text goes to the last one named, when it is clear enough."""
        name = self.last
        if name is not None and name.nature is not Nature.CODE and is_of_code(articles):
            name = self.last_of.get(Nature.CODE)
        if name is None or not name.slugs or is_chance(self.folded, self.facts, articles, name):
            return False
        if not can_carry(self.folded, articles, name, self.end):
            return False
        if self.pending is name:
            self.pending = None
        self._add(articles, name, articles.start, articles.end, must_know=True)
        return self.end >= articles.end

    def _bare_before(self, name: TextName) -> ArticleList | None:
        """Numbers without « article » right before a text: « 1240 c. civ. », « 323-1 et 2 du code pénal »."""
        if not name.slugs:
            return None
        text = self.folded.text
        begin = max(self.end, name.start - _WINDOW)
        while begin < name.start and (start := BARE.search(text, begin, name.start)):
            articles = list_at(self.folded, start.start())
            if articles is None or articles.end > name.start:
                begin = start.end()
                continue
            aside = ASIDE.match(text, articles.end, name.start)  # « 1104 (bonne foi) ou 1199 (effet relatif) du … »
            link = LINK.fullmatch(text, aside.end() if aside else articles.end, name.start)
            if (
                link
                and len(link["comma"]) <= 2
                and "," not in link["comma"]
                and self._is_bare(articles, name, link["of"])
            ):
                return self._less_those_of_the_text_before(articles, name)
            begin = articles.end
        return None

    def _less_those_of_the_text_before(self, articles: ArticleList, name: TextName) -> ArticleList:
        last = self.last
        if last is None or last.slugs in ((), name.slugs) or last.end != self.end:
            return articles
        follows = _AFTER_NAME.fullmatch(self.folded.text, self.end, articles.start)
        return less_those_of(self.facts, articles, last) if follows else articles

    def _is_bare(self, articles: ArticleList, name: TextName, link: str | None) -> bool:
        """Whether numbers alone are articles of `name`: of three digits at least, unless they go on from others."""
        is_short = all(len(each.number) < 3 and not each.prefix for each in articles.items)
        short = is_short and name.nature is Nature.CODE
        if short and not name.is_weak and self.folded.text[articles.start - 1 : articles.start] == "(":
            short = not self.facts.knows(name.slugs[0], articles.items[0].number)  # « (42 CPC) »
        if short and len(articles.items) > 1 and not name.is_weak and articles.end <= name.start:  # « 56 et 57 CPP »
            short = not speaks_of_law(self.folded, articles.start, name.end)
        goes_on = self.end and _GOES_ON.fullmatch(self.folded.text, self.end, articles.start)
        if looks_like_year(articles) or (short and not goes_on):
            return False
        return is_plausible(self.folded, self.facts, articles, name, bool(link))

    def _bare_after(self, name: TextName) -> bool:
        """Numbers without « article » right after a code: « CPC 808 et 809 », « C. civ. 1240 »."""
        if not name.slugs:
            return False
        link = _AFTER_NAME.match(self.folded.text, name.end)
        articles = list_at(self.folded, link.end()) if link else None
        if articles is None or articles.has_word or takes_other(self.folded, articles, is_named=True):
            return False
        if not self._is_bare(articles, name, "") or self._names_other(articles):
            return False
        if names_a_thing(self.folded, name, articles):
            return False
        self._remember(name)
        self._add(articles, name, name.start, articles.end, must_know=not articles.items[0].prefix)
        return self.end >= articles.end

    def _names_other(self, articles: ArticleList) -> bool:
        """Whether another text follows the numbers and claims them."""
        link = LINK.match(self.folded.text, articles.end)
        return bool(link and (link["of"] or link.group() in ("", " ")) and self._text_at(link.end()))

    def _text_at(self, position: int) -> TextName | None:
        if position not in self._named:
            self._named[position] = text_at(self.folded, position, self.facts)
        return self._named[position]

    def _same(self, same: re.Match[str]) -> TextName | None:
        kind = same["kind"] or same["alone"]
        return self.last if kind == "texte" else self.last_of.get(Nature(kind))

    def _remember(self, name: TextName) -> None:
        self.last = name
        self.last_of[name.nature] = name

    def _settle_pending(self) -> None:
        (name, self.pending), (first, self.pending_list) = (self.pending, None), (self.pending_list, None)
        if name is not None:
            first = name.start if first is None else first
            self.found.append(Reference(name.start, name.end, name.slugs[0], name.signed_on, list_start=first))

    def _add(
        self,
        articles: ArticleList,
        name: TextName,
        start: int,
        end: int,
        must_know: bool = False,
        list_start: int | None = None,
    ) -> None:
        """Make references of the list; the first begins at `start`, the last ends at `end`.

        `list_start`: where the list begins that this one goes on.
        """
        self.end = max(self.end, end)
        if not name.slugs:
            return
        end = past_bracket(self.folded, start, past_locator(self.folded, articles, end))
        echo = self._echo(articles, name, end)
        named = numerals(articles, name.slugs, self.facts, must_know)
        if named is None:
            return
        slug, numbers = named
        if len(numbers) == 1 and (part := part_before(self.folded, articles.start)):
            numbers = [replace(numbers[0], locator=f"{numbers[0].locator} {part}".lstrip())]
        first = start if list_start is None else list_start
        for index, number in enumerate(numbers):
            begin = start if index == 0 else number.start
            stop = end if index == len(numbers) - 1 else number.end
            key, marks = f"{slug}/{number.number}", _marks(number, name)
            self.found.append(Reference(begin, stop, key, name.signed_on, marks, number.locator, first))
        self.end = max(self.end, end)
        if echo is not None:
            self._add(echo, name, echo.start, echo.end, list_start=first)
        if self.last is not None and self.last.slugs != (slug,) and self.last.slugs == name.slugs:
            self._remember(TextName(name.start, name.end, (slug,), name.is_weak, name.stands_alone))
        self.last = (
            None if self.last is None else TextName(self.last.start, self.end, self.last.slugs, self.last.is_weak)
        )

    def _echo(self, articles: ArticleList, name: TextName, end: int) -> ArticleList | None:
        """The numbers of « … du code civil, devenu 1240 », « … C. civ. (ex 1382) »; marks the older ones."""
        aside = ASIDE.match(self.folded.text, end)
        change = change_at(self.folded, end) or (change_at(self.folded, aside.end()) if aside else None)
        if change is None:
            return self._more(end) or self._said_later(name, end)
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
        link = AND.match(self.folded.text, end)
        again = list_at(self.folded, link.end()) if link else None
        if again is None or again.has_word or self._names_other(again):
            return None
        again_same = SAME.match(self.folded.text, again.end)
        is_clear = (
            again_same is not None
            or "-" in again.items[0].number
            or (again.items[0].former and len(again.items[0].number) > 2)
        )
        return again if is_clear else None

    def _said_later(self, name: TextName, end: int) -> ArticleList | None:
        """« … du RGPD ou le 49 », « … CP escroquerie, 441-1 pour le faux »."""
        if self._said_later_so_far >= MOST_SAID_LATER:
            return None
        for again, takes_short in said_later(self.folded, end):
            first = again.items[0]
            if self._names_other(again) or takes_other(self.folded, again, is_named=True):
                continue
            if name.nature is not Nature.CODE:
                is_clear = takes_short and not exceeds_acts(first)
            else:
                is_clear = len(first.number) > 2 and is_known(self.facts, first, name)
            if is_clear:
                self._said_later_so_far += 1
                return again
        return None


def _marks(number: Numeral, name: TextName) -> tuple[Mark, ...]:
    marks = []
    if number.former or name.former:
        marks.append(Mark.FORMER)
    if number.following:
        marks.append(Mark.FOLLOWING)
    return tuple(marks)
