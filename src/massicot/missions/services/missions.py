"""Acts that make, change and delete a mission, and that propose the missions of a paper, the list of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.spelling import visible_text
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.markers import queries as markers
from massicot.missions.models import Activity, Assignment, Convocation, ConvocationRun, Mission, NamedFor
from massicot.missions.queries import lists, obstacles
from massicot.missions.queries import missions as mission_reads
from massicot.missions.rules import lists as list_rules
from massicot.missions.rules import missions as rules
from massicot.missions.rules import proposals as proposal_rules
from massicot.missions.rules import ranking
from massicot.missions.rules.lists import BARRING
from massicot.missions.rules.missions import SKILLS_BETWEEN, ActivityValues, MissionValues, same_activities
from massicot.missions.services.lists import check_list_still_holds, new_assignment
from massicot.persons import queries as persons

Changes = dict[str, tuple[str, str]]
"""Values before and after, as text."""


@transaction.atomic
def make_mission(
    *,
    session: Session,
    paper: Paper | None,
    kind: rules.MissionKind,
    values: MissionValues,
    activities: Sequence[ActivityValues],
    is_outside_meant: bool = False,
    by: Actor,
    at: datetime,
) -> Mission:
    """Make a mission of a paper, or of a whole session, with its hours.

    A day outside the school year of the session is meant: it was asked. Raise what `rules.missions` refuses,
    InstitutionUnknown or SessionIsArchived.
    """
    exams.check_at_work(session)
    mission = write_mission(session, paper, kind, values, activities, is_outside_meant=is_outside_meant)
    fact = rules.MissionMade(
        mission=mission.pk,
        kind=kind,
        title=values.title,
        place=values.place_uai,
        needed=values.needed,
        reserve=values.reserve,
        activities=_lines_of(activities),
    )
    audit.record(subject=mission_reads.subject_of(mission), fact=fact, by=by, at=at)
    return mission


def write_mission(
    session: Session,
    paper: Paper | None,
    kind: rules.MissionKind,
    values: MissionValues,
    activities: Sequence[ActivityValues],
    *,
    is_outside_meant: bool,
) -> Mission:
    """Write a mission that the rules allow, inside the caller's transaction."""
    _check(session, values, activities, is_outside_meant=is_outside_meant)
    mission = Mission.objects.create(session=session, paper=paper, kind=kind, **_columns(values))
    _add(mission, activities)
    return mission


@transaction.atomic
def change_mission(
    *,
    mission_id: int,
    seen: int,
    values: MissionValues,
    activities: Sequence[ActivityValues],
    reason: str = "",
    is_outside_meant: bool = False,
    by: Actor,
    at: datetime,
) -> Mission:
    """Change a mission from its revision that was `seen`; its list stays, and letters that were sent say other things.

    Raise what `rules.missions` refuses, MissionChangedMeanwhile, ReasonWanted, ConvenedCannotKeep, MissionUnchanged.
    """
    mission = mission_reads.hold_mission(mission_id)
    changes = _changes(mission, values, activities)
    if not changes:
        raise rules.MissionUnchanged
    _check(mission.session, values, activities, is_outside_meant=is_outside_meant)
    convened = mission_reads.count_listed(mission.pk)[2]
    why = _reason(changes, convened, reason)
    columns = {**_columns(values), "revision": seen + 1}
    if Mission.objects.filter(pk=mission.pk, revision=seen).update(**columns) != 1:
        raise rules.MissionChangedMeanwhile
    if "activities" in changes:
        _replace(mission, activities)
        check_list_still_holds(mission)
    fact = rules.MissionChanged(mission.pk, changes, why, convened)
    audit.record(subject=mission_reads.subject_of(mission), fact=fact, by=by, at=at)
    return mission_reads.mission_by_id(mission.session.code, mission.pk)


@transaction.atomic
def delete_mission(*, mission_id: int, seen: int, by: Actor, at: datetime) -> None:
    """Delete a mission to which nobody was ever convened; those on its list are on it no more.

    Raise SomebodyConvened, LettersWereSent, MissionChangedMeanwhile or MissionUnknown.
    """
    mission = mission_reads.hold_mission(mission_id)
    if mission.revision != seen:
        raise rules.MissionChangedMeanwhile
    main, reserve, convened = mission_reads.count_listed(mission.pk)
    if convened:
        raise rules.SomebodyConvened(count=convened)
    if Convocation.objects.filter(assignment__mission=mission).exists():
        raise rules.LettersWereSent
    subject = mission_reads.subject_of(mission)
    fact = rules.MissionDeleted(mission.pk, mission.title, mission.place_uai, main + reserve)
    Assignment.objects.filter(mission=mission).delete()
    mission.delete()
    audit.record(subject=subject, fact=fact, by=by, at=at)


def _check(
    session: Session, values: MissionValues, activities: Sequence[ActivityValues], *, is_outside_meant: bool
) -> None:
    rules.check_mission(values)
    rules.check_activities(activities, exams.zone_of(session))
    if not is_outside_meant:
        rules.check_school_year(activities, session.year)
    for uai in {values.place_uai, *(activity.place_uai for activity in activities)}:
        exams.check_known(uai)


def _reason(changes: Mapping[str, tuple[str, str]], convened: int, typed: str) -> str:
    reason = visible_text(typed)
    rules.check_text(reason)
    if convened and not reason and {"place_uai", "activities"}.intersection(changes):
        raise rules.ReasonWanted(count=convened)
    return reason


def _columns(values: MissionValues) -> dict[str, object]:
    return {
        "title": values.title.strip(),
        "place_uai": values.place_uai,
        "needed": values.needed,
        "reserve": values.reserve,
        "pay_code": values.pay_code.strip(),
        "discipline": values.discipline.strip(),
        "skills": SKILLS_BETWEEN.join(values.skills),
    }


def _changes(mission: Mission, values: MissionValues, activities: Sequence[ActivityValues]) -> Changes:
    columns = _columns(values)
    changes = {
        name: (str(getattr(mission, name)), str(value))
        for name, value in columns.items()
        if getattr(mission, name) != value
    }
    before = _lines_of(mission_reads.activity_values(mission))
    after = _lines_of(activities)
    if before != after:
        changes["activities"] = ("; ".join(before), "; ".join(after))
    return changes


def _lines_of(activities: Sequence[ActivityValues]) -> list[str]:
    return sorted(activity.line for activity in activities)


def _add(mission: Mission, activities: Collection[ActivityValues]) -> None:
    Activity.objects.bulk_create(_row(mission, activity, None) for activity in _in_order(activities))


def _in_order(activities: Collection[ActivityValues]) -> list[ActivityValues]:
    return sorted(activities, key=lambda row: (row.day, row.starts, row.title))


def _row(mission: Mission, activity: ActivityValues, same: int | None) -> Activity:
    slot = activity.slot(exams.zone_of(mission.session))
    return Activity(
        pk=same,
        mission=mission,
        title=activity.title.strip(),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place_uai=activity.place_uai,
        is_for_named=activity.is_for_named,
    )


def _replace(mission: Mission, activities: Sequence[ActivityValues]) -> None:
    """Write the hours anew; one that was there keeps its number, by which calendars know it, and who is named for it.

    All at once: two that change places would meet on the way.
    """
    before = [row.pk for row in mission_reads.activities_of(mission.pk)]
    ordered = _in_order(activities)
    same = [
        None if place is None else before[place]
        for place in same_activities(mission_reads.activity_values(mission), ordered)
    ]
    named = list(NamedFor.objects.filter(activity__mission=mission).order_by("pk"))
    Activity.objects.filter(mission=mission).delete()
    rows = [_row(mission, activity, pk) for activity, pk in zip(ordered, same, strict=True)]
    Activity.objects.bulk_create([row for row in rows if row.pk is not None])
    Activity.objects.bulk_create([row for row in rows if row.pk is None])
    for_named = {row.pk for row in rows if row.is_for_named}
    NamedFor.objects.bulk_create(
        NamedFor(assignment_id=link.assignment_id, activity_id=link.activity_id)
        for link in named
        if link.activity_id in for_named
    )


@transaction.atomic
def delete_missions(*, session: Session) -> None:
    """Delete the missions of a session with their lists; one that convened people is not deleted."""
    missions = Mission.objects.filter(session=session)
    ConvocationRun.objects.filter(session=session, convocations=None).delete()
    Assignment.objects.filter(mission__in=missions, convocations=None).delete()
    missions.delete()


AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling a list came to: who was put on it, how many places stay empty, and why."""

    persons: Sequence[str]
    lacking: int
    left_out: list_rules.LeftUncalled


@transaction.atomic
def propose_missions(
    *,
    paper: Paper,
    scripts: Mapping[str, Mapping[str, int]],
    discipline: str = "",
    pay_code: str = "",
    by: Actor,
    at: datetime,
) -> list[Mission]:
    """Propose the marking mission of each on-site marking centre of a paper that has none, from its calendar.

    `scripts` counts, by UAI of the centre and by specialty, what is expected there, and `pay_code` is what marking
    pays in the session: whoever may know says so. Proposed again, what stands already stays as it is.
    Raise NothingToPropose, or SessionIsArchived.
    """
    row = exams.hold_paper(paper.pk)
    known = mission_reads.missions_of_place(row.pk, rules.MissionKind.MARKING)
    made = {}
    for uai in sorted(scripts.keys() - known):
        need = proposal_rules.need_of(scripts[uai], row.session.reserve_percent, row.batch_size)
        if need.markers:
            made[uai] = _propose(row, uai, need, discipline, pay_code)
    if not made:
        raise proposal_rules.NothingToPropose(paper=row.code)
    fact = rules.MissionsProposed(row.code, {uai: mission.pk for uai, mission in made.items()})
    audit.record(subject=exams.subject_of(row), fact=fact, by=by, at=at)
    return list(made.values())


@transaction.atomic
def fill_mission(*, mission_id: int, by: Actor, at: datetime) -> Filled:
    """Fill the empty places of a mission by the rule, those of the reserve last.

    Two who fill it at once wait for one another; so do two lists that want one person. Raise NobodyLeft, ListFull.
    """
    mission = mission_reads.hold_mission(mission_id)
    main, reserve, _ = mission_reads.count_listed(mission.pk)
    free = mission.places - main - reserve
    if free <= 0:
        raise list_rules.ListFull(places=mission.places)
    proposed = {row.person.identifier: row for row in lists.proposals_for(mission, exams.day_of(mission.session, at))}
    proposals = [row.proposal for row in proposed.values()]
    chosen = [proposed[row.person.identifier] for row in ranking.choose(proposals, free)]
    kept = _still_free(mission, chosen)
    left_out = list_rules.left_uncalled(proposals)
    if not kept:
        raise list_rules.NobodyLeft(why=left_out.phrases)
    places = max(mission.needed - main, 0)
    rows = [new_assignment(mission, row, by, at) for row in kept]
    for rank, row in enumerate(rows):
        row.is_reserve = rank >= places
    Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)
    names = [row.person.identifier for row in kept]
    lacking = free - len(kept)
    fact = list_rules.MissionFilled(mission.pk, names, lacking)
    audit.record(subject=mission_reads.subject_of(mission), fact=fact, by=by, at=at)
    return Filled(names, lacking, left_out)


def _propose(paper: Paper, uai: str, need: proposal_rules.Need, discipline: str, pay_code: str) -> Mission:
    zone = exams.zone_of(paper.session)
    agreement, board = (meeting and meeting.astimezone(zone) for meeting in (paper.agreement_at, paper.board_at))
    calendar = proposal_rules.MarkingCalendar(
        opens_on=paper.marking_opens_on,
        closes_on=paper.marking_closes_on,
        starts=paper.marking_starts,
        ends=paper.marking_ends,
        agreement_at=agreement,
        board_at=board,
    )
    values = MissionValues(
        title=f"{proposal_rules.MARKING} – {paper.title}"[: rules.TITLE_LENGTH],
        place_uai=uai,
        needed=need.markers,
        reserve=need.reserve,
        pay_code=pay_code,
        discipline=discipline,
    )
    # The dates are those of the paper, which the office gave: nobody is asked once more whether they are meant.
    activities = proposal_rules.plan_activities(calendar, uai)
    kind = rules.MissionKind.MARKING
    return write_mission(paper.session, paper, kind, values, activities, is_outside_meant=True)


def _still_free(mission: Mission, chosen: Sequence[lists.ProposedPerson]) -> list[lists.ProposedPerson]:
    """Hold those who are chosen; leave out who was put on another list of these hours meanwhile, or left the pool."""
    ids = [row.person.pk for row in chosen]
    persons.hold_persons(ids)
    known = obstacles.around(mission, ids)
    pooled = markers.pooled_among(mission.session_id, ids)
    free = [row for row in chosen if not any(one.kind in BARRING for one in known.obstacles(row.person))]
    return [row for row in free if row.person.pk in pooled]
