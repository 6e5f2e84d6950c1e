"""From a request to the line of a mark that was miscopied: said who decides of a mark, and the statement says so."""

import pytest
from lxml import html

from massicot.results.models import Consultation
from tests import later_world
from tests.cast import ODILE, candidate_number
from tests.keeping import kept
from tests.web.office.home.test_home import tasks_for
from tests.web.office.lifting.lately import address, entry_of, key_there, lifted_lately, read, send
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)


def found(built, rank):
    """Find the script of a candidate from their request."""
    return send("consult_script", entry_of(built, rank), asked_by="candidate")


def line_of(answer):
    links = html.fromstring(answer.content.decode()).xpath("//a/@href")
    return [link for link in links if "/lignes/" in link]


def test_a_miscopied_mark_is_put_right_from_the_script_and_its_statement_is_stale(built):
    send("statement", entry_of(built, 9), seen=0)
    answer = found(built, 9)
    assert "le jury en est seul juge" in words_of(answer)
    (line,) = line_of(answer)
    assert later_world.number_of(built, 9) in line
    client = signed_in(ODILE.login)
    fields = fields_of(client.get(line)) | {"value": "20", "reason": "Mal recopiée du bordereau."}
    assert client.post(line, fields).status_code == 303
    assert tasks_for()["1 relevé ne dit plus la note en vigueur."] == address("statements")


def test_the_page_of_the_request_itself_leads_to_no_number(built):
    day = {"born_on": "1997-03-01", "received_on": "2020-01-01", "asked_by": "candidate"}
    send("ask_consultation", candidate_number=candidate_number(9), **day)
    page = read("consultation", Consultation.objects.get().pk)
    assert line_of(page) == []
    assert later_world.number_of(built, 9) not in page.content.decode()
    assert address("consult_script", entry_of(built, 9)) not in page.content.decode()


def test_of_an_absent_there_is_no_line_to_put_right(built):
    assert line_of(found(built, 2)) == []
