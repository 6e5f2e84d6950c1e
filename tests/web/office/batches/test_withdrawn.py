"""Scripts withdrawn from their batch on the desk of the office: told at home, listed with where each is, decided."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.batches import services
from massicot.batches.rules import WithdrawalDecision
from massicot.exams.models import Paper
from massicot.marks import queries as marks
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.cast import MARC, ODILE, TYPING
from tests.web.markingcentre.desk import text_of
from tests.web.office.reading import fields_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")
REASON = "Ni copie ni absence."


@pytest.fixture
def built():
    """Both batches with Bob, entry open around now; one script of the water batch is withdrawn."""
    built = world.handed_out()
    now = timezone.now()
    Paper.objects.update(entry_opens_at=now - timedelta(days=1), entry_closes_at=now + timedelta(days=1))
    water = batches.batches_of(built.paper.pk)[1]
    number = batches.numbers_of(water.pk)[0]
    built.row = services.withdraw_script(code=water.code, number=number, reason=REASON, by=ODILE, at=TYPING)
    return built


@pytest.fixture
def office(built):
    return visitor(built, "office")


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=[*PAPER, *more])


def read(office, name, *more):
    """Read a page of the paper as a person does."""
    answer = office.get(at(name, *more))
    assert answer.status_code == 200
    return text_of(answer)


def say(office, row, decision, seen="waiting", reason="Vu au registre."):
    """Send the form of one withdrawn script."""
    return office.post(at("decide_withdrawn", row.pk), {"decision": decision, "seen": seen, "reason": reason})


def test_the_home_page_asks_for_a_word_until_one_is_spoken(office, built):
    assert "1 copie retirée de son lot attend votre décision" in text_of(office.get(reverse("office:home")))
    assert say(office, built.row, "kept").status_code == 303
    assert "retirée de son lot" not in text_of(office.get(reverse("office:home")))


def test_the_list_says_where_each_script_is(office, built):
    page = read(office, "withdrawn")
    assert "1 copie attend votre décision" in page
    assert "encore chez le correcteur" in page
    assert "(BOB)" in page
    services.give_back_withdrawn(withdrawal_id=built.row.pk, by=MARC, at=TYPING)
    page = read(office, "withdrawn")
    assert "encore chez" not in page
    assert "mise de côté à" in page


def test_the_list_is_reached_from_the_referrals_and_the_batch_shows_what_left_it(office, built):
    assert at("withdrawn") in office.get(at("referrals")).content.decode()
    page = read(office, "batch", built.row.batch.code)
    assert "Retirées de ce lot" in page
    assert REASON in page


def test_a_word_with_its_reason_sets_what_the_script_is(office, built):
    number = built.row.number
    assert say(office, built.row, "blank", reason=" ").status_code == 422
    assert say(office, built.row, "", reason="Vu.").status_code == 422
    assert batches.find_withdrawal(built.row.pk, built.paper.pk).decision == WithdrawalDecision.WAITING
    assert say(office, built.row, "blank").status_code == 303
    assert scripts.kinds_of([number]) == {number: ScriptKind.BLANK}
    page = read(office, "decide_withdrawn", built.row.pk)
    assert "Décidé : copie blanche" in page
    assert "Vu au registre." in page


def test_a_word_spoken_meanwhile_is_not_overwritten(office, built):
    said = {"reason": "Fraude.", "by": ODILE, "at": TYPING}
    act = {"withdrawal_id": built.row.pk, "decision": WithdrawalDecision.KEPT, "seen": WithdrawalDecision.WAITING}
    services.decide_withdrawn(**act, **said)
    refused = say(office, built.row, "written")
    assert refused.status_code == 422
    assert "décidée entre-temps" in text_of(refused)
    assert batches.find_withdrawal(built.row.pk, built.paper.pk).decision == WithdrawalDecision.KEPT
    shown = fields_of(refused)["seen"]
    assert say(office, built.row, "written", seen=shown).status_code == 303


def test_the_gap_that_a_withdrawn_script_leaves_leads_to_its_own_page(office, built):
    services.give_back_withdrawn(withdrawal_id=built.row.pk, by=MARC, at=TYPING)
    gap = {"key": f"not-in-batch:{built.row.number}"}
    page = office.get(at("decide_gap"), gap).content.decode()
    assert "dites d’abord ce qu’elle est" in page
    assert at("decide_withdrawn", built.row.pk) in page
    say(office, built.row, "blank")
    assert "dites d’abord" not in office.get(at("decide_gap"), gap).content.decode()


def test_a_script_that_the_office_finds_otherwise_is_an_event_and_no_gap(office, built):
    said = "ce autre que ne le dit l’émargement, sur réponse du bureau"
    assert said not in read(office, "ladder")
    say(office, built.row, "placeholder")
    assert said in read(office, "ladder")
    assert marks.corrected_items(built.paper.pk) == [(built.row.number, ScriptKind.WRITTEN, ScriptKind.PLACEHOLDER)]
    (items,) = [rung for rung in results.ladder(built.paper).rungs if rung.name == "written+blank+placeholder"]
    assert not items.gaps
