"""Long work as the office sees it: what it is, how far it is, how it ended, where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs import rules
from massicot.web.office.kinds import DOCUMENTS, SLUGS, TABLES
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.refusals import grouped_in

IDLE_AFTER = timedelta(seconds=15)
"""After which somebody should hear that no worker takes a piece of work up."""

Subject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobPart:
    """The part of the desk where work is asked for: the subject that shows it, its address, its title."""

    subject: str
    address: str
    title: str | Promise


@dataclass(frozen=True, slots=True)
class ShownJob:
    """One piece of work on its page."""

    part: JobPart

    job: jobs.Job
    title: str
    percent: int
    is_open: bool
    is_idle: bool
    ending: str
    is_refused: bool
    leaves_documents: bool
    onward: str
    button: str | Promise


def job_or_404(job_id: int, *kinds: rules.Kind) -> jobs.Job:
    """Fetch the job of an address, of one of these kinds or of any."""
    try:
        job = jobs.job_by_id(job_id)
    except Refused:
        raise Http404 from None
    if kinds and rules.Kind(job.kind) not in kinds:
        raise Http404
    return job


def shown_job(job: jobs.Job, now: datetime) -> ShownJob:
    """Put a job into words."""
    onward, button = _onward(job)
    return ShownJob(
        part=_part(job),
        job=job,
        title=title_of(job),
        percent=rules.percent(job.steps_done, job.steps_total),
        is_open=job.state in rules.OPEN,
        is_idle=job.state == rules.State.WAITING and now - job.asked_at >= IDLE_AFTER,
        ending=_ending(job),
        is_refused=job.state == rules.State.FAILED,
        leaves_documents=job.kind == rules.Kind.PRINT or rules.ON_PAPER in jobs.subject_of(job),
        onward=onward,
        button=button,
    )


def title_of(job: jobs.Job) -> str:
    """Say what a piece of work is."""
    return _TITLES[rules.Kind(job.kind)](jobs.subject_of(job))


def session_of(job: jobs.Job) -> str:
    """Name the session that a piece of work is of, where its title does not; empty where its paper does."""
    return str(jobs.subject_of(job).get("session", ""))


def _paper(subject: Subject) -> str:
    paper = exams.paper_by_id(subject["paper"])
    return f"{paper.session.code} / {paper.code}"


def _title_of_preview(subject: Subject) -> str:
    return gettext("Reading of a table: {table}").format(table=gettext(TABLES[subject["table"]]))


def _title_of_import(subject: Subject) -> str:
    return gettext("Import: {table}").format(table=gettext(TABLES[subject["table"]]))


def _title_of_prepare(subject: Subject) -> str:
    return gettext("Numbers of {paper}").format(paper=_paper(subject))


def _title_of_print(subject: Subject) -> str:
    return gettext("{documents} of {paper}").format(
        documents=gettext(DOCUMENTS[subject["kind"]]), paper=_paper(subject)
    )


def _title_of_invite(subject: Subject) -> str:
    on_paper = gettext("Letters on paper for the heads of {session}")
    title = on_paper if subject.get(rules.ON_PAPER) else gettext("Invitations of the heads of {session}")
    return title.format(session=subject["session"])


_TITLES: Mapping[rules.Kind, Callable[[Subject], str]] = {
    rules.Kind.PREVIEW_TABLE: _title_of_preview,
    rules.Kind.IMPORT_TABLE: _title_of_import,
    rules.Kind.PREPARE: _title_of_prepare,
    rules.Kind.PRINT: _title_of_print,
    rules.Kind.INVITE: _title_of_invite,
}


def _ending(job: jobs.Job) -> str:
    if job.state == rules.State.FAILED:
        return grouped_in(gettext(job.sentence).format_map(jobs.values_of(job)))
    return _ENDINGS[rules.Kind(job.kind)](jobs.outcome_of(job)) if job.state == rules.State.DONE else ""


def _counted_lines(outcome: Subject) -> str:
    sentence = gettext("{new} lines are new, {changed} changed, {same} were there already.")
    return sentence.format_map(outcome)


def _counted_numbers(outcome: Subject) -> str:
    sentence = gettext("{numbers} numbers and {spares} spare numbers drawn for {centres} exam centres.")
    return sentence.format_map(outcome)


def _counted_documents(outcome: Subject) -> str:
    count = outcome["documents"]
    parts = [ngettext("{count} document is ready.", "{count} documents are ready.", count).format(count=count)]
    if left := outcome.get("left"):
        sentence = ngettext(
            "{count} mark sheet was printed meanwhile by somebody else, who has it: it is left alone.",
            "{count} mark sheets were printed meanwhile by somebody else, who has them: they are left alone.",
            left,
        )
        parts.append(sentence.format(count=left))
    return " ".join(parts)


def _waiting_letters(count: int) -> str:
    sentence = ngettext(
        "{count} letter waits in the outbox and reaches nobody, for no mail server is named: print it instead.",
        "{count} letters wait in the outbox and reach nobody, for no mail server is named: print them instead.",
        count,
    )
    return sentence.format(count=count)


def _counted_invitations(outcome: Subject) -> str:
    if (printed := outcome.get("printed")) is not None:
        parts = [ngettext("{count} letter is ready.", "{count} letters are ready.", printed).format(count=printed)]
    else:
        invited = outcome["invited"]
        parts = [ngettext("{count} head is invited.", "{count} heads are invited.", invited).format(count=invited)]
        if invited and not is_mailed():
            parts = [_waiting_letters(invited)]
    if without := outcome["without"]:
        sentence = ngettext(
            "{count} centre has no e-mail address: invite its head by hand.",
            "{count} centres have no e-mail address: invite their heads by hand.",
            without,
        )
        parts.append(sentence.format(count=without))
    if refused := outcome["refused"]:
        sentence = ngettext(
            "{count} was refused, being on both sides: name another person there.",
            "{count} were refused, being on both sides: name other persons there.",
            refused,
        )
        parts.append(sentence.format(count=refused))
    return " ".join(parts)


_ENDINGS: Mapping[rules.Kind, Callable[[Subject], str]] = {
    rules.Kind.PREVIEW_TABLE: _counted_lines,
    rules.Kind.IMPORT_TABLE: _counted_lines,
    rules.Kind.PREPARE: _counted_numbers,
    rules.Kind.PRINT: _counted_documents,
    rules.Kind.INVITE: _counted_invitations,
}


def _part(job: jobs.Job) -> JobPart:
    """Say where the work was asked for."""
    if job.kind in (rules.Kind.PREPARE, rules.Kind.PRINT):
        return JobPart("documents", reverse("office:documents"), gettext_lazy("Documents"))
    if job.kind == rules.Kind.INVITE:
        return JobPart("people", reverse("office:people"), gettext_lazy("People"))
    return JobPart("imports", reverse("office:imports"), gettext_lazy("Imports"))


def _onward(job: jobs.Job) -> tuple[str, str | Promise]:
    """Say where the work leads once it has ended."""
    subject = jobs.subject_of(job)
    if job.kind in (rules.Kind.PREPARE, rules.Kind.PRINT):
        paper = exams.paper_by_id(subject["paper"])
        whole = (paper.session.code, paper.code)
        if job.kind == rules.Kind.PREPARE:
            return reverse("office:paper_documents", args=whole), gettext_lazy("Documents")
        return reverse("office:documents_of_kind", args=[*whole, SLUGS[subject["kind"]]]), gettext_lazy("Documents")
    if job.kind == rules.Kind.INVITE:
        return reverse("office:people"), gettext_lazy("People")
    read = {name: value for name, value in subject.items() if name != "seen"}
    if job.state == rules.State.FAILED and (preview := jobs.last_of(rules.Kind.PREVIEW_TABLE, read)):
        return reverse("office:import_report", args=[preview.pk]), gettext_lazy("See the report")
    return reverse("office:imports", query={"session": subject["session"]}), gettext_lazy("Import another table")
