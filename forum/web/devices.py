"""Which browser on which system a session is, as far as it says so: enough for its owner to know it again. Pure."""

from forum.words import Message, message

# In this order: nearly every browser also names those that came before it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> Message:
    """« Firefox sur Linux »."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return message("%(browser)s sur %(system)s", browser=browser, system=system)
    return message("%(name)s", name=browser or system) if browser or system else message("Appareil inconnu")
