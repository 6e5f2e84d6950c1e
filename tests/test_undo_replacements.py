"""docs/undo.md, the rows about replacements: each is undone here."""

import pytest

from massicot.missions import services as mission_acts
from massicot.missions.queries import convocations
from massicot.replacements import services
from massicot.replacements.models import Replacement
from massicot.replacements.queries import choices_for
from massicot.replacements.rules import ReplacementState
from tests.cast import ODILE
from tests.keeping import kept
from tests.replacements import morning
from tests.replacements.morning import NOW, letter_of, place, replace
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db
built = kept(morning.called)


@undoes("person replaced")
def test_whoever_was_replaced_by_mistake_is_called_again_and_may_be_replaced_anew(built):
    morning.take_back(replace("ALICE"))
    assert letter_of("BOB").state == "valid"
    assert replace("DIANE").state == ReplacementState.CONVENED


@undoes("refusal noted of whoever was asked to replace, or a substitute offered")
def test_whoever_said_no_says_yes_after_all(built):
    row = services.note_refusal(absent_id=place().pk, person="ALICE", by=ODILE, at=NOW)
    services.take_back_reply(replacement_id=row.pk, by=ODILE, at=NOW)
    assert "ALICE" in morning.proposed()
    offer = services.offer_substitute(absent_id=place().pk, person="ALICE", by=ODILE, at=NOW)
    services.take_back_reply(replacement_id=offer.pk, by=ODILE, at=NOW)
    assert not Replacement.objects.exclude(state=ReplacementState.TAKEN_BACK).exists()


@undoes("person told of their convocation by mistake")
def test_whoever_was_not_told_after_all_is_to_be_told_again(built):
    replace("ALICE")
    code = letter_of("ALICE").code
    mission_acts.tell_convocation(codes=[code], by=ODILE, at=NOW)
    mission_acts.take_back_told(code=code, by=ODILE, at=NOW)
    assert convocations.followed_by_code(code).standing == ""
    mission_acts.tell_convocation(codes=[code], by=ODILE, at=NOW)
    assert convocations.followed_by_code(code).standing == "told-by-head"


@undoes("no answer noted of whoever was called to replace")
def test_whoever_is_said_not_to_answer_by_mistake_is_listed_as_if_nobody_had_called(built):
    row = services.note_no_answer(absent_id=place().pk, person="ALICE", by=ODILE, at=NOW)
    services.take_back_reply(replacement_id=row.pk, by=ODILE, at=NOW)
    assert not choices_for(place().pk, NOW).unanswered


@undoes("reader of an urgent convocation not reached")
def test_whoever_is_reached_after_all_is_noted_so(built):
    replace("ALICE")
    code = letter_of("ALICE").code
    mission_acts.note_not_reached(code=code, by=ODILE, at=NOW)
    mission_acts.tell_convocation(codes=[code], by=ODILE, at=NOW)
    assert convocations.followed_by_code(code).standing == "told-by-head"
