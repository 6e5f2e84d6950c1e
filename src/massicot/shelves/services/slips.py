"""Acts on slips to fetch: a script asked for, a round fetched, put back, what is missing; by days, never by hours."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.actor import Actor, Role
from massicot.core.refused import Phrase
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.models import FetchSlip
from massicot.shelves.queries import slips as queries
from massicot.shelves.queries.boxes import subject_of
from massicot.shelves.queries.slips import OFFICE, ScriptHome
from massicot.shelves.rules import slips as rules
from massicot.shelves.rules.slips import RoundTicks, SlipState
from massicot.store.writes import insert_rows, swap_all

MISSING = Spot(Place.MISSING)

_WAITING = ("paper", "number", "week", "state", "holder")


@transaction.atomic
def ask_script(*, paper: Paper, number: str, by: Actor, at: datetime) -> FetchSlip:
    """Put a script on the list of the next round.

    Raise NotFromOffice, FetchedAfterDestruction, NothingToFetch or SlipIsOpen.
    """
    _hold(paper, by)
    tidy = codes.number_scanned(number)
    home = queries.homes_of([tidy]).get(tidy)
    _check_closed(tidy)
    if home is None or home.paper_id != paper.pk or not home.is_there:
        is_gone = ledger.is_destroyed(tidy)
        raise rules.FetchedAfterDestruction(number=tidy) if is_gone else rules.NothingToFetch(number=tidy)
    week = rules.week_of(_day(paper, at))
    _write_waiting(paper, [FetchSlip(paper=paper, number=tidy, week=week)])
    _record(paper, rules.SlipAsked(week.isoformat()), by=by, at=at)
    return FetchSlip.objects.get(paper=paper, number=tidy, state=SlipState.WAITING)


@transaction.atomic
def withdraw_slip(*, paper: Paper, number: str, by: Actor, at: datetime) -> str:
    """Take a script off the list of the round: nobody wants it any more; raise NotFromOffice or NotOnRound."""
    slip = _find(paper, number, SlipState.WAITING, by=by)
    _turn([slip], SlipState.WITHDRAWN)
    _record(paper, rules.SlipWithdrawn(slip.week.isoformat()), by=by, at=at)
    return slip.number


@transaction.atomic
def fetch_round(*, paper: Paper, holder: str, ticks: RoundTicks, by: Actor, at: datetime) -> list[str]:
    """Record that what was ticked of the scripts that wait is out of its box, and who has it; give the numbers.

    Raise NotFromOffice, HolderNotFromOffice, NoneWaits, RoundMoved, NotOnRound, NamedBothWays, ScriptHasNoHome or
    NotThere.
    """
    _hold(paper, by)
    if not accounts.holds_role(holder, Role.OFFICE):
        raise rules.HolderNotFromOffice(login=holder)
    waiting = {slip.number: slip for slip in queries.slips_of(paper, SlipState.WAITING)}
    fetched, left = rules.plan_ticks(waiting, ticks, rules.NoneWaits())
    _check_boxed(fetched)
    _take(fetched, Act.FETCHED, OFFICE, by=by, at=_midnight(paper, at))
    today = _day(paper, at)
    due = rules.due_on(today)
    _turn([waiting[one] for one in fetched], SlipState.OUT, holder=holder, fetched_on=today, due_on=due)
    _record(paper, rules.RoundFetched(fetched, holder, due.isoformat(), left), by=by, at=at)
    return fetched


@transaction.atomic
def take_back_fetching(*, paper: Paper, number: str, reason: str, by: Actor, at: datetime) -> str:
    """Take back that a script is out: it lies in its box and waits for a round; give its number.

    Raise NotFromOffice, NotOnRound, SlipReasonMissing, TextNamesCandidate, ScriptHasNoHome or NotThere.
    """
    slip = _find(paper, number, SlipState.OUT, by=by)
    rules.check_slip_reason(slip.number, reason)
    _bring([slip.number], by=by, at=_midnight(paper, at))
    _wait_again(paper, slip)
    _record(paper, rules.FetchingTakenBack(slip.number, reason.strip()), by=by, at=at)
    return slip.number


@transaction.atomic
def put_back_round(*, paper: Paper, ticks: RoundTicks, by: Actor, at: datetime) -> list[str]:
    """Record that what was ticked of the scripts that are out is back where it belongs; give the numbers.

    Raise NotFromOffice, NoneIsOut, RoundMoved, NotOnRound, NamedBothWays, ScriptHasNoHome or NotThere.
    """
    _hold(paper, by)
    out = {slip.number: slip for slip in queries.slips_of(paper, SlipState.OUT)}
    back, left = rules.plan_ticks(out, ticks, rules.NoneIsOut())
    _bring(back, by=by, at=_midnight(paper, at))
    _turn([out[one] for one in back], SlipState.BACK, back_on=_day(paper, at))
    _record(paper, rules.RoundBack(back, left, queries.unboxed(back)), by=by, at=at)
    return back


@transaction.atomic
def take_back_return(*, paper: Paper, number: str, reason: str, by: Actor, at: datetime) -> str:
    """Take back that a script is back: whoever had it has it still; give its number.

    Raise NotFromOffice, NotOnRound, SlipReasonMissing, TextNamesCandidate, SlipIsOpen, ScriptHasNoHome or NotThere.
    """
    slip = _find(paper, number, SlipState.BACK, by=by)
    rules.check_slip_reason(slip.number, reason)
    _check_closed(slip.number)
    _take([slip.number], Act.FETCHED, OFFICE, by=by, at=_midnight(paper, at))
    _turn([slip], SlipState.OUT, back_on=None)
    _record(paper, rules.BackTakenBack(slip.number, reason.strip()), by=by, at=at)
    return slip.number


@transaction.atomic
def miss_script(*, paper: Paper, number: str, reason: str, by: Actor, at: datetime) -> str:
    """Record that a script was looked for and is not in its box, or was lost while it was out; give its number.

    Raise NotFromOffice, NotOnRound, SlipReasonMissing, TextNamesCandidate, ScriptHasNoHome or NotThere.
    """
    slip = _find(paper, number, SlipState.WAITING, SlipState.OUT, by=by)
    rules.check_slip_reason(slip.number, reason)
    midnight = _midnight(paper, at)
    if slip.state == SlipState.WAITING:
        _take([slip.number], Act.DECLARED_MISSING, MISSING, by=by, at=midnight)
    else:
        _carry([slip.number], Act.DECLARED_MISSING, OFFICE, MISSING, by=by, at=midnight)
    _turn([slip], SlipState.MISSING)
    _record(paper, rules.NotInItsBox(slip.number, reason.strip()), by=by, at=at)
    return slip.number


@transaction.atomic
def find_missing(*, paper: Paper, number: str, by: Actor, at: datetime) -> str:
    """Record that a script that was missing is found and lies in its box: its slip waits again; give its number.

    Raise NotFromOffice, NotOnRound, ScriptHasNoHome or NotThere.
    """
    slip = _find(paper, number, SlipState.MISSING, by=by)
    midnight = _midnight(paper, at)
    _carry([slip.number], Act.FOUND, MISSING, OFFICE, by=by, at=midnight)
    _bring([slip.number], by=by, at=midnight)
    _wait_again(paper, slip)
    _record(paper, rules.FoundAgain(slip.number), by=by, at=at)
    return slip.number


def _hold(paper: Paper, by: Actor) -> None:
    accounts.check_office(by.login)
    # Of two before the same list, the second reads what the first has left of it.
    exams.hold_papers(paper.session)


def _find(paper: Paper, typed: str, *states: SlipState, by: Actor) -> FetchSlip:
    """Find the last slip of a script in one of some states, by its number or the end of it; raise NotOnRound."""
    _hold(paper, by)
    slips = {slip.number: slip for slip in queries.slips_of(paper, *states)}
    return slips[rules.one_named(typed, slips)]


def _check_closed(number: str) -> None:
    slip = queries.open_slip_of(number)
    if slip is not None:
        raise rules.SlipIsOpen(number=number, state=Phrase(rules.STATES[SlipState(slip.state)]))


def _check_boxed(numbers: Sequence[str]) -> None:
    for number in queries.unboxed(numbers):
        raise rules.ScriptHasNoHome(number=number)


def _turn(slips: Sequence[FetchSlip], state: SlipState, **changes: object) -> None:
    rows = FetchSlip.objects.filter(pk__in=[slip.pk for slip in slips], state__in={slip.state for slip in slips})
    swap_all(rows, len(slips), rules.NotOnRound(typed=slips[0].number), state=state, **changes)


def _wait_again(paper: Paper, slip: FetchSlip) -> None:
    slip.delete()
    _write_waiting(paper, [slip])


def _write_waiting(paper: Paper, more: Sequence[FetchSlip]) -> None:
    """Write all slips that wait anew, in the order of their numbers: their rows tell no order of asking."""
    waiting = [*queries.slips_of(paper, SlipState.WAITING), *more]
    FetchSlip.objects.filter(paper=paper, state=SlipState.WAITING).delete()
    rows = sorted((slip.number, slip.week) for slip in waiting)
    insert_rows(FetchSlip, _WAITING, ((paper.pk, number, week, SlipState.WAITING, "") for number, week in rows))


def _take(numbers: Collection[str], act: Act, destination: Spot, *, by: Actor, at: datetime) -> None:
    """Take scripts out of where they lie; raise ScriptHasNoHome of one that does not lie where it belongs."""
    homes = _homes(numbers)
    for home in homes:
        if not home.is_there:
            raise rules.ScriptHasNoHome(number=home.number)
    for (spot, inside), own in _together(homes).items():
        _carry(own, act, spot, destination, before=inside, by=by, at=at)


def _bring(numbers: Collection[str], *, by: Actor, at: datetime) -> None:
    """Bring scripts that are in the office back to where they belong; raise ScriptHasNoHome."""
    for (spot, inside), own in _together(_homes(numbers)).items():
        _carry(own, Act.PUT_BACK, OFFICE, spot, after=inside, by=by, at=at)


def _homes(numbers: Collection[str]) -> list[ScriptHome]:
    homes = queries.homes_of(numbers)
    for number in numbers:
        if number not in homes:
            raise rules.ScriptHasNoHome(number=number)
    return [homes[number] for number in sorted(numbers)]


def _together(homes: Sequence[ScriptHome]) -> dict[tuple[Spot, str], list[str]]:
    """Group scripts by where they belong, in the order of their numbers."""
    groups: dict[tuple[Spot, str], list[str]] = {}
    for home in homes:
        groups.setdefault((home.spot, home.inside), []).append(home.number)
    return groups


def _carry(
    numbers: Sequence[str],
    act: Act,
    origin: Spot,
    destination: Spot,
    *,
    before: str = "",
    after: str = "",
    by: Actor,
    at: datetime,
) -> None:
    custody.move_all(
        refs=numbers,
        act=act,
        origin=origin,
        destination=destination,
        inside_before=before,
        inside_after=after,
        by=by,
        at=at,
    )


def _midnight(paper: Paper, at: datetime) -> datetime:
    """Give the beginning of the day of an instant, on the clock of the session: no hour is kept."""
    return exams.local(paper, at).replace(hour=0, minute=0, second=0, microsecond=0)


def _day(paper: Paper, at: datetime) -> date:
    return exams.local(paper, at).date()


def _record(paper: Paper, fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=subject_of(paper), fact=fact, by=by, at=_midnight(paper, at))
