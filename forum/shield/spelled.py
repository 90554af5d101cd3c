"""Addresses written so that programs do not read them: « paul (at) exemple (point) fr ». Their readers do."""

import re
from collections.abc import Iterator

from forum.shield.finding import Finding, Sort

_GAP = "[ \u00a0\u202f]{0,2}"
_SPACE = "[ \u00a0\u202f]{1,2}"
# An « at », an « (a) » or a « point » may be just that, so what follows must end as addresses do; of those `unsure`,
# with a dot that is spelled as well.
_AT = re.compile(
    rf"{_GAP}[(\[{{<]{_GAP}(?:at|arr?obase|arrobas|@|chez){_GAP}[)\]}}>]{_GAP}"
    rf"|{_SPACE}(?:arr?obase|arrobas|@){_SPACE}|\(a\)|(?P<unsure>{_SPACE}(?:at|\(a\)){_SPACE}|@)",
    re.IGNORECASE,
)
_DOT = (
    rf"(?:\.|{_SPACE}\.{_SPACE}|{_SPACE}(?:point|dot){_SPACE}"
    rf"|{_GAP}[(\[{{<]{_GAP}(?:point|dot|pt|\.){_GAP}[)\]}}>]{_GAP})"
)
_SPELLED_DOT = re.compile(rf"{_SPACE}(?:point|dot){_SPACE}|[(\[{{<]", re.IGNORECASE)
_ENDINGS = "fr|com|org|net|eu|info|be|ch|lu|ca|re|nc|pf|mc|uk|de|es|it|io|me|co|pro|biz|paris|bzh|corsica|email|gouv"
_DOMAIN = re.compile(
    rf"(?P<domain>(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?{_DOT}){{1,4}}(?:{_ENDINGS}))(?![\w-]|\.\w)", re.IGNORECASE
)
_LOCAL = re.compile(rf"(?<![\w.%+-])[\w%+-][\w.%+-]{{0,63}}(?:{_DOT}[\w%+-]{{1,40}}){{0,3}}$", re.IGNORECASE)
_LOCAL_REACH = 140  # characters before the « at »
# Names that stand for no one: RFC 2606 keeps them for examples.
_EXAMPLES = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$", re.IGNORECASE)


def spelled_emails(text: str) -> Iterator[Finding]:
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        if domain is None or (at["unsure"] and not _SPELLED_DOT.search(domain["domain"])):
            continue
        local = _LOCAL.search(text, max(0, at.start() - _LOCAL_REACH), at.start())
        plain = re.sub(_DOT, ".", domain["domain"], flags=re.IGNORECASE).lower()
        if local is not None and not stands_for_nobody(plain):
            key = f"{re.sub(_DOT, '.', local.group(), flags=re.IGNORECASE).lower()}@{plain}"
            yield Finding(Sort.EMAIL, local.start(), domain.end(), text[local.start() : domain.end()], key)


def stands_for_nobody(domain: str) -> bool:
    """Whether a domain is kept for examples."""
    return _EXAMPLES.search(domain) is not None
