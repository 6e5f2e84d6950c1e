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
