"""Sessions put away on screen: what follows is shown, the lists are left, one press brings it back."""

import pytest
from django.urls import reverse

from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from massicot.exams.models import Session
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, PERRIN, candidate_number
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
CODE = "BTS-2017"
ARCHIVE, DELETE = (reverse(f"office:{name}", args=[CODE]) for name in ("archive_session", "delete_session"))
BACK, SESSION = (reverse(f"office:{name}", args=[CODE]) for name in ("bring_back_session", "session"))
LIST, ARCHIVED = reverse("office:sessions"), reverse("office:archived_sessions")

OFFICE = ("home", "sessions", "imports", "ladders", "centres", "documents", "people")
LISTS = {
    "office": [f"office:{page}" for page in OFFICE],
    "exam-centre": ["examcentre:home"],
    "marking-centre": ["markingcentre:home"],
}
"""Every page that lists what there is to work on, by whoever reads it."""


@pytest.fixture
def office(built):
    return visitor(built, "office")


def archive(office, reason="Session terminée."):
    answer = office.post(ARCHIVE, {"reason": reason})
    assert answer.status_code == 303, words_of(answer)
    return answer


def naming(built):
    """Name the lists in which the session stands, by its code or its title."""
    found = []
    for who, pages in LISTS.items():
        client = visitor(built, who)
        for page in pages:
            words = words_of(client.get(reverse(page), follow=True))
            if CODE in words or built.session.title in words:
                found.append(page)
    return found


def test_what_follows_is_shown_and_asked_why(office):
    page = office.get(ARCHIVE)
    words = words_of(page)
    assert (page.status_code, "16 candidats gardent leur nom ici" in words) == (200, True)
    refused = office.post(ARCHIVE, {"reason": "  "})
    assert (refused.status_code, Session.objects.filter(archived_at=None).count()) == (422, 1)


def test_an_archived_session_leaves_every_list_and_one_press_brings_it_back(built, office):
    everywhere = [page for pages in LISTS.values() for page in pages]
    assert naming(built) == everywhere
    assert archive(office)["Location"] == ARCHIVED
    assert naming(built) == []
    words = words_of(office.get(ARCHIVED))
    assert CODE in words
    assert "Session terminée." in words
    assert "Archivée le" in words_of(office.get(SESSION))
    assert office.post(BACK)["Location"] == SESSION
    office.get(SESSION)
    assert naming(built) == everywhere
    assert CODE not in words_of(office.get(ARCHIVED))


def test_the_lists_lead_to_the_archived_ones_and_nothing_else_does(office):
    assert ARCHIVED not in office.get(LIST).content.decode()
    archive(office)
    assert "1 session archivée" in words_of(office.get(LIST))
    assert "Toutes les sessions sont archivées" in words_of(office.get(reverse("office:home")))
    assert "BTS-2017" in words_of(office.get(reverse("office:new_session")))


def test_the_centres_do_not_find_a_paper_of_an_archived_session(built, office):
    pages = {
        "exam-centre": reverse("examcentre:paper", args=[CEDRES, CODE, "CGE"]),
        "marking-centre": reverse("markingcentre:batch_list", args=[PERRIN, CODE, "CGE"]),
    }
    before = [visitor(built, who).get(page).status_code for who, page in pages.items()]
    archive(office)
    assert (before, [visitor(built, who).get(page).status_code for who, page in pages.items()]) == (
        [200, 200],
        [404, 404],
    )


def test_the_right_of_access_and_the_documents_open_in_an_archived_session(office):
    archive(office)
    for name in ("find_script", "statements", "paper_documents", "exports", "ladder", "calendar"):
        assert office.get(reverse(f"office:{name}", args=[CODE, "CGE"])).status_code == 200


def test_a_session_that_is_not_archived_is_not_brought_back(office):
    answer = office.post(BACK)
    assert (answer.status_code, "n’est pas archivée" in words_of(answer)) == (422, True)


def test_what_somebody_holds_is_said_before_the_button_is_pressed(built, office):
    line = {"centre_uai": CEDRES, "candidate_number": candidate_number(1), "seen": Attendance.NOT_KEYED}
    attendance.key_attendance(paper=built.paper, **line, word=Attendance.ABSENT, by=CLAIRE, at=EVENING)
    page = office.get(ARCHIVE)
    assert "leurs centres les clôturent" in words_of(page)
    assert "Archiver la session" not in words_of(page)
    assert office.post(ARCHIVE, {"reason": "Fin."}).status_code == 422
    assert Session.objects.filter(archived_at=None).count() == 1


def test_drawn_numbers_refuse_the_deletion_and_lead_to_the_archive(office):
    assert DELETE not in office.get(SESSION).content.decode()
    page = office.get(DELETE)
    assert "Les numéros de CGE sont tirés" in words_of(page)
    assert ARCHIVE in page.content.decode()
    assert office.post(DELETE, {"code": CODE, "seen": ""}).status_code == 422
    assert Session.objects.count() == 1


def test_a_session_that_is_back_already_says_so_on_its_page(office):
    refused = office.post(BACK)
    words = words_of(refused)
    assert (refused.status_code, "Archiver cette session" in words) == (422, True)
    assert "La session BTS-2017 n’est pas archivée : elle est dans la liste des sessions." in words
