"""The register of a day goes to the exam office, comes back opened with a reason, and is asked for."""

from datetime import date, datetime, time, timedelta

import pytest

from massicot.accounts.queries import accounts
from massicot.core.wall import TextNamesCandidate
from massicot.deposits import queries as deposits
from massicot.missions import services as missions
from massicot.missions.models import Activity
from massicot.missions.rules import MissionKind
from massicot.post.models import Letter
from massicot.presence import queries, services
from massicot.presence.queries.sending import awaited_beside, count_awaited, due_before, followed_registers, unsent_days
from massicot.presence.rules import sending
from massicot.presence.rules.sending import RegisterState
from tests.cast import CEDRES, KEY, MARC, ODILE, PERRIN
from tests.deposits.papers import CERTIFICATE
from tests.keeping import kept
from tests.missions.calling import ADDRESSES, FIRST, PARIS
from tests.presence import registers
from tests.presence.registers import (
    ABSENT,
    AFTERNOON,
    EVENING,
    NINE,
    PRESENT,
    UNKNOWN,
    confirm,
    key,
    keyed,
    reopen,
    said,
    send,
)

pytestmark = pytest.mark.django_db
built = kept(registers.convened)


def remind(built, *, at=EVENING, place=PERRIN):
    return services.remind_of_register(session=built.session, place_uai=place, day=FIRST, by=ODILE, at=at)


def sheet(built):
    return queries.day_sheet(built.session, PERRIN, FIRST)


def test_a_day_goes_to_the_office_once_each_half_day_is_keyed(built):
    confirm(built, 2, 2)
    with pytest.raises(sending.HalfDayUnkeyed, match="the afternoon"):
        send(built)
    confirm(built, 2, 2, half=AFTERNOON, at=EVENING)
    send(built)
    assert sheet(built).is_sent
    for who in ("BOB", "CHARLIE"):
        own = queries.day_sheet(built.session, PERRIN, FIRST, registers.person(who).pk).half(AFTERNOON)
        assert [row.person.identifier for row in own.rows] == [who]


def test_a_lost_list_is_said_and_nobody_is_absent_for_it(built):
    confirm(built, 2, 2)
    send(built, remark="  liste de l’après-midi\négarée ")
    assert (sheet(built).is_sent, sheet(built).register.remark) == (True, "liste de l’après-midi égarée")
    assert ABSENT not in said(built, AFTERNOON).values()


def test_a_day_of_which_the_afternoon_is_to_come_is_not_sent_whatever_is_said(built):
    confirm(built, 2, 2)
    with pytest.raises(sending.HalfDayToCome, match="The afternoon begins at 13:00"):
        send(built, remark="je rentre", at=NINE)
    send(built, remark="liste égarée", at=EVENING)


def test_a_remark_with_the_number_of_a_candidate_is_refused(built):
    with pytest.raises(TextNamesCandidate):
        send(built, remark="02100000001 a signé")


def test_a_day_of_nobody_is_not_sent(built):
    with pytest.raises(sending.NobodyOnRegister):
        send(built, place=CEDRES)


def test_what_was_corrected_after_the_office_opened_it_is_sent_anew(built):
    keyed(built)
    send(built)
    reopen(built)
    key(built, "CHARLIE", PRESENT, seen=ABSENT, at=EVENING)
    send(built)
    assert said(built)["CHARLIE"] is PRESENT
    assert (sheet(built).is_sent, sheet(built).register.reopened_reason) == (True, "une signature manque")


def test_an_open_register_is_not_opened(built):
    with pytest.raises(sending.RegisterNotSent):
        reopen(built)


def test_a_centre_is_reminded_by_mail_and_not_twice_in_a_row(built):
    assert remind(built) == 1
    (mail,) = Letter.objects.filter(occasion__startswith="register-awaited:")
    assert mail.to == MARC.login
    with pytest.raises(sending.NothingToRemind):
        remind(built, at=EVENING + timedelta(hours=1))
    assert remind(built, at=EVENING + timedelta(days=1)) == 1


def test_a_centre_that_sent_its_register_is_not_reminded(built):
    keyed(built)
    send(built)
    with pytest.raises(sending.RegisterIsSent):
        remind(built)


def test_a_place_that_nobody_heads_is_reminded_at_its_address_or_nowhere(built):
    registers.convene(built, "ALICE", place=CEDRES)
    assert remind(built, place=CEDRES) == 0
    with pytest.raises(sending.NobodyOnRegister):
        remind(built, place="9900002X")


def test_every_centre_that_lacks_is_reminded_at_once_and_each_day_of_it(built):
    registers.convene(built, "ALICE", place=CEDRES)
    keyed(built)
    send(built)
    at = EVENING + timedelta(days=3)
    first = services.remind_of_registers(by=ODILE, at=at)
    assert (first.registers, first.mails) == (3, 1)
    assert services.remind_of_registers(by=ODILE, at=at).registers == 0


def awaited(now):
    """Count the centres that have not sent a day, as the home page of the office does."""
    ((count,),) = accounts.alone(awaited_beside(due_before(now)))
    return count_awaited({"registers": count})


def test_the_office_follows_each_day_that_has_begun(built):
    keyed(built)
    follow = {row.day: (row.state, row.present, row.absent) for row in followed_registers(EVENING)}
    assert follow == {FIRST: (RegisterState.UNDER_WAY, 3, 1)}
    after = EVENING + timedelta(days=1)
    assert [(row.day, row.state) for row in followed_registers(after)] == [
        (FIRST, RegisterState.AWAITED),
        (FIRST + timedelta(days=1), RegisterState.UNDER_WAY),
    ]
    assert awaited(after) == 1
    send(built)
    assert awaited(after) == 0
    assert [row.state for row in followed_registers(after)] == [RegisterState.UNDER_WAY, RegisterState.SENT]


def test_a_register_that_speaks_of_nobody_is_not_asked_for_once_nobody_is_called(built):
    key(built, "BOB", PRESENT)
    key(built, "BOB", UNKNOWN, seen=PRESENT)
    for who in ("BOB", "CHARLIE"):
        code = registers.letter_of(who).code
        missions.cancel_convocation(code=code, reason="Report", addresses=ADDRESSES, by=ODILE, at=EVENING)
    after = EVENING + timedelta(days=3)
    assert followed_registers(after) == queries.day_sheets(built.session, PERRIN) == []
    assert services.remind_of_registers(by=ODILE, at=after).registers == 0


def test_hours_that_end_at_midnight_are_over_for_nobody_before_the_next_one(built):
    midnight = datetime.combine(FIRST + timedelta(days=1), time.min, PARIS)
    Activity.objects.filter(starts_at__lt=midnight).update(ends_at=midnight)
    for after, state in ((timedelta(hours=1), RegisterState.UNDER_WAY), (timedelta(hours=25), RegisterState.AWAITED)):
        now = midnight + after
        assert [row.state for row in followed_registers(now) if row.day == FIRST] == [state]
        is_over = state is RegisterState.AWAITED
        assert (awaited(now) > 0, unsent_days([PERRIN], now)["BTS-2017", PERRIN][0]) == (is_over, (FIRST, is_over))


def test_a_centre_sees_which_days_it_has_not_sent(built):
    assert unsent_days([], EVENING) == {}
    assert unsent_days([CEDRES], EVENING) == {}
    after = EVENING + timedelta(days=1)
    assert unsent_days([PERRIN], after) == {("BTS-2017", PERRIN): [(FIRST, True), (FIRST + timedelta(days=1), False)]}


def test_staff_of_exam_centres_are_not_asked_for(built):
    letter = registers.letter_of("BOB")
    letter.assignment.mission.__class__.objects.update(kind=MissionKind.EXAM_STAFF)
    assert followed_registers(EVENING + timedelta(days=9)) == []


@pytest.fixture
def key_file(settings, tmp_path):
    """The key in its place: a document is kept under it."""
    file = tmp_path / "key"
    file.write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)


def test_a_copy_of_the_signed_list_is_kept_until_nobody_can_claim_that_day_and_stays(built, key_file):
    registers.keyed(built)
    where = {"session": built.session, "place_uai": PERRIN, "day": FIRST, "remark": "", "by": MARC}
    services.send_register(**where, scan=CERTIFICATE, at=EVENING)
    code = queries.day_sheet(built.session, PERRIN, FIRST).register.scan
    deposit = deposits.deposit_by_code(code)
    assert (deposits.content_of(code), deposit.destroy_on) == (CERTIFICATE, date(2022, 1, 1))
    registers.reopen(built)
    services.send_register(**where, at=EVENING)
    assert queries.day_sheet(built.session, PERRIN, FIRST).register.scan == code
