"""Tables on screen: sent, told line by line, then imported, all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.expenses import services as expense_acts
from massicot.jobs import queries as jobs
from massicot.jobs.rules import JobState, Work
from tests import cast, world
from tests.cast import INSTITUTIONS, NAMES, ODILE, PREPARED, candidates_csv
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.office.working import work

pytestmark = pytest.mark.django_db

built = kept(world.opened)

TWO = ("session", "table")
MORE = (*NAMES, "QUETSCHE")


def send(office, content, table="candidates", **typed):
    file = SimpleUploadedFile("table.csv", content)
    return office.post(reverse("office:imports"), {"session": "BTS-2017", "table": table, "file": file} | typed)


def read(office, content, table="candidates"):
    """Send a table, let it be read; give the job, and its report as the page shows it."""
    job_page = send(office, content, table)["Location"]
    work()
    answer = office.get(office.get(job_page)["Location"])
    return jobs.last_jobs([Work.PREVIEW_TABLE], 1)[0], answer


def import_it(office, job):
    """Press the button of the report, as it is now."""
    report = office.get(reverse("office:import_report", args=[job.pk]))
    return office.post(reverse("office:import_table", args=[job.pk]), fields_of(report, "/importer/"))


def entered(built):
    return sum(candidates.entries_by_specialty(built.paper.pk).values())


def test_a_table_shows_what_it_would_change_and_writes_nothing(office, built):
    changed = candidates_csv(MORE).replace(b"ABRICOT", b"ABRICOTIER")
    _, answer = read(office, changed)
    page = words_of(answer)
    assert "ABRICOT → ABRICOTIER" in page
    assert cast.candidate_number(17) in page
    assert "Importer 2 lignes" in page
    assert entered(built) == 16


def test_a_table_is_imported_once_it_was_read(office, built):
    job, _ = read(office, candidates_csv(MORE))
    answer = import_it(office, job)
    work()
    assert "nouvelles 1, modifiées 0" in words_of(office.get(answer["Location"]))
    assert entered(built) == 17


def test_every_fault_is_listed_with_its_line_column_value_and_reason(office, built):
    faulty = candidates_csv(MORE).replace(b"/03/1997", b"/13/1997").replace(b"90003", b"99999")
    _, answer = read(office, faulty)
    page = words_of(answer)
    assert "21 fautes" in page
    assert "ligne 2" in page
    assert "date_naissance" in page
    assert "02/13/1997" in page
    assert "office:import_table" not in page
    assert not answer.context["to_write"] or answer.context["report"].faults


def test_what_the_rules_refuse_at_the_import_is_told_on_its_page(office, built):
    moved = candidates_csv().replace(b";90003;", b";90001;")
    job, answer = read(office, moved)
    assert not answer.context["report"].faults
    world.prepared(built)
    answer = import_it(office, job)
    work()
    failed = words_of(office.get(answer["Location"]))
    assert "de nouveau le fichier" in failed
    report = words_of(office.get(reverse("office:import_report", args=[job.pk])))
    assert "fautes doivent" in report


def test_a_table_given_up_is_deleted_and_cannot_be_imported(office, built):
    job, _ = read(office, candidates_csv(MORE))
    box = jobs.upload_box(jobs.subject_of(job)["upload"])
    assert box.names()
    office.post(reverse("office:give_up_table", args=[job.pk]))
    assert not box.folder.exists()
    assert office.post(reverse("office:import_table", args=[job.pk])).status_code == 410
    assert office.get(reverse("office:import_report", args=[job.pk])).status_code == 410


def test_no_name_of_a_table_lies_in_clear_on_the_disk_or_in_the_job(office, built):
    job, _ = read(office, candidates_csv(MORE))
    files = jobs.upload_box(jobs.subject_of(job)["upload"]).folder.iterdir()
    assert not any(b"QUETSCHE" in file.read_bytes() for file in files)
    assert "QUETSCHE" not in "".join(str(value) for value in vars(job).values())


def test_the_report_is_filtered_and_taken_away(office, built):
    job, _ = read(office, candidates_csv(MORE).replace(b"ABRICOT", b"ABRICOTIER"))
    address = reverse("office:import_report", args=[job.pk])
    assert cast.candidate_number(17) not in words_of(office.get(f"{address}?quoi=changed"))
    assert "ABRICOTIER" in office.get(f"{address}?format=csv").getvalue().decode()


def test_institutions_are_imported_too(office):
    table = f"{INSTITUTIONS}9900004Z;Lycée des Saules;Aix-Marseille\n".encode()
    job, _ = read(office, table, "institutions")
    import_it(office, job)
    work()
    assert exams.institution_name("9900004Z") == "Lycée des Saules"


def test_a_file_that_is_missing_or_a_uai_mistyped_is_said_on_the_form(office):
    answer = office.post(reverse("office:imports"), {"session": "BTS-2017", "table": "candidates", "centre": "x"})
    page = words_of(answer)
    assert answer.status_code == 422
    assert "Choisissez un fichier" in page
    assert "sept chiffres et une lettre" in page


def test_a_file_of_noise_is_refused_with_a_reason(office):
    job, answer = read(office, b"\x00\x01\x02" * 100)
    assert job.state == JobState.DONE
    assert "faute" in words_of(answer)


def test_a_corrected_file_is_sent_for_the_same_session_and_table(office, built):
    copied = {"copied_from": built.session, "title": "BTS 2018", "year": 2018, "by": ODILE, "at": PREPARED}
    expense_acts.copy_session(code="BTS-2018", **copied)
    job_page = send(office, b"identifiant;nom\n;\n", "markers", session="BTS-2018")["Location"]
    work()
    report = html.fromstring(office.get(office.get(job_page)["Location"]).content.decode())
    (again,) = report.xpath("//a[normalize-space()='Envoyer le fichier corrigé']/@href")
    form = html.fromstring(office.get(again).content.decode())
    chosen = {name: form.xpath(f"string(//select[@name='{name}']/option[@selected]/@value)") for name in TWO}
    assert chosen == {"session": "BTS-2018", "table": "markers"}


def test_the_page_says_where_somebody_without_an_address_is_entered(office):
    assert reverse("office:enter_person") in office.get(reverse("office:imports")).content.decode()
