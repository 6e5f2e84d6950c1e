"""Reads for the table of absences."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from massicot.absences import models
from massicot.absences.queries.absences import absence_rows, half_of
from massicot.absences.rules.absence_table import AbsenceLine
from massicot.absences.rules.absences import in_order
from massicot.absences.rules.deductions import read
from massicot.exams import queries as exams


def absence_lines(session: exams.Session, paper: exams.Paper | None = None) -> Iterator[AbsenceLine]:
    """List the absences of a session, or of a paper, by name; with the answer that stands."""
    rows: Any = absence_rows().filter(assignment__mission__session=session)
    if paper is not None:
        rows = rows.filter(assignment__mission__paper=paper)
    standing = {"taken_back_at": None}
    answers = (
        Prefetch("decisions", models.RectorDecision.objects.filter(**standing), to_attr="standing_decisions"),
        Prefetch("deductions", models.Deduction.objects.filter(**standing), to_attr="standing_deductions"),
    )
    ordered = rows.order_by("assignment__person__surname", "assignment__person__first_name", "pk")
    for row in ordered.prefetch_related("halves", *answers):
        yield _line(session, row)


def _line(session: exams.Session, row: Any) -> AbsenceLine:
    person, mission = row.assignment.person, row.assignment.mission
    left = [half for half in row.halves.all() if half.ended_at is None]
    halves = in_order(map(half_of, left))
    decision = next(iter(row.standing_decisions), None)
    deduction = next(iter(row.standing_deductions), None)
    return AbsenceLine(
        session=session.code,
        paper=mission.paper.code if mission.paper else "",
        absence=row.pk,
        identifier=person.identifier,
        civility=person.civility,
        surname=person.surname,
        first_name=person.first_name,
        institution=row.institution_uai,
        mission=mission.pk,
        title=mission.title,
        code=row.letter_code,
        places=" ".join(dict.fromkeys(half.place_uai for half in left)),
        first_day=halves[0][0].isoformat() if halves else "",
        last_day=halves[-1][0].isoformat() if halves else "",
        days=len({day for day, _ in halves}),
        half_days=len(halves),
        state=row.state,
        decided_on=decision.decided_on.isoformat() if decision else "",
        decision=decision.reference if decision else "",
        **_deduction_cells(deduction),
    )


def _deduction_cells(row: models.Deduction | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(("reference", "thirtieths", "fate", "is_referred", "filed_on"), "")
    facts = read(row.facts)
    return {
        "reference": facts.reference,
        "thirtieths": str(row.thirtieths),
        "fate": row.fate,
        "is_referred": "oui" if row.is_referred else "non",
        "filed_on": facts.filed_on,
    }
