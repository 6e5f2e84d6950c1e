"""A session put away, and one taken out again.

An archived session is out of every list and home page, of the reminders and of what workers look after. Nothing of it
is lost: the office opens it from the list of archived sessions, answers the right of access, issues a document anew,
and brings the session back by one act. Nothing begins in it meanwhile: no import, no draw of numbers, no corrigendum,
no batch. Its centres find it no more. The identity wall goes on seeing it: whoever knew its names does not come to know
its numbers.

A session may be deleted while it has left no trace outside the office: no number drawn, nobody invited, nothing keyed,
nobody told by a corrigendum. Its line of the journal stays and ends with the deletion. Its code may be used again, for
it stands on every paper and a session is deleted because it was made wrongly: the new one goes on in the same chain,
below the deletion.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class SessionGone(Refused):
    """A session, or one of its papers, that somebody deleted meanwhile."""

    sentence = N_("This session was deleted meanwhile: nothing was done. Go back to the list of sessions.")


class SessionIsArchived(Refused):
    """Something begun or changed in a session that is out of everybody's sight."""

    sentence = N_("The session {session} is archived: bring it back first, from the list of archived sessions.")


class ArchivedAlready(Refused):
    """A session archived twice."""

    sentence = N_("The session {session} is archived already.")


class NotArchived(Refused):
    """A session brought back that is in every list."""

    sentence = N_("The session {session} is not archived: it is in the list of sessions.")


class ArchivedWithoutReason(Refused):
    """A session archived without saying why."""

    sentence = N_("Say why the session {session} is archived: it is read in the list of archived sessions.")


class NumbersAreDrawn(Refused):
    """A session deleted whose scripts bear numbers."""

    sentence = N_(
        "The numbers of {paper} are drawn: the session {session} can no longer be deleted. Archive it: it leaves every "
        "list, and can be brought back."
    )


class PeopleAreInvited(Refused):
    """A session deleted to which somebody was invited."""

    sentence = N_(
        "{people}: access to the session {session}, and by it to no other. The session cannot be deleted: archive it, "
        "or withdraw this access first."
    )


class PeopleAreTold(Refused):
    """A session deleted of which a corrigendum told people."""

    sentence = N_(
        "The corrigendum {reference} told people of the session {session}: it can no longer be deleted. Archive it: it "
        "leaves every list, and can be brought back."
    )


class WorkIsDone(Refused):
    """A session deleted in which somebody worked."""

    sentence = N_(
        "Work has begun in the session {session} (attendance, counts, parcels or decisions): it can no longer be "
        "deleted. Archive it: it leaves every list, and can be brought back."
    )


class SessionMoved(Refused):
    """A session deleted from a page that shows other things than it holds now."""

    sentence = N_(
        "The session {session} no longer holds what this page showed: nothing was deleted. Look at it as it is now, "
        "then decide."
    )


@dataclass(frozen=True, slots=True)
class SessionArchived:
    """A session was put away, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class SessionBroughtBack:
    """An archived session was taken out again."""

    code: str


@dataclass(frozen=True, slots=True)
class SessionDeleted:
    """A session was deleted, with all that it held: how many of each."""

    code: str
    held: Mapping[str, int]


def check_reason(session: str, reason: str) -> str:
    """Tidy the reason of an archiving; raise ArchivedWithoutReason."""
    if not (tidy := " ".join(reason.split())):
        raise ArchivedWithoutReason(session=session)
    return tidy


def seen_of(held: Mapping[str, int]) -> str:
    """Write what a session holds as the page that deletes it carries it: what is deleted is what was looked at."""
    return " ".join(f"{name}={count}" for name, count in sorted(held.items()))
