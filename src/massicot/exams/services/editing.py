"""Acts that edit a session and its papers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries
from massicot.exams.models import Paper, Session
from massicot.exams.rules import copying, editing, routing
from massicot.exams.rules.editing import NothingChanged, PaperProgress
from massicot.exams.rules.session_plan import PaperValues, SessionValues
from massicot.exams.services.creating import scale_columns

Change = tuple[str, str]
"""A value before and after, as text."""


@dataclass(frozen=True, slots=True)
class SessionEdited:
    """A session was edited: each field with its value before and after."""

    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class PaperEdited:
    """A paper was edited: each field with its value before and after, and why, where a reason is asked."""

    changes: Mapping[str, Change]
    reason: str


@transaction.atomic
def edit_session(*, session: Session, values: SessionValues, by: Actor, at: datetime) -> None:
    """Correct how a session is called and whom people call; its code and its time zone stay.

    Raise SessionYearImpossible, NothingChanged.
    """
    copying.check_year(values.year)
    row = queries.hold_session(session)
    wanted = dataclasses.asdict(values)
    changes = {name: (str(getattr(row, name)), str(value)) for name, value in wanted.items()}
    changes = {name: change for name, change in changes.items() if change[0] != change[1]}
    if not changes:
        raise NothingChanged
    Session.objects.filter(pk=session.pk).update(**wanted)
    audit.record(subject=f"session:{session.code}", fact=SessionEdited(changes), by=by, at=at)


@transaction.atomic
def edit_paper_untold_markers(
    *, paper: Paper, values: PaperValues, progress: PaperProgress, reason: str = "", by: Actor, at: datetime
) -> Mapping[str, Change]:
    """Edit a paper and tell what changed; `progress` is what the later rooms count of it.

    Lower service of the act that tells its markers of a closing that moves. Raise what `rules.editing` refuses.
    """
    changes = amend_paper(paper, values, progress, at)
    why = editing.check_reason(paper.code, changes, reason, progress)
    audit.record(subject=queries.subject_of(paper), fact=PaperEdited(changes, why), by=by, at=at)
    return changes


def amend_paper(paper: Paper, values: PaperValues, progress: PaperProgress, at: datetime) -> dict[str, Change]:
    """Write new values of a paper, inside the caller's transaction; return what changed, before and after."""
    row = queries.hold_paper(paper.pk)
    before = queries.values_of(row)
    check_values(row, before, values, progress, at)
    columns = {name: value for name, value in _columns(values).items() if name != "scale"}
    Paper.objects.filter(pk=row.pk).update(**columns, **scale_columns(values.scale))
    names = editing.changed_names(before, values)
    return {name: (str(getattr(before, name)), str(getattr(values, name))) for name in names}


def check_values(paper: Paper, before: PaperValues, values: PaperValues, progress: PaperProgress, at: datetime) -> None:
    """Refuse new values of a paper, as editing it would, and write nothing."""
    zone = queries.zone_of(paper.session)
    editing.check_edit(paper.code, before, values, editing.moment_of(before, progress, zone, at))
    routing.check_same_routes(paper.code, queries.route_facts(paper), before.starts_at, values.starts_at)


def _columns(values: PaperValues) -> dict[str, Any]:
    return {field.name: getattr(values, field.name) for field in dataclasses.fields(values)}
