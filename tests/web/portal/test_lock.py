"""Locking on screen, and the receipt."""

from datetime import timedelta

from lxml import html

from massicot.audit import queries as audit
from massicot.exams.models import Paper
from massicot.marks.models import Lock
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


def test_the_totals_are_asked_only_where_the_paper_asks_for_them(wood, client):
    wood.fill()
    assert b'name="somme_notes"' in client.get("/saisie/lot/verrouiller").content
    Paper.objects.update(are_totals_required=False)
    assert b'name="somme_notes"' not in client.get("/saisie/lot/verrouiller").content
    assert client.post("/saisie/lot/verrouiller").status_code == 302


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


def test_the_receipt_shows_totals_digest_head_and_every_mark(wood, client):
    wood.save(*((number, "CB" if rank == 0 else f"{rank:02d}", "") for rank, number in enumerate(wood.numbers)))
    wood.lock("7", "28")
    page = html.fromstring(client.get("/saisie/lot/recu").content.decode())
    head = str(audit.head_of(f"batch:{wood.batch.code}"))
    assert page.xpath("//dd/text()") == ["7", "0", "1", "28", "01", "07", Lock.objects.get().digest, head]
    assert page.xpath("//ol//strong/text()") == ["CB", "01", "02", "03", "04", "05", "06", "07"]


def test_there_is_no_receipt_before_the_lock(wood, client):
    assert client.get("/saisie/lot/recu")["Location"] == "/saisie/lot/"
