"""When scripts and mark sheets are back at the office, and to whom: typed, foreseen, changed and told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.exams import queries as exams
from massicot.exams.models import Corrigendum, Paper
from tests.keeping import kept
from tests.web.office.corrigenda.test_calendar import PAGE, PART, now_of
from tests.web.office.corrigenda.test_corrigenda import NEW, page_of, prepared, send
from tests.web.office.reading import as_read, fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

BACK = "Retour des copies et des bordereaux, au plus tard"
SCRIPTS, SHEETS = "Retour des copies, à l’attention de", "Retour des bordereaux, à l’attention de"
TEXT = {"reference": "DIEC/17-902", "text": "Les copies reviennent plus tard."}


built = kept(prepared)


@pytest.fixture
def office(built):
    return visitor(built, "office")


def typed_at(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def corrected(office, **typed):
    return fields_of(office.get(PAGE), PAGE) | typed


def drafted(office, **dates):
    calendar = {f"calendar-{name}": value for name, value in dates.items()}
    day = {"dated_on": timezone.localdate().isoformat(), "effective_at": typed_at(timezone.now())}
    answer = office.post(NEW, TEXT | day | calendar)
    assert answer.status_code == 303, words_of(answer)
    return Corrigendum.objects.get()


def test_the_form_holds_the_return_and_saves_another(built, office):
    before, form = now_of(built), corrected(office)
    assert form["return_by"] == typed_at(before.return_by)
    assert form["return_attention"] == before.return_attention
    later = before.return_by + timedelta(days=7)
    typed = {"return_by": typed_at(later), "return_attention": " Bureau DEC 4 ", "sheets_attention": "", "save": "1"}
    assert office.post(PAGE, form | typed).status_code == 303
    after = now_of(built)
    assert (after.return_by, after.return_attention, after.sheets_attention) == (later, "Bureau DEC 4", "")


def test_what_follows_of_another_return_is_shown_and_nothing_saved(built, office):
    before = now_of(built)
    typed = corrected(office, return_by="", sheets_attention="")
    words = words_of(office.post(PAGE, typed, headers=PART))
    assert f"{BACK} {as_read(exams.local(before, before.return_by))} → aucun" in words
    assert f"{SHEETS} {before.sheets_attention} → personne en particulier" in words
    assert SCRIPTS not in words
    assert now_of(built).return_by == before.return_by


def test_a_return_before_the_last_day_of_marking_is_refused_with_the_way_out(built, office):
    early = now_of(built).marking_closes_on - timedelta(days=1)
    answer = office.post(PAGE, corrected(office, return_by=f"{early}T17:00", save="1"))
    assert answer.status_code == 422
    assert "avant le dernier jour de correction : corrigez leur retour, ou ce jour" in words_of(answer)


def test_a_corrigendum_about_the_return_tells_the_marking_centre_and_no_exam_centre(built, office):
    Paper.objects.update(return_by=None, return_attention="")
    asked = words_of(office.get(NEW))
    assert f"{BACK} Actuellement : aucun." in asked
    assert f"{SCRIPTS} Actuellement : personne en particulier." in asked
    later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=90)
    corrigendum = drafted(office, return_by=typed_at(later), return_attention="Bureau DEC 4")
    words = page_of(office, corrigendum)
    told = f"{BACK} aucun → {as_read(exams.local(built.paper, later))}", f"{SCRIPTS} personne en particulier → Bureau"
    assert all(line in words for line in told)
    assert "candidat concerné 0 centre d’épreuves 0" in words
    assert "Qui est prévenu centre d’épreuves 0 centre de correction 1" in words
    send(office, "apply_corrigendum", corrigendum)
    assert (now_of(built).return_by, now_of(built).return_attention) == (later, "Bureau DEC 4")
    read = words_of(visitor(built, "marking-centre").get(reverse("shared:corrigendum", args=[corrigendum.pk])))
    assert all(line in read for line in told)
    assert SHEETS not in read


def test_an_applied_corrigendum_says_on_its_page_what_it_replaced(built, office):
    before = now_of(built)
    corrigendum = drafted(office, sheets_attention="Accueil")
    send(office, "apply_corrigendum", corrigendum)
    assert f"{SHEETS} {before.sheets_attention} → Accueil" in page_of(office, corrigendum)


def test_the_session_shows_the_return_and_its_addressees(built, office):
    address = reverse("office:session", args=["BTS-2017"])
    paper = now_of(built)
    words = words_of(office.get(address))
    assert f"{BACK} {as_read(exams.local(paper, paper.return_by))} {SCRIPTS} {paper.return_attention}" in words
    Paper.objects.update(return_by=None, return_attention="", sheets_attention="")
    words = words_of(office.get(address))
    assert (f"{BACK} aucun" in words, SCRIPTS in words, SHEETS in words) == (True, False, False)
