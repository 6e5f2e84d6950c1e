"""What remains to be done with the header strips of a paper in a centre, once its day is closed."""

from django.utils.translation import gettext, ngettext

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
        heading=heading_of(board),
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
        heading=heading_of(board),
    )
