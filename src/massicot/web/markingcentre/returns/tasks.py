"""Tasks of a marking centre about what goes back to the exam office."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.shared.tasks import TaskKind

PACK_BACK = TaskKind(
    ngettext_lazy(
        "All batches are locked and back: {n} goes back to the exam office.",
        "All batches are locked and back: {n} go back to the exam office.",
        "n",
    ),
    gettext_lazy("Put them into parcels"),
    "returns",
)
SEND_BACK = TaskKind(
    ngettext_lazy(
        "{n} parcel is made for the exam office and has not left.",
        "{n} parcels are made for the exam office and have not left.",
        "n",
    ),
    gettext_lazy("Record the departure"),
    "returns",
)
LOOK_FOR_BACK = TaskKind(
    ngettext_lazy(
        "The exam office did not find {n} batch or script in a parcel of this centre: look for it here.",
        "The exam office did not find {n} batches or scripts in parcels of this centre: look for them here.",
        "n",
    ),
    gettext_lazy("See which"),
    "returns",
)
