"""Which names a reader would take for one another. Pure.

After Unicode's UTS #39, cut to what a name may hold here: letters of one script, digits, and . ’ ' _ - and spaces.
"""

import unicodedata

# Under each Latin letter, those of other scripts that look like it in the fonts people read a forum with.
_LIKE = {
    "a": "аαɑᴀ", "b": "вβь", "c": "сϲᴄ", "d": "ԁᴅ", "e": "еҽεᴇ", "g": "ɡԍց", "h": "нһհ", "i": "іɩıιі",
    "j": "јϳᴊ", "k": "кκᴋ", "l": "ⅼǀ|", "m": "мᴍ", "n": "пηոɴ", "o": "оοօᴏ0", "p": "рρᴘ", "q": "ԛ",
    "r": "гʀ", "s": "ѕսꜱ", "t": "тτᴛ", "u": "υᴜ", "v": "νᴠ", "w": "ԝωᴡ", "x": "хχ", "y": "уγ", "z": "ᴢ",
    "3": "з",
}  # fmt: skip
_CONFUSABLE = {ord(other): latin for latin, others in _LIKE.items() for other in others}
_SAME = str.maketrans("1i", "ll")
_PAIRS = (("rn", "m"), ("vv", "w"))
_SCRIPTLESS = {"MODIFIER", "COMBINING", "DIGIT", "FEMININE", "MASCULINE"}


def look(key: str) -> str:
    """What a name key looks like: two keys with the same look are easily taken for one another."""
    seen = key.translate(_CONFUSABLE).translate(_SAME)
    for pair, single in _PAIRS:
        seen = seen.replace(pair, single)
    return seen


def is_of_one_script(text: str) -> bool:
    """Whether all letters belong to one script: « Mаrie » with a Cyrillic а does not."""
    scripts = {_script(char) for char in text if char.isalpha()}
    return len(scripts - {""}) <= 1


def has_disguised_letters(text: str) -> bool:
    """Whether a letter or digit is another one in disguise (𝐚, ａ, ²) or shows nothing (a Hangul filler)."""
    return any(unicodedata.normalize("NFKC", char) != char or "FILLER" in unicodedata.name(char, "") for char in text)


def _script(char: str) -> str:
    script = unicodedata.name(char, "").partition(" ")[0]
    if script in {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}:
        return "CJK"  # written together in ordinary names
    return "" if script in _SCRIPTLESS else script
