"""What remains of the header strips of a centre: to be filed, looked for, destroyed."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, ngettext

from massicot.anonymity import queries as anonymity
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.board import CentreBoard
from massicot.web.examcentre.wording import heading_of
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def boxing(board: CentreBoard) -> Task:
    """Ask for the strips that are in no box."""
    count = board.strips_left
    return Task(
        ngettext(
            "{n} header strip to file in its box: it stays with you for a year.",
            "{n} header strips to file in their box: they stay with you for a year.",
            count,
        ).format(n=Grouped(count)),
        gettext("File the strips"),
        board.where.address("box_strips"),
        urgency=Urgency.LATER,
        heading=heading_of(board.where),
        step="strips",
    )


def seeking_strips(board: CentreBoard) -> Task:
    """Ask for the strips that were not there when their box was closed."""
    count = len(board.strips_sought)
    return Task(
        ngettext(
            "{n} header strip was not there when its box was closed: look for it.",
            "{n} header strips were not there when their box was closed: look for them.",
            count,
        ).format(n=Grouped(count)),
        gettext("See which"),
        board.where.address("box_strips") + "#lacking",
        heading=heading_of(board.where),
    )


def destroying_strips(places: Iterable[CentrePaper]) -> Iterator[Task]:
    """Ask for the destruction of the strips whose scripts were destroyed, of archived sessions too."""
    for where in places:
        if due := anonymity.strips_due(where.paper, where.uai):
            yield Task(
                ngettext(
                    "The script of {n} header strip was destroyed: destroy the strip, and certify it by two.",
                    "The scripts of {n} header strips were destroyed: destroy the strips, and certify it by two.",
                    due,
                ).format(n=Grouped(due)),
                gettext("See which"),
                where.address("strips_destroyed"),
                urgency=Urgency.LATER,
                heading=heading_of(where),
            )
