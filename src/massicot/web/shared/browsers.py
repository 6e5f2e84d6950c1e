"""Browsers as their owners would name them, from what they say of themselves."""

from django.utils.translation import gettext

# The order matters: Edge says that it is Chrome, Chrome that it is Safari, an iPhone that it is a Mac.
NAMES = {"Firefox": "Firefox", "Edg": "Edge", "OPR": "Opera", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Name a browser and its system: Firefox, Windows."""
    names = [_first(NAMES, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(name for name in names if name) or gettext("Unknown browser")


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
