"""Tasks of a marking centre about scripts that are not where they should be: missing, set aside, withdrawn."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.shared.tasks import TaskKind

LOOK_FOR = TaskKind(
    ngettext_lazy(
        "{n} script is missing from its batch: look for it.",
        "{n} scripts are missing from their batches: look for them.",
        "n",
    ),
    gettext_lazy("See which"),
    "missing",
)
SETTLE_ASIDE = TaskKind(
    ngettext_lazy(
        "{n} script is set aside: say what becomes of it.",
        "{n} scripts are set aside: say what becomes of each.",
        "n",
    ),
    gettext_lazy("See which"),
    "set_asides",
)
TAKE_WITHDRAWN = TaskKind(
    ngettext_lazy(
        "{n} withdrawn script is still with its marker: take it back.",
        "{n} withdrawn scripts are still with their markers: take them back.",
        "n",
    ),
    gettext_lazy("See which"),
    "withdrawn",
)
