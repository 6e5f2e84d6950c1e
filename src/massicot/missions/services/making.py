"""Acts that make, change and delete a mission."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.missions import queries, rules
from massicot.missions.models import Activity, Assignment, Convocation, Mission, NamedFor
from massicot.missions.rules import facts, making
from massicot.missions.rules.making import SKILLS_BETWEEN, ActivityValues, MissionValues
from massicot.missions.services.clashing import check_list_still_holds

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

    A day outside the school year of the session is meant: it was asked. Raise what `rules.making` refuses,
    InstitutionUnknown or SessionIsArchived.
    """
    exams.check_at_work(session)
    mission = write_mission(session, paper, kind, values, activities, is_outside_meant=is_outside_meant)
    fact = facts.MissionMade(
        mission.pk, kind, values.title, values.place_uai, values.needed, values.reserve, _written(activities)
    )
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
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

    Raise what `rules.making` refuses, MissionChangedMeanwhile, ReasonWanted, ConvenedCannotKeep, MissionUnchanged.
    """
    mission = queries.hold_mission(mission_id)
    changes = _changes(mission, values, activities)
    if not changes:
        raise making.MissionUnchanged
    _check(mission.session, values, activities, is_outside_meant=is_outside_meant)
    convened = queries.count_listed(mission.pk)[2]
    why = _reason(changes, convened, reason)
    columns = {**_columns(values), "revision": seen + 1}
    if Mission.objects.filter(pk=mission.pk, revision=seen).update(**columns) != 1:
        raise making.MissionChangedMeanwhile
    if "activities" in changes:
        _replace(mission, activities)
        check_list_still_holds(mission)
    fact = facts.MissionChanged(mission.pk, changes, why, convened)
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return queries.mission_by_id(mission.session.code, mission.pk)


@transaction.atomic
def delete_mission(*, mission_id: int, seen: int, by: Actor, at: datetime) -> None:
    """Delete a mission to which nobody was ever convened; those on its list are on it no more.

    Raise SomebodyConvened, LettersWereSent, MissionChangedMeanwhile or MissionUnknown.
    """
    mission = queries.hold_mission(mission_id)
    if mission.revision != seen:
        raise making.MissionChangedMeanwhile
    main, reserve, convened = queries.count_listed(mission.pk)
    if convened:
        raise making.SomebodyConvened(count=convened)
    if Convocation.objects.filter(assignment__mission=mission).exists():
        raise making.LettersWereSent
    subject = queries.subject_of(mission)
    fact = facts.MissionDeleted(mission.pk, mission.title, mission.place_uai, main + reserve)
    Assignment.objects.filter(mission=mission).delete()
    mission.delete()
    audit.record(subject=subject, fact=fact, by=by, at=at)


def _check(
    session: Session, values: MissionValues, activities: Sequence[ActivityValues], *, is_outside_meant: bool
) -> None:
    making.check_mission(values)
    making.check_activities(activities, exams.zone_of(session))
    if not is_outside_meant:
        making.check_school_year(activities, session.year)
    for uai in {values.place_uai, *(activity.place_uai for activity in activities)}:
        exams.check_known(uai)


def _reason(changes: Mapping[str, tuple[str, str]], convened: int, typed: str) -> str:
    reason = typed.strip()
    making.check_text(reason)
    if convened and not reason and {"place_uai", "activities"}.intersection(changes):
        raise making.ReasonWanted(count=convened)
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
    before = _written(queries.activity_values(mission))
    after = _written(activities)
    if before != after:
        changes["activities"] = ("; ".join(before), "; ".join(after))
    return changes


def _written(activities: Sequence[ActivityValues]) -> list[str]:
    return sorted(activity.written for activity in activities)


def _add(mission: Mission, activities: Collection[ActivityValues]) -> list[Activity]:
    zone = exams.zone_of(mission.session)
    return Activity.objects.bulk_create(
        Activity(
            mission=mission,
            title=activity.title.strip(),
            starts_at=activity.slot(zone).starts_at,
            ends_at=activity.slot(zone).ends_at,
            place_uai=activity.place_uai,
            is_for_named=activity.is_for_named,
        )
        for activity in sorted(activities, key=lambda row: (row.day, row.starts, row.title))
    )


def _replace(mission: Mission, activities: Sequence[ActivityValues]) -> None:
    """Write the hours anew; whoever is named for an activity stays so for the one of its name, in their order."""
    named: dict[tuple[str, int], list[int]] = {}
    ranks: dict[str, int] = {}
    people: dict[int, list[int]] = {}
    for assignment, activity in NamedFor.objects.filter(activity__mission=mission).values_list(
        "assignment_id", "activity_id"
    ):
        people.setdefault(activity, []).append(assignment)
    for row in queries.activities_of(mission.pk):
        if row.is_for_named:
            named[row.title, ranks.get(row.title, 0)] = people.get(row.pk, [])
            ranks[row.title] = ranks.get(row.title, 0) + 1
    Activity.objects.filter(mission=mission).delete()
    ranks.clear()
    links = []
    for row in _add(mission, activities):
        if row.is_for_named:
            same = named.get((row.title, ranks.get(row.title, 0)), [])
            ranks[row.title] = ranks.get(row.title, 0) + 1
            links += [NamedFor(assignment_id=assignment, activity=row) for assignment in same]
    NamedFor.objects.bulk_create(links)
