"""Mark sheets at the exam office: received one by one or many at once, taken back, asked for; what each is worth."""

import pytest

from massicot.accounts.models import Account
from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.core import draws
from massicot.exams.models import Paper
from massicot.marks import services as mark_acts
from massicot.post import services as post
from massicot.post.models import Letter
from massicot.shelves import queries, services
from massicot.shelves.models import SheetReceipt
from massicot.shelves.queries import LACKING
from massicot.shelves.rules import sheets as rules
from massicot.shelves.rules.sheets import Owed, SheetRange, SheetState
from tests import world
from tests.cast import MARC, MARKING, ODILE, OMAR, PERRIN, TYPING, later

pytestmark = pytest.mark.django_db
PORTAL = "http://127.0.0.1:8000/saisie/"


@pytest.fixture
def built():
    """Two batches with their sheets, wood and water, nothing locked; the sheets are to be back by a day gone."""
    built = world.batched()
    Paper.objects.filter(pk=built.paper.pk).update(return_by=TYPING, sheets_attention="Bureau des BTS")
    built.paper.refresh_from_db()
    return built


def receive(built, code, by=ODILE):
    return services.receive_sheet(paper=built.paper, code=code, by=by, at=TYPING)


def receive_all(built, counted, first=1, last=2, but=(), uai=PERRIN):
    asked = SheetRange(first=first, last=last, counted=counted, but=but)
    return services.receive_sheets(paper=built.paper, centre_uai=uai, asked=asked, by=ODILE, at=TYPING)


def print_again(built, code):
    """Print a sheet once more; give what it prints."""
    printed = {"batch_code": code, "portal_address": PORTAL, "by": MARC, "at": MARKING}
    return mark_acts.print_sheet(**printed, draw=draws.from_seed(2, code))[1]


def codes(built):
    return [batch.code for batch in batches.batches_of(built.paper.pk)]


def lacking(built):
    [centre] = queries.centres_of_sheets(built.paper)
    return centre.lacking


def address_on(sheet):
    return f"{PORTAL}{sheet.site}/{sheet.identifier}"


def test_a_sheet_is_received_by_its_number_its_code_or_the_address_that_it_bears(built):
    first, second = codes(built)
    assert receive(built, "1").batch_code == first
    assert lacking(built) == 1
    assert receive(built, address_on(built.sheets[second])).batch_code == second
    assert lacking(built) == 0
    with pytest.raises(rules.SheetHere) as refused:
        receive(built, first.lower(), by=OMAR)
    assert ODILE.login in str(refused.value)
    assert SheetReceipt.objects.count() == 2


def test_who_received_it_is_in_the_journal(built):
    receive(built, "2")
    subject = f"sheets:BTS-2017/CGE/{PERRIN}"
    assert [(line.act, line.by) for line in audit.acts_of(subject)] == [("SheetsReceived", ODILE.login)]
    assert audit.facts_on(subject, "SheetsReceived") == [{"counted": 1, "sheets": [f"{codes(built)[1]}/1"]}]


def test_a_sheet_taken_back_is_awaited_again_and_received_anew(built):
    receive(built, "1")
    back = {"paper": built.paper, "by": OMAR, "at": later()}
    services.take_back_sheet(code="1", reason="Autre bordereau.", **back)
    assert lacking(built) == 2
    with pytest.raises(rules.SheetNotHere):
        services.take_back_sheet(code="1", reason="Encore.", **back)
    receive(built, "1")
    assert lacking(built) == 1


@pytest.mark.parametrize(
    "code", ["7", "B-BTS-2017-CGE-0009", "https://ailleurs.example/saisie/A02/ZZZZZZZZ", "rien", ""]
)
def test_what_is_no_sheet_of_the_paper_is_told_apart(built, code):
    with pytest.raises(rules.SheetNotRead):
        receive(built, code)


def test_a_sheet_of_another_paper_says_of_which(built):
    other = Paper.objects.get(pk=built.paper.pk)
    other.pk, other.code, other.site_code = None, "LV1", "B03"
    other.save()
    with pytest.raises(rules.SheetOfAnother) as refused:
        services.receive_sheet(paper=other, code=address_on(built.sheets[codes(built)[0]]), by=ODILE, at=TYPING)
    assert built.paper.title in str(refused.value)
    with pytest.raises(rules.SheetNotRead):
        services.receive_sheet(paper=other, code=codes(built)[0], by=ODILE, at=TYPING)


def test_an_earlier_edition_is_recorded_apart_and_the_one_that_counts_is_still_awaited(built):
    code = codes(built)[0]
    newer = print_again(built, code)
    with pytest.raises(rules.SheetAmbiguous):
        receive(built, "1")
    assert receive(built, address_on(built.sheets[code])).state == SheetState.VOID
    assert lacking(built) == 2
    assert receive(built, address_on(newer)).state == SheetState.STANDING
    assert lacking(built) == 1
    assert [sheet.is_here for sheet in queries.sheets_of(built.paper.pk)] == [True, True, False]


def test_a_sheet_printed_again_after_it_came_is_awaited_again(built):
    receive(built, "1")
    print_again(built, codes(built)[0])
    assert lacking(built) == 2
    with pytest.raises(rules.SheetHere):
        receive(built, "1/1")
    assert receive(built, "1/2").state == SheetState.STANDING


def test_the_sheet_of_a_batch_that_was_unmade_may_come_and_nothing_waits_for_it(built):
    batch_acts.unmake_batch(code=codes(built)[0], reason="Trop tôt", by=MARC, at=MARKING)
    assert lacking(built) == 1
    sheet = receive(built, "1")
    assert (sheet.state, sheet.is_unmade) == (SheetState.VOID, True)
    assert lacking(built) == 1


def test_a_range_receives_the_sheets_that_count_and_says_which_were_here(built):
    receive(built, "1")
    with pytest.raises(rules.SheetCountDiffers):
        receive_all(built, 1)
    assert lacking(built) == 1
    assert receive_all(built, 2) == (1, 1)
    assert receive_all(built, 2) == (0, 2)
    assert lacking(built) == 0


def test_what_a_range_leaves_out_is_awaited(built):
    assert receive_all(built, 1, but=(2,)) == (1, 0)
    assert [sheet.rank for sheet in queries.sheets_of(built.paper.pk).filter(queries.is_in_state(LACKING))] == [2]


def give_up(built, code="2", reason="Bordereau perdu."):
    return services.give_up_sheet(paper=built.paper, code=code, reason=reason, by=OMAR, at=TYPING)


def test_a_sheet_that_is_lost_is_awaited_no_more_until_it_comes(built):
    sheet = give_up(built)
    assert lacking(built) == 1
    assert [row.given_up for row in queries.sheets_of(built.paper.pk)] == ["", "Bordereau perdu."]
    assert receive(built, "2").batch_code == sheet.batch_code
    assert [row.is_here for row in queries.sheets_of(built.paper.pk)] == [False, True]
    with pytest.raises(rules.SheetHere):
        give_up(built)


def test_a_sheet_given_up_by_mistake_is_awaited_again(built):
    give_up(built)
    with pytest.raises(rules.SheetNotAwaited):
        give_up(built)
    services.take_back_sheet(paper=built.paper, code="2", reason="Elle cherche encore.", by=ODILE, at=TYPING)
    assert lacking(built) == 2


def test_what_is_not_awaited_is_not_given_up(built):
    print_again(built, codes(built)[0])
    with pytest.raises(rules.SheetNotAwaited):
        give_up(built, "1/1")
    with pytest.raises(rules.SheetReasonMissing):
        give_up(built, "1/2", " ")


def test_a_range_leaves_out_what_was_given_up(built):
    give_up(built)
    with pytest.raises(rules.SheetCountDiffers):
        receive_all(built, 2)
    assert receive_all(built, 1) == (1, 0)
    assert [row.is_given_up for row in queries.sheets_of(built.paper.pk)] == [False, True]


def test_what_was_given_up_is_not_said_to_be_here_since(built):
    give_up(built)
    assert [(row.received_at, row.received_by) for row in queries.sheets_of(built.paper.pk)] == [(None, "")] * 2


def test_a_sheet_is_typed_by_its_whole_name_and_an_edition_that_is_not_there_is_told(built):
    code = codes(built)[0]
    with pytest.raises(rules.EditionUnknown) as refused:
        receive(built, f"{code}/2")
    assert "there are 1/1" in str(refused.value)
    print_again(built, code)
    with pytest.raises(rules.SheetAmbiguous) as refused:
        receive(built, code)
    assert "1/1, 1/2." in str(refused.value)
    assert receive(built, f"{code}/2").state == SheetState.STANDING
    assert receive(built, built.sheets[codes(built)[1]].identifier.lower()).rank == 2


def test_a_range_is_of_one_centre(built):
    with pytest.raises(rules.RangeEmpty):
        receive_all(built, 2, uai="9900002X")
    assert lacking(built) == 2


def test_the_marking_centre_receives_nothing_for_the_office(built):
    for act in (
        lambda: receive(built, "1", by=MARC),
        lambda: services.take_back_sheet(paper=built.paper, code="1", reason="x", by=MARC, at=TYPING),
        lambda: services.give_up_sheet(paper=built.paper, code="1", reason="x", by=MARC, at=TYPING),
        lambda: services.remind_of_sheets(paper=built.paper, centre_uai=PERRIN, by=MARC, at=TYPING),
    ):
        with pytest.raises(NotFromOffice):
            act()
    assert not SheetReceipt.objects.exists()


def remind(built, at=TYPING):
    return services.remind_of_sheets(paper=built.paper, centre_uai=PERRIN, by=ODILE, at=at)


def test_a_centre_is_told_by_name_which_sheets_lack_and_not_twice_within_twelve_hours(built, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    receive(built, "1")
    assert remind(built) == 1
    letter = Letter.objects.get(to=MARC.login, occasion__startswith="sheets-awaited")
    assert "bordereau de notation manque" in letter.subject
    with pytest.raises(rules.SheetsNotOverdue):
        remind(built, later(60 * 12 - 1))
    assert remind(built, later(60 * 12)) == 1


def test_whom_no_mail_has_reached_nor_will_is_reminded_at_once(built, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    remind(built)
    letter = Letter.objects.get(occasion__startswith="sheets-awaited")
    post.give_up(letter_id=letter.pk, by=ODILE, at=TYPING)
    assert queries.reminded_in_vain(built.paper, queries.centres_of_sheets(built.paper)) == {PERRIN}
    assert remind(built, later(1)) == 1
    assert queries.reminded_in_vain(built.paper, queries.centres_of_sheets(built.paper)) == set()


def test_of_a_centre_that_nobody_heads_no_reminder_is_written_down(built):
    Account.objects.filter(email=MARC.login).update(is_active=False)
    with pytest.raises(rules.NobodyToRemind):
        remind(built)
    assert queries.owed_here(built.paper, PERRIN).reminded_at is None


def test_nobody_is_reminded_before_the_day_nor_of_nothing(built):
    with pytest.raises(rules.SheetsNotOverdue):
        remind(built, later(-1))
    receive_all(built, 2)
    with pytest.raises(rules.SheetsNotOverdue):
        remind(built)


def test_a_paper_is_whole_once_each_batch_is_locked_and_its_sheet_is_here(built):
    [centre] = queries.centres_of_sheets(built.paper)
    assert (centre.batches, centre.open_batches, centre.printed) == (2, 2, 2)
    assert centre.owed(built.paper, later(-1)) is Owed.NOT_YET
    assert centre.owed(built.paper, TYPING) is Owed.LACKING
    assert list(queries.count_lacking_by_paper().values_list("paper_id", "lacking")) == [(built.paper.pk, 2)]
    receive_all(built, 2)
    assert not queries.count_lacking_by_paper()
