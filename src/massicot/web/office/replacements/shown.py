"""Somebody who is to be replaced, and who may come, as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from massicot.absences.queries.absences import Absence, halves_ever
from massicot.absences.rules import AbsenceState
from massicot.exams import queries as exams
from massicot.missions import queries as missions
from massicot.missions.queries import ProposedPerson
from massicot.missions.queries.convocations import Convocation, facts_of
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.lists import BARRING, ObstacleKind, left_uncalled
from massicot.missions.rules.replacements import written_halves
from massicot.replacements.queries import NotReplaced, ReplacedPerson, Replacement, StandInChoices, name_of
from massicot.replacements.rules import ReplacementState
from massicot.web.office.convocations.shown import STANDINGS, days_of
from massicot.web.office.missions.shown import why_called, why_not
from massicot.web.shared import instants
from massicot.web.shared.away import KINDS
from massicot.web.shared.refusals import translate

FREE, AGAINST = "libre", "non"
"""Who may come, and who may not."""

NEVER = frozenset({*BARRING, ObstacleKind.SET_ASIDE, ObstacleKind.ON_LIST, ObstacleKind.AWAY})
"""What keeps somebody from being convened, whatever the office thinks of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChoice:
    """Somebody of the pool at their place in the order."""

    rank: int
    identifier: str
    name: str
    telephone: str
    institution: str
    why: str
    against: str
    standing: str
    may_be_convened: bool
    may_say_no: bool
    unanswered: str = ""
    """When they did not answer, and who called."""
    answer: str = ""
    """What they said, in a table that is taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStandIn:
    """Somebody who comes in the stead of another: on which half-days, and whether the letter reached them."""

    row: Replacement
    name: str
    telephone: str
    halves: Sequence[str]
    code: str
    standing: str
    is_unreached: bool
    is_known: bool
    """Somebody has said that the letter reached them."""
    head: exams.Contact | None


@dataclass(frozen=True, slots=True)
class HalfToFill:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson:
    """One mission of somebody, and where they are replaced."""

    assignment: int
    name: str
    identifier: str
    mission: str
    when: str
    address: str
    instead: str = ""
    """Who comes in their stead, where somebody does."""
    standing: str = ""
    """What is known of the letter of that one."""


def half_words(half: DayHalf) -> str:
    """Write a half-day: the morning of 1 June 2017."""
    day, part = half
    return instants.half_day(f"{day.isoformat()} {'am' if part is HalfDay.MORNING else 'pm'}")


def halves_words(halves: Iterable[DayHalf]) -> list[str]:
    """Write half-days, both of one day as the day."""
    of_day: dict[date, list[DayHalf]] = {}
    for half in halves:
        of_day.setdefault(half[0], []).append(half)
    return [instants.day(day) if len(some) > 1 else half_words(some[0]) for day, some in sorted(of_day.items())]


def shown_halves(choices: StandInChoices) -> list[HalfToFill]:
    """Show the half-days that are left, those that are asked for ticked."""
    return [
        HalfToFill(written_halves([half]), half_words(half), half in choices.halves) for half in choices.open_halves
    ]


def shown_choices(choices: StandInChoices) -> list[ShownChoice]:
    """Show who may come, then who may not, each with the reason.

    Whom a head offers stands first; then by the rule, whoever did not answer after those whom nobody has called.
    """
    rows = choices.proposals
    slots = {obstacle.slot.mission for row in rows for obstacle in row.obstacles if obstacle.slot is not None}
    titles = missions.titles_of(slots)
    names = exams.institution_names({row.proposal.person.institution for row in rows} - {""})
    zone = exams.zone_of(choices.call.assignment.mission.session)
    lines = [_choice(row, choices, titles, names, zone) for row in rows]
    offered = {row.person.identifier for row in rows if row.person.pk in choices.offered and row.proposal.is_proposed}
    return sorted(lines, key=lambda line: (line.identifier not in offered, line.standing, bool(line.unanswered)))


def nobody_left(choices: StandInChoices) -> str:
    """Say in words why nobody of the pool can come; empty where somebody can."""
    proposals = [row.proposal for row in choices.proposals]
    if not choices.halves or any(row.is_proposed for row in proposals):
        return ""
    return translate(left_uncalled(proposals).phrases)


def _choice(
    row: ProposedPerson, choices: StandInChoices, titles: Mapping[int, str], names: Mapping[str, str], zone: ZoneInfo
) -> ShownChoice:
    proposal, person = row.proposal, row.person
    silent = choices.unanswered.get(person.pk)
    kinds = {obstacle.kind for obstacle in row.obstacles}
    reasons = [
        why_called(
            proposal.distance_m, proposal.person.times_called, proposal.rank_in_institution, proposal.of_institution
        )
    ]
    if person.pk in choices.reserve:
        reasons.insert(0, gettext("called for the reserve of this mission"))
    elif proposal.person.is_at_hand:
        reasons.insert(0, gettext("called to this mission already, on other half-days"))
    if person.pk in choices.offered:
        reasons.insert(0, gettext("offered by a head of institution"))
    return ShownChoice(
        rank=proposal.rank,
        identifier=proposal.person.identifier,
        name=f"{person.surname} {person.first_name}",
        telephone=person.telephone,
        institution=names.get(proposal.person.institution, proposal.person.institution),
        why=", ".join(reasons),
        against=why_not(proposal, row.obstacles, titles),
        standing=FREE if proposal.is_proposed else AGAINST,
        may_be_convened=kinds.isdisjoint(NEVER),
        may_say_no=ObstacleKind.SAID_NO not in kinds and kinds.isdisjoint(NEVER),
        unanswered=_no_answer(silent, zone) if silent else "",
        answer=gettext("No") if ObstacleKind.SAID_NO in kinds else gettext("Does not answer") if silent else "",
    )


def _no_answer(row: Replacement, zone: ZoneInfo) -> str:
    at = instants.short(row.said_at.astimezone(zone))
    return gettext("did not answer on {at} ({who})").format(at=at, who=row.said_by)


def shown_stand_ins(choices: StandInChoices, letters: Mapping[int, Convocation]) -> list[ShownStandIn]:
    """Show who comes already, and whether their letter reached them; `letters` by their place on the list."""
    of_each: dict[Replacement, list[DayHalf]] = {}
    for half, row in choices.replaced.items():
        of_each.setdefault(row, []).append(half)
    return [_stand_in(row, halves, letters.get(row.stand_in_id or 0)) for row, halves in of_each.items()]


def _stand_in(row: Replacement, halves: Sequence[DayHalf], letter: Convocation | None) -> ShownStandIn:
    standing = getattr(letter, "standing", "")
    uai = letter.institution_uai if letter else ""
    person = row.person
    return ShownStandIn(
        row=row,
        name=facts_of(letter).person.name if letter else f"{person.first_name} {person.surname}",
        telephone=person.telephone,
        halves=halves_words(sorted(halves, key=lambda half: (half[0], half[1] is HalfDay.AFTERNOON))),
        code=letter.code if letter else "",
        standing=standing_words(letter),
        is_unreached=standing == ConvocationAct.NOT_REACHED,
        is_known=standing in (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD),
        head=exams.contact_of(uai) if uai else None,
    )


def standing_words(letter: Convocation | None) -> str:
    """Say what is known of the letter of somebody who comes in another's stead."""
    return str(STANDINGS.get(getattr(letter, "standing", ""), ""))


def shown_absences(rows: Iterable[Absence]) -> list[tuple[str, str, str]]:
    """Show the absences of somebody that stand: when, why, and where each is answered."""
    standing = [row for row in rows if row.state != AbsenceState.WITHDRAWN]
    return [
        (
            ", ".join(halves_words(halves_ever(row))),
            str(KINDS[row.kind]),
            reverse("office:absence", args=[row.pk]),
        )
        for row in standing
    ]


def said_no(choices: StandInChoices) -> list[Replacement]:
    return [row for row in choices.words if row.state == ReplacementState.REFUSED]


def shown_letters(letters: Sequence[Any]) -> list[FoundPerson]:
    """Show the letters of those whose name was typed."""
    rows = []
    for letter in letters:
        facts = facts_of(letter)
        rows.append(_line_of(letter.assignment, facts.person.name, facts.title, days_of(facts)))
    return rows


def shown_waiting(rows: Sequence[NotReplaced]) -> list[FoundPerson]:
    """Show who is absent while nobody comes in their stead."""
    return [_of_list(row.assignment, ", ".join(halves_words(row.halves))) for row in rows]


def shown_unreached(rows: Sequence[Replacement]) -> list[FoundPerson]:
    """Show who was convened at once and whom their head did not reach; each is replaced in turn."""
    return [_of_list(row.stand_in, "") for row in rows if row.stand_in]


def shown_replaced(rows: Sequence[ReplacedPerson], letters: Mapping[int, Convocation]) -> list[FoundPerson]:
    """Show who is replaced, by whom, and what is known of the letter; `letters` by the place of whoever comes."""
    return [
        replace(
            _of_list(row.absent, ", ".join(halves_words(row.halves))),
            instead=name_of(row.by.person),
            standing=standing_words(letters.get(row.by.stand_in_id or 0)),
        )
        for row in rows
    ]


def _of_list(assignment: Any, when: str) -> FoundPerson:
    return _line_of(assignment, name_of(assignment.person), assignment.mission.title, when)


def _line_of(assignment: Any, name: str, mission: str, when: str) -> FoundPerson:
    address = reverse("office:replacement", args=[assignment.pk])
    return FoundPerson(
        assignment=assignment.pk,
        name=name,
        identifier=assignment.person.identifier,
        mission=mission,
        when=when,
        address=address,
    )
