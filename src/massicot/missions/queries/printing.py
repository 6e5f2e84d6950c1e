"""Letters on paper: a file for each institution, and one for each person whom no head of institution answers for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from massicot.exams import queries as exams
from massicot.missions.models import Convocation
from massicot.missions.queries.standing import with_known
from massicot.missions.rules import ConvocationState, letters
from massicot.post import queries as post

_OCCASION = Concat(Value(letters.OCCASIONS), Cast("run_id", CharField()), Value(":"), "code", output_field=CharField())

Letters = QuerySet[Any]
"""Letters to be printed, as rows that say whether a mail brings them."""


@dataclass(frozen=True, slots=True)
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


def unreached(rows: Letters) -> Letters:
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
        PrintTarget(uai, person, identifier, name, total, lacking)
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
