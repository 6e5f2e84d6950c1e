"""What a paper must be in itself, whoever writes it: its dates in order, its site code one that a sheet can print."""

import re
from collections.abc import Collection
from datetime import tzinfo

from massicot.core.refused import N_, Refused
from massicot.exams.rules.session_plan import PaperValues

SITE_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
SCRIPTS = (1, 1000)
"""Bounds of a batch."""


class EndsNotInOrder(Refused):
    """A beginning after its end."""

    sentence = N_("{paper} must end after it begins: correct its hours.")


class MarkingNotInOrder(Refused):
    """A last day of marking before the first."""

    sentence = N_("The marking of {paper} must end on its first day or later: correct its days.")


class MarkingBeforeThePaper(Refused):
    """Marking, or mark entry, that would open before the paper is written."""

    sentence = N_("The marking of {paper} cannot begin before the paper is written: correct its first day.")


class EntryBeforeThePaper(Refused):
    """Mark entry that would open before the paper is written."""

    sentence = N_("Mark entry of {paper} cannot open before the paper is written: correct its opening.")


class SiteCodeImpossible(Refused):
    """A site code that a sheet cannot print or a marker cannot type."""

    sentence = N_("{site} is no site code: write letters without accents, digits, and dashes between them.")


class BatchSizeImpossible(Refused):
    """Batches that nobody can carry, or that hold nothing."""

    sentence = N_("Batches of {paper} hold between {least} and {most} scripts: correct their size and their ceiling.")


class EntryNotInOrder(Refused):
    """Mark entry that closes before it opens."""

    sentence = N_("Mark entry of {paper} must close after it opens: correct its instants.")


class MarkingDayNotInOrder(Refused):
    """A marking day that ends before it begins."""

    sentence = N_("A marking day of {paper} must end after it begins: correct its hours.")


class MeetingBeforeThePaper(Refused):
    """Markers who meet before the paper is written."""

    sentence = N_("The markers of {paper} cannot meet before the paper is written: correct the meeting.")


class CeilingBelowSize(Refused):
    """Batches larger than their ceiling."""

    sentence = N_("The ceiling of a batch of {paper} must be at least its size: correct one of the two.")


def check_sound(code: str, names: Collection[str], after: PaperValues, zone: tzinfo | None) -> None:
    """Refuse dates that cannot stand together, a site code or a size of batches that can be none.

    What stands before the paper, but is not among the `names` that change, was there before and keeps nobody from
    correcting something else.
    """
    _check_order(code, after)
    _check_after_the_paper(code, names, after, zone)
    _check_shapes(code, after)


def _check_shapes(code: str, after: PaperValues) -> None:
    """Refuse a site code or a size of batches that can be none."""
    if not SITE_CODE.fullmatch(after.site_code):
        raise SiteCodeImpossible(site=after.site_code)
    if not all(SCRIPTS[0] <= count <= SCRIPTS[1] for count in (after.batch_size, after.batch_ceiling)):
        raise BatchSizeImpossible(paper=code, least=SCRIPTS[0], most=SCRIPTS[1])


def _check_after_the_paper(code: str, names: Collection[str], after: PaperValues, zone: tzinfo | None) -> None:
    written_on = after.starts_at.astimezone(zone).date()
    if {"starts_at", "marking_opens_on"}.intersection(names) and after.marking_opens_on < written_on:
        raise MarkingBeforeThePaper(paper=code)
    if {"starts_at", "entry_opens_at"}.intersection(names) and after.entry_opens_at < after.starts_at:
        raise EntryBeforeThePaper(paper=code)
    for name, meeting in (("agreement_at", after.agreement_at), ("board_at", after.board_at)):
        if name in names and meeting is not None and meeting < after.starts_at:
            raise MeetingBeforeThePaper(paper=code)


def _check_order(code: str, after: PaperValues) -> None:
    in_order = (
        (after.starts_at < after.ends_at, EndsNotInOrder),
        (after.marking_opens_on <= after.marking_closes_on, MarkingNotInOrder),
        (after.entry_opens_at < after.entry_closes_at, EntryNotInOrder),
        (after.marking_starts < after.marking_ends, MarkingDayNotInOrder),
        (after.batch_size <= after.batch_ceiling, CeilingBelowSize),
    )
    for holds, refusal in in_order:
        if not holds:
            raise refusal(paper=code)
