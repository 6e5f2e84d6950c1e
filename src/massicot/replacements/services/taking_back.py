"""The act that takes a replacement back: whoever was replaced is called again, whoever stood in no more."""

from datetime import datetime

from django.db import transaction

from massicot.absences import queries as absences
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.missions import queries as missions
from massicot.missions import services as mission_acts
from massicot.missions.queries.standing_in import call_of
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.making import check_text
from massicot.missions.services import Addresses
from massicot.replacements import rules
from massicot.replacements.models import ReplacedHalf, Replacement
from massicot.replacements.queries.standing import half_of, name_of, replacement_by_id, standing_rows
from massicot.replacements.rules import ReplacementState
from massicot.store.swap import swap_one


@transaction.atomic
def take_back_replacement(
    *, replacement_id: int, reason: str, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Call whoever was replaced again, and whoever stood in no more, on the half-days that are left.

    The absence stays until it is withdrawn, and nobody is called again to what the rector exempts them from.
    Raise ReplacementReasonMissing, MissionNamesNumber, NothingAsked, ReplacedInTurn or ReplacementOver.
    """
    tidy = " ".join(reason.split())[: rules.REASON_LENGTH]
    if not tidy:
        raise rules.ReplacementReasonMissing
    check_text(tidy)
    row = replacement_by_id(replacement_id)
    missions.hold_mission(row.absent.mission_id)
    convened = Replacement.objects.filter(pk=row.pk, state=ReplacementState.CONVENED)
    swap_one(convened, rules.NothingAsked(), state=ReplacementState.TAKEN_BACK, reason=tidy)
    own = list(ReplacedHalf.objects.filter(replacement=row, absent=row.absent, ended_at=None))
    left = set(call_of(row.absent_id, at).left)
    if not own or row.stand_in_id is None or _in_turn(row) & left:
        raise rules.ReplacedInTurn(person=name_of(row.person))
    kept = {half_of(half) for half in own}
    halves = kept & left
    if not halves:
        raise rules.ReplacementOver
    mission_acts.take_back_replacement_unchecked_absence(
        absent_id=row.absent_id,
        stand_in_id=row.stand_in_id,
        halves=halves,
        still_off=absences.halves_exempted(row.absent_id) | (kept - halves) | _kept_by_others(row),
        reason=tidy,
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )
    ReplacedHalf.objects.filter(pk__in=[half.pk for half in own if half_of(half) in halves]).update(ended_at=at)
    _give_back(row, at)
    fact = rules.ReplacementTakenBack(row.absent.mission_id, row.absent.person.identifier, row.person.identifier, tidy)
    audit.record(subject=missions.subject_of(row.absent.mission), fact=fact, by=by, at=at)


def _kept_by_others(row: Replacement) -> set[DayHalf]:
    """List the half-days on which others come in the stead of whoever was replaced: they are not called to these."""
    return set(map(half_of, standing_rows().filter(absent=row.absent).exclude(replacement=row)))


def _in_turn(row: Replacement) -> set[DayHalf]:
    """List the half-days of a replacement on which whoever stood in is replaced in turn."""
    rows = standing_rows().filter(absent=row.absent, replacement__absent=row.stand_in)
    return set(map(half_of, rows))


def _give_back(row: Replacement, at: datetime) -> None:
    """Let whoever stood in before, and was replaced in turn, stand for the first one again; else nobody does."""
    for half in ReplacedHalf.objects.filter(replacement=row, ended_at=None).exclude(absent=row.absent):
        before = Replacement.objects.filter(
            absent=half.absent_id, stand_in=row.absent_id, state=ReplacementState.CONVENED
        ).first()
        stands = {"replacement": before} if before else {"ended_at": at}
        ReplacedHalf.objects.filter(pk=half.pk).update(**stands)
