"""Locking on screen, and the receipt."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from massicot.audit import queries as audit
from massicot.batches.rules import Acknowledgement
from massicot.exams.models import Paper
from massicot.marks import services
from massicot.marks.models import Lock
from massicot.post.models import Letter
from massicot.results import services as result_acts
from tests.batches.test_shortages import return_short
from tests.cast import ODILE
from tests.documents.reading import Reader
from tests.marks.test_shortages import decide
from tests.web.portal.conftest import open_window


def words(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def test_totals_that_agree_lead_to_the_receipt(wood, client):
    wood.fill()
    answer = wood.lock("8", "96")
    assert (answer.status_code, answer["Location"]) == (302, "/saisie/lot/recu")
    assert client.get("/saisie/lot/")["Location"] == "/saisie/lot/recu"


def test_totals_that_differ_answer_422_and_keep_what_was_typed(wood):
    wood.fill()
    answer = wood.lock("8", "95")
    assert answer.status_code == 422
    assert "La somme des notes n’est pas celle qui est enregistrée" in words(answer)
    assert 'value="95"' in answer.content.decode()
    assert not Lock.objects.exists()


def test_an_empty_line_answers_422_and_names_it(wood, client):
    wood.save((wood.numbers[0], "12", ""))
    assert "Lignes encore vides" in words(wood.lock("1", "12"))
    page = html.fromstring(client.get("/saisie/lot/verrouiller").content.decode())
    assert len(page.xpath("//ul[@class='numbers']/li")) == 7
    assert page.xpath("//input[@name='somme_notes']") == []


@pytest.mark.parametrize("are_totals_required", [True, False])
def test_a_line_that_is_emptied_after_its_lost_script_was_decided_of_is_not_asked_for(
    portal, wood, client, are_totals_required
):
    Paper.objects.update(are_totals_required=are_totals_required)
    wood.fill()
    lost = wood.numbers[0]
    return_short(wood.batch, lost, 7, Acknowledgement("BOB", 7))
    decide(portal.world, lost)
    wood.save((lost, "", "12"))
    page = html.fromstring(client.get("/saisie/lot/verrouiller").content.decode())
    assert page.xpath("//ul[@class='numbers']/li") == []
    assert wood.lock("7", "84")["Location"] == "/saisie/lot/recu"


def test_the_totals_are_asked_only_where_the_paper_asks_for_them(wood, client):
    wood.fill()
    assert b'name="somme_notes"' in client.get("/saisie/lot/verrouiller").content
    Paper.objects.update(are_totals_required=False)
    assert b'name="somme_notes"' not in client.get("/saisie/lot/verrouiller").content
    assert client.post("/saisie/lot/verrouiller").status_code == 302


def shown(client, lines, total):
    """Compare the totals and read what the summary sends when it is signed."""
    page = client.post(
        "/saisie/lot/controle", {"total_notes": lines, "somme_notes": total}, follow=True
    ).content.decode()
    fields = html.fromstring(page).xpath("//form[@action='/saisie/lot/verrouiller']//input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in fields}


@pytest.mark.parametrize(("lines", "total", "wrong"), [("8", "95", "somme_notes"), ("7", "96", "total_notes")])
def test_the_cursor_is_in_the_total_that_differs(wood, client, lines, total, wrong):
    wood.fill()
    answer = client.post("/saisie/lot/controle", {"total_notes": lines, "somme_notes": total}, follow=True)
    assert html.fromstring(answer.content.decode()).xpath("//input[@autofocus]/@name") == [wrong]


def test_a_summary_is_signed_only_as_it_was_shown(wood, client):
    wood.fill()
    first, second = wood.numbers[:2]
    summary = shown(client, "8", "96")
    wood.save((first, "13", "12"), (second, "11", "12"))
    answer = client.post("/saisie/lot/verrouiller", summary)
    assert answer.status_code == 422
    assert "après l’affichage de son résumé" in words(answer)
    assert not Lock.objects.exists()
    assert client.post("/saisie/lot/verrouiller", shown(client, "8", "96")).status_code == 302


def test_the_summary_of_one_batch_does_not_lock_another(portal, client):
    Paper.objects.update(are_totals_required=False)
    for browser in (portal.water, portal.wood):
        browser.sign_in()
        browser.fill()
    summary = shown(client, "", "")
    portal.water.sign_in()
    answer = client.post("/saisie/lot/verrouiller", summary)
    assert answer.status_code == 409
    assert "Un autre lot a été ouvert" in words(answer)
    assert not Lock.objects.exists()


def test_a_second_lock_is_refused_and_leads_to_the_receipt(wood):
    wood.fill()
    wood.lock("8", "96")
    answer = wood.lock("8", "96")
    assert answer.status_code == 422
    assert b"/saisie/lot/recu" in answer.content


def test_after_the_closing_a_lock_is_refused_with_the_hours(wood):
    wood.fill()
    open_window(timedelta(days=-6), timedelta(days=-1))
    answer = wood.lock("8", "96")
    assert answer.status_code == 422
    assert "Saisie close" in words(answer)
    assert "figure ci-dessous" not in words(answer)
    assert "seul le bureau des examens verrouille ce lot" in words(answer)
    assert 'href="/saisie/lot/"' in answer.content.decode().partition("<h1>")[2]


def test_the_receipt_shows_totals_digest_head_and_every_mark(wood, client):
    wood.save(*((number, "CB" if rank == 0 else f"{rank:02d}", "") for rank, number in enumerate(wood.numbers)))
    wood.lock("7", "28")
    page = html.fromstring(client.get("/saisie/lot/recu").content.decode())
    head = str(audit.head_of(f"batch:{wood.batch.code}")).replace("batch:", "lot:")
    assert page.xpath("//dd/text()") == ["7", "0", "1", "28", "01", "07", Lock.objects.get().digest, head]
    assert page.xpath("//ol//strong/text()") == ["CB", "01", "02", "03", "04", "05", "06", "07"]


def test_there_is_no_receipt_before_the_lock(wood, client):
    assert client.get("/saisie/lot/recu")["Location"] == "/saisie/lot/"


def control(wood, lines, total):
    return wood.client.post("/saisie/lot/controle", {"total_notes": lines, "somme_notes": total}, follow=True)


def test_totals_that_agree_show_the_summary_and_lock_nothing_yet(wood):
    wood.save(*((number, "CB" if rank == 0 else f"{rank:02d}", "") for rank, number in enumerate(wood.numbers)))
    answer = control(wood, "7", "28")
    page = html.fromstring(answer.content.decode())
    assert (answer.status_code, page.xpath("//dd/text()")) == (200, ["7", "0", "1", "28", "01", "07"])
    assert page.xpath("//main//button/text()") == ["Verrouiller le lot"]
    assert not Lock.objects.exists()
    fields = {one.get("name"): one.get("value") for one in page.xpath("//main//input[@type='hidden']")}
    assert wood.client.post(page.xpath("//main//form/@action")[0], fields).status_code == 302
    assert Lock.objects.get().typed_sum_hundredths == 2800


def test_totals_that_differ_show_nothing_of_the_screens_own(wood):
    wood.fill()
    answer = control(wood, "8", "95")
    assert (answer.status_code, 'value="95"' in answer.content.decode()) == (422, True)
    assert "96" not in words(answer)


def test_a_run_of_equal_marks_is_pointed_out_before_the_lock(wood):
    wood.fill()
    assert "lignes 1 à 8 : 12" in words(control(wood, "8", "96"))


def test_a_paper_without_totals_goes_straight_to_the_summary(wood, client):
    Paper.objects.update(are_totals_required=False)
    assert "Lignes encore vides" in words(client.get("/saisie/lot/verrouiller"))
    wood.fill()
    page = html.fromstring(client.get("/saisie/lot/verrouiller").content.decode())
    assert page.xpath("//main//button/text()") == ["Verrouiller le lot"]
    assert page.xpath("//input[@name='somme_notes']") == []


def test_the_receipt_is_a_document_to_sign(wood, client):
    wood.fill()
    assert client.get("/saisie/lot/recu.pdf")["Location"] == "/saisie/lot/"
    wood.lock("8", "96")
    answer = client.get("/saisie/lot/recu.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="recu-{wood.batch.code}.pdf"'
    printed = Reader(answer.content)
    assert Lock.objects.get().digest in printed.text
    assert printed.text.count("12") >= len(wood.numbers)


@pytest.mark.parametrize(("server", "letters"), [("smtp://127.0.0.1", 1), ("", 0)])
def test_the_receipt_goes_by_mail_where_there_is_a_mail_server(wood, client, settings, server, letters):
    settings.MASSICOT_EMAIL_URL = server
    wood.fill()
    wood.lock("8", "96")
    assert Letter.objects.filter(to="bob@tilleuls.invalid").count() == letters
    assert ("part aussi au correcteur par courriel" in words(client.get("/saisie/lot/recu"))) is bool(letters)


def write(batch, seen, value):
    """Write on the first line as the office does."""
    act = {"number": batch.numbers[0], "value": value, "seen": seen, "reason": "Erreur de report"}
    services.write_mark(**act, by=ODILE, at=timezone.now())


def test_a_receipt_tells_of_a_change_by_the_office_as_long_as_the_marker_has_not_signed_it(wood, client):
    wood.fill()
    wood.lock("8", "96")
    write(wood, "12", "15")
    assert "Il dit ce que le bureau a modifié." in words(client.get("/saisie/lot/recu"))
    result_acts.unlock_batch(batch_code=wood.batch.code, reason="Total", by=ODILE, at=timezone.now())
    wood.sign_in()
    wood.lock("8", "99")
    assert "Signez-le et mettez-le dans l’enveloppe" in words(client.get("/saisie/lot/recu"))


def test_a_marker_in_whose_place_the_office_wrote_and_locked_is_asked_whether_they_agree(wood, client):
    wood.save(*((number, "12", "") for number in wood.numbers[1:]))
    open_window(closes=timedelta(minutes=-1))
    write(wood, "", "15")
    totals = {"typed_lines": "8", "typed_sum": "99", "by": ODILE, "at": timezone.now()}
    services.lock_for_marker(batch_code=wood.batch.code, **totals)
    assert "Ne le signez que si vous êtes d’accord avec ce que le bureau a écrit" in words(
        client.get("/saisie/lot/recu")
    )
