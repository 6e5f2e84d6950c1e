"""The checks of a room before the headers are cut: each by whom and when, with the exceptions at a seat.

The notice asks that no distinctive sign stands on a script, that its pages are numbered n/N, that the scripts are
sorted and counted. Where labels are stuck, a second person compares each label with the candidate named in the header:
two labels exchanged are told then, and never again once the headers are cut. All of it is said of a room whose scripts
are in order by one press; what is not in order is noted at its seat, with what was done, and never with a number.

Scripts are counted against the register: that they are is said once the room is confirmed, and stands while its count
makes the register. Until then the three others are said, and the count stays open. Labels were compared of whoever sat
in the room then: who comes to it afterwards is compared anew, and nobody else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.candidates.rules.attendance import ReasonNamesScript
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded, visible_text

CHECKER_LENGTH, FINDING_LENGTH = 100, 500
EARLIEST = timedelta(hours=12)
"""How early a room can have begun: an accident moves it by hours, a slip of the hand by days."""


class Scrutiny(StrEnum):
    """What is checked of the scripts of a room."""

    NO_SIGN = "no-sign"
    PAGES = "pages"
    SORTED = "sorted"
    COUNTED = "counted"
    LABELS = "labels"


BY_ONE = (Scrutiny.NO_SIGN, Scrutiny.PAGES, Scrutiny.SORTED, Scrutiny.COUNTED)
"""What one person checks alone, in the order of the notice."""

CHECKS: Mapping[str, str] = {
    Scrutiny.NO_SIGN: N_("no distinctive sign"),
    Scrutiny.PAGES: N_("pages numbered n/N"),
    Scrutiny.SORTED: N_("sorted"),
    Scrutiny.COUNTED: N_("counted"),
    Scrutiny.LABELS: N_("label against candidate"),
}
"""How each check is called where people read."""


FINDINGS: Mapping[str, str] = {
    Scrutiny.NO_SIGN: N_("a distinctive sign"),
    Scrutiny.PAGES: N_("pages not numbered n/N"),
    Scrutiny.SORTED: N_("not in its place"),
    Scrutiny.COUNTED: N_("a sheet or a script too many, or lacking"),
    Scrutiny.LABELS: N_("a label that was on another script"),
}
"""How what is not in order is called where people read."""


class CheckedTooSoon(Refused):
    sentence = N_("This paper begins on {planned}: its scripts are checked once they are written.")


class CheckedTooLate(Refused):
    sentence = N_(
        "The day is closed and the headers are cut: nothing of the room {room} can be checked any more. Say why when "
        "you close the box of strips, or open the day again, with a reason, if a script is still whole."
    )


class CheckedAlready(Refused):
    sentence = N_(
        "This was checked already in the room {room}, by {who}, {at}: nothing was changed. If that was a mistake, take "
        "it back first."
    )


class CountedTooSoon(Refused):
    sentence = N_(
        "Scripts are counted against the register, and that of the room {room} is not confirmed on as many: nothing "
        "was changed. Key and confirm it first, or count the room again on that page; then say here that it is counted."
    )


class NotChecked(Refused):
    sentence = N_("This is not checked in the room {room}: there is nothing to take back. Look at the page again.")


class ComparedByOne(Refused):
    sentence = N_(
        "{name} stuck the labels and compared them: a second person holds each label beside the name in the header. "
        "Type who that is."
    )


class CheckersMissing(Refused):
    sentence = N_("Type who stuck the labels and who compared them: two persons.")


class FindingEmpty(Refused):
    sentence = N_("Say what was found at this seat and what was done: who reads it was not there.")


class FindingGone(Refused):
    sentence = N_("This is not among what was found in the room {room}: nothing was changed. Look at the page again.")


@dataclass(frozen=True, slots=True)
class CheckDone:
    """One check of a room: who made it and when; of labels, who stuck and who compared them."""

    done_by: str
    done_at: datetime
    stuck_by: str = ""
    compared_by: str = ""


@dataclass(frozen=True, slots=True)
class RoomChecked(Fact):
    """Scripts of a room were checked; `anew`: the candidates who came after its labels were compared, and are now."""

    journal_word = N_("scripts of a room checked")
    room: str
    checks: Sequence[str]
    stuck_by: str = ""
    compared_by: str = ""
    anew: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CheckTakenBack(Fact):
    """A check was pressed by mistake: it is to be made."""

    journal_word = N_("check of a room taken back")
    room: str
    check: str


@dataclass(frozen=True, slots=True)
class FindingNoted(Fact):
    """Something was not in order at a seat."""

    journal_word = N_("something noted at a seat, not in order")
    room: str
    candidate: str
    check: str
    text: str


@dataclass(frozen=True, slots=True)
class FindingTakenBack(Fact):
    """What was noted at a seat was not so."""

    journal_word = N_("what was noted at a seat taken back")
    room: str
    candidate: str
    check: str


def checks_of(*, is_numbered: bool) -> tuple[Scrutiny, ...]:
    """List what is checked in a room: labels where somebody has a number."""
    return (*BY_ONE, Scrutiny.LABELS) if is_numbered else BY_ONE


def check_begun(planned: datetime, now: datetime) -> None:
    """Refuse a check of scripts of a day to come; raise CheckedTooSoon."""
    if not has_begun(planned, now):
        raise CheckedTooSoon(planned=planned)


def has_begun(planned: datetime, now: datetime) -> bool:
    """Say whether somebody can have written a script."""
    return now >= planned - EARLIEST


def stands(check: Scrutiny, *, is_counted: bool) -> bool:
    """Say whether a check can stand: a count only while the register of the room makes it."""
    return is_counted or check is not Scrutiny.COUNTED


def plan_checks(
    room: str, wanted: Sequence[Scrutiny], done: Mapping[Scrutiny, CheckDone], *, is_counted: bool
) -> list[Scrutiny]:
    """Decide which checks are made now, of those that are wanted; where it is not counted, the count stays open.

    Raise CheckedAlready when all were made, or CountedTooSoon when only the count is left.
    """
    left = [check for check in wanted if check not in done]
    if not left:
        last = done[wanted[-1]]
        raise CheckedAlready(room=room, who=last.done_by, at=last.done_at)
    made = [check for check in left if stands(check, is_counted=is_counted)]
    if not made:
        raise CountedTooSoon(room=room)
    return made


def check_comparable(room: str, done: CheckDone | None, new: int) -> None:
    """Refuse to compare labels once more where nobody came to the room since they were; raise CheckedAlready."""
    if done is not None and not new:
        raise CheckedAlready(room=room, who=done.done_by, at=done.done_at)


def check_compared(stuck_by: str, compared_by: str) -> None:
    """Refuse labels that one person stuck and compared; raise CheckersMissing, ReasonNamesScript or ComparedByOne."""
    if not visible_text(stuck_by) or not visible_text(compared_by):
        raise CheckersMissing
    _check_names_no_script(stuck_by, compared_by)
    if folded(stuck_by) == folded(compared_by):
        raise ComparedByOne(name=compared_by.strip())


def check_finding(text: str) -> None:
    """Refuse a finding that says nothing, or that would join a candidate with a script."""
    if not visible_text(text):
        raise FindingEmpty
    _check_names_no_script(text)


def rooms_not_compared(rooms: Collection[str], done: Mapping[str, Collection[Scrutiny]]) -> list[str]:
    """List the rooms with labels that nobody compared with the candidates."""
    return [room for room in rooms if Scrutiny.LABELS not in done.get(room, ())]


def _check_names_no_script(*texts: str) -> None:
    for text in texts:
        if number := codes.number_within(text):
            raise ReasonNamesScript(number=number)
