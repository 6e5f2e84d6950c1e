"""The batches of a paper on the desk of the office: listed, opened again, given time, written in, answered."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches import queries as batches
from massicot.documents import french
from massicot.exams.models import Paper, Session
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.marks.models import EarlierLock, Extension, Lock, Referral
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import ODILE, TYPING
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")


@pytest.fixture
def built():
    """Both batches locked, entry open around now."""
    built = later_world.locked()
    _open(timedelta(days=-1), timedelta(days=1))
    return built


@pytest.fixture
def office(built):
    return visitor(built, "office")


def _open(opens, closes):
    now = timezone.now()
    Paper.objects.update(entry_opens_at=now + opens, entry_closes_at=now + closes)


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=[*PAPER, *more])


def first(built):
    """Give the woodwork batch and its first number."""
    batch = batches.batches_of(built.paper.pk)[0]
    return batch, batches.numbers_of(batch.pk)[0]


def test_a_locked_batch_is_opened_again_with_a_reason(office, built):
    batch, _ = first(built)
    assert office.post(at("unlock_batch", batch.code), {"reason": " "}).status_code == 422
    assert Lock.objects.count() == 2
    done = office.post(at("unlock_batch", batch.code), {"reason": "Total faux."}, follow=True)
    page = done.content.decode()
    assert "est déverrouillé" in page
    assert "Total faux." in page
    assert not Lock.objects.filter(batch=batch).exists()


def test_a_paper_that_is_lifted_keeps_its_batches_locked(office, built):
    later_world.lift(built)
    batch, _ = first(built)
    refused = office.post(at("unlock_batch", batch.code), {"reason": "Total faux."})
    assert refused.status_code == 422
    assert "ses lots restent verrouillés" in refused.content.decode()
    assert Lock.objects.filter(batch=batch).exists()


def test_one_mark_is_changed_and_both_versions_are_shown(office, built):
    batch, number = first(built)
    shown = marks.shown_marks(batch)[number]
    address = at("line", batch.code, number)
    assert f'value="{shown}"' in office.get(address).content.decode()
    typed = {"value": "17", "seen": shown, "reason": "Erreur de report."}
    page = office.post(address, typed, follow=True).content.decode()
    assert f"{shown} → 17" in page
    assert "Une ligne a été modifiée le" in page
    assert EarlierLock.objects.get().reason == "Erreur de report."
    assert f"par {ODILE.login}\u00a0: Erreur de report." in office.get(address).content.decode()
    again = office.post(address, typed | {"value": "18"})
    assert again.status_code == 422
    assert "a enregistré 17 sur cette ligne" in again.content.decode()


def test_what_was_locked_before_comes_before_the_lines_the_last_of_it_open(office, built):
    batch = batches.batches_of(built.paper.pk)[0]
    assert 'href="#before"' not in office.get(at("batch", batch.code)).content.decode()
    for number, seen in list(marks.shown_marks(batch).items())[:2]:
        services.write_mark(number=number, value="20", seen=seen, reason="Erreur", by=ODILE, at=timezone.now())
    page = html.fromstring(office.get(at("batch", batch.code)).content.decode())
    headings = [heading.get("id") for heading in page.xpath("//main//h2[@id]")]
    assert headings == ["before", "lines"]
    folded = page.xpath("//h2[@id='before']/following-sibling::details")
    assert [one.get("open") is not None for one in folded] == [True, False]


def test_a_line_is_not_written_while_its_marker_may(office, built):
    batch, number = first(built)
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    page = office.get(at("line", batch.code, number)).content.decode()
    assert "Son correcteur saisit jusqu’au" in page
    assert 'name="value"' not in page


def test_more_time_is_given_and_shown(office, built):
    batch, _ = first(built)
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    later = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    typed = {"closes_at": later, "reason": "Panne de réseau."}
    assert "Panne de réseau." in office.post(at("extend_batch", batch.code), typed, follow=True).content.decode()
    assert Extension.objects.get().reason == "Panne de réseau."
    refused = office.post(at("extend_batch", batch.code), typed | {"closes_at": "2020-01-01T08:00"})
    assert refused.status_code == 422
    assert "2020-01-01T08:00" in refused.content.decode()


def test_more_time_is_typed_on_the_clock_of_the_session(office, built):
    Session.objects.update(time_zone="Indian/Reunion")
    batch, _ = first(built)
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    later = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    page = office.post(at("extend_batch", batch.code), {"closes_at": later, "reason": "Cyclone."}, follow=True)
    given = Extension.objects.get().closes_at.astimezone(ZoneInfo("Indian/Reunion"))
    assert given.strftime("%Y-%m-%dT%H:%M") == later
    assert french.hour(given) in page.content.decode()


def test_after_the_closing_the_office_locks_what_is_complete(office, built):
    batch, _ = first(built)
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    _open(timedelta(days=-2), timedelta(days=-1))
    totals = marks.totals_of(batch.pk)
    typed = {"typed_lines": totals.numeric_lines, "typed_sum": totals.sum_hundredths // 100 + 1}
    assert office.post(at("lock_batch", batch.code), typed).status_code == 422
    typed["typed_sum"] -= 1
    assert "à la place du correcteur" in office.post(at("lock_batch", batch.code), typed, follow=True).content.decode()


def test_a_line_that_was_referred_is_on_the_home_page_until_it_is_answered(db):
    built = world.handed_out()
    _open(timedelta(days=-1), timedelta(days=1))
    water = batches.batches_of(built.paper.pk)[1]
    opened = world.open_sheet(built, water.code)
    absent = next(one for one in opened.numbers if scripts.kinds_of([one])[one] is ScriptKind.PLACEHOLDER)
    services.refer_line(credential_id=opened.credential_id, number=absent, value="12", at=timezone.now())
    office, told = visitor(built, "office"), "son correcteur attend"
    assert told in office.get(reverse("office:home")).content.decode()
    address = at("referral", Referral.objects.get().pk)
    assert address in office.get(at("referrals")).content.decode()
    assert office.post(address, {"reason": "Vu."}).status_code == 422
    office.post(address, {"answer": "marker", "reason": "Arrivé en retard."})
    assert marks.shown_marks(water)[absent] == "12"
    assert told not in office.get(reverse("office:home")).content.decode()


def test_the_list_puts_first_what_waits_and_is_filtered(office, built):
    batch, _ = first(built)
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    page = office.get(at("batches")).content.decode()
    assert page.index("Complet, non verrouillé") < page.index("Verrouillé</span>")
    assert batch.code not in office.get(at("batches") + "?etat=locked").content.decode()


@pytest.mark.parametrize(("called", "is_there"), [("bob bad", True), ("Nobody Else", False)])
def test_batches_are_searched_by_the_name_of_who_took_them(office, built, called, is_there):
    batch, _ = first(built)
    assert (batch.code in office.get(at("batches"), {"cherche": called}).content.decode()) is is_there


@pytest.mark.parametrize("code", ["B-BTS-2017-CGE-9999", "P-BTS-2017-CGE-9900001W-1"])
def test_a_batch_that_is_not_there_is_not_found(office, code):
    assert office.get(at("batch", code)).status_code == 404
