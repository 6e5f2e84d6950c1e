"""Sessions on screen: listed, made after another or from a file, corrected; exam centres named and taken out."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from massicot.exams import queries as exams
from massicot.exams.models import Session
from massicot.exams.rules.session_file import shipped_example
from tests import world
from tests.cast import CEDRES, MURIERS, TILLEULS
from tests.exams.test_copying import PARIS
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
NEW, FILE = reverse("office:new_session"), reverse("office:session_file")
CENTRES = reverse("office:exam_centres", args=["BTS-2017"])


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


def test_the_next_session_is_suggested_and_its_dates_are_shown_before_it_is_created(office):
    form = fields_of(office.get(NEW), NEW)
    assert form == {
        "model": "BTS-2017",
        "code": "BTS-2018",
        "title": "Brevet de technicien supérieur, session 2018",
        "year": "2018",
    }
    shown = office.post(NEW, form | {"show": "1"})
    assert (shown.status_code, "9 mai 2018 à 14 h" in words_of(shown)) == (200, True)
    assert Session.objects.count() == 1
    answer = office.post(NEW, form | {"create": "1"}, follow=True)
    assert answer.redirect_chain == [(reverse("office:session", args=["BTS-2018"]), 303)]
    assert exams.paper_by_code("BTS-2018", "CGE").starts_at == datetime(2018, 5, 9, 14, tzinfo=PARIS)
    assert len(exams.specialty_labels(exams.session_by_code("BTS-2018").pk)) == 3


def test_dates_follow_what_is_typed_without_a_reload(office):
    form = fields_of(office.get(NEW), NEW)
    part = office.post(NEW, form | {"year": "2019"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "8 mai 2019 à 14 h" in words_of(part)
    unreadable = office.post(NEW, form | {"year": "an"}, headers={"HX-Request": "true"})
    assert (unreadable.status_code, "mai" in words_of(unreadable)) == (200, False)


def test_a_session_is_made_after_the_example(office):
    form = {"model": "", "code": "BTS-2020", "title": "BTS 2020", "year": "2020", "create": "1"}
    assert office.post(NEW, form).status_code == 303
    made = exams.session_by_code("BTS-2020")
    assert exams.papers_of(made)[0].starts_at == datetime(2020, 5, 13, 14, tzinfo=PARIS)
    assert exams.specialty_labels(made.pk) == {}


def test_a_code_that_is_taken_is_refused_on_the_page_and_what_was_typed_stays(office):
    form = fields_of(office.get(NEW), NEW) | {"code": "BTS-2017", "title": "Autre titre", "create": "1"}
    answer = office.post(NEW, form)
    assert answer.status_code == 422
    assert fields_of(answer, NEW)["title"] == "Autre titre"
    assert Session.objects.count() == 1


def upload(office, text):
    file = SimpleUploadedFile("ma-session.toml", text.encode(), content_type="text/plain")
    return office.post(FILE, {"file": file})


def test_a_session_is_created_from_a_file_once_it_was_shown(office):
    shown = upload(office, shipped_example().replace("BTS-2017", "BTS-2031"))
    words = words_of(shown)
    assert (shown.status_code, Session.objects.count()) == (200, 1)
    assert "10 mai 2017 à 14 h" in words
    assert "Retour des copies et des bordereaux, au plus tard 9 juin 2017 à 17 h" in words
    assert "Retour des bordereaux, à l’attention de Bureau des BTS – suivi des notes" in words
    assert "Le code BTS-2031 porte l’année 2031" in words
    answer = office.post(FILE, fields_of(shown, FILE))
    assert answer["Location"] == reverse("office:session", args=["BTS-2031"])
    assert exams.paper_by_code("BTS-2031", "CGE").site_code == "A02"
    assert "Le code BTS-2031 porte l’année 2031" in words_of(office.get(answer["Location"]))


def test_a_session_file_that_was_shown_and_whose_code_is_taken_stays_on_the_page(office):
    shown = upload(office, shipped_example())
    answer = office.post(FILE, fields_of(shown, FILE))
    assert (answer.status_code, "existe déjà" in words_of(answer)) == (422, True)
    assert fields_of(answer, FILE)["text"].splitlines() == shipped_example().splitlines()


def test_a_session_file_that_was_changed_on_the_way_is_read_anew(office):
    fields = fields_of(upload(office, shipped_example().replace("BTS-2017", "BTS-2031")), FILE)
    answer = office.post(FILE, fields | {"text": fields["text"].replace("year = 2017", 'year = "x"')})
    assert (answer.status_code, "session.year" in words_of(answer)) == (422, True)
    assert Session.objects.count() == 1


def test_every_fault_of_a_session_file_is_told_with_its_line(office):
    answer = upload(office, shipped_example().replace("year = 2017", 'year = "x"').replace('"on-site"', '"loin"', 1))
    assert answer.status_code == 422
    assert "ma-session.toml:15: session.year" in words_of(answer)
    assert "papers.routes.kind: loin" in words_of(answer)
    assert Session.objects.count() == 1


def test_a_page_lists_five_hundred_faults_of_a_session_file_and_says_how_many_more_it_has(office):
    answer = upload(office, "[session]\n" + "".join(f"k{rank} = 1\n" for rank in range(1_700)))
    told = words_of(answer)
    assert told.count("ma-session.toml:") == 500
    assert "1 204 autres fautes ne sont pas listées" in told.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_session_file_of_twenty_thousand_dots_kills_its_reader_and_no_desk(office):
    answer = upload(office, "a" + ".a" * 20_000 + " = 1")
    assert answer.status_code == 422
    assert "plus de temps ou de mémoire" in words_of(answer)
    assert office.get(NEW).status_code == 200


@pytest.mark.both("the database searches and sorts here")
def test_the_list_of_sessions_is_taken_away_as_a_table(office):
    address = reverse("office:sessions")
    assert "BTS-2017" in words_of(office.get(address))
    table = office.get(address, {"format": "csv"})
    assert b"BTS-2017;" in table.getvalue()
    assert "BTS-2017" not in words_of(office.get(address, {"cherche": "zzz"}, headers={"HX-Request": "true"}))


def test_a_session_page_says_its_counts_and_its_dates(office):
    words = words_of(office.get(reverse("office:session", args=["BTS-2017"])))
    assert "16 candidats, 2 centres d’épreuves." in words
    assert "10 mai 2017 à 14 h" in words
    assert "12 mai 2017 à 18 h" in words


def test_how_a_session_is_called_is_corrected(office):
    address = reverse("office:edit_session", args=["BTS-2017"])
    form = fields_of(office.get(address)) | {"title": "BTS, session de juin"}
    assert office.post(address, form).status_code == 303
    assert exams.session_by_code("BTS-2017").title == "BTS, session de juin"
    again = office.post(address, form)
    assert (again.status_code, "Rien n’a été changé" in words_of(again)) == (422, True)


def test_when_scripts_are_seen_kept_and_copied_is_said_of_a_session(office):
    address = reverse("office:edit_session", args=["BTS-2017"])
    form = fields_of(office.get(address)) | {"results_on": "2017-07-06", "scripts_kept_months": "18"}
    assert office.post(address, form).status_code == 303
    session = exams.session_by_code("BTS-2017")
    assert (f"{session.results_on}", session.scripts_kept_months, session.copy_price_cents) == ("2017-07-06", 18, 18)
    assert "2017-07-06" in office.get(address).content.decode()
    assert office.post(address, form | {"scripts_kept_months": "0"}).status_code == 422


def test_a_day_of_the_results_that_cannot_be_right_is_told_where_it_was_set(office):
    address = reverse("office:edit_session", args=["BTS-2017"])
    for day, told in (("2017-05-01", "sont saisies jusqu’au"), ("2017-07-06", "l’anonymat de CGE n’est pas levé")):
        answer = office.post(address, fields_of(office.get(address)) | {"results_on": day}, follow=True)
        words = words_of(answer)
        assert f"Les résultats paraissent le {day[8:]}" in words or f"parus depuis le {day[8:]}" in words
        assert told in words


def test_the_first_centre_named_brings_those_where_somebody_is_entered(built, office):
    assert "2 centres" in words_of(office.get(CENTRES))
    assert office.post(CENTRES, {"uai": " 990 0003y ", "name": ""}).status_code == 303
    assert exams.named_centre_uais(built.session) == {CEDRES, MURIERS, TILLEULS}


def test_a_centre_is_taken_out_while_nobody_is_entered_there(built, office):
    office.post(CENTRES, {"uai": TILLEULS, "name": ""})
    kept_in = office.post(reverse("office:remove_centre", args=["BTS-2017", CEDRES]))
    assert (kept_in.status_code, CEDRES in words_of(kept_in)) == (422, True)
    assert office.post(reverse("office:remove_centre", args=["BTS-2017", TILLEULS])).status_code == 303
    assert exams.named_centre_uais(built.session) == {CEDRES, MURIERS}


@pytest.mark.parametrize("uai", ["", "9900", "99000033", "٩٩٠٠٠٠٣Y"])
def test_a_uai_that_is_none_is_refused(office, uai):
    assert office.post(CENTRES, {"uai": uai, "name": "Un lycée"}).status_code == 422


def test_a_session_that_is_not_there_is_not_found(office):
    for name in ("session", "edit_session", "exam_centres"):
        assert office.get(reverse(f"office:{name}", args=["BTS-1999"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": "Session 2017"}, ["Le titre porte l’année 2017"]),
        ({"code": "BTS", "title": "Session"}, []),
        ({"year": "2001", "code": "BTS-2001", "title": "Session 2001"}, ["Ces dates sont passées"]),
    ],
)
def test_what_looks_like_a_slip_is_told_beside_the_dates(office, typed, told):
    form = fields_of(office.get(NEW), NEW) | {"year": "2100", "code": "BTS-2100", "title": "Session 2100"} | typed
    words = words_of(office.post(NEW, form, headers={"HX-Request": "true"}))
    assert [slip for slip in ("Le titre porte l’année 2017", "Ces dates sont passées") if slip in words] == told
