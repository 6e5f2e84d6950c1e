"""Tasks of a marking centre about what is not where it should be: scripts apart, papers and seals of parcels."""

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from massicot.web.shared.numbers import Grouped
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
SEARCH = TaskKind(
    ngettext_lazy(
        "{n} script is declared missing: look for it again.",
        "{n} scripts are declared missing: look for them again.",
        "n",
    ),
    gettext_lazy("See the parcels"),
    "parcels",
    "?tri=-missing",
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
EXPECT_ASIDE = TaskKind(
    ngettext_lazy(
        "{n} script under a slip is on its way here from another centre: say whether it came.",
        "{n} scripts under slips are on their way here from other centres: say whether each came.",
        "n",
    ),
    gettext_lazy("See which"),
    "set_asides",
)
LOOK_FOR_SENT = TaskKind(
    ngettext_lazy(
        "{n} script that you sent on never came to the centre that marks it: look for it.",
        "{n} scripts that you sent on never came to the centre that marks them: look for them.",
        "n",
    ),
    gettext_lazy("See which"),
    "set_asides",
)
TELL_SEAL = TaskKind(
    ngettext_lazy(
        "The seal of {n} parcel that is here is not told: look at it before the parcel is opened.",
        "The seals of {n} parcels that are here are not told: look at each before its parcel is opened.",
        "n",
    ),
    gettext_lazy("Tell the seals"),
    "parcels",
    "?pieces=seal",
)
COUNT_PAPERS = TaskKind(
    ngettext_lazy(
        "The papers of {n} parcel are not counted: registers and room reports.",
        "The papers of {n} parcels are not counted: registers and room reports.",
        "n",
    ),
    gettext_lazy("Count them"),
    "parcels",
    "?pieces=to-count",
)
AWAIT_PAPERS = TaskKind(
    ngettext_lazy(
        "{n} parcel came without some of its papers: its exam centre is told.",
        "{n} parcels came without some of their papers: their exam centres are told.",
        "n",
    ),
    gettext_lazy("See which"),
    "parcels",
    "?pieces=lacking",
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


def told_lying(count: int) -> str:
    """Tell of the scripts that are missing and lie under a slip."""
    sentence = ngettext(
        "{n} script that is missing lies under a slip: look for it no more, end the slip.",
        "{n} scripts that are missing lie under slips: look for them no more, end the slips.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""
