"""How the office's words on an incident are called, under way and at its end."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.roomreports.rules import FollowUp

STANDINGS: Mapping[FollowUp, Promise | str] = {
    FollowUp.OPEN: gettext_lazy("nothing said yet"),
    FollowUp.DOCUMENTS_ASKED: gettext_lazy("documents asked for"),
    FollowUp.FRAUD_FILE: gettext_lazy("fraud file opened, result withheld"),
    FollowUp.NO_FOLLOW_UP: gettext_lazy("no follow-up needed"),
    FollowUp.CANDIDATE_TOLD: gettext_lazy("candidate told, nothing more to do"),
    FollowUp.IN_ORDER: gettext_lazy("documents received, all in order"),
    FollowUp.FRAUD_DECIDED: gettext_lazy("fraud file decided"),
    FollowUp.MISTAKE: gettext_lazy("noted by mistake"),
}

FOLLOWS: Mapping[FollowUp, Promise | str] = {
    FollowUp.DOCUMENTS_ASKED: gettext_lazy(
        "Not an end: it stays on the list and on your home page until the documents are there and you say so. The "
        "lifting does not wait for it."
    ),
    FollowUp.FRAUD_FILE: gettext_lazy(
        "Not an end: it stays on the list until the file is decided. The lifting does not wait for it; once the "
        "anonymity is lifted, the result is named among those withheld. The program tells nobody: whoever gives "
        "results away keeps this one back."
    ),
    FollowUp.NO_FOLLOW_UP: gettext_lazy("It ends here. Nothing changes for the candidate."),
    FollowUp.CANDIDATE_TOLD: gettext_lazy(
        "It ends here. The program writes to nobody: you told the candidate, and say above how."
    ),
    FollowUp.IN_ORDER: gettext_lazy("It ends here. Nothing changes for the candidate."),
    FollowUp.FRAUD_DECIDED: gettext_lazy(
        "It ends here, and the result is withheld no more. What was decided of the mark is applied where results are "
        "given: no mark changes here."
    ),
    FollowUp.MISTAKE: gettext_lazy(
        "It ends here. Its exam centre may take it back from the report of the room once that is opened again."
    ),
}
"""What follows of each word, and whether it is an end."""
