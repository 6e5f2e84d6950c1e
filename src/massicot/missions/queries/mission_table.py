"""Reads for the table of the people called: who is on which list, for what, and what their last letter has become."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from massicot.exams import queries as exams
from massicot.markers.rules import WORD_OF_EMPLOYER
from massicot.missions.models import Assignment, Convocation, ConvocationEvent
from massicot.missions.queries.drafts import drafts_of
from massicot.missions.queries.letters import with_known
from massicot.missions.queries.missions import ON_LIST
from massicot.missions.rules.hours import count_minutes, half_days
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.rules.mission_table import MissionLine, hours_and_minutes
from massicot.missions.rules.missions import ConvocationAct
from massicot.persons import queries as persons
from massicot.persons.rules import EmployerKind
from massicot.store.prepared import Question

AT_ONCE = 500


def mission_lines(session: exams.Session, paper: exams.Paper | None = None) -> Iterator[MissionLine]:
    """List who is on the list of a mission of a session, or of a paper, by mission and name.

    Whoever was taken off once they had a letter is listed too: they may have come.
    """
    had_letter = Exists(Convocation.objects.filter(assignment=OuterRef("pk")))
    rows = Assignment.objects.filter(ON_LIST | Q(had_letter), mission__session=session)
    if paper is not None:
        rows = rows.filter(mission__paper=paper)
    first = Min("mission__activities__starts_at")
    ordered = rows.select_related("mission__paper", "person").annotate(first=first)
    everybody = iter(
        ordered.order_by("first", "mission_id", "is_reserve", "person__surname", "person__first_name", "pk")
    )
    while some := list(islice(everybody, AT_ONCE)):
        yield from _lines(session, some)


def _lines(session: exams.Session, rows: Sequence[Any]) -> Iterator[MissionLine]:
    ids = [row.pk for row in rows]
    drafts = drafts_of(ids)
    letters = _last_letters(ids)
    known = _known_at([letter.pk for letter in letters.values()])
    situations = _situations(session, rows, drafts)
    for row in rows:
        yield _line(session, row, drafts.get(row.pk), letters.get(row.pk), known, situations.get(row.pk))


_LETTERS: Question[Any] = Question(
    lambda assignment_ids: with_known(
        Convocation.objects.filter(assignment_id__in=assignment_ids).defer("facts")
    ).order_by("issue")
)
_KNOWN: Question[tuple[int, str, datetime]] = Question(
    lambda letter_ids: (
        ConvocationEvent.objects.filter(convocation_id__in=letter_ids)
        .order_by("pk")
        .values_list("convocation_id", "act", "at")
    )
)


def _last_letters(ids: Sequence[int]) -> dict[int, Any]:
    return {row.assignment_id: row for row in _LETTERS.ask(assignment_ids=list(ids))}


def _known_at(ids: Sequence[int]) -> dict[tuple[int, str], datetime]:
    return {(letter, act): at for letter, act, at in _KNOWN.ask(letter_ids=list(ids))} if ids else {}


def _situations(
    session: exams.Session, rows: Sequence[Any], drafts: Mapping[int, LetterFacts]
) -> dict[int, persons.Situation]:
    """Map those on the lists to their situation of the first day on which they come: what is owed follows it."""
    found: dict[int, persons.Situation] = {}
    days = {row.pk: exams.day_of(session, drafts[row.pk].starts) for row in rows if row.pk in drafts}
    for day in set(days.values()):
        own = {row.pk: row.person_id for row in rows if days.get(row.pk) == day}
        of_day = persons.situations_of(set(own.values()), day)
        found |= {key: of_day[person] for key, person in own.items() if person in of_day}
    return found


def _line(
    session: exams.Session,
    row: Any,
    facts: LetterFacts | None,
    letter: Any,
    known: Mapping[tuple[int, str], datetime],
    situation: persons.Situation | None,
) -> MissionLine:
    mission, person = row.mission, row.person
    slots = facts.slots if facts else ()
    halves = {half for slot in slots for half in half_days(slot.starts, slot.ends)}
    standing = letter.standing if letter and letter.standing in list(ConvocationAct) else ""
    known_at = known.get((letter.pk, standing)) if letter else None
    zone = exams.zone_of(session)
    return MissionLine(
        session=session.code,
        paper=mission.paper.code if mission.paper else "",
        mission=mission.pk,
        kind=mission.kind,
        title=mission.title,
        pay_code=mission.pay_code,
        identifier=person.identifier,
        civility=person.civility,
        surname=person.surname,
        first_name=person.first_name,
        institution=situation.institution_uai if situation else "",
        employer_kind=_employer(situation),
        is_state_agent=_yes_no(situation.is_state_agent) if situation else "",
        is_reserve=_yes_no(row.is_reserve),
        late_on=row.late_on.isoformat() if row.late_on else "",
        state=row.state,
        places=" ".join(dict.fromkeys(slot.place for slot in slots)),
        starts_at=facts.starts.isoformat() if facts else "",
        ends_at=facts.ends.isoformat() if facts else "",
        days=len({day for day, _ in halves}),
        half_days=len(halves),
        hours=hours_and_minutes(count_minutes((slot.starts, slot.ends) for slot in slots)),
        code=letter.code if letter else "",
        letter_state=letter.state if letter else "",
        issued_at=letter.issued_at.astimezone(zone).isoformat() if letter else "",
        standing=standing,
        known_at=known_at.astimezone(zone).isoformat() if known_at else "",
    )


def _employer(situation: persons.Situation | None) -> str:
    return WORD_OF_EMPLOYER[EmployerKind(situation.employer_kind)] if situation and situation.employer_kind else ""


def _yes_no(is_so: bool | None) -> str:  # noqa: FBT001 - it is the value itself that is written
    return "" if is_so is None else ("oui" if is_so else "non")
