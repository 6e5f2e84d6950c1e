"""Statements on screen: drawn up, printed, found stale on the home page, issued again with their reason."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from massicot.results.models import Lifting, Statement
from massicot.web.office.lifting import statements
from tests import later_world
from tests.cast import KEY, OMAR
from tests.keeping import kept
from tests.web.office.home.test_home import tasks_for
from tests.web.office.lifting.lately import address, entry_of, key_there, lifted_lately, read, send
from tests.web.office.reading import fields_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)
REASON = "Erreur matérielle : deux lignes inversées."


def draw_up(built, rank, seen=0, **fields):
    return send("statement", entry_of(built, rank), seen=seen, **fields)


def printed(built, rank, issue):
    answer = read("statement_file", entry_of(built, rank), issue)
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


def stale_tasks():
    return {
        sentence: at for sentence, at in tasks_for().items() if "ne dit plus" in sentence or "ne disent" in sentence
    }


def test_a_statement_is_drawn_up_from_a_name_and_printed(built):
    entry = entry_of(built, 9)
    assert address("statement", entry) in read("statements", nom="iris").content.decode()
    page = read("statement", entry)
    assert "Aucun relevé n’est encore établi" in words_of(page)
    answer = send("statement", entry, **fields_of(page, "/releves/"))
    assert answer.status_code == 303
    words = printed(built, 9, 1)
    assert "IRIS Camille" in words
    assert "sur 20" in words
    assert later_world.number_of(built, 9)[:8] not in words


def test_a_mark_that_changes_is_a_task_then_a_list_then_a_second_issue_that_says_so(built):
    draw_up(built, 9)
    draw_up(built, 10)
    assert stale_tasks() == {}
    later_world.amend(built, 9, "20")
    assert stale_tasks() == {"1 relevé ne dit plus la note en vigueur.": address("statements")}
    page = read("statements")
    assert "IRIS" in words_of(page)
    assert "JASMIN" not in words_of(page)
    form = fields_of(read("statement", entry_of(built, 9)), "/releves/")
    assert send("statement", entry_of(built, 9), **form | {"reason": REASON}).status_code == 303
    assert stale_tasks() == {}
    words = printed(built, 9, 2)
    assert "annule et remplace l’édition 1" in words
    assert REASON in words
    assert "20 sur 20" not in printed(built, 9, 1)


def test_a_second_click_draws_up_nothing_more(built):
    assert draw_up(built, 9).status_code == 303
    assert draw_up(built, 9).status_code == 422
    later_world.amend(built, 9, "20")
    assert draw_up(built, 9, seen=1, reason=REASON).status_code == 303
    assert draw_up(built, 9, seen=1, reason=REASON).status_code == 422
    assert Statement.objects.count() == 2


def test_an_issue_without_its_reason_is_refused_and_says_why(built):
    draw_up(built, 9)
    later_world.amend(built, 9, "20")
    answer = draw_up(built, 9, seen=1)
    assert answer.status_code == 422
    assert "le motif y est imprimé" in words_of(answer)


def test_a_page_that_was_too_old_issues_what_it_shows_now(built):
    draw_up(built, 9)
    later_world.amend(built, 9, "20")
    answer = draw_up(built, 9, seen=0, reason=REASON)
    assert answer.status_code == 422
    form = fields_of(answer, "/releves/") | {"reason": REASON}
    assert send("statement", entry_of(built, 9), **form).status_code == 303


@pytest.mark.parametrize("seen", ["", "-1", "x", "99999999"])
def test_a_form_that_was_tampered_with_is_refused(built, seen):
    assert draw_up(built, 9, seen=seen).status_code == 422
    assert not Statement.objects.exists()


def test_a_right_statement_offers_no_other_issue(built):
    draw_up(built, 9)
    page = read("statement", entry_of(built, 9))
    assert "Le dernier relevé dit ce qui est en vigueur" in words_of(page)
    assert 'name="seen"' not in page.content.decode()


def test_a_script_that_was_scanned_has_no_statement_here(built):
    page = read("statement", entry_of(built, 3))
    assert "numérisée" in words_of(page)
    assert 'name="seen"' not in page.content.decode()


def test_an_issue_or_a_candidate_that_is_not_there_is_not_found(built):
    for name, *more in (("statement", 0), ("statement_file", 0, 1), ("statement_file", entry_of(built, 9), 1)):
        assert read(name, *more).status_code == 404


def test_before_the_lifting_nothing_is_drawn_up_and_nobody_is_looked_for(built):
    Lifting.objects.update(lifted_by="", lifted_at=None)
    words = words_of(read("statements", nom="iris"))
    assert "IRIS" not in words
    assert "les relevés s’établissent après" in words
    assert draw_up(built, 9).status_code == 302
    assert not Statement.objects.exists()


def test_a_home_page_without_the_key_says_that_nothing_can_be_compared(built, settings, tmp_path):
    draw_up(built, 9)
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    assert [at for sentence, at in tasks_for(OMAR).items() if "gone.key" in sentence] == [address("statements")]
    answer = read("statements")
    assert answer.status_code == 422
    assert "gone.key" in words_of(answer)


def test_many_statements_are_compared_once_for_a_moment_without_those_issued_again(built):
    draw_up(built, 9)
    draw_up(built, 10)
    later_world.amend(built, 9, "20")
    comparisons, now = statements.StatementComparisons(per_second=1), timezone.now()

    def stale(after_s):
        found = comparisons.stale_statements(built.paper, KEY, now + timedelta(seconds=after_s))
        return [one.entry_id for one in found]

    assert stale(0) == [entry_of(built, 9)]
    later_world.amend(built, 10, "20")
    assert stale(1.9) == [entry_of(built, 9)]
    draw_up(built, 9, seen=1, reason=REASON)
    assert stale(1.9) == []
    assert comparisons.count_stale(built.paper, KEY, now + timedelta(seconds=1.9)) == 1
    assert stale(2) == [entry_of(built, 10)]
    draw_up(built, 10, seen=1, reason=REASON)
    comparisons.forget(built.paper)
    assert comparisons.count_stale(built.paper, KEY, now + timedelta(seconds=2)) == 0
