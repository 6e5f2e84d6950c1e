"""What was looked at is what is written: a preview that no longer holds is refused, and shown anew."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.candidates import queries as candidates
from massicot.candidates.models import Candidate
from massicot.exams import queries as exams
from massicot.exams.models import Corrigendum
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from tests import world
from tests.cast import KEY, NAMES, ODILE, PREPARED, candidate_number, candidates_csv
from tests.keeping import kept
from tests.web.office.corrigenda.test_calendar import moved
from tests.web.office.corrigenda.test_corrigenda import NEW, WHERE, typed
from tests.web.office.imports.test_imports import MORE, read
from tests.web.office.reading import words_of
from tests.web.office.working import work
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def opened():
    """The world before its numbers are drawn, its paper a month ahead of today."""
    return moved(world.opened())


built = kept(opened)


@pytest.fixture
def office(built, tmp_path, settings):
    file = tmp_path / "anonymity.key"
    file.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    return visitor(built, "office")


def press(office, page, part):
    """Send the form of a page whose address ends so, as a browser does."""
    (form,) = html.fromstring(page.content.decode()).xpath(f"//form[contains(@action, '{part}')]")
    return office.post(form.get("action"), dict(form.form_values()))


def draft_page(office):
    assert office.post(NEW, typed()).status_code == 303
    return office.get(reverse("office:corrigendum", args=[*WHERE, Corrigendum.objects.get().pk]))


def enter_one_more(built):
    """Import a candidate more, of the specialty that the corrigendum moves, as a colleague does meanwhile."""
    names = (*NAMES, "QUETSCHE", "RAISIN", "SORBE")
    table = world.read_table(built.session, candidates_csv(names))
    world.anonymity.import_candidates(session=built.session, table=table, key=None, by=ODILE, at=PREPARED)


def test_a_corrigendum_is_applied_as_it_was_looked_at(office, built):
    assert press(office, draft_page(office), "/appliquer/").status_code == 303
    assert Corrigendum.objects.get().applied_at


def test_a_corrigendum_that_concerns_others_than_were_shown_is_refused_and_shown_anew(office, built):
    page = draft_page(office)
    before = words_of(page)
    enter_one_more(built)
    answer = press(office, page, "/appliquer/")
    assert (answer.status_code, Corrigendum.objects.get().applied_at) == (422, None)
    assert "n’est plus ce que cette page montrait" in words_of(answer)
    assert "candidats concernés 4" in before
    assert "candidats concernés 5" in words_of(answer)
    assert press(office, answer, "/appliquer/").status_code == 303


def test_a_corrigendum_whose_readers_changed_by_one_is_looked_at_again(office, built):
    page = draft_page(office)
    world.appoint_centres()
    assert press(office, page, "/appliquer/").status_code == 422


def test_a_corrigendum_is_not_applied_by_whoever_has_not_looked_at_it(office, built):
    draft_page(office)
    blind = reverse("office:apply_corrigendum", args=[*WHERE, Corrigendum.objects.get().pk])
    assert office.post(blind).status_code == 422


def test_a_table_is_refused_once_what_it_would_do_has_changed_and_is_shown_anew(office, built):
    job, page = read(office, candidates_csv(MORE).replace(b"ABRICOT", b"ABRICOTIER"))
    Candidate.objects.filter(candidate_number=candidate_number(1)).update(surname="ABRICOTINE")
    answer = press(office, page, "/importer/")
    work()
    told = words_of(office.get(answer["Location"]))
    assert "a changé depuis que vous l’avez lu" in told
    assert sum(candidates.entries_by_specialty(built.paper.pk).values()) == 16
    report = office.get(reverse("office:import_report", args=[job.pk]))
    assert "ABRICOTINE → ABRICOTIER" in words_of(report)
    press(office, report, "/importer/")
    work()
    assert sum(candidates.entries_by_specialty(built.paper.pk).values()) == 17


def test_a_page_of_the_report_before_imports_nothing_of_the_new_one(office, built):
    _, page = read(office, candidates_csv(MORE).replace(b"ABRICOT", b"ABRICOTIER"))
    Candidate.objects.filter(candidate_number=candidate_number(1)).update(surname="ABRICOTINE")
    for _ in range(2):
        press(office, page, "/importer/")
        work()
    assert exams.paper_by_code(*WHERE)
    assert sum(candidates.entries_by_specialty(built.paper.pk).values()) == 16


def test_a_table_that_was_imported_meanwhile_is_not_refused_for_doing_nothing(office, built):
    _, page = read(office, candidates_csv(MORE))
    for _ in range(2):
        answer = press(office, page, "/importer/")
        work()
    assert "nouvelles 0, modifiées 0" in words_of(office.get(answer["Location"]))
    assert jobs.last_jobs([Work.IMPORT_TABLE], 1)[0].state == "done"
