"""What the administrator may change while the site runs: each setting with its default and its type."""

from dataclasses import dataclass
from enum import StrEnum


class Registration(StrEnum):
    """Who may open an account."""

    OPEN = "open"
    APPROVAL = "approval"
    CLOSED = "closed"


@dataclass(frozen=True)
class SiteSettings:
    """The settings in force. A field's name is its row's name in the database."""

    name: str = "Parvis"
    tagline: str = "Questions de droit et de technologie"
    logo: str = ""  # key of an uploaded picture
    banner: str = ""  # Markdown, shown above every page
    banner_html: str = ""
    registration: Registration = Registration.OPEN
    charter_required: bool = True  # sign-up asks to accept the page « charte »
    hold_first_links: bool = True  # a newcomer's first post with links waits for approval
    staff_factor: bool = False  # staff need a second factor for what other members may not do
    edit_minutes: int = 0  # how long authors may edit; 0: always
    contact_mail: str = ""
    disclaimer: str = ""  # under the last post of a page; empty: our own sentence, in each language; "-": none
