"""A contact as a vCard 4.0 (RFC 6350): escaped, folded at 75 octets, lines ended by CRLF. Pure."""

from dataclasses import dataclass

_FOLD = 75  # octets a line, without its CRLF


@dataclass(frozen=True)
class Contact:
    """What a vCard says; empty fields are left out. `page` and `form` are absolute addresses."""

    name: str
    organisation: str = ""
    title: str = ""
    phone: str = ""  # E.164
    email: str = ""
    url: str = ""
    note: str = ""
    page: str = ""
    form: str = ""  # where one writes to them in private


def vcard(contact: Contact) -> str:
    """The text of the file."""
    lines = [
        ("VERSION", "4.0"),
        ("FN", _text(contact.name)),
        ("N", f"{_component(contact.name)};;;;"),
        ("ORG", _component(contact.organisation)),
        ("TITLE", _text(contact.title)),
        ("TEL;VALUE=uri;TYPE=work", f"tel:{contact.phone}" if contact.phone else ""),
        ("EMAIL;TYPE=work", _text(contact.email)),
        ("URL", _uri(contact.url)),
        ("CONTACT-URI", _uri(contact.form)),  # RFC 8605
        ("NOTE", _text(contact.note)),
        ("SOURCE", _uri(contact.page)),
    ]
    body = "".join(_folded(f"{name}:{value}") for name, value in lines if value)
    return f"BEGIN:VCARD\r\n{body}END:VCARD\r\n"


def _text(value: str) -> str:
    """Escaped as RFC 6350 §3.4 asks."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace("\r\n", "\n").replace("\r", "\n")
    return escaped.replace("\n", "\\n")


def _component(value: str) -> str:
    """A text that is one component among others: a semicolon would end it."""
    return _text(value).replace(";", "\\;")


def _uri(value: str) -> str:
    # security: an address never begins another line of the card
    return "".join(char for char in value if ord(char) > 32)


def _folded(line: str) -> str:
    """The line, cut so that no piece is longer than 75 octets nor splits a character."""
    pieces, held, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _FOLD:
            pieces.append(held)
            held, size = " ", 1
        held, size = held + char, size + octets
    return "\r\n".join([*pieces, held]) + "\r\n"
