"""Sessions, papers and routes; where papers may be written, who may be invited; a session put away.

A route says, for one paper and one steering academy, where the scripts go: marked on site from cut-header copies (EN),
scanned (CMEN) at a hub, or sent to an outside centre. The key is the candidate's specialty, then its steering academy,
never the room: one room holds both copy models at the same hour. A route is data with an effective instant, because
the notice itself, a corrigendum of 24 April for an exam of 10 May, flipped a paper from the scanner to the guillotine.

Scripts leave within 48 hours of the end of the paper ("délai de rigueur", the notice): the deadline is an instant,
counted from the end.

A session that names no centre may be written in any institution. One that names some may be written there only: so a
centre is taken out only while nobody is entered there, and the first centre is named only together with all those
where somebody is entered already.

Only somebody who has a role is invited; the link chooses a password, and nothing else. An invitation sent or printed
again makes every link before it void.

A session put away, and one taken out again. An archived session is out of every list and home page, of the reminders
and of what workers look after. Nothing of it is lost: the office opens it from the list of archived sessions, answers
the right of access, issues a document anew, and brings the session back by one act. Nothing begins in it meanwhile: no
import, no draw of numbers, no corrigendum, no batch. Its centres find it no more. The identity wall goes on seeing it:
whoever knew its names does not come to know its numbers.

A session may be deleted while it has left no trace outside the office: no number drawn, nobody invited, nothing keyed,
nobody told by a corrigendum. Its line of the journal stays and ends with the deletion. Its code may be used again, for
it stands on every paper and a session is deleted because it was made wrongly: the new one goes on in the same chain,
below the deletion.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.actor import IDENTITY_SIDE, NUMBER_SIDE, Role
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text


class RouteKind(StrEnum):
    """What happens to the scripts of one steering academy."""

    ON_SITE = "on-site"
    DEMATERIALISED = "dematerialised"
    OUTSIDE = "outside"


ROUTE_NAMES: dict[str, str] = {
    RouteKind.ON_SITE: N_("marked on site"),
    RouteKind.DEMATERIALISED: N_("scanned"),
    RouteKind.OUTSIDE: N_("marked by the steering academy"),
}
"""How each route is called where people read."""


class SessionUnknown(Refused):
    sentence = N_("There is no session {code}: create it with “massicot session create”, or check its code.")


class PaperUnknown(Refused):
    sentence = N_("The session {session} has no paper {code}: its papers are {papers}.")


class SessionExists(Refused):
    sentence = N_("The session {code} exists already: nothing was changed.")


class SpecialtiesWithoutRoute(Refused):
    sentence = N_("No route for {specialties}: give their steering academy a route before preparing the paper.")


class AlreadyPrepared(Refused):
    sentence = N_("The numbers of {paper} were drawn already: later entries take spare numbers.")


class BothSidesOfTheWall(Refused):
    sentence = N_(
        "{email} already works as {other}: nobody may hold both names and numbers of {paper}. Name another person."
    )


class CameFromTheOtherSide(Refused):
    sentence = N_(
        "{email} worked as {other} when the numbers of {paper} were drawn already: nobody may come to know both names "
        "and numbers of one paper, not even in turn. Name another person."
    )


class InstitutionUnknown(Refused):
    sentence = N_("There is no institution {uai}: import the table of institutions, or check the UAI.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """One version of one route."""

    steering_academy: str
    kind: RouteKind
    copy_model: str
    destination_uai: str
    destination_name: str
    attention: str
    effective_at: datetime
    reference: str = ""


def routes_in_force(routes: Iterable[RouteFacts], at: datetime) -> dict[str, RouteFacts]:
    """Pick each academy's latest route that is in force at an instant."""
    in_force: dict[str, RouteFacts] = {}
    for route in sorted(routes, key=lambda route: route.effective_at):
        if route.effective_at <= at:
            in_force[route.steering_academy] = route
    return in_force


def specialty_routes(
    academies: Mapping[str, str], routes: Iterable[RouteFacts], at: datetime
) -> tuple[dict[str, RouteFacts], list[str]]:
    """Give each specialty (code → steering academy) its route, and list those that have none."""
    in_force = routes_in_force(routes, at)
    by_specialty = {code: in_force[academy] for code, academy in academies.items() if academy in in_force}
    return by_specialty, sorted(academies.keys() - by_specialty.keys())


def despatch_deadline(ends_at: datetime, hours: int) -> datetime:
    """Compute the instant by which scripts must have left: 48 h after the end of the paper in the notice.

    Added to the instant, not to the wall clock: 48 hours stay 48 hours over a change to summer time.
    """
    return ends_at.astimezone(UTC) + timedelta(hours=hours)


def conflicting_role(role: Role, roles: Iterable[Role]) -> Role | None:
    """Find a role already held on the other side of the identity wall (design.md §3, wall 4)."""
    across = NUMBER_SIDE if role in IDENTITY_SIDE else IDENTITY_SIDE if role in NUMBER_SIDE else frozenset()
    return next((other for other in roles if other in across), None)


class CentreHasEntries(Refused):
    sentence = N_("Candidates are entered at {centres}: move them by an import first, or keep these centres.")


class CentreAlreadyNamed(Refused):
    sentence = N_("{centre} already is an exam centre of this session: nothing to do.")


class CentreNotNamed(Refused):
    sentence = N_("{centre} is not an exam centre of this session: nothing to do.")


def check_centres(named: Collection[str], entered: Collection[str]) -> None:
    """Refuse to name centres that leave out one where somebody is entered."""
    left_out = sorted(set(entered) - set(named))
    if left_out:
        raise CentreHasEntries(centres=", ".join(left_out))


def check_nobody_entered(uai: str, entered: Collection[str]) -> None:
    """Refuse to take out a centre where somebody is entered."""
    if uai in entered:
        raise CentreHasEntries(centres=uai)


OCCASION = "invitation:"
"""What the occasion of every invitation begins with."""


class NotAppointed(Refused):
    sentence = N_("{email} has no role any more: appoint them first, then invite them.")


class SessionGone(Refused):
    sentence = N_("This session was deleted meanwhile: nothing was done. Go back to the list of sessions.")


class SessionIsArchived(Refused):
    sentence = N_("The session {session} is archived: bring it back first, from the list of archived sessions.")


class ArchivedAlready(Refused):
    sentence = N_("The session {session} is archived already.")


class NotArchived(Refused):
    sentence = N_("The session {session} is not archived: it is in the list of sessions.")


class ArchivedWithoutReason(Refused):
    sentence = N_("Say why the session {session} is archived: it is read in the list of archived sessions.")


class NumbersAreDrawn(Refused):
    sentence = N_(
        "The numbers of {paper} are drawn: the session {session} can no longer be deleted. Archive it: it leaves every "
        "list, and can be brought back."
    )


class PeopleAreInvited(Refused):
    sentence = N_(
        "{people}: access to the session {session}, and by it to no other. The session cannot be deleted: archive it, "
        "or withdraw this access first."
    )


class PeopleAreTold(Refused):
    sentence = N_(
        "The corrigendum {reference} told people of the session {session}: it can no longer be deleted. Archive it: it "
        "leaves every list, and can be brought back."
    )


class WorkIsDone(Refused):
    sentence = N_(
        "Work has begun in the session {session} (attendance, counts, parcels or decisions): it can no longer be "
        "deleted. Archive it: it leaves every list, and can be brought back."
    )


class SessionMoved(Refused):
    sentence = N_(
        "The session {session} no longer holds what this page showed: nothing was deleted. Look at it as it is now, "
        "then decide."
    )


@dataclass(frozen=True, slots=True)
class SessionArchived(Fact):
    """A session was put away, and why."""

    journal_word = N_("session archived")
    reason: str


@dataclass(frozen=True, slots=True)
class SessionBroughtBack(Fact):
    journal_word = N_("archived session brought back")
    code: str


@dataclass(frozen=True, slots=True)
class SessionDeleted(Fact):
    """A session was deleted, with all that it held: how many of each."""

    journal_word = N_("session deleted")
    code: str
    held: Mapping[str, int]


def check_reason(session: str, reason: str) -> str:
    """Tidy the reason of an archiving; raise ArchivedWithoutReason."""
    if not (tidy := " ".join(visible_text(reason).split())):
        raise ArchivedWithoutReason(session=session)
    return tidy


def seen_of(held: Mapping[str, int]) -> str:
    """Write what a session holds as the page that deletes it carries it: what is deleted is what was looked at."""
    return " ".join(f"{name}={count}" for name, count in sorted(held.items()))
