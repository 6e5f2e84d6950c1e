"""Tasks of a marking centre about scripts under slips."""

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import TaskKind

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


def told_lying(count: int) -> str:
    """Tell of the scripts that are missing and lie under a slip."""
    sentence = ngettext(
        "{n} script that is missing lies under a slip: look for it no more, end the slip.",
        "{n} scripts that are missing lie under slips: look for them no more, end the slips.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""
