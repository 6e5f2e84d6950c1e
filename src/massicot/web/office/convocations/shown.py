"""Runs and letters as the office sees them: how far they are, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.documents.convocations import day_ranges
from massicot.exams import queries as exams
from massicot.missions.queries import convocations, printing
from massicot.missions.queries.convocations import Convocation, ConvocationRun
from massicot.missions.queries.drafts import drafts_of
from massicot.missions.queries.letters import FollowedCount, followed_by_run
from massicot.missions.queries.printing import PrintTarget
from massicot.missions.queries.runs import EmployerUnknown, clashing_among
from massicot.missions.rules import ConvocationAct, ConvocationState, RunKind
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.services import occasion_of
from massicot.post import queries as post
from massicot.post.rules import STATES, STUCK, LetterState
from massicot.web.shared.enumeration import join_parts

STANDINGS: Mapping[str, Promise | str] = {
    "": gettext_lazy("not acknowledged"),
    ConvocationAct.OPENED: gettext_lazy("opened, not acknowledged"),
    ConvocationAct.CAME_BACK: gettext_lazy("came back"),
    ConvocationAct.NOT_REACHED: gettext_lazy("not reached by the head"),
    ConvocationAct.CANNOT_COME: gettext_lazy("announced absent"),
    ConvocationAct.ACKNOWLEDGED: gettext_lazy("acknowledged"),
    ConvocationAct.TOLD_BY_HEAD: gettext_lazy("told by the head"),
    ConvocationState.REPLACED: gettext_lazy("replaced"),
    ConvocationState.CANCELLED: gettext_lazy("cancelled"),
}
"""What is known of a letter, those that need somebody first."""

EVENTS: Mapping[str, Promise | str] = {
    ConvocationAct.OPENED: gettext_lazy("opened by the person"),
    ConvocationAct.ACKNOWLEDGED: gettext_lazy("acknowledged by the person"),
    ConvocationAct.TOLD_BY_HEAD: gettext_lazy("person told of it"),
    ConvocationAct.CANNOT_COME: gettext_lazy("announced absent"),
    ConvocationAct.CAME_BACK: gettext_lazy("came back"),
    ConvocationAct.SENT_AGAIN: gettext_lazy("mailed again"),
    ConvocationAct.HOLDS: gettext_lazy("the convocation holds"),
    ConvocationAct.NOT_REACHED: gettext_lazy("the head did not reach the person"),
    ConvocationAct.NOT_TOLD: gettext_lazy("the head has not told the person after all"),
}

NOWHERE = "-"
"""Stands for those of whom no institution is known: an empty answer is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """One run of a session: what it is, how far it is."""

    run: ConvocationRun
    title: str
    address: str
    planned: int
    issued: int
    counts: FollowedCount | None = None
    """What is known of its letters; None where none of them holds."""

    @property
    def is_under_way(self) -> bool:
        """Say whether letters are still to be drawn up, or written."""
        if self.run.kind == RunKind.CONTROL:
            return not self.run.seen
        return not self.run.told_at and not self.run.cancelled_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    assignment: int
    name: str
    institution: str
    mission: str
    days: str
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    code: str
    address: str
    name: str
    mission: str
    institution: str
    standing: str
    standing_title: str
    mail: str
    mail_address: str
    is_open: bool
    """Whether somebody may still tell the person of it."""
    mail_id: int = 0
    """The mail that carries it, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """For whom letters are printed, and the addresses of the file."""

    name: str
    uai: str
    unreached: int
    letters: int
    address: str

    @property
    def lacking(self) -> str:
        """Say whether a mail brings them all, as the filter asks."""
        return "non" if self.unreached else ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One file of the letters of a control run: its number, its first and its last letter."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SilentStaff:
    """Those of one institution of whom nobody told who employs them, each with the address of their page."""

    uai: str
    institution: str
    people: Sequence[tuple[str, str]]


def shown_runs(session_id: int, now: datetime) -> list[ShownRun]:
    """Show the runs of a session, newest first."""
    counts = followed_by_run(session_id, now)
    return [_shown_run(run, counts.get(run.pk)) for run in convocations.runs_of(session_id)]


def _shown_run(run: Any, counts: FollowedCount | None) -> ShownRun:
    title = gettext("Control run") if run.kind == RunKind.CONTROL else gettext("Official run")
    address = reverse("office:convocation_run", args=[run.session.code, run.pk])
    return ShownRun(
        run=run,
        title=title,
        address=address,
        planned=run.planned,
        issued=run.issued,
        counts=counts,
    )


def shown_parts(run: ConvocationRun) -> list[PartRow]:
    """Show the files in which the letters of a control run are looked through: one, or several where there are many."""
    rows = []
    last = 0
    for part in convocations.parts_of(run):
        if part.letters:
            rows.append(PartRow(part.number, last + 1, last + part.letters))
        last += part.letters
    return rows


def shown_targets(run: ConvocationRun, targets: Sequence[PrintTarget]) -> list[TargetRow]:
    """Show for whom letters are printed, those first who get some by no mail."""
    rows = [
        TargetRow(target.name, target.uai, target.unreached, target.letters, _address_of(run, target))
        for target in targets
    ]
    return sorted(rows, key=lambda row: not row.unreached)


def _address_of(run: ConvocationRun, target: PrintTarget) -> str:
    whom = ("letters_of_institution", target.uai) if target.uai else ("letters_of_person", target.person)
    return reverse(f"office:{whom[0]}", args=[run.session.code, run.pk, whom[1]])


def shown_drafts(assignments: Sequence[Any], control_id: int) -> list[DraftRow]:
    """Show some letters of a control run, each with what would keep it from being official."""
    drafts = drafts_of([row.pk for row in assignments])
    clashing = clashing_among(control_id, drafts)
    return [_shown_draft(row, drafts.get(row.pk), clashing) for row in assignments]


def _shown_draft(row: Any, facts: LetterFacts | None, clashing: Collection[int]) -> DraftRow:
    if facts is None:
        return DraftRow(
            assignment=row.pk,
            name=str(row.person),
            institution="",
            mission=row.mission.title,
            days="",
            warning=gettext("no hours: no letter"),
        )
    warnings = (
        (row.pk in clashing, gettext("called elsewhere at these hours")),
        (facts.person.is_duty is None, gettext("employer not told")),
    )
    warning = ", ".join(words for is_so, words in warnings if is_so)
    return DraftRow(
        assignment=row.pk,
        name=facts.person.name,
        institution=facts.person.institution,
        mission=facts.title,
        days=days_of(facts),
        warning=warning,
    )


def days_of(facts: LetterFacts) -> str:
    return join_parts(row.words for row in day_ranges(printing.letter_from(facts).lines))


def shown_letters(rows: Sequence[Any]) -> list[LetterRow]:
    """Show some letters of a run: what is known of each, and how far its mail is."""
    mails = post.letters_on([occasion_of(row) for row in rows])
    return [_shown_letter(row, mails.get(occasion_of(row))) for row in rows]


def _shown_letter(row: Any, mail: Any) -> LetterRow:
    facts = convocations.facts_of(row)
    return LetterRow(
        code=row.code,
        address=reverse("office:convocation", args=[row.code]),
        name=facts.person.name,
        mission=facts.title,
        institution=facts.person.institution,
        standing=row.standing,
        standing_title=str(STANDINGS[row.standing]),
        mail=gettext(STATES[LetterState(mail.state)]) if mail else gettext("no address: by the head, or printed"),
        mail_address=reverse("office:letter", args=[mail.pk]) if mail and mail.state in STUCK else "",
        is_open=row.state == ConvocationState.VALID and row.standing not in _KNOWN,
        mail_id=mail.pk if mail else 0,
    )


_KNOWN = (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD)


def story_of(row: Convocation, local: Any) -> list[tuple[str, str, datetime, str]]:
    return [(str(EVENTS[event.act]), event.by, local(event.at), event.note) for event in convocations.events_of(row)]


def silent_staff(unknown: Sequence[EmployerUnknown]) -> list[SilentStaff]:
    """Show of whose staff nobody told the employer, institution by institution."""
    names = exams.institution_names({row.institution_uai for row in unknown if row.institution_uai})
    return [
        SilentStaff(
            uai or NOWHERE, names.get(uai, uai) or gettext("no institution"), [_person_link(row) for row in rows]
        )
        for uai, rows in groupby(unknown, key=lambda row: row.institution_uai)
    ]


def _person_link(row: EmployerUnknown) -> tuple[str, str]:
    name = f"{row.person.first_name} {row.person.surname}"
    return name, reverse("office:person_file", args=[row.person.pk])
