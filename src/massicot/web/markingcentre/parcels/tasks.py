"""Tasks of a marking centre about parcels: late, on their way, here; their seals and papers."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.shared.tasks import TaskKind

CALL = TaskKind(
    ngettext_lazy("{n} parcel is late: call its exam centre.", "{n} parcels are late: call their exam centres.", "n"),
    gettext_lazy("See whom to call"),
    "parcels",
    "?state=late",
)
EXPECT = TaskKind(
    ngettext_lazy(
        "{n} parcel is on its way: scan its code when it arrives.",
        "{n} parcels are on their way: scan the code of each when it arrives.",
        "n",
    ),
    gettext_lazy("Record an arrival"),
    "parcels",
    "?state=on-the-way",
)
RECEIVE = TaskKind(
    ngettext_lazy("{n} parcel has arrived: tick its scripts.", "{n} parcels have arrived: tick their scripts.", "n"),
    gettext_lazy("Tick the scripts"),
    "parcels",
    "?state=arrived",
)
GO_ON = TaskKind(
    ngettext_lazy(
        "{n} reception is open: finish it, then close it.",
        "{n} receptions are open: finish them, then close them.",
        "n",
    ),
    gettext_lazy("Go on ticking"),
    "parcels",
    "?state=ticking",
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
