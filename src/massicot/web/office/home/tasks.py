"""What remains to be done in the exam office, session by session and paper by paper, until the marks have left."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from massicot.consignments.rules.rungs import MISSING_SCRIPT
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.post.rules import State as LetterState
from massicot.results.rules.centres import CentreState
from massicot.results.rules.gap_kinds import RUNG_OF, count_looked_into
from massicot.web.office.batches.tasks import tasks_of_batches, tasks_of_late_batches
from massicot.web.office.documents.tasks import tasks_of_printing
from massicot.web.office.facts import OfficePaperFacts, SessionFacts
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency

_CENTRES: tuple[tuple[CentreState, Any, Promise | str, Urgency], ...] = (
    (
        CentreState.LATE,
        ngettext_lazy(
            "{n} centre has not sent everything in time.", "{n} centres have not sent everything in time.", "n"
        ),
        gettext_lazy("Call them"),
        Urgency.AT_ONCE,
    ),
    (
        CentreState.KEYING,
        ngettext_lazy("{n} centre has not closed its day.", "{n} centres have not closed their day.", "n"),
        gettext_lazy("See them"),
        Urgency.NOW,
    ),
    (
        CentreState.TO_SEND,
        ngettext_lazy("{n} centre has not sent everything yet.", "{n} centres have not sent everything yet.", "n"),
        gettext_lazy("See them"),
        Urgency.LATER,
    ),
)
_LATE_PARCELS = ngettext_lazy(
    "{n} parcel has left and not arrived: it is late.", "{n} parcels have left and not arrived: they are late.", "n"
)
_THERE = ngettext_lazy(
    "{n} script of which you had decided is there after all: say what counts.",
    "{n} scripts of which you had decided are there after all: say what counts.",
    "n",
)
_MISSING = ngettext_lazy("{n} script is missing.", "{n} scripts are missing.", "n")
_LOOKED_INTO = ngettext_lazy("{n} gap must be looked into.", "{n} gaps must be looked into.", "n")


def tasks_of_office(
    sessions: int, letters: Mapping[LetterState, int], invitations: int, *, has_mail: bool
) -> Iterator[Task]:
    """List what remains whatever the paper."""
    if not sessions:
        sentence = gettext("There is no session yet.")
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
    count, address = facts.heads_wanted, reverse("office:people")
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
    if facts.lifted.is_lifted:
        yield from _there_after_all(facts)
        yield from tasks_of_late_batches(facts)
        yield from _to_export(facts)
        return
    if now < facts.paper.entry_closes_at:
        yield from _to_prepare(facts, has_key=has_key)
    if now < facts.paper.starts_at:
        yield from tasks_of_printing(facts.paper, now)
    else:
        yield from _at_centres(facts, now)
        yield from _gaps(facts)
        yield from _there_after_all(facts)
        yield from tasks_of_batches(facts, now)
        yield from _to_lift(facts, login)


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


def _at_centres(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    due_at = exams.local(facts.paper, exams.due_at(facts.paper))
    for state, sentence, button, urgency in _CENTRES:
        count = facts.centres[state]
        if count and (now >= facts.paper.ends_at or state is CentreState.LATE):
            address = facts.address("centres_of_paper", query=f"?etat={state}")
            yield Task(sentence.format(n=Grouped(count)), str(button), address, urgency, due_at, heading=facts.heading)
    if facts.awaited and now > due_at:
        sentence, address = _LATE_PARCELS.format(n=Grouped(facts.awaited)), _to_call(facts)
        yield Task(sentence, gettext("See whom to call"), address, Urgency.AT_ONCE, heading=facts.heading)


def _to_call(facts: OfficePaperFacts) -> str:
    """Find the centres whom to call, those that most parcels are awaited from first."""
    return facts.address("centres_of_paper", query="?tri=-parcels")


def _gaps(facts: OfficePaperFacts) -> Iterator[Task]:
    if count := facts.gaps[MISSING_SCRIPT.name]:
        address = facts.rung(RUNG_OF[MISSING_SCRIPT.name])
        yield Task(_MISSING.format(n=Grouped(count)), gettext("Decide"), address, heading=facts.heading)
    if count := count_looked_into(facts.gaps):
        address = facts.address("ladder")
        yield Task(_LOOKED_INTO.format(n=Grouped(count)), gettext("Open the ladder"), address, heading=facts.heading)


def _there_after_all(facts: OfficePaperFacts) -> Iterator[Task]:
    """Ask what counts where a script was decided of, lost or to be sat again, and is there after all."""
    keys = facts.there_after_all
    if not keys:
        return
    sentence = _THERE.format(n=Grouped(len(keys)))
    only = facts.address("decide_gap", query=f"?{urlencode({'key': keys[0]})}")
    address = only if len(keys) == 1 else facts.address("ladder", query="#decided")
    yield Task(sentence, gettext("Say what counts"), address, heading=facts.heading)


def _to_lift(facts: OfficePaperFacts, login: str) -> Iterator[Task]:
    is_blocked = facts.open_gaps or facts.days_open or facts.there_after_all or not facts.has_marks
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
        sentence, button = gettext("The anonymity is lifted: the marks can leave."), gettext("Take the marks away")
        yield Task(sentence, button, facts.address("exports"), heading=facts.heading)
    elif count := facts.lifted.changed:
        sentence = ngettext(
            "{n} mark was changed since the marks were taken away: whoever loaded them has the old one.",
            "{n} marks were changed since the marks were taken away: whoever loaded them has the old ones.",
            count,
        )
        button = gettext("Take the marks away again")
        address = facts.address("exports")
        yield Task(sentence.format(n=Grouped(count)), button, address, Urgency.AT_ONCE, heading=facts.heading)
