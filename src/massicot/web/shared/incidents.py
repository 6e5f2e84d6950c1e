"""How what happens in a room is called, at the exam centre that notes it and at the office that follows it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

KINDS: Mapping[str, Promise | str] = {
    "document": gettext_lazy("Document or device found"),
    "identity": gettext_lazy("Identity not shown"),
    "left-early": gettext_lazy("Left before the hour allowed"),
    "illness": gettext_lazy("Illness"),
    "fraud": gettext_lazy("Fraud suspected"),
    "copy-model": gettext_lazy("Wrong copy model"),
    "disturbance": gettext_lazy("Noise, alarm, failure, interruption"),
    "subject": gettext_lazy("The subject: a mistake, a page or a copy missing"),
    "other": gettext_lazy("Another incident"),
    "check": gettext_lazy("Found as the room was checked"),
}
"""By what the program names; the marking side, which may not reach those names, never reads them."""
