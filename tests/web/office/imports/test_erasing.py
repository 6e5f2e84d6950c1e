"""What empty cells would erase is counted by column and ticked one by one, or nothing is imported."""

import pytest
from django.urls import reverse

from massicot.candidates.models import Entry
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from tests import world
from tests.cast import candidate_number, candidates_csv
from tests.keeping import kept
from tests.web.office.imports.test_imports import import_it, read
from tests.web.office.reading import fields_of, words_of
from tests.web.office.working import work

pytestmark = pytest.mark.django_db

built = kept(world.opened)

ROOMS = "salle : 15 valeurs seraient effacées"
SEATS = "place : 16 valeurs seraient effacées"


def emptied():
    """Write the table of candidates with neither rooms nor seats, but for one room."""
    header, *lines = candidates_csv().decode().splitlines()
    short = [";".join([*line.split(";")[:-2], "A1" if rank == 3 else "", ""]) for rank, line in enumerate(lines, 1)]
    return "\n".join([header, *short]).encode()


def send(office, job, page, **ticked):
    return office.post(reverse("office:import_table", args=[job.pk]), fields_of(page, "/importer/") | ticked)


def rooms():
    return list(Entry.objects.order_by("candidate__candidate_number").values_list("room", "seat"))


def test_a_table_without_the_columns_of_rooms_and_seats_erases_none(office, built):
    before = rooms()
    lines = [line.rsplit(";", 2)[0] for line in candidates_csv().decode().splitlines()]
    _, page = read(office, "\n".join(lines).encode())
    assert "il n’y a rien à importer" in words_of(page)
    assert rooms() == before


def test_what_would_be_erased_is_counted_and_each_column_is_ticked(office, built):
    before = rooms()
    job, page = read(office, emptied())
    assert ROOMS in words_of(page)
    assert SEATS in words_of(page)
    for ticked in ({}, {"salle": "on"}, {"place": "on"}):
        answer = send(office, job, page, **ticked)
        assert answer.status_code == 422
        assert words_of(answer).count("Rien n’est importé tant que cette case n’est pas cochée") == 2 - len(ticked)
    assert not jobs.last_jobs([Work.IMPORT_TABLE], 1)
    assert rooms() == before


def test_what_is_ticked_is_erased(office, built):
    job, page = read(office, emptied())
    send(office, job, page, salle="on", place="on")
    work()
    assert rooms() == [("", ""), ("", ""), ("A1", "")] + [("", "")] * 13


def test_a_value_that_came_after_the_report_is_not_erased_unseen(office, built):
    Entry.objects.update(seat="")
    job, page = read(office, emptied())
    assert SEATS not in words_of(page)
    Entry.objects.filter(candidate__candidate_number=candidate_number(1)).update(seat="9")
    answer = send(office, job, page, salle="on")
    work()
    assert "place: 1" in words_of(office.get(answer["Location"]))
    assert rooms()[0] == ("A1", "9")
    report = office.get(reverse("office:import_report", args=[job.pk]))
    assert "place : 1 valeur serait effacée" in words_of(report)


def test_an_import_that_is_ticked_on_no_page_erases_nothing(office, built):
    job, _ = read(office, emptied())
    before = rooms()
    office.post(reverse("office:import_table", args=[job.pk]), {"empty": "salle place"})
    work()
    assert rooms() == before


def test_kept_marks_are_called_by_their_name(office, built):
    header, *lines = candidates_csv().decode().splitlines()
    some = [f"{line};CGE" for line in lines[:4]]
    job, page = read(office, "\n".join([f"{header};conservations", *some]).encode())
    import_it(office, job)
    work()
    _, page = read(office, "\n".join([f"{header};conservations", *[f"{line};" for line in lines[:4]]]).encode())
    assert "4 notes conservées seraient effacées, et leurs candidats de nouveau attendus" in words_of(page)
    assert Entry.objects.filter(is_mark_kept=True).count() == 4


def test_the_list_below_a_refusal_leads_back_to_the_report(office, built):
    job, _ = read(office, emptied())
    answer = office.get(reverse("office:import_table", args=[job.pk]) + "?quoi=changed")
    assert answer.status_code == 303
    assert answer["Location"] == reverse("office:import_report", args=[job.pk]) + "?quoi=changed"
