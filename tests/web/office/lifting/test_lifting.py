"""The lifting of anonymity on screen: two persons, two second factors, and what blocks it said before."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches import queries as batches
from massicot.documents.codes import group_number
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.results import queries
from massicot.results import services as result_acts
from massicot.results.models import Lifting
from massicot.results.services import keep_count
from tests import later_world, world
from tests.cast import ODILE, OMAR, TYPING
from tests.keeping import kept
from tests.marks.typing_acts import Sheet, days_later
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db

built = kept(later_world.locked)
ADDRESS = ("BTS-2017", "CGE")


def page_of(person):
    return signed_in(person.login).get(reverse("office:lifting", args=ADDRESS))


def give_code(person, code=None):
    typed = {"code": code or code_of(SECRET), "seen": queries.shown_lifting(exams.paper_by_code(*ADDRESS)).seen}
    return signed_in(person.login).post(reverse("office:lifting", args=ADDRESS), typed)


def forms_of(answer):
    return html.fromstring(answer.content.decode()).xpath("//form[contains(@action, '/levee/')]")


def test_one_person_proposes_and_another_confirms_each_with_a_code(built):
    assert give_code(ODILE).status_code == 303
    assert not queries.is_lifted(built.paper)
    assert give_code(OMAR).status_code == 303
    lifting = Lifting.objects.get()
    assert (lifting.proposed_by, lifting.lifted_by) == (ODILE.login, OMAR.login)
    assert reverse("office:exports", args=ADDRESS) in page_of(ODILE).content.decode()


def test_a_wrong_code_proposes_nothing(built):
    answer = give_code(ODILE, "000000")
    assert answer.status_code == 422
    assert not Lifting.objects.exists()
    assert forms_of(answer)


def test_a_code_is_good_once_only(built):
    code = code_of(SECRET)
    assert give_code(ODILE, code).status_code == 303
    Lifting.objects.all().delete()
    assert give_code(ODILE, code).status_code == 422
    assert not Lifting.objects.exists()


def test_who_proposed_is_told_to_ask_somebody_else_and_cannot_confirm(built):
    give_code(ODILE)
    assert forms_of(page_of(ODILE)) == []
    assert len(forms_of(page_of(OMAR))) == 1
    answer = give_code(ODILE, code_of(SECRET, steps_later=1))
    assert answer.status_code == 422
    assert ODILE.login in words_of(answer)
    assert not queries.is_lifted(built.paper)


def test_the_page_says_that_it_cannot_be_undone_before_it_is_done(built):
    assert "ne se reprend pas" in words_of(page_of(ODILE))


def propose(built):
    """Propose as Odile, as of before everything that the world did."""
    give_code(ODILE)
    Lifting.objects.update(proposed_at=TYPING)
    return batches.batches_of(built.paper.pk)


def spaced(number):
    """Write a number as a person reads it."""
    return " ".join(group_number(number).split())


def rows_of(answer):
    """Read the table of what changed since the proposal."""
    rows = html.fromstring(answer.content.decode()).xpath("//main//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_whoever_confirms_is_told_that_no_mark_was_changed_since(built):
    assert "depuis la proposition" not in words_of(page_of(OMAR))
    propose(built)
    assert "Aucune" in words_of(page_of(OMAR))
    assert rows_of(page_of(OMAR)) == []
    give_code(OMAR)
    assert "depuis la proposition" not in words_of(page_of(ODILE))


def test_whoever_confirms_sees_what_the_office_wrote_since(built):
    first, _ = propose(built)
    number, before = next(iter(marks.shown_marks(first).items()))
    written = {"number": number, "value": "20", "seen": before, "reason": "Erreur de report"}
    services.write_mark(**written, by=ODILE, at=days_later(1))
    assert rows_of(page_of(OMAR)) == [
        [f"{spaced(number)}{first.code}", f"{before} → 20", ODILE.login, "Erreur de report."]
    ]


def test_whoever_confirms_sees_what_a_marker_typed_anew_since(built):
    _, second = propose(built)
    number, before = next(iter(marks.shown_marks(second).items()))
    result_acts.unlock_batch(batch_code=second.code, reason="Total", by=ODILE, at=days_later(1))
    opened = Sheet(second, world.open_sheet(built, second.code))
    opened.save((number, "07", before), at=days_later(1))
    who = f"BOB, lot rouvert par {ODILE.login}"
    assert rows_of(page_of(OMAR)) == [[f"{spaced(number)}{second.code}", f"{before} → 07", who, "Total."]]
    written = {"number": number, "value": "08", "seen": "07", "reason": "Relu"}
    later_world.lock_all(built)
    services.write_mark(**written, by=OMAR, at=days_later(2))
    assert [row[1:] for row in rows_of(page_of(OMAR))] == [
        [f"{before} → 07", who, "Total."],
        ["07 → 08", OMAR.login, "Relu."],
    ]


def test_the_page_asks_no_more_however_many_marks_were_changed(built, django_assert_max_num_queries):
    first, second = propose(built)
    for number, before in marks.shown_marks(first).items():
        services.write_mark(number=number, value="20", seen=before, reason="Barème", by=ODILE, at=days_later(1))
    result_acts.unlock_batch(batch_code=second.code, reason="Total", by=ODILE, at=days_later(1))
    keep_count(paper=built.paper, at=timezone.now())
    client = signed_in(OMAR.login)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("office:lifting", args=ADDRESS))
    assert len(rows_of(page)) == first.size
