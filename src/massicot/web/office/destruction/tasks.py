"""What remains of scripts that were kept long enough: their list, and its two signatures."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.results.rules.access import AccessTimes
from massicot.results.rules.destruction import due_on
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_DUE = TaskKind(
    ngettext_lazy(
        "{n} script was kept long enough, and lies in a box still.",
        "{n} scripts were kept long enough, and lie in boxes still.",
        "n",
    ),
    gettext_lazy("Destroy"),
    "destruction",
    urgency=Urgency.LATER,
)


_STRIPS = TaskKind(
    ngettext_lazy(
        "{n} header strip of a destroyed script is not certified as destroyed by its exam centre yet.",
        "{n} header strips of destroyed scripts are not certified as destroyed by their exam centres yet.",
        "n",
    ),
    gettext_lazy("See which"),
    "destruction",
    "#strips",
    urgency=Urgency.LATER,
)


def tasks_of_destruction(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    """Ask for the destruction of what is in boxes once its months have passed; what was left out asks for nothing.

    Once there is a list, it waits for a signature: of whoever signs first, then of somebody else; or to be made
    again, where it would be refused.
    """
    if facts.back.strips > 0:
        yield facts.task(_STRIPS, facts.back.strips)
    signed_by = facts.back.list_signed_by
    if signed_by is not None:
        yield Task(
            _waiting(signed_by, login, facts.back.list_trouble),
            gettext("See the list"),
            facts.address("destruction"),
            heading=facts.heading,
        )
        return
    lifted_at = facts.lifted.lifted_at
    if not facts.back.to_destroy or lifted_at is None:
        return
    lifted_on = exams.local(facts.paper, lifted_at).date()
    due = due_on(AccessTimes(lifted_on, facts.paper.session.scripts_kept_months))
    if due is not None and due <= exams.local(facts.paper, now).date():
        yield facts.task(_DUE, facts.back.to_destroy)


def _waiting(signed_by: str, login: str, trouble: str) -> str:
    """Say what the open list waits for: a signature, or to be made again."""
    if trouble:
        sentence = gettext(
            "A list of scripts to be destroyed can be signed no more: {why}. Withdraw it, and make another one."
        )
        return sentence.format(why=trouble)
    if not signed_by:
        return gettext("A list of scripts to be destroyed waits for the consent of the archives and a first signature.")
    if signed_by == login:
        return gettext("You signed a list of scripts to be destroyed: another person of the office signs it.")
    sentence = gettext("{who} signed a list of scripts to be destroyed: it waits for your signature.")
    return sentence.format(who=signed_by)
