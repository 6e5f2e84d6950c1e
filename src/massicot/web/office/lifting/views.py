"""The lifting of anonymity: what it does, what still blocks it, proposed by one person and confirmed by another.

Each of the two gives a code of their second factor at the very moment, whatever their session has proven before.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.core.actor import Actor, Role
from massicot.core.ladder import Ladder
from massicot.exams.queries import Paper
from massicot.marks.rules.rungs import MARKS, NOT_LOCKED
from massicot.results import queries as results
from massicot.results import services
from massicot.roomreports import queries as reports
from massicot.roomreports.rules import ENDS, FollowUp
from massicot.scripts.rules import PUPIL_KEY
from massicot.store import key_file
from massicot.web.office.access import paper_or_404
from massicot.web.office.ladder.reads import look_knowing
from massicot.web.office.ladder.rungs import gap_title
from massicot.web.shared.access import actor_of
from massicot.web.shared.acts import Forms


class PaperReader(NamedTuple):
    """The paper of an address, and who reads its page: what is proposed by one is confirmed by another."""

    paper: Paper
    user: Any


def lifting_at(request: HttpRequest, session: str, paper: str) -> PaperReader:
    """Find the paper of an address, with whoever would give a code."""
    return PaperReader(paper_or_404(session, paper), request.user)


def propose_or_confirm(*, paper: Paper, seen: str, is_anew: bool, by: Actor, at: datetime) -> None:
    """Propose the lifting of a paper, in one's own name where another proposed it, or confirm it."""
    act = services.propose_anew if is_anew else services.lift
    act(paper=paper, seen=seen, by=by, at=at)


def said_of_lifting(paper: Paper) -> str:
    """Say how far the lifting of a paper is once somebody has acted."""
    if results.is_lifted(paper):
        return gettext("The anonymity of {paper} is lifted: the marks can be taken away with the names.").format(
            paper=paper.code
        )
    return gettext("The lifting of {paper} is proposed: another person of the office confirms it.").format(
        paper=paper.code
    )


def page_of_lifting(request: HttpRequest, subject: PaperReader, _refused: Forms) -> dict[str, Any]:
    """Show where the lifting of a paper stands, and what still blocks it."""
    paper = subject.paper
    matters = results.matters_of([paper.pk])[paper.pk]
    look = look_knowing(paper, timezone.now(), matters.kept, matters.reasons)
    stage = results.shown_lifting(paper)
    lifting = stage.lifting
    unlocked = _count_unlocked(look.ladder)
    gaps = look.open_counts()
    unsaid = results.there_after_all(paper, look.ladder.gaps)
    days = look.days_open()
    marked = look.rung(MARKS.name).found
    incidents = reports.standings_of(paper.pk)
    # Only an incident that is open may be one of which the office has said nothing.
    unread = reports.unread_rooms(paper.pk) if incidents.get(FollowUp.OPEN) else []
    is_blocked = bool(days or gaps.all or unsaid or unread or matters.aside or matters.kept_marks or not marked)
    is_own = lifting is not None and lifting.proposed_by == actor_of(request).login
    is_lifted = lifting is not None and lifting.lifted_at is not None
    return {
        "paper": paper,
        "lifting": lifting,
        "seen": stage.seen,
        "is_lifted": is_lifted,
        "is_own": is_own,
        "behind_both": _behind_both(request, lifting),
        "has_left": lifting is not None and not accounts.holds_role(lifting.proposed_by, Role.OFFICE),
        "changed": stage.changed,
        "unlocked": unlocked,
        "days": days,
        "gaps": gaps,
        # Batches that are not locked say it of what is typed in them.
        "is_unmarked": not marked and not unlocked,
        "unsaid": [(key, gap_title(key)) for key in unsaid],
        "unread": unread,
        "slips": matters.aside,
        "kept": matters.kept_marks,
        "incidents": sum(count for word, count in incidents.items() if word not in ENDS),
        "fraud_files": incidents.get(FollowUp.FRAUD_FILE, 0),
        # Beside numbers that a proposal lists no name stands; once it is lifted it lists none.
        "withheld": [reports.incident_row(row) for row in reports.incidents_withholding(paper.pk)] if is_lifted else [],
        "is_blocked": is_blocked,
        "may_act": not (is_lifted or is_own or is_blocked),
        "marks_slug": MARKS.slug,
        "slipped": _count_own_pupils(paper) if is_lifted else None,
        "certificates": results.certificates_told(paper) if is_lifted else "",
        "totals": look.ladder.totals,
    }


def _count_own_pupils(paper: Paper) -> int | None:
    """Count the own pupils that were marked in small batches; without the key, nobody can tell.

    Asked of a paper that is lifted only: before, two counts around a hand-out would tell the school of one script.
    """
    key = key_file.read_if_whole()
    return batches.own_pupils_marked(paper, key.sub_key(PUPIL_KEY)) if key else None


def _behind_both(request: HttpRequest, lifting: Any) -> str:
    """Name who could have come in both as whoever proposed and as another who reads the page."""
    reader = actor_of(request).login
    if lifting is None or lifting.lifted_at is not None or lifting.proposed_by == reader:
        return ""
    return ", ".join(accounts.holders.shared_behind(lifting.proposed_by, lifting.proposed_at, reader, timezone.now()))


def _count_unlocked(ladder: Ladder) -> int:
    """Count the batches that are not locked, among the gaps that the next steps close."""
    return sum(gap.kind == NOT_LOCKED.name for gap in ladder.open_gaps)
