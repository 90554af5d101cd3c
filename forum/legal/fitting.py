"""Whether a text can have the numbers of a list, by the facts and by what its kind of text has."""

from collections.abc import Sequence
from dataclasses import replace

from forum.legal.adjacency import exceeds_acts, is_shortened
from forum.legal.facts import Facts
from forum.legal.folding import Folded
from forum.legal.numbers import ArticleList, Item
from forum.legal.surroundings import speaks_of_law
from forum.legal.texts import Nature, TextName


def is_known(facts: Facts, item: Item, name: TextName) -> bool:
    """Whether a code is known to have the number, or to have it with the letter that was left out."""
    return any(facts.knows(name.slugs[0], prefix + item.number) for prefix in {item.prefix, item.prefix or "L"})


def may_have(facts: Facts, items: Sequence[Item], name: TextName) -> bool:
    """Whether a text may have all these; « 323-1 et 2 » is its first number, shortened afterwards."""
    return all(_fits(facts, each, name) for each in items if each is items[0] or not is_shortened(each, items[0]))


def less_those_of(facts: Facts, articles: ArticleList, left: TextName) -> ArticleList:
    """What is left of bare numbers right after a text for the one after them: « RGPD 17, 1240 C. civ. »."""
    items = articles.items
    cut = next((at for at, each in enumerate(items) if not may_have(facts, [each], left)), len(items) - 1)
    return replace(articles, start=items[cut].start, items=items[cut:]) if cut else articles


def _fits(facts: Facts, item: Item, name: TextName) -> bool:
    """A law has no « 226-17 », a code only the articles that are known."""
    if name.nature is not Nature.CODE:
        return not exceeds_acts(item)
    return any(facts.knows(slug, item.prefix + item.number) is not False for slug in name.slugs)


def is_chance(folded: Folded, facts: Facts, articles: ArticleList, name: TextName) -> bool:
    """« Tuto CSS, article 3 »: initials of many things before a small number that is no known article of theirs."""
    first = articles.items[0]
    if not name.is_weak:
        return False
    is_told = bool(first.prefix) and facts.knows(name.slugs[0], first.prefix + first.number) is True
    if is_told or any("°" in locator for locator in first.locators):
        return False
    is_small = name.nature is Nature.CODE and not first.prefix and len(first.number) < 3
    is_unknown = is_small and not facts.knows(name.slugs[0], first.number)
    return is_unknown or not speaks_of_law(folded, name.start, articles.end)
