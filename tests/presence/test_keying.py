"""A list is keyed by exceptions, or letter by letter; what is said of whom, and what is refused."""

from datetime import date, time, timedelta

import pytest

from massicot.audit.models import JournalLine
from massicot.core import draws
from massicot.missions import services as mission_acts
from massicot.missions.models import Convocation
from massicot.presence.models import PresenceLine
from massicot.presence.queries.registers import person_typed
from massicot.presence.rules import hours, sending
from massicot.presence.rules.registers import (
    CodeOfNoLetter,
    DayNotCome,
    HalfDayConfirmedAlready,
    HalfDayNotBegun,
    HoursOfAbsent,
    LetterElsewhere,
    LetterHoldsNoMore,
    MoreSignaturesThanPeople,
    NobodyCalledSo,
    NotOnRegister,
    OnRegisterAlready,
    PresentAtAnotherPlace,
    SeveralCalledSo,
    UncalledNotAbsent,
)
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions.calling import ADDRESSES, ASKED, FIRST
from tests.presence import registers
from tests.presence.registers import (
    ABSENT,
    AFTERNOON,
    EVENING,
    NINE,
    PRESENT,
    QUEUE,
    UNKNOWN,
    add,
    confirm,
    convene,
    key,
    letter_of,
    note,
    person,
    register,
    said,
    scan,
)

pytestmark = pytest.mark.django_db
built = kept(registers.convened)


def test_nobody_is_absent_before_somebody_says_so(built):
    assert said(built) == {"BOB": UNKNOWN, "CHARLIE": UNKNOWN}
    assert register(built) is None


def test_who_did_not_sign_is_absent_and_all_the_others_are_present_in_one_act(built):
    key(built, "CHARLIE", ABSENT)
    confirm(built, 1, 1)
    assert said(built) == {"BOB": PRESENT, "CHARLIE": ABSENT}
    assert said(built, AFTERNOON) == {"BOB": UNKNOWN, "CHARLIE": UNKNOWN}
    assert register(built).signatures == 1


def test_nobody_came(built):
    confirm(built, 2, 0, word=ABSENT)
    assert set(said(built).values()) == {ABSENT}


def test_the_letter_of_whoever_queues_says_them_present_once(built):
    code = letter_of("BOB").code
    assert scan(built, code) == (person("BOB"), False)
    assert scan(built, code) == (person("BOB"), True)
    confirm(built, 1, 1, word=ABSENT)
    assert said(built) == {"BOB": PRESENT, "CHARLIE": ABSENT}


def test_a_letter_issued_again_is_read_by_its_old_paper_too(built):
    old = letter_of("BOB").code
    built_mission = letter_of("BOB").assignment.mission
    built_mission.activities.update(title="Correction et réunion")
    mission_acts.reissue_letters(
        mission_id=built_mission.pk, addresses=ADDRESSES, draw=draws.from_seed("again"), by=ODILE, at=ASKED
    )
    assert scan(built, old)[0] == person("BOB")


def test_the_letter_of_another_centre_says_what_to_do(built):
    convene(built, "ALICE", place=CEDRES)
    with pytest.raises(LetterElsewhere, match=r"does not call Alice AMANDE here.*add ALICE"):
        scan(built, letter_of("ALICE").code)


def test_what_is_no_letter_is_told(built):
    with pytest.raises(CodeOfNoLetter, match="No convocation has the code M-AAAAA-AAAAA"):
        scan(built, "M-AAAAA-AAAAA")


def test_a_cancelled_letter_of_nobody_on_the_list_is_told_as_such(built):
    letter = letter_of("BOB")
    mission_acts.cancel_convocation(code=letter.code, reason="trop", addresses=ADDRESSES, by=ODILE, at=ASKED)
    with pytest.raises(LetterHoldsNoMore):
        scan(built, letter.code)


def test_who_came_uncalled_signs_with_the_others(built):
    with pytest.raises(MoreSignaturesThanPeople):
        confirm(built, 2, 3)
    add(built, "ALICE")
    with pytest.raises(OnRegisterAlready):
        add(built, "ALICE")
    confirm(built, 2, 3)
    assert said(built)["ALICE"] is PRESENT
    assert PresenceLine.objects.get(person__identifier="ALICE").assignment_id is None


def test_who_was_added_by_mistake_is_taken_off_and_never_absent(built):
    add(built, "ALICE")
    with pytest.raises(UncalledNotAbsent):
        key(built, "ALICE", ABSENT, seen=PRESENT)
    confirm(built, 2, 3)
    key(built, "ALICE", UNKNOWN, seen=PRESENT)
    assert (said(built), register(built).signatures) == ({"BOB": PRESENT, "CHARLIE": PRESENT}, 2)


def test_whoever_comes_once_the_half_day_is_confirmed_signs_too(built):
    confirm(built, 2, 0, word=ABSENT)
    key(built, "BOB", PRESENT, seen=ABSENT)
    scan(built, letter_of("CHARLIE").code)
    add(built, "ALICE")
    assert register(built).signatures == 3
    with pytest.raises(HalfDayConfirmedAlready):
        key(built, "BOB", UNKNOWN, seen=PRESENT)


def test_who_is_convened_after_the_confirmation_is_not_known_until_somebody_says(built):
    confirm(built, 2, 2)
    convene(built, "ALICE", title="Remplacement")
    assert said(built)["ALICE"] is UNKNOWN
    confirm(built, 1, 3)
    assert said(built)["ALICE"] is PRESENT


def test_hours_are_noted_of_who_came_and_taken_back(built):
    confirm(built, 2, 2)
    note(built, "BOB", time(9, 40), time(11))
    line = PresenceLine.objects.get(person__identifier="BOB")
    assert (line.arrived_at, line.left_at) == (time(9, 40), time(11))
    note(built, "BOB")
    line.refresh_from_db()
    assert (line.arrived_at, line.left_at) == (None, None)


def test_who_comes_before_they_are_expected_is_not_late(built):
    confirm(built, 2, 2)
    with pytest.raises(hours.NotLate):
        note(built, "BOB", time(6, 10))
    with pytest.raises(hours.LeftBeforeBeginning):
        note(built, "BOB", None, time(8))
    add(built, "ALICE")
    note(built, "ALICE", time(6, 10), time(8))


def test_hours_of_somebody_absent_are_refused(built):
    key(built, "BOB", ABSENT)
    for who in ("BOB", "CHARLIE"):
        with pytest.raises(HoursOfAbsent):
            note(built, who, time(9, 40))


def test_nobody_is_present_in_two_places_unless_they_left_the_first(built):
    key(built, "BOB", PRESENT)
    elsewhere = {"place": CEDRES}
    with pytest.raises(PresentAtAnotherPlace, match="Bob BADIANE is present at"):
        add(built, "BOB", **elsewhere)
    note(built, "BOB", None, time(10))
    add(built, "BOB", **elsewhere)
    with pytest.raises(PresentAtAnotherPlace):
        note(built, "BOB")
    assert said(built, place=CEDRES) == {"BOB": PRESENT}


def test_nothing_is_keyed_of_tomorrow_nor_confirmed_before_the_first_hour(built):
    with pytest.raises(DayNotCome):
        key(built, "BOB", ABSENT, day=FIRST + timedelta(days=1))
    with pytest.raises(HalfDayNotBegun, match="09:00"):
        confirm(built, 2, 2, at=QUEUE)
    with pytest.raises(HalfDayNotBegun, match="09:00"):
        confirm(built, 2, 2, half=AFTERNOON, at=QUEUE)


def test_somebody_who_is_not_on_the_list_is_not_keyed(built):
    with pytest.raises(NotOnRegister, match="Alice AMANDE"):
        key(built, "ALICE", PRESENT)


def test_a_line_says_who_keyed_it_and_the_journal_holds_no_name(built):
    key(built, "BOB", ABSENT)
    line = JournalLine.objects.filter(subject__startswith="presence:").get()
    assert line.subject == f"presence:BTS-2017/{FIRST}/0130053M"
    assert "BADIANE" not in line.facts
    assert PresenceLine.objects.get().keyed_at == NINE


def test_a_register_that_is_sent_says_who_opens_it(built):
    registers.keyed(built)
    registers.send(built)
    for act in (
        lambda: key(built, "BOB", ABSENT, seen=PRESENT),
        lambda: add(built, "ALICE"),
        lambda: note(built, "BOB", time(10)),
        lambda: registers.take_back(built),
        lambda: registers.send(built, at=EVENING),
    ):
        with pytest.raises(sending.RegisterIsSent):
            act()


def test_somebody_of_the_pool_is_found_by_identifier_or_name(built):
    assert person_typed(built.session, " alice ", FIRST) == person("ALICE")
    assert person_typed(built.session, "amande", FIRST) == person("ALICE")
    assert person_typed(built.session, "AMANDE Alice", FIRST) == person("ALICE")
    with pytest.raises(SeveralCalledSo, match=r"AMANDE Alice \(ALICE\)"):
        person_typed(built.session, "a", FIRST)
    for nobody in ("ZOÉ", "   "):
        with pytest.raises(NobodyCalledSo):
            person_typed(built.session, nobody, FIRST)


@pytest.mark.parametrize("day", [date.min, date(1500, 1, 1), FIRST - timedelta(days=32)])
def test_a_day_far_from_every_mission_has_no_register(built, day):
    with pytest.raises(hours.DayOfNoSession):
        add(built, "ALICE", day=day)


def test_somebody_who_comes_after_the_last_mission_is_on_the_register_of_that_day(built):
    later = FIRST + timedelta(days=9)
    add(built, "ALICE", day=later, at=NINE + timedelta(days=9))
    assert said(built, day=later) == {"ALICE": PRESENT}


def test_a_register_that_was_begun_goes_on_when_every_letter_is_cancelled(built):
    key(built, "BOB", PRESENT)
    Convocation.objects.update(state="cancelled")
    add(built, "ALICE")
    with pytest.raises(hours.DayOfNoSession):
        add(built, "ALICE", day=FIRST - timedelta(days=1))
