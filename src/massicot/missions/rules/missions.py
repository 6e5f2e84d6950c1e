"""A mission made, changed, deleted: one thing to be done at one place, its hours given day by day.

Missions: a pool of teachers becomes people who are called, told, and known to have been told. A mission is one thing to
be done at one place: to mark a paper, to sit on its board, to hold an oral. It has one or more activities, each with
its hours: the agreement meeting of the first morning is an activity of the marking mission, the board one for those who
are named (the notice, "REMISE DES COPIES AUX CORRECTEURS"). So many persons are called as the scripts ask for, about
fifty each, with a reserve. A convocation is the order to come; taking part is a duty of service (charte nationale des
examens of 15 January 2007), from which the rector alone exempts.

Numbers of scripts come from whoever may know them: nothing here knows of batches, specialties or marks.

What the journal keeps of missions: made, proposed, changed, deleted. Hours stand on the clock of the session. A mission
has at most forty activities: two pages of a convocation hold no more. What everybody of a mission keeps cannot overlap,
and nothing of one mission asks for two places on one half-day: the board takes those who are named away from their
marking, and not to another town. Outside the school year of its session a mission is a slip of the pen, or an exception
that somebody says they mean.

Once somebody is convened, its place and hours change with a reason, which their new letter tells; it is deleted only
while nobody ever had a letter for it.

Which activity is which when the hours of a mission are written anew: an event in somebody's calendar is moved then. An
activity is the one of before that has its title and begins when it does; else the first one left of its title, in their
order; else the one that began when it does, under another title. What is left of before has fallen away.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import combinations
from zoneinfo import ZoneInfo

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.missions.rules.hours import Slot, half_days


class MissionKind(StrEnum):
    """What people are called for."""

    MARKING = "marking"
    BOARD = "board"
    MARKING_STAFF = "marking-staff"
    EXAM_STAFF = "exam-staff"
    INTERROGATION = "interrogation"


class AssignmentState(StrEnum):
    """How a person stands in a mission: on its list, convened, taken out."""

    PROPOSED = "proposed"
    CONVENED = "convened"
    WITHDRAWN = "withdrawn"


class ConvocationState(StrEnum):
    """What the page behind the code of a letter says."""

    VALID = "valid"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class RunKind(StrEnum):
    """A run of convocations: letters to be checked, or letters that count."""

    CONTROL = "control"
    OFFICIAL = "official"


class ConvocationAct(StrEnum):
    """What became of a letter."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    TOLD_BY_HEAD = "told-by-head"
    CAME_BACK = "came-back"
    CANNOT_COME = "cannot-come"
    SENT_AGAIN = "sent-again"
    NOT_REACHED = "not-reached"
    HOLDS = "holds"
    NOT_TOLD = "not-told"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionMade(Fact):
    journal_word = N_("mission made")
    mission: int
    kind: str
    title: str
    place: str
    needed: int
    reserve: int
    activities: Sequence[str]


@dataclass(frozen=True, slots=True)
class MissionsProposed(Fact):
    journal_word = N_("missions of a paper proposed")
    paper: str
    missions: Mapping[str, int]
    """By UAI of the marking centre."""


@dataclass(frozen=True, slots=True)
class MissionChanged(Fact):
    """A mission was changed: each value before and after, and why where somebody was convened."""

    journal_word = N_("mission changed")
    mission: int
    changes: Mapping[str, tuple[str, str]]
    reason: str
    convened: int


@dataclass(frozen=True, slots=True)
class MissionDeleted(Fact):
    journal_word = N_("mission deleted")
    mission: int
    title: str
    place: str
    listed: int


ACTIVITIES_AT_MOST = 40
TITLE_LENGTH = 150
PAY_CODE_LENGTH = 20
DISCIPLINE_LENGTH = 100
SKILLS_LENGTH = 200
PLACES = (1, 5000)
"""Bounds of the persons that one mission may ask for."""

SKILLS_BETWEEN = ","


class MissionUnknown(Refused):
    sentence = N_("This mission is no longer there: go back to the list of missions.")


class MissionChangedMeanwhile(Refused):
    sentence = N_("Somebody has changed this mission since your page was opened: look at it as it is now, then go on.")


class MissionWithoutTitle(Refused):
    sentence = N_("Give the mission a title: it is what its convocations say.")


class MissionWithoutHours(Refused):
    sentence = N_("A mission has hours: give one day at least, from when to when.")


class TooManyActivities(Refused):
    sentence = N_(
        "This mission would have {count} days or meetings, and a convocation holds {most}: make two missions of it."
    )


class ActivityWithoutTitle(Refused):
    sentence = N_("Say what happens on {day}: marking, meeting, board…")


class ActivityEndsFirst(Refused):
    sentence = N_("“{title}” on {day} ends before it begins: correct its hours.")


class HourNotThere(Refused):
    sentence = N_("On {day} clocks go forward, and {hour} does not exist: choose another hour.")


class ActivityTwice(Refused):
    sentence = N_("“{title}” stands twice on {day} at the same hour: take one out.")


class ActivitiesClash(Refused):
    sentence = N_(
        "Nobody can keep both “{one}” and “{other}” on {day}: their hours overlap, or they are at two places on one "
        "half-day. Move one of them, or make two missions."
    )


class OutsideSchoolYear(Refused):
    sentence = N_(
        "{day} is not in the school year of the session, from {first} to {last}: correct the day, or tick that you "
        "mean it."
    )


class PlacesImpossible(Refused):
    sentence = N_("A mission asks for {least} to {most} persons, the reserve with them: correct how many.")


class MissionNamesNumber(Refused):
    sentence = N_(
        "“{number}” looks like the number of a candidate or of a script: none may stand here. Write it without."
    )


class ReasonWanted(Refused):
    sentence = N_(
        "{count} persons are convened for this mission: give the reason why its place or its hours change. Their new "
        "letter follows."
    )


class MissionUnchanged(Refused):
    sentence = N_("Nothing was changed: correct something, or go back.")


class SomebodyConvened(Refused):
    sentence = N_(
        "{count} persons are convened for this mission: cancel the run of their convocations first, which tells each "
        "of them; then take them off the list."
    )


class LettersWereSent(Refused):
    sentence = N_(
        "Convocations for this mission were sent, and are kept: it stays. With nobody on its list it calls nobody."
    )


class ConvenedCannotKeep(Refused):
    sentence = N_(
        "{persons} could not keep these hours: they are on the list of another mission then. Choose other hours, or "
        "take them off one of the two lists first."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionValues:
    """What may be changed of a mission; its session, paper and kind stay."""

    title: str
    place_uai: str
    needed: int
    reserve: int = 0
    pay_code: str = ""
    discipline: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityValues:
    """Hours of one day at one place, on the clock of the session."""

    title: str
    day: date
    starts: time
    ends: time
    place_uai: str
    is_for_named: bool = False

    def slot(self, zone: ZoneInfo, mission: int = 0) -> Slot:
        """Give the hours as instants of the session's zone."""
        starts, ends = (datetime.combine(self.day, hour, zone) for hour in (self.starts, self.ends))
        return Slot(starts, ends, self.place_uai, mission)

    @property
    def line(self) -> str:
        for_named = " *" if self.is_for_named else ""
        return f"{self.day} {self.starts:%H:%M}-{self.ends:%H:%M} {self.place_uai} {self.title}{for_named}"


def check_mission(values: MissionValues) -> None:
    """Refuse a mission without a title, for nobody, or whose texts hold a number."""
    if not visible_text(values.title):
        raise MissionWithoutTitle
    if values.needed < PLACES[0] or values.reserve < 0 or values.needed + values.reserve > PLACES[1]:
        raise PlacesImpossible(least=PLACES[0], most=PLACES[1])
    check_text(values.title, values.pay_code, values.discipline, *values.skills)


def check_text(*texts: str) -> None:
    """Refuse a text that holds the number of a candidate or of a script; raise MissionNamesNumber."""
    for text in texts:
        if number := codes.candidate_within(text) or codes.number_within(text) or codes.slip_within(text):
            raise MissionNamesNumber(number=number)


def check_activities(activities: Sequence[ActivityValues], zone: ZoneInfo) -> None:
    """Refuse hours that cannot be, or that nobody could keep all of."""
    if not activities:
        raise MissionWithoutHours
    if len(activities) > ACTIVITIES_AT_MOST:
        raise TooManyActivities(count=len(activities), most=ACTIVITIES_AT_MOST)
    for activity in activities:
        if not visible_text(activity.title):
            raise ActivityWithoutTitle(day=_write_day(activity.day))
        check_text(activity.title)
        _check_hours(activity, zone)
    _check_together(activities, zone)


def check_school_year(activities: Sequence[ActivityValues], year: int) -> None:
    """Refuse a day outside the school year that ends with the session's; raise OutsideSchoolYear."""
    first = date(year - 1, 9, 1)
    last = date(year, 8, 31)
    for activity in activities:
        if not first <= activity.day <= last:
            raise OutsideSchoolYear(day=_write_day(activity.day), first=_write_day(first), last=_write_day(last))


def _write_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _check_hours(activity: ActivityValues, zone: ZoneInfo) -> None:
    for hour in (activity.starts, activity.ends):
        local = datetime.combine(activity.day, hour, zone)
        if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise HourNotThere(day=_write_day(activity.day), hour=f"{hour:%H:%M}")
    if activity.ends <= activity.starts:
        raise ActivityEndsFirst(title=activity.title, day=_write_day(activity.day))


def _check_together(activities: Sequence[ActivityValues], zone: ZoneInfo) -> None:
    for one, other in combinations(activities, 2):
        if (one.title, one.day, one.starts) == (other.title, other.day, other.starts):
            raise ActivityTwice(title=one.title, day=_write_day(one.day))
        is_kept_by_all = not (one.is_for_named or other.is_for_named)
        overlap = one.day == other.day and one.starts < other.ends and other.starts < one.ends
        if (overlap and is_kept_by_all) or _two_places(one, other, zone):
            raise ActivitiesClash(one=one.title, other=other.title, day=_write_day(one.day))


def _two_places(one: ActivityValues, other: ActivityValues, zone: ZoneInfo) -> bool:
    if one.place_uai == other.place_uai or one.day != other.day:
        return False
    here = one.slot(zone)
    there = other.slot(zone)
    return not set(half_days(here.starts_at, here.ends_at)).isdisjoint(half_days(there.starts_at, there.ends_at))


Likeness = Callable[[ActivityValues], Hashable]

LIKENESSES: Sequence[Likeness] = (
    lambda row: (row.title.strip(), row.day, row.starts),
    lambda row: row.title.strip(),
    lambda row: (row.day, row.starts),
)
"""What makes two activities one, the closest first."""


def same_activities(before: Sequence[ActivityValues], after: Sequence[ActivityValues]) -> list[int | None]:
    """Say of each activity which one of before it is, by its place there; None where it is new."""
    found: list[int | None] = [None] * len(after)
    left = list(range(len(before)))
    for likeness in LIKENESSES:
        for place, row in enumerate(after):
            if found[place] is None:
                same = next((old for old in left if likeness(before[old]) == likeness(row)), None)
                found[place] = same
                left = [old for old in left if old != same]
    return found
