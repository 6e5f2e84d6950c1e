"""What a table hardly can be is told in its preview, and keeps nobody from importing it."""

import pytest
from django.urls import reverse

from tests import cast, world
from tests.cast import CEDRES, candidates_csv
from tests.keeping import kept
from tests.web.office.imports.test_import_report import rows_of
from tests.web.office.imports.test_imports import MORE, read
from tests.web.office.reading import words_of

pytestmark = pytest.mark.django_db

built = kept(world.opened)


def test_somebody_born_tomorrow_is_told_and_may_be_imported(office):
    content = candidates_csv(MORE).decode().splitlines()
    content[-1] = content[-1].replace("1997", "2017")
    _, answer = read(office, "\n".join(content).encode())
    (warning,) = [row for row in rows_of(answer) if row[0] == "avertissement"]
    assert warning[1:3] == ["ligne 18", "date_naissance"]
    assert "vérifiez l’année" in warning[4]
    assert "Importer 1 ligne" in words_of(answer)


def test_a_person_whom_the_session_has_under_another_number_is_told_by_it(office):
    line = candidates_csv().decode().splitlines()[1].replace(cast.candidate_number(1), cast.candidate_number(99))
    _, answer = read(office, f"{candidates_csv().decode().splitlines()[0]}\n{line}".encode())
    (warning,) = [row for row in rows_of(answer) if row[0] == "avertissement"]
    assert warning[2:4] == ["numero_candidat", cast.candidate_number(99)]
    assert cast.candidate_number(1) in warning[4]


def test_thousands_of_warnings_are_told_once_on_the_page_and_each_in_the_file(office):
    header = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite"
    lines = [f"022{rank:08d};{'P' * (1 + rank % 90)}{rank};Ida;01/01/2016;{CEDRES};90001" for rank in range(6_000)]
    job, answer = read(office, "\n".join([header, *lines]).encode())
    warnings = [row for row in rows_of(answer) if row[0] == "avertissement"]
    assert len(warnings) == 2
    assert {row[2] for row in warnings} == {"date_naissance", "nom_famille"}
    assert "2 000 autres avertissements" in words_of(answer).replace("\u202f", " ").replace("\u00a0", " ")
    taken = office.get(reverse("office:import_report", args=[job.pk]) + "?format=csv")
    assert taken.getvalue().decode().count("avertissement") == 12_000
