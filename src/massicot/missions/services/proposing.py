"""Acts that propose: the missions of a paper from its calendar, the whole list of a mission by the rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.missions import queries, rules
from massicot.missions.models import Assignment, Mission
from massicot.missions.rules import counting, facts, filling, listing, making, proposing, ranking
from massicot.missions.rules.listing import BARRING
from massicot.missions.rules.making import MissionValues
from massicot.missions.services.listing import new_assignment
from massicot.missions.services.making import write_mission
from massicot.persons import queries as persons

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling a list came to: who was put on it, how many places stay empty, and why."""

    persons: Sequence[str]
    lacking: int
    left_out: filling.LeftUncalled


@transaction.atomic
def propose_missions(
    *, paper: Paper, scripts: Mapping[str, Mapping[str, int]], discipline: str = "", by: Actor, at: datetime
) -> list[Mission]:
    """Propose the marking mission of each on-site marking centre of a paper that has none, from its calendar.

    `scripts` counts, by UAI of the centre and by specialty, what is expected there: whoever may know says so. Proposed
    again, what stands already stays as it is. Raise NothingToPropose, or SessionIsArchived.
    """
    row = exams.hold_paper(paper.pk)
    known = queries.missions_of_place(row.pk, rules.MissionKind.MARKING)
    made = {}
    for uai in sorted(scripts.keys() - known):
        need = counting.need_of(scripts[uai], row.session.reserve_percent, row.batch_size)
        if need.markers:
            made[uai] = _propose(row, uai, need, discipline)
    if not made:
        raise proposing.NothingToPropose(paper=row.code)
    fact = facts.MissionsProposed(row.code, {uai: mission.pk for uai, mission in made.items()})
    audit.record(subject=exams.subject_of(row), fact=fact, by=by, at=at)
    return list(made.values())


@transaction.atomic
def fill_mission(*, mission_id: int, by: Actor, at: datetime) -> Filled:
    """Fill the empty places of a mission by the rule, those of the reserve last.

    Two who fill it at once wait for one another; so do two lists that want one person. Raise NobodyLeft, ListFull.
    """
    mission = queries.hold_mission(mission_id)
    main, reserve, _ = queries.count_listed(mission.pk)
    free = mission.places - main - reserve
    if free <= 0:
        raise listing.ListFull(places=mission.places)
    proposed = {row.person.identifier: row for row in queries.proposals_for(mission, exams.day_of(mission.session, at))}
    proposals = [row.proposal for row in proposed.values()]
    chosen = [proposed[row.person.identifier] for row in ranking.chosen(proposals, free)]
    kept = _still_free(mission, chosen)
    left_out = filling.left_uncalled(proposals)
    if not kept:
        raise listing.NobodyLeft(why=left_out.phrases)
    places = max(mission.needed - main, 0)
    rows = [new_assignment(mission, row, by, at) for row in kept]
    for rank, row in enumerate(rows):
        row.is_reserve = rank >= places
    Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)
    names = [row.person.identifier for row in kept]
    lacking = free - len(kept)
    fact = listing.MissionFilled(mission.pk, names, lacking)
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return Filled(names, lacking, left_out)


def _propose(paper: Paper, uai: str, need: counting.Need, discipline: str) -> Mission:
    zone = exams.zone_of(paper.session)
    agreement, board = (meeting and meeting.astimezone(zone) for meeting in (paper.agreement_at, paper.board_at))
    calendar = proposing.MarkingCalendar(
        opens_on=paper.marking_opens_on,
        closes_on=paper.marking_closes_on,
        starts=paper.marking_starts,
        ends=paper.marking_ends,
        agreement_at=agreement,
        board_at=board,
    )
    values = MissionValues(
        title=f"{proposing.MARKING} – {paper.title}"[: making.TITLE_LENGTH],
        place_uai=uai,
        needed=need.markers,
        reserve=need.reserve,
        discipline=discipline,
    )
    # The dates are those of the paper, which the office gave: nobody is asked once more whether they are meant.
    activities = proposing.plan_activities(calendar, uai)
    kind = rules.MissionKind.MARKING
    return write_mission(paper.session, paper, kind, values, activities, is_outside_meant=True)


def _still_free(mission: Mission, chosen: Sequence[queries.ProposedPerson]) -> list[queries.ProposedPerson]:
    """Hold those who are chosen; leave out who was put on another list of these hours meanwhile, or left the pool."""
    ids = [row.person.pk for row in chosen]
    persons.hold_persons(ids)
    known = queries.around(mission, ids)
    pooled = markers.pooled_among(mission.session_id, ids)
    free = [row for row in chosen if not any(one.kind in BARRING for one in known.obstacles(row.person))]
    return [row for row in free if row.person.pk in pooled]
