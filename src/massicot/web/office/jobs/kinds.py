"""The kinds of long work as the office sees them: one record each, of what it is, how it ended, where it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import ON_PAPER, JobState, Work
from massicot.missions.queries import convocations
from massicot.missions.rules.runs import name_few
from massicot.results.services import DOCUMENTS
from massicot.results.services.intake import TABLES
from massicot.web.office.jobs import downloads
from massicot.web.office.jobs.downloads import Download, Subject
from massicot.web.shared.mail import is_mailed


@dataclass(frozen=True, slots=True)
class JobPart:
    """The part of the desk where work is asked for: the subject that shows it, the name of its page, its title."""

    subject: str
    page: str
    title: str | Promise

    @property
    def address(self) -> str:
        return reverse(self.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of long work: where it is asked for, what it is called, how it ended, where it leads, what it leaves."""

    part: JobPart
    title: Callable[[Subject], str]
    ending: Callable[[Subject], str]
    """What came of it, of a job that is done."""
    onward: Callable[[jobs.Job], tuple[str, str | Promise]]
    """Where it leads once it has ended, and the words of the button."""
    download: Download | None = None
    leads_on: bool = False
    """Whether whoever watches it is led to where it leads once it is done: there is nothing to read here."""
    is_part: bool = False
    """Whether it is one of many parts of what is watched where it leads."""
    told: Callable[[Subject], Subject] = dict
    """What its refusal tells, from the ids that it keeps."""


def _paper(subject: Subject) -> str:
    paper = exams.paper_by_id(subject["paper"])
    return f"{paper.session.code} / {paper.code}"


def _title_of_preview(subject: Subject) -> str:
    return gettext("Reading of a table: {table}").format(table=gettext(TABLES[subject["table"]].title))


def _title_of_import(subject: Subject) -> str:
    return gettext("Import: {table}").format(table=gettext(TABLES[subject["table"]].title))


def _title_of_prepare(subject: Subject) -> str:
    return gettext("Numbers of {paper}").format(paper=_paper(subject))


def _title_of_print(subject: Subject) -> str:
    return gettext("{documents} of {paper}").format(
        documents=gettext(DOCUMENTS[subject["kind"]].title), paper=_paper(subject)
    )


def _title_of_invite(subject: Subject) -> str:
    on_paper = gettext("Letters on paper for the heads of {session}")
    title = on_paper if subject.get(ON_PAPER) else gettext("Invitations of the heads of {session}")
    return title.format(session=subject["session"])


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
    if departed := outcome.get("departed"):
        parts.append(_left_out(departed, outcome["departed_from"].split(",")))
    return " ".join(parts)


def _left_out(count: int, uais: Sequence[str]) -> str:
    sentence = ngettext(
        "{count} centre is left out: all its numbered scripts have left, and names and numbers are no longer printed "
        "together ({centres}).",
        "{count} centres are left out: all their numbered scripts have left, and names and numbers are no longer "
        "printed together ({centres}).",
        count,
    )
    names = exams.institution_names(uais)
    named = ", ".join(names.get(uai, uai) for uai in uais) + (", …" if count > len(uais) else "")
    return sentence.format(count=count, centres=named)


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


def _to_report_or_tables(job: jobs.Job) -> tuple[str, str | Promise]:
    subject = jobs.subject_of(job)
    if job.kind == Work.PREVIEW_TABLE and job.state == JobState.DONE:
        return reverse("office:import_report", args=[job.pk]), gettext_lazy("See the report")
    read = {name: value for name, value in subject.items() if name != "seen"}
    if job.state == JobState.FAILED and (preview := jobs.last_of(Work.PREVIEW_TABLE, read)):
        return reverse("office:import_report", args=[preview.pk]), gettext_lazy("See the report")
    return reverse("office:imports", query={"session": subject["session"]}), gettext_lazy("Import another table")


def _to_paper(job: jobs.Job) -> tuple[str, str | Promise]:
    paper = exams.paper_by_id(jobs.subject_of(job)["paper"])
    return reverse("office:paper_documents", args=[paper.session.code, paper.code]), gettext_lazy("Documents")


def _to_documents(job: jobs.Job) -> tuple[str, str | Promise]:
    subject = jobs.subject_of(job)
    paper = exams.paper_by_id(subject["paper"])
    slug = DOCUMENTS[subject["kind"]].slug
    return reverse("office:documents_of_kind", args=[paper.session.code, paper.code, slug]), gettext_lazy("Documents")


def _title_of_control(_subject: Subject) -> str:
    return gettext("Control run")


def _title_of_check(_subject: Subject) -> str:
    return gettext("Last check before the official run")


def _title_of_convene(_subject: Subject) -> str:
    return gettext("Official run")


def _counted_drafts(outcome: Subject) -> str:
    count = outcome["letters"]
    return ngettext("{count} letter is to be checked.", "{count} letters are to be checked.", count).format(count=count)


def _run_message(_outcome: Subject) -> str:
    return gettext("The official run is asked for: the letters are being written.")


def _name_people(values: Subject) -> Subject:
    """Name the people of a refusal, whose assignments alone are kept."""
    people = [int(one) for one in filter(None, str(values.get("people", "")).split(","))]
    # Somebody on two lists is named once.
    return {**values, "people": name_few(list(dict.fromkeys(convocations.assigned_names(people))))}


def _counted_convocations(outcome: Subject) -> str:
    written = ngettext("{count} letter is written.", "{count} letters are written.", outcome["letters"])
    parts = [written.format(count=outcome["letters"])]
    if changed := outcome["changed"]:
        sentence = ngettext(
            "{count} person was left out, for whom something changed meanwhile: make a control run again.",
            "{count} persons were left out, for whom something changed meanwhile: make a control run again.",
            changed,
        )
        parts.append(sentence.format(count=changed))
    return " ".join(parts)


def _to_run(job: jobs.Job) -> tuple[str, str | Promise]:
    subject = jobs.subject_of(job) | jobs.outcome_of(job)
    if job.state == JobState.FAILED and job.kind != Work.CONVENE:
        return reverse("office:convocation_runs", args=[subject["session"]]), gettext_lazy("Make a control run")
    address = reverse("office:convocation_run", args=[subject["session"], subject["run"]])
    return address, gettext_lazy("See the convocations")


def _title_of_plan(subject: Subject) -> str:
    return gettext("Plan of the lists of {session}").format(session=subject["session"])


def _counted_calls(outcome: Subject) -> str:
    if not outcome["placed"] and not outcome["empty"]:
        return gettext("All the lists are full with those who are pinned or convened: nobody was put on one.")
    lists = ngettext("{count} list is planned:", "{count} lists are planned:", outcome["missions"])
    places = ngettext("{count} place is filled.", "{count} places are filled.", outcome["placed"])
    parts = [lists.format(count=outcome["missions"]), places.format(count=outcome["placed"])]
    if empty := outcome["empty"]:
        sentence = ngettext(
            "{count} place stays empty, and {least} at least in any plan: ask for fewer there, or bring more people "
            "into the pool.",
            "{count} places stay empty, and {least} at least in any plan: ask for fewer there, or bring more people "
            "into the pool.",
            empty,
        )
        parts.append(sentence.format(count=empty, least=outcome["least_empty"]))
    if gap := outcome["gap"]:
        share = gettext("Of all that fill as many places, the plan is at most {gap} ‰ dearer than the best.")
        parts.append(share.format(gap=gap))
    if unknown := outcome["unknown_places"]:
        sentence = ngettext(
            "{count} institution has no coordinates ({some}): the way from there counts as the longest. Give them in "
            "the table of institutions.",
            "{count} institutions have no coordinates ({some} …): the way from there counts as the longest. Give them "
            "in the table of institutions.",
            unknown,
        )
        parts.append(sentence.format(count=unknown, some=", ".join(outcome["some_unknown"].split(","))))
    return " ".join(parts)


def _to_missions(job: jobs.Job) -> tuple[str, str | Promise]:
    session = jobs.subject_of(job)["session"]
    return reverse("office:missions_of_session", args=[session]), gettext_lazy("See the lists")


def _to_people(_job: jobs.Job) -> tuple[str, str | Promise]:
    return reverse("office:people"), gettext_lazy("Accesses")


_IMPORTS = JobPart("imports", "office:imports", gettext_lazy("Imports"))
_DOCUMENTS = JobPart("documents", "office:documents", gettext_lazy("Documents"))
_CONVOCATIONS = JobPart("convocations", "office:convocations", gettext_lazy("Convocations"))
_MISSIONS = JobPart("missions", "office:missions", gettext_lazy("Missions"))
_PEOPLE = JobPart("people", "office:people", gettext_lazy("Accesses"))

KINDS: Mapping[Work, JobKind] = {
    Work.PREVIEW_TABLE: JobKind(
        part=_IMPORTS, title=_title_of_preview, ending=_counted_lines, onward=_to_report_or_tables, leads_on=True
    ),
    Work.IMPORT_TABLE: JobKind(
        part=_IMPORTS, title=_title_of_import, ending=_counted_lines, onward=_to_report_or_tables
    ),
    Work.PREPARE: JobKind(part=_DOCUMENTS, title=_title_of_prepare, ending=_counted_numbers, onward=_to_paper),
    Work.PRINT: JobKind(
        part=_DOCUMENTS,
        title=_title_of_print,
        ending=_counted_documents,
        onward=_to_documents,
        download=downloads.PRINTED,
    ),
    Work.INVITE: JobKind(
        part=_PEOPLE,
        title=_title_of_invite,
        ending=_counted_invitations,
        onward=_to_people,
        download=downloads.LETTERS,
    ),
    Work.DRAW_UP: JobKind(
        part=_CONVOCATIONS, title=_title_of_control, ending=_counted_drafts, onward=_to_run, leads_on=True
    ),
    Work.CHECK_RUN: JobKind(
        part=_CONVOCATIONS, title=_title_of_check, ending=_run_message, onward=_to_run, leads_on=True, told=_name_people
    ),
    Work.CONVENE: JobKind(
        part=_CONVOCATIONS, title=_title_of_convene, ending=_counted_convocations, onward=_to_run, is_part=True
    ),
    Work.PLAN: JobKind(part=_MISSIONS, title=_title_of_plan, ending=_counted_calls, onward=_to_missions),
}

FETCHED = tuple(kind for kind, record in KINDS.items() if record.download)
"""The kinds of work that leave documents."""
