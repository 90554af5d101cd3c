"""BBCode, as pasted from older boards, turned into Markdown. Linear; a tag without its pair stays as it was typed."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_TAG = re.compile(
    r"\[(?P<close>/?)(?P<name>[a-z]{1,12}|\*)(?P<value>(?:=|[ ])[^\[\]\n]{0,300}?)?(?::[a-z0-9]{1,12}){0,2}\]",
    re.IGNORECASE,
)
_TELLTALE = re.compile(
    r"\[(b|i|u|s|quote|code|list|url|img|size|color|spoiler)(?:[=: ][^\[\]\n]{0,300})?\]", re.IGNORECASE
)
_POST = re.compile(r"\bpost_id=(\d{1,12})")
_NAME = re.compile(r"^=\s*(?:\"([^\"]*)\"|&quot;(.*?)&quot;|'([^']*)'|([^\s\"]+))")
_DEEPEST = 30


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end, and what stands inside it so far."""

    name: str
    typed: str
    value: str
    parts: list[str] = field(default_factory=list)

    @property
    def content(self) -> str:
        return "".join(self.parts)


def looks_like_bbcode(text: str) -> bool:
    """Whether a text holds at least one BBCode pair, so that conversion is worth offering."""
    lower = text.lower()
    names = {match[1].lower() for match in _TELLTALE.finditer(text)}
    return any(f"[/{name}" in lower for name in names)


def to_markdown(text: str) -> str:
    """The same text in Markdown. What Markdown lacks (sizes, colours) keeps its words."""
    stack = [_Open("", "", "")]
    counts: Counter[str] = Counter()
    done = 0
    for match in _TAG.finditer(text):
        if match.start() < done:
            continue
        stack[-1].parts.append(text[done : match.start()])
        done = _take(match, text, stack, counts)
    stack[-1].parts.append(text[done:])
    while len(stack) > 1:
        _leave_as_typed(stack, counts)
    return re.sub(r"\n{3,}", "\n\n", stack[0].content).strip("\n")


def _take(match: re.Match[str], text: str, stack: list[_Open], counts: Counter[str]) -> int:
    """Deal with one tag; return where reading goes on."""
    name = match["name"].lower()
    if match["close"]:
        _close(name, match.group(), stack, counts)
    elif name == "code":
        return _code(match, text, stack)
    elif name == "hr":
        stack[-1].parts.append("\n\n---\n\n")
    elif name == "*" and counts["list"]:
        stack[-1].parts.append(_item(stack))
    elif name in _CONVERSIONS and len(stack) < _DEEPEST:
        stack.append(_Open(name, match.group(), match["value"] or ""))
        counts[name] += 1
    else:
        stack[-1].parts.append(match.group())
    return match.end()


def _close(name: str, typed: str, stack: list[_Open], counts: Counter[str]) -> None:
    if name == "*":
        return
    if not counts[name]:
        stack[-1].parts.append(typed)
        return
    while stack[-1].name != name:
        _leave_as_typed(stack, counts)
    element = stack.pop()
    counts[name] -= 1
    stack[-1].parts.append(_CONVERSIONS[name](element))


def _leave_as_typed(stack: list[_Open], counts: Counter[str]) -> None:
    element = stack.pop()
    counts[element.name] -= 1
    stack[-1].parts += (element.typed, element.content)


def _code(match: re.Match[str], text: str, stack: list[_Open]) -> int:
    end = re.compile(r"\[/code(?::[a-z0-9]{1,12})?\]", re.IGNORECASE).search(text, match.end())
    if end is None:
        stack[-1].parts.append(match.group())
        return match.end()
    code = text[match.end() : end.start()].strip("\n")
    fence = max((*re.findall(r"`{3,}", code), "``"), key=len) + "`"
    language = (match["value"] or "")[1:].strip()
    stack[-1].parts.append(f"\n\n{fence}{language if language.isalnum() else ''}\n{code}\n{fence}\n\n")
    return end.end()


def _item(stack: list[_Open]) -> str:
    numbered = next(element for element in reversed(stack) if element.name == "list").value[:1] == "="
    return "\n1. " if numbered else "\n- "


def _around(mark: str) -> Callable[[_Open], str]:
    def convert(element: _Open) -> str:
        return "\n".join(_mark_line(line, mark) for line in element.content.split("\n"))

    return convert


def _mark_line(line: str, mark: str) -> str:
    words = line.strip()
    return line.replace(words, f"{mark}{words}{mark}", 1) if words else line


def _words(element: _Open) -> str:
    return element.content


def _list(element: _Open) -> str:
    lines = [line for line in element.content.split("\n") if line.strip()]
    return "\n\n" + "\n".join(lines) + "\n\n"


def _quote(element: _Open) -> str:
    author = _author(element.value)
    post = _POST.search(element.value)
    known = f"> [{author}](/p/{post[1]}) :\n" if post else f"> **{author}** :\n"
    lead = known if author else ""
    return f"\n\n{lead}{_quoted(element.content)}\n\n"


def _author(value: str) -> str:
    match = _NAME.match(value)
    name = next((group for group in match.groups() if group), "") if match else ""
    return re.sub(r"[\[\]\\]", "", name)


def _spoiler(element: _Open) -> str:
    title = f" {element.value[1:].strip()}" if element.value[:1] == "=" else ""
    return f"\n\n> [!spoiler]{title}\n{_quoted(element.content)}\n\n"


def _quoted(content: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in content.strip("\n").split("\n"))


def _link(element: _Open) -> str:
    address = element.value[1:].strip("\"' ") or element.content.strip()
    words = element.content.strip()
    return address if words in ("", address) else f"[{words}]({address})"


def _mail(element: _Open) -> str:
    address = element.value[1:].strip("\"' ") or element.content.strip()
    return f"[{element.content.strip() or address}](mailto:{address})"


def _picture(element: _Open) -> str:
    return f"![]({element.content.strip()})"


_CONVERSIONS: dict[str, Callable[[_Open], str]] = {
    "b": _around("**"),
    "i": _around("*"),
    "u": _around("*"),
    "s": _around("~~"),
    "strike": _around("~~"),
    "quote": _quote,
    "spoiler": _spoiler,
    "list": _list,
    "url": _link,
    "email": _mail,
    "img": _picture,
    **dict.fromkeys(("size", "color", "font", "center", "left", "right", "justify", "attachment"), _words),
}
