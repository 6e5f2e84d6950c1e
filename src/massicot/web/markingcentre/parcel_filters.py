"""By what a list of parcels is narrowed beside their state: papers and seals of which something waits."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from massicot.consignments import queries
from massicot.web.shared.listing import Filter

WAITING = {
    "to-count": (gettext_lazy("papers to count"), queries.papers_to_count),
    "lacking": (gettext_lazy("papers that did not come"), queries.papers_lacking),
    "seal": (gettext_lazy("seal not told"), queries.seals_untold),
}


def _waits_for(what: str) -> Q:
    _, find = WAITING[what]
    return Q(pk__in=find().values("pk"))


BY_WHAT_WAITS = Filter(
    "pieces",
    gettext_lazy("Enclosed papers, seal"),
    [(name, title) for name, (title, _) in WAITING.items()],
    _waits_for,
)
