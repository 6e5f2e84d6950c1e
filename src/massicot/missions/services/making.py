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
from massicot.missions.rules.matching import same_activities
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
    before = [row.pk for row in queries.activities_of(mission.pk)]
    ordered = _in_order(activities)
    same = [
        None if place is None else before[place] for place in same_activities(queries.activity_values(mission), ordered)
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
