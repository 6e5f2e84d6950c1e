"""Tasks of a marking centre about batches that are with a marker, or wait for one at the desk."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.shared.tasks import TaskKind

CALL_OVER = TaskKind(
    ngettext_lazy(
        "{n} batch is still with a marker, and nothing is noted of it: call the roll.",
        "{n} batches are still with markers, and nothing is noted of them: call the roll.",
        "n",
    ),
    gettext_lazy("Call the roll"),
    "roll_call",
)
TAKE_BACK = TaskKind(
    ngettext_lazy(
        "{n} batch is locked and still with its marker: take it back.",
        "{n} batches are locked and still with their markers: take them back.",
        "n",
    ),
    gettext_lazy("Take them back"),
    "roll_call",
)
REISSUE = TaskKind(
    ngettext_lazy(
        "{n} batch waits at the desk: hand it to its marker again.",
        "{n} batches wait at the desk: hand them to their markers again.",
        "n",
    ),
    gettext_lazy("Hand out again"),
    "reissue",
)
HAVE_LOCKED = TaskKind(
    ngettext_lazy(
        "{n} batch at the desk is fully typed and not locked: hand it to its marker, who finishes it.",
        "{n} batches at the desk are fully typed and not locked: hand them to their markers, who finish them.",
        "n",
    ),
    gettext_lazy("Hand out again"),
    "reissue",
)
