"""What is said of somebody before they are convened: a no, no answer, offered by their head; and that taken back."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.missions import queries as missions
from massicot.missions.queries.calls import Assignment
from massicot.missions.queries.standing_in import call_of
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.replacements import rules
from massicot.replacements.models import Replacement
from massicot.replacements.queries.standing import name_of, replacement_by_id
from massicot.replacements.rules import (
    ReplacementRefused,
    ReplacementState,
    ReplacementUnanswered,
    ReplyTakenBack,
    SubstituteOffered,
)
from massicot.store.swap import swap_one


@transaction.atomic
def note_refusal(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Note that somebody, by their identifier, does not come in the stead of another; raise AskedAlready."""
    absent = _hold(absent_id, at)
    asked = persons.person_by_identifier(person)
    row = _say(absent, asked, ReplacementState.REFUSED, by, at)
    fact = ReplacementRefused(absent.mission_id, absent.person.identifier, asked.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def note_no_answer(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Note that somebody, by their identifier, does not answer the telephone, once more where it is noted already.

    Raise SaidNoAlready.
    """
    absent = _hold(absent_id, at)
    called = persons.person_by_identifier(person)
    row = _say(absent, called, ReplacementState.UNANSWERED, by, at)
    fact = ReplacementUnanswered(absent.mission_id, absent.person.identifier, called.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def offer_substitute(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Tell the office that somebody could come in the stead of another; raise AskedAlready."""
    absent = _hold(absent_id, at)
    offered = persons.person_by_identifier(person)
    row = _say(absent, offered, ReplacementState.OFFERED, by, at)
    fact = SubstituteOffered(absent.mission_id, absent.person.identifier, offered.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def take_back_reply(*, replacement_id: int, by: Actor, at: datetime) -> None:
    """Take back that somebody said no, did not answer, or was offered: they are asked again. Raise NothingAsked."""
    row = replacement_by_id(replacement_id)
    still = Replacement.objects.filter(pk=row.pk, state__in=rules.ASKED)
    swap_one(still, rules.NothingAsked(), state=ReplacementState.TAKEN_BACK)
    fact = ReplyTakenBack(row.absent.mission_id, row.absent.person.identifier, row.person.identifier)
    audit.record(subject=missions.subject_of(row.absent.mission), fact=fact, by=by, at=at)


def _hold(absent_id: int, at: datetime) -> Assignment:
    absent = call_of(absent_id, at).assignment
    missions.hold_mission(absent.mission_id)
    return absent


def _say(absent: Assignment, person: Person, state: ReplacementState, by: Actor, at: datetime) -> Replacement:
    before = Replacement.objects.filter(absent=absent, person=person, state__in=rules.ASKED).first()
    if before and before.state == ReplacementState.REFUSED and state is ReplacementState.UNANSWERED:
        raise rules.SaidNoAlready(person=name_of(person))
    if before and before.state == state and state is not ReplacementState.UNANSWERED:
        raise rules.AskedAlready(person=name_of(person))
    row = before or Replacement(absent=absent, person=person)
    row.state, row.said_by, row.said_at = state, by.login, at
    row.save()
    return row
