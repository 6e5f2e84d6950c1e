"""Tasks of a marking centre about batches: made, printed, checked, handed out, typed a second time."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.shared.tasks import TaskKind

MAKE = TaskKind(
    ngettext_lazy(
        "{n} script received is in no batch: make the batches.",
        "{n} scripts received are in no batch: make the batches.",
        "n",
    ),
    gettext_lazy("See what would be made"),
    "proposal",
)
PRINT = TaskKind(
    ngettext_lazy("{n} mark sheet is to be printed.", "{n} mark sheets are to be printed.", "n"),
    gettext_lazy("Print the mark sheets"),
    "batch_list",
    "?state=to-print",
)
PRINT_SECOND = TaskKind(
    ngettext_lazy(
        "{n} batch is complete and to be typed a second time: print its sheet for somebody else.",
        "{n} batches are complete and to be typed a second time: print their sheets for somebody else.",
        "n",
    ),
    gettext_lazy("Print the sheets of the second keying"),
    "batch_list",
    "?standing=keyed-once&second=to-print",
)
KEY_SECOND = TaskKind(
    ngettext_lazy(
        "{n} batch awaits its second keying: give its sheet, and the mark sheet of its marker, to whoever types.",
        "{n} batches await their second keying: give the sheet of each, and the mark sheet of its marker, to whoever "
        "types.",
        "n",
    ),
    gettext_lazy("See the batches"),
    "batch_list",
    "?standing=keyed-once",
)
CHECK = TaskKind(
    ngettext_lazy(
        "{n} envelope is to be checked against its mark sheet.",
        "{n} envelopes are to be checked against their mark sheets.",
        "n",
    ),
    gettext_lazy("Check the envelopes"),
    "batch_list",
    "?state=to-check",
)
LEND = TaskKind(
    ngettext_lazy("{n} batch is ready to be handed out.", "{n} batches are ready to be handed out.", "n"),
    gettext_lazy("Hand out"),
    "batch_list",
    "?state=ready",
)
