"""A paper of national size once it is lifted: a thousand statements drawn up, five of which no longer say what stands."""

import statistics
import time

import national

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.core.marks import format_entered
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.marks.models import Lock, Mark
from massicot.rehearsal import world
from massicot.results import queries as results
from massicot.results import services
from massicot.results.models import Lifting, Statement
from massicot.results.rules.access import Asker

STATEMENTS, STALE, ROUNDS = 1000, 5, 15


def lift(paper, at) -> list:
    """Lift a paper as it stands, and draw up statements; give the candidates who have one."""
    Lifting.objects.create(
        paper=paper, proposed_by=world.CASEWORKER.login, proposed_at=at, lifted_by="second@bureau.invalid", lifted_at=at
    )
    sealer, scale = anonymity.sealer_of(paper, national.KEY), exams.scale_of(paper)
    locked = Mark.objects.filter(batch__paper=paper, batch__in=Lock.objects.values("batch")).order_by("pk")
    numbers = list(locked.values_list("number", flat=True)[:STATEMENTS])
    standing = marks.signed_marks(paper.pk, numbers)
    said = {anonymity.entry_of_number(sealer, number): format_entered(standing[number], scale) for number in numbers}
    Statement.objects.bulk_create(
        Statement(
            paper=paper,
            entry_id=entry_id,
            issue=1,
            said=results.sealed_said(national.KEY, entry_id, 1, one),
            issued_by=world.CASEWORKER.login,
            issued_at=at,
        )
        for entry_id, one in said.items()
    )
    Mark.objects.filter(number__in=numbers[:STALE]).update(hundredths=1950, code="")
    return list(candidates.names_of_entries(said).values())


def time_access(paper, rows, at) -> str:
    """Time the act of the right of access, from a candidate to their script's place and story."""
    took = []
    for row in rows[:ROUNDS]:
        start = time.perf_counter()
        services.consult_script(
            paper=paper, row=row, asked_by=Asker.CANDIDATE, key=national.KEY, by=world.CASEWORKER, at=at
        )
        took.append(time.perf_counter() - start)
    return f"{1000 * statistics.median(took):.1f} ms (highest {1000 * max(took):.1f})"
