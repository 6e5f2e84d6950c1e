"""Letters set again from their facts, and on paper: a file for each institution, or for each person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from massicot.documents.calendars import CalendarEvent, CalendarFile, CalendarMethod
from massicot.documents.convocations import CallLine, ConvocationLetter, LetterPlace
from massicot.exams import queries as exams
from massicot.missions.models import Convocation
from massicot.missions.queries import convocations
from massicot.missions.queries.letters import with_known
from massicot.missions.rules import letters
from massicot.missions.rules.letters import CallSlot, LetterFacts
from massicot.missions.rules.missions import ConvocationState
from massicot.post import queries as post


def letter_of(convocation: Convocation) -> ConvocationLetter:
    """Write a letter as its document takes it."""
    return letter_from(convocations.facts_of(convocation), convocation.code)


def letters_of(rows: Iterable[Convocation]) -> list[ConvocationLetter]:
    """Write several letters as their document takes them."""
    return [letter_of(row) for row in rows]


def letter_from(facts: LetterFacts, code: str = "") -> ConvocationLetter:
    """Write what a letter says as its document takes it; without a code it is one to be checked."""
    person, office = facts.person, facts.office
    return ConvocationLetter(
        code=code,
        page=facts.page,
        authority=office.authority,
        office=office.office,
        telephone=office.telephone,
        address=office.address,
        signatory=office.signatory,
        session=facts.session_title,
        subject_code=facts.paper or facts.session,
        subject_title=facts.paper_title or facts.title,
        mission=facts.title,
        is_reserve=facts.is_reserve,
        is_late=facts.is_late,
        is_instead=facts.is_instead,
        is_duty=person.is_duty,
        is_rehearsal=facts.is_rehearsal,
        identifier=person.identifier,
        name=person.name,
        institution=f"{person.institution} ({person.institution_uai})" if person.institution_uai else "",
        lines=[CallLine(slot.title, slot.starts, slot.ends, slot.place) for slot in facts.slots],
        places=[
            LetterPlace(place.uai, place.name, place.address, _position(place.latitude, place.longitude))
            for place in facts.places
        ],
        issued_on=facts.day_issued,
        replaces=facts.replaces,
    )


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def calendar_of(convocation: Convocation) -> CalendarFile:
    """Write the calendar file that goes with a letter."""
    facts = convocations.facts_of(convocation)
    return _calendar(convocation, [(facts, slot) for slot in facts.slots], CalendarMethod.PUBLISH)


def cancelled_calendar_of(convocation: Convocation) -> CalendarFile:
    """Write the calendar file that takes out what nobody has to come for any more, of any issue until this one.

    Of a letter that was replaced: what the one in its place does not have.
    """
    later = convocations.successor_of(convocation) if convocation.state == ConvocationState.REPLACED else None
    kept = {slot.activity for slot in convocations.facts_of(later).slots} if later else set[int]()
    fallen = letters.fallen_slots(convocations.issues_until(convocation), kept)
    return _calendar(convocation, fallen, CalendarMethod.CANCEL)


def _calendar(
    convocation: Convocation, events: Sequence[tuple[LetterFacts, CallSlot]], method: CalendarMethod
) -> CalendarFile:
    facts = convocations.facts_of(convocation)
    # Between two issues there is room for the end of the first one.
    sequence = 2 * (convocation.issue - 1) + (method is CalendarMethod.CANCEL)
    return CalendarFile(
        events=[_event(convocation, said, slot) for said, slot in events],
        time_zone=facts.time_zone,
        sequence=sequence,
        stamped_at=convocation.issued_at,
        organizer=settings.MASSICOT_EMAIL_FROM.rpartition("<")[2].rstrip(">"),
        organizer_name=facts.office.office or facts.office.authority,
        method=method,
    )


def _event(convocation: Convocation, facts: LetterFacts, slot: CallSlot) -> CalendarEvent:
    place = facts.place_of(slot)
    return CalendarEvent(
        identifier=f"{letters.first_code(convocation.code)}.{slot.activity}@massicot",
        title=f"{facts.title} : {slot.title}",
        starts_at=slot.starts,
        ends_at=slot.ends,
        place=" – ".join(filter(None, (place.name, place.address))),
        details=f"Convocation {convocation.code}",
        position=_position(place.latitude, place.longitude),
    )


_OCCASION = Concat(Value(letters.OCCASIONS), Cast("run_id", CharField()), Value(":"), "code", output_field=CharField())

Letters = QuerySet[Any]
"""Letters to be printed, as rows that say whether a mail brings them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTarget:
    """For whom letters go into one file: an institution, or a person who is of none; how many there are."""

    uai: str
    person: int
    identifier: str
    name: str
    letters: int
    unreached: int
    """Letters that no mail has brought to whom they call."""

    @property
    def subject(self) -> str:
        """Say for whom the file is, as lists of files do."""
        return self.uai or self.identifier


def printable_letters(
    session_id: int, now: datetime, *, paper_id: int | None = None, run_id: int | None = None, uai: str | None = None
) -> Letters:
    """Find the letters of a session that hold and are wanted; of one paper, one run, one institution where asked.

    Each says as `is_reached` whether a mail brought it or will: none does without an address or a mail server, where a
    server refused it, where somebody gave it up, or where it came back.
    """
    # One that regularises is wanted once its days are over too.
    is_wanted = Q(ends_at__gt=now) | Q(assignment__late_on__isnull=False)
    rows = Convocation.objects.filter(is_wanted, run__session_id=session_id, state=ConvocationState.VALID)
    if paper_id is not None:
        rows = rows.filter(assignment__mission__paper_id=paper_id)
    if run_id is not None:
        rows = rows.filter(run_id=run_id)
    if uai is not None:
        rows = rows.filter(institution_uai=uai)
    mailed = rows.annotate(occasion=_OCCASION).annotate(is_mailed=post.is_on_its_way(OuterRef("occasion")))
    reached = Case(When(is_mailed=True, is_back=False, then=True), default=False)
    found: Letters = with_known(mailed).annotate(is_reached=reached)
    return found


def without_mail(rows: Letters) -> Letters:
    """Keep the letters that no mail brings."""
    return rows.filter(is_reached=False)


def targets_of(rows: Letters) -> list[PrintTarget]:
    """List for whom letters are printed, institutions and then persons, by name."""
    alone = Q(institution_uai="")
    person = Case(When(alone, then=F("assignment__person_id")), default=0)
    counted = rows.order_by().annotate(alone=person).values_list("institution_uai", "alone")
    found = list(counted.annotate(total=Count("pk"), lacking=Count("pk", filter=Q(is_reached=False))))
    names = exams.institution_names({uai for uai, *_ in found if uai})
    people = _people(rows.filter(alone)) if any(person for _, person, *_ in found) else {}
    targets = [
        PrintTarget(uai=uai, person=person, identifier=identifier, name=name, letters=total, unreached=lacking)
        for uai, person, total, lacking in found
        for identifier, name in (people.get(person, ("", names.get(uai, uai))),)
    ]
    return sorted(targets, key=lambda target: (not target.uai, target.name, target.subject))


def letters_for(rows: Letters, uai: str, person_id: int = 0) -> list[Convocation]:
    """List the letters of one file, by name: of an institution, or of a person who is of none."""
    own = rows.filter(institution_uai=uai)
    if not uai:
        own = own.filter(assignment__person_id=person_id)
    return list(own.order_by("assignment__person__surname", "assignment__person__first_name", "starts_at", "code"))


def _people(rows: Letters) -> dict[int, tuple[str, str]]:
    named = rows.values_list(
        "assignment__person_id",
        "assignment__person__identifier",
        "assignment__person__surname",
        "assignment__person__first_name",
    )
    return {person: (identifier, f"{first} {surname}") for person, identifier, surname, first in named}
