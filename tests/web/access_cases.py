"""What a line of the table of access says: a request, and the answer of each role."""

from dataclasses import dataclass, field

MEANINGS = {
    "2": "a page",
    "L": "the sign-in form, or a redirect to it",
    "3": "a redirect elsewhere",
    "B": "400",
    "F": "403",
    "M": "404",
    "G": "410",
    "I": "422",
}


@dataclass(frozen=True)
class Case:
    """A request to one route, with the answer each role gets. `data` is sent besides the form token."""

    method: str
    rule: str
    address: str
    answers: str
    data: dict[str, str] = field(default_factory=dict)


ALL = "2222222"
SIGNED_IN = "L222222"
STAFF = "LFFF222"  # whoever moderates any forum
HERE = "LFFFF22"  # whoever moderates the forum concerned
ADMIN = "LFFFFF2"
NOBODY = "MMMMMMM"


def get(rule: str, answers: str, address: str = "") -> Case:
    return Case("GET", rule, address or rule, answers)


def post(rule: str, answers: str, address: str = "", **data: str) -> Case:
    return Case("POST", rule, address or rule, answers, data)
