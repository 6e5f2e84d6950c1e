"""What remains of scripts that were kept long enough: their list, and its two signatures."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.results.rules.access import AccessTimes
from massicot.results.rules.destruction import due_on
from massicot.shelves.rules.boxes import BoxKind
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


_SHEETS_DUE = TaskKind(
    ngettext_lazy(
        "{n} mark sheet was kept long enough, and lies in a box still.",
        "{n} mark sheets were kept long enough, and lie in boxes still.",
        "n",
    ),
    gettext_lazy("Destroy"),
    "sheet_destruction",
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


_STRIPS_NOT_FOUND = TaskKind(
    ngettext_lazy(
        "{n} header strip was not found when it was to be destroyed: read why, and take note.",
        "{n} header strips were not found when they were to be destroyed: read why, and take note.",
        "n",
    ),
    gettext_lazy("See which"),
    "destruction",
    "#strips-not-found",
    urgency=Urgency.LATER,
)


def tasks_of_destruction(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    """Ask for the destruction of what is in boxes once its months have passed; what was left out asks for nothing.

    Once there is a list, it waits for a signature: of whoever signs first, then of somebody else; or to be made
    again, where it would be refused.
    """
    if facts.back.strips > 0:
        yield facts.task(_STRIPS, facts.back.strips)
    if facts.back.strips_not_found:
        yield facts.task(_STRIPS_NOT_FOUND, facts.back.strips_not_found)
    yield from _of_scripts(facts, login, now)
    yield from _of_sheets(facts, login, now)


def _of_scripts(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    signed_by = facts.back.lists_signed_by.get(BoxKind.SCRIPTS)
    if signed_by is not None:
        yield Task(
            _waiting(signed_by, login, facts.back.list_trouble),
            gettext("See the list"),
            facts.address("destruction"),
            heading=facts.heading,
        )
    elif facts.back.to_destroy and _is_due(facts, facts.paper.session.scripts_kept_months, now):
        yield facts.task(_DUE, facts.back.to_destroy)


def _of_sheets(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    session = facts.paper.session
    months = max(session.scripts_kept_months, session.sheets_kept_months)
    signed_by = facts.back.lists_signed_by.get(BoxKind.SHEETS)
    if signed_by is not None:
        yield Task(
            _sheets_asked_about()
            if facts.back.is_asked_about
            else _sheets_waiting(signed_by, login, facts.back.sheet_list_trouble),
            gettext("See the list"),
            facts.address("sheet_destruction"),
            heading=facts.heading,
        )
    elif facts.back.is_asked_about or facts.lifted.not_locked:
        return
    elif facts.back.sheets_to_destroy and _is_due(facts, months, now):
        yield facts.task(_SHEETS_DUE, facts.back.sheets_to_destroy)


def _is_due(facts: OfficePaperFacts, months: int, now: datetime) -> bool:
    """Say whether what is kept for some months from the lifting on may be destroyed by now.

    Nothing is before the marks are taken away, which has a line of its own.
    """
    lifted_at = facts.lifted.lifted_at
    if lifted_at is None or not facts.lifted.is_exported:
        return False
    due = due_on(AccessTimes(exams.local(facts.paper, lifted_at).date(), months))
    return due is not None and due <= exams.local(facts.paper, now).date()


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


def _sheets_asked_about() -> str:
    return gettext(
        "Somebody asks about a script, and a list of mark sheets to be destroyed is open: withdraw it, or wait for the "
        "end of that."
    )


def _sheets_waiting(signed_by: str, login: str, trouble: str) -> str:
    """Say what the open list of mark sheets waits for: a signature, or to be made again."""
    if trouble:
        sentence = gettext(
            "A list of mark sheets to be destroyed can be signed no more: {why}. Withdraw it, and make another one."
        )
        return sentence.format(why=trouble)
    if not signed_by:
        return gettext(
            "A list of mark sheets to be destroyed waits for the consent of the archives and a first signature."
        )
    if signed_by == login:
        return gettext("You signed a list of mark sheets to be destroyed: another person of the office signs it.")
    sentence = gettext("{who} signed a list of mark sheets to be destroyed: it waits for your signature.")
    return sentence.format(who=signed_by)
