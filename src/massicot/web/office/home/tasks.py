"""What remains to be done in the exam office, session by session and paper by paper, until the marks have left."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.consignments.rules.rungs import LEFT_OUT, MISSING_SCRIPT
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.post.rules import LetterState
from massicot.results.rules.ladder import RUNG_OF, count_looked_into
from massicot.web.office.batches.tasks import tasks_of_batches, tasks_of_late_batches
from massicot.web.office.candidates.tasks import tasks_of_candidates
from massicot.web.office.centres.tasks import tasks_of_centres
from massicot.web.office.consultations.tasks import tasks_of_consultations, tasks_of_files
from massicot.web.office.destruction.tasks import tasks_of_destruction
from massicot.web.office.documents.tasks import tasks_of_printing
from massicot.web.office.facts import OfficePaperFacts, SessionFacts
from massicot.web.office.incidents.tasks import tasks_of_incidents
from massicot.web.office.returns.tasks import tasks_of_returns
from massicot.web.office.sheets.tasks import tasks_of_sheets
from massicot.web.office.shelf.tasks import tasks_of_shelf
from massicot.web.office.slips.tasks import tasks_of_slips
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_THERE = TaskKind(
    ngettext_lazy(
        "{n} script of which you had decided is there after all: say what counts.",
        "{n} scripts of which you had decided are there after all: say what counts.",
        "n",
    ),
    gettext_lazy("Say what counts"),
    "ladder",
    "#decided",
)
_LOSSES = {
    MISSING_SCRIPT.name: TaskKind(
        ngettext_lazy("{n} script is missing.", "{n} scripts are missing.", "n"), gettext_lazy("Decide"), "rung"
    ),
    LEFT_OUT.name: TaskKind(
        ngettext_lazy(
            "{n} script was not found when its parcel was made: its exam centre looks for it.",
            "{n} scripts were not found when their parcels were made: their exam centres look for them.",
            "n",
        ),
        gettext_lazy("See which"),
        "rung",
    ),
    MISSING_STRIP.name: TaskKind(
        ngettext_lazy(
            "{n} header strip was not there when its box was closed: its exam centre looks for it.",
            "{n} header strips were not there when their boxes were closed: their exam centres look for them.",
            "n",
        ),
        gettext_lazy("See which"),
        "rung",
        urgency=Urgency.LATER,
    ),
    MISSING_FROM_BATCH.name: TaskKind(
        ngettext_lazy(
            "{n} script is missing from its batch: have it looked for, or decide.",
            "{n} scripts are missing from their batches: have them looked for, or decide.",
            "n",
        ),
        gettext_lazy("Decide"),
        "rung",
    ),
}
_LYING = TaskKind(
    ngettext_lazy(
        "{n} missing script lies under a slip: it is looked for no more, its slip is to be ended.",
        "{n} missing scripts lie under slips: they are looked for no more, their slips are to be ended.",
        "n",
    ),
    gettext_lazy("See the slips"),
    "set_asides",
)
_LOOKED_INTO = TaskKind(
    ngettext_lazy("{n} gap must be looked into.", "{n} gaps must be looked into.", "n"),
    gettext_lazy("Open the ladder"),
    "ladder",
)
_CHANGED = TaskKind(
    ngettext_lazy(
        "{n} mark was changed since the marks were taken away: whoever loaded them has the old one.",
        "{n} marks were changed since the marks were taken away: whoever loaded them has the old ones.",
        "n",
    ),
    gettext_lazy("Take the marks away again"),
    "exports",
    urgency=Urgency.AT_ONCE,
)


def tasks_of_office(
    sessions: int, letters: Mapping[LetterState, int], invitations: int, *, has_mail: bool, has_archived: bool = False
) -> Iterator[Task]:
    """List what remains whatever the paper."""
    if not sessions:
        sentence = gettext("Every session is archived.") if has_archived else gettext("There is no session yet.")
        yield Task(sentence, gettext("Create a session"), reverse("office:new_session"), Urgency.AT_ONCE)
    if count := letters.get(LetterState.REFUSED, 0) + letters.get(LetterState.UNCERTAIN, 0):
        sentence = ngettext("{n} letter did not leave.", "{n} letters did not leave.", count).format(n=Grouped(count))
        yield Task(sentence, gettext("See the letters"), reverse("office:letters"), Urgency.AT_ONCE)
    if not has_mail and (count := letters.get(LetterState.WAITING, 0)):
        sentence = ngettext(
            "{n} letter waits and reaches nobody: no mail server is named.",
            "{n} letters wait and reach nobody: no mail server is named.",
            count,
        ).format(n=Grouped(count))
        yield _waiting(sentence, invitations)


def tasks_of_server(*, has_unnamed_front: bool) -> Iterator[Task]:
    """Tell the office what whoever runs the server has to set."""
    if has_unnamed_front:
        sentence = gettext(
            "A front server that is not named passes people on: wrong passwords of one count against everybody."
        )
        detail = gettext("Whoever runs the server names it in MASSICOT_TRUSTED_PROXIES.")
        yield Task(sentence, gettext("See who signs in"), reverse("office:people"), Urgency.AT_ONCE, detail=detail)


def _waiting(sentence: str, invitations: int) -> Task:
    """Say what to do about letters that no server takes: invitations among them are printed."""
    if not invitations:
        detail = gettext("Whoever runs the server names one (MASSICOT_EMAIL_URL), or call those they are for.")
        return Task(sentence, gettext("See the letters"), reverse("office:letters"), detail=detail)
    detail = ngettext(
        "{n} of them is an invitation, and invites nobody yet: print it on paper, or have a mail server named "
        "(MASSICOT_EMAIL_URL).",
        "{n} of them are invitations, and invite nobody yet: print them on paper, or have a mail server named "
        "(MASSICOT_EMAIL_URL).",
        invitations,
    ).format(n=Grouped(invitations))
    return Task(sentence, gettext("Print the invitations"), reverse("office:people"), detail=detail)


def tasks_of_one_alone(sessions: int, logins: Collection[str]) -> Iterator[Task]:
    """Tell somebody who is alone in the office to invite another before the second is wanted."""
    if sessions and len(logins) == 1:
        sentence = gettext("You are alone in the exam office: two persons are needed to lift the anonymity.")
        address = reverse("office:invite", query={"role": Role.OFFICE})
        yield Task(sentence, gettext("Invite a second person"), address, Urgency.LATER)


def tasks_of_session(facts: SessionFacts, now: datetime) -> Iterator[Task]:
    """List what a session has not got yet, whether its first paper has begun or not."""
    if not facts.has_specialties:
        yield Task(
            gettext("No specialty is imported yet: the institutions come first, then the specialties."),
            gettext("Import the tables"),
            _import_of(facts.session),
            due_at=facts.begins_at,
            heading=facts.heading,
        )
    elif facts.heads_wanted:
        yield _heads_to_invite(facts, now)
    if facts.has_specialties and facts.wants_markers:
        yield Task(
            gettext("No marker is imported yet: batches are handed out to nobody else."),
            gettext("Import the markers"),
            _import_of(facts.session, "markers"),
            Urgency.LATER,
            due_at=facts.marking_at,
            heading=facts.heading,
        )


def _heads_to_invite(facts: SessionFacts, now: datetime) -> Task:
    """Ask for heads; once a paper has begun for those who still have to do, and no longer as late: it is too late."""
    count = facts.heads_wanted
    address = reverse("office:people")
    if now < facts.begins_at:
        sentence = ngettext("{n} centre has no head yet.", "{n} centres have no head yet.", count)
        due_at: datetime | None = facts.begins_at
    else:
        sentence = ngettext(
            "{n} centre that still has work to do has no head.",
            "{n} centres that still have work to do have no head.",
            count,
        )
        due_at = None
    return Task(
        sentence.format(n=Grouped(count)),
        gettext("Invite the heads"),
        address,
        due_at=due_at,
        heading=facts.heading,
    )


def tasks_of_paper(facts: OfficePaperFacts, login: str, now: datetime, *, has_key: bool) -> Iterator[Task]:
    """List what remains of one paper, as somebody of the office sees it."""
    yield from tasks_of_consultations(facts, now)
    if facts.lifted.is_lifted:
        yield from _there_after_all(facts)
        yield from tasks_of_late_batches(facts)
        yield from tasks_of_incidents(facts)
        yield from _to_export(facts)
        yield from tasks_of_returns(facts, now)
        yield from tasks_of_sheets(facts, now)
        yield from tasks_of_shelf(facts)
        yield from tasks_of_slips(facts, now)
        yield from tasks_of_destruction(facts, login, now)
        yield from tasks_of_files(facts, now)
        return
    if now < facts.paper.entry_closes_at:
        yield from _to_prepare(facts, has_key=has_key)
    if now < facts.paper.starts_at:
        yield from tasks_of_printing(facts.paper, now)
    else:
        yield from tasks_of_centres(facts, now)
        yield from _gaps(facts)
        yield from _there_after_all(facts)
        yield from tasks_of_candidates(facts)
        yield from tasks_of_batches(facts, now)
        yield from tasks_of_incidents(facts)
        yield from _to_lift(facts, login)
        yield from tasks_of_returns(facts, now)
        yield from tasks_of_sheets(facts, now)
        yield from tasks_of_shelf(facts)
        yield from tasks_of_slips(facts, now)


def tasks_of_put_away(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    """List what remains of a paper whose session is archived: what it has on the shelf is hidden by nothing (0015)."""
    for task in (*tasks_of_slips(facts, now), *tasks_of_destruction(facts, login, now), *tasks_of_files(facts, now)):
        yield replace(task, detail=gettext("The session is archived."))


def _to_prepare(facts: OfficePaperFacts, *, has_key: bool) -> Iterator[Task]:
    """List what should be there before the paper begins, and what is late once it has."""
    starts_at = exams.local(facts.paper, facts.paper.starts_at)
    if not facts.has_entries:
        yield Task(
            gettext("Nobody is entered yet."),
            gettext("Import the candidates"),
            _import_of(facts.paper.session, "candidates"),
            due_at=starts_at,
            heading=facts.heading,
        )
    elif facts.is_to_number:
        sentence = (
            gettext("The numbers are not drawn yet.")
            if has_key
            else gettext("The numbers are not drawn yet: a copy of the key must be confirmed first.")
        )
        yield Task(sentence, gettext("Prepare"), reverse("office:documents"), due_at=starts_at, heading=facts.heading)


def _import_of(session: exams.Session, table: str = "institutions") -> str:
    return reverse("office:imports", query={"session": session.code, "table": table})


def _gaps(facts: OfficePaperFacts) -> Iterator[Task]:
    for name, kind in _LOSSES.items():
        if (count := facts.gaps[name] - facts.lying[name]) > 0:
            yield facts.task(kind, count, facts.rung(RUNG_OF[name]))
    if count := facts.lying.total():
        yield facts.task(_LYING, count)
    if count := count_looked_into(facts.gaps):
        yield facts.task(_LOOKED_INTO, count)


def _there_after_all(facts: OfficePaperFacts) -> Iterator[Task]:
    """Ask what counts where a script was decided of, lost or to be sat again, and is there after all."""
    if keys := facts.there_after_all:
        only = facts.address("decide_gap", query=f"?{urlencode({'key': keys[0]})}")
        yield facts.task(_THERE, len(keys), only if len(keys) == 1 else "")


def _to_lift(facts: OfficePaperFacts, login: str) -> Iterator[Task]:
    waiting = facts.open_gaps or facts.days_open or facts.there_after_all or facts.unread
    is_blocked = waiting or facts.aside or facts.kept_marks or not facts.has_marks
    if is_blocked or facts.lifted.proposed_by == login:
        return
    if facts.lifted.proposed_by:
        sentence = gettext("{who} proposed to lift the anonymity.").format(who=facts.lifted.proposed_by)
        button = gettext("Confirm the lifting")
    else:
        sentence = gettext("Every batch is locked and no gap is open: the anonymity can be lifted.")
        button = gettext("Propose the lifting")
    yield Task(sentence, button, facts.address("lifting"), heading=facts.heading)


def _to_export(facts: OfficePaperFacts) -> Iterator[Task]:
    if not facts.lifted.is_exported:
        sentence = gettext("The anonymity is lifted: the marks can leave.")
        button = gettext("Take the marks away")
        yield Task(sentence, button, facts.address("exports"), heading=facts.heading)
    elif facts.lifted.changed:
        yield facts.task(_CHANGED, facts.lifted.changed)
