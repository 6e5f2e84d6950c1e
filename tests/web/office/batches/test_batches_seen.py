"""What the office decides of a batch is decided of what its page showed, and its pages say what comes next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches import queries as batches
from massicot.exams.models import Paper
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.marks.models import EarlierLock, Lock, Referral
from massicot.marks.rules import TypedLine
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import ODILE, TYPING
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=["BTS-2017", "CGE", *more])


def open_window(closes=timedelta(days=1)):
    """Open the entry around now, or close it."""
    Paper.objects.update(entry_opens_at=timezone.now() - timedelta(days=2), entry_closes_at=timezone.now() + closes)


def sent_by(page, **typed):
    """Give what the form of a page sends: what it hides, and what is typed."""
    hidden = html.fromstring(page.content.decode()).xpath("//main//form//input[@type='hidden']")
    return {one.get("name"): one.get("value", "") for one in hidden} | typed


@pytest.fixture
def absent():
    """A line on which a placeholder is said to be a script, its batch and its marker's sheet."""
    built = world.handed_out()
    open_window()
    water = batches.batches_of(built.paper.pk)[1]
    sheet = world.open_sheet(built, water.code)
    number = next(one for one in sheet.numbers if scripts.kinds_of([one])[one] is ScriptKind.PLACEHOLDER)
    services.refer_line(credential_id=sheet.credential_id, number=number, value="12", at=timezone.now())
    sheet.office, sheet.number, sheet.batch = visitor(built, "office"), number, water
    return sheet


def typed(sheet, value, seen=""):
    """Type the line as its marker does."""
    line = TypedLine(sheet.number, value, seen)
    services.save_marks(credential_id=sheet.credential_id, save_id=uuid4(), lines=[line], at=timezone.now())


@pytest.mark.parametrize("answer", ["marker", "withdrawn"])
def test_no_answer_takes_the_place_of_a_mark_that_its_page_did_not_show(absent, answer):
    address = at("referral", Referral.objects.get().pk)
    sent = sent_by(absent.office.get(address), answer=answer, reason="Arrivé en retard.")
    typed(absent, "AB")
    refused = absent.office.post(address, sent)
    assert refused.status_code == 422
    assert "AB" in html.fromstring(refused.content.decode()).xpath("string(//dl)")
    assert "Arrivé en retard." in refused.content.decode()
    assert marks.shown_marks(absent.batch)[absent.number] == "AB"
    assert absent.office.post(address, sent_by(refused, answer=answer, reason="Vu.")).status_code == 303


@pytest.fixture
def locked():
    """A locked batch and the desk of the office."""
    built = later_world.locked()
    batch = batches.batches_of(built.paper.pk)[0]
    return batch, at("batch", batch.code), at("unlock_batch", batch.code), visitor(built, "office"), built


def test_a_signature_that_the_page_did_not_show_is_not_opened(locked):
    batch, page, unlock, office, built = locked
    sent = sent_by(office.get(page), reason="Total faux.")
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)
    later_world.lock_all(built)
    refused = office.post(unlock, sent)
    assert refused.status_code == 422
    assert "verrouillé de nouveau" in refused.content.decode()
    assert (Lock.objects.filter(batch=batch).count(), EarlierLock.objects.count()) == (1, 1)
    assert office.post(unlock, sent_by(refused, reason="Total faux.")).status_code == 303


def test_a_mark_changed_since_the_page_was_shown_is_not_opened_with_the_rest(locked):
    batch, page, unlock, office, _ = locked
    sent = sent_by(office.get(page), reason="Une note fausse.")
    number, before = next(iter(marks.shown_marks(batch).items()))
    services.write_mark(number=number, value="20", seen=before, reason="Erreur", by=ODILE, at=timezone.now())
    assert office.post(unlock, sent).status_code == 422
    assert Lock.objects.filter(batch=batch).exists()


def test_a_batch_opened_once_its_entry_is_closed_says_what_comes_next(locked, client):
    batch, page, unlock, office, built = locked
    open_window(closes=timedelta(hours=-1))
    assert "donnez-lui ensuite un délai" in office.get(page).content.decode()
    done = office.post(unlock, sent_by(office.get(page), reason="Total faux."), follow=True).content.decode()
    assert "sa saisie est close" in done
    assert "son correcteur le corrige et le verrouille" not in done
    sheet = built.sheets[batch.code]
    typed = {"site": sheet.site, "identifiant": sheet.identifier, "mot_de_passe": sheet.password}
    told = client.post("/saisie/", typed, follow=True).content.decode()
    assert "un délai, ou qu’il corrige à votre place" in told
    assert "puis verrouillez-le de nouveau" not in told


def test_a_line_that_another_wrote_meanwhile_is_written_once_what_stands_there_was_read(locked):
    batch, _, _, office, _ = locked
    number, before = next(iter(marks.shown_marks(batch).items()))
    address = at("line", batch.code, number)
    sent = sent_by(office.get(address), value="19", reason="Erreur.")
    services.write_mark(number=number, value="20", seen=before, reason="Erreur", by=ODILE, at=timezone.now())
    refused = office.post(address, sent)
    assert refused.status_code == 422
    assert "20" in html.fromstring(refused.content.decode()).xpath("string(//dl)")
    assert office.post(address, sent_by(refused, value="19", reason="Erreur.")).status_code == 303
    assert marks.shown_marks(batch)[number] == "19"


def test_the_page_of_a_line_names_who_typed_it_where_another_marker_has_the_batch_now():
    built = later_world.typed()
    batch = batches.batches_of(built.paper.pk)[0]
    number, office = batches.numbers_of(batch.pk)[0], visitor(built, "office")
    address = at("line", batch.code, number)
    assert [reached(office, address, label) for label in ("Correcteur", "Saisie par")] == ["bob@", ""]
    world.give_back(batch)
    world.lend(batch, "CHARLIE")
    assert [reached(office, address, label) for label in ("Correcteur", "Saisie par")] == ["charlie@", "bob@"]


def reached(office, address, label):
    """Read which address of e-mail a page gives beside a label, as far as the sign; empty when it gives none."""
    page = html.fromstring(office.get(address).content.decode())
    told = page.xpath(f"string(//dt[.='{label}']/following-sibling::dd[1]//a[starts-with(@href, 'mailto:')]/@href)")
    return told.removeprefix("mailto:").removesuffix("tilleuls.invalid")


def test_an_act_whose_form_the_page_shows_no_more_is_refused_in_words(locked):
    batch, page, unlock, office, _ = locked
    later = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    for name, typed in (("extend_batch", {"closes_at": later}), ("lock_batch", {}), ("release_batch", {})):
        refused = office.post(at(name, batch.code), typed | {"reason": "Panne."})
        assert refused.status_code == 422
        assert html.fromstring(refused.content.decode()).xpath("//main//*[@role='alert']//p"), name
    sent = sent_by(office.get(page), reason="Total faux.")
    assert office.post(unlock, sent).status_code == 303
    twice = office.post(unlock, sent)
    assert twice.status_code == 422
    assert "n’est pas verrouillé" in twice.content.decode()
