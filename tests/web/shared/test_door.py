"""What no page of this site sends is refused at the door, in words, by whoever it is sent and wherever."""

import json

import pytest

from tests import world
from tests.hostile.volleys import NESTED
from tests.keeping import kept
from tests.web.visitors import SHEET, addresses, visitor

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FIGURES = "9" * 5_000

built = kept(world.handed_out)
pytestmark = [pytest.mark.django_db, pytest.mark.both("what no table can hold was a fault on one database alone")]


@pytest.fixture
def office(built):
    return visitor(built, "office")


@pytest.fixture
def centre(built):
    return visitor(built, "marking-centre")


@pytest.mark.parametrize("address", ["/", "/saisie/", "/bureau/", "/nowhere/", "/connexion/?a=%00"])
def test_whoever_comes_under_a_foreign_name_is_told_so_and_nothing_of_it_is_repeated(client, address):
    answer = client.get(address, headers={"Host": "elsewhere.invalid", "Referer": "http://elsewhere.invalid/"})
    assert answer.status_code == 400
    assert "Massicot ne répond pas sous cette adresse" in answer.content.decode()
    assert "elsewhere" not in answer.content.decode()


def test_a_program_that_comes_under_a_foreign_name_reads_a_sentence(client):
    answer = client.post("/saisie/lot/notes", "{}", JSON, headers={"Host": "elsewhere.invalid"})
    assert (answer.status_code, answer.json()["error"][:29]) == (400, "Massicot ne répond pas sous c")


def test_what_is_refused_at_the_door_carries_the_headers_of_every_page(client):
    for refused in (client.get("/", headers={"Host": "elsewhere.invalid"}), client.get("/?a=%00")):
        assert (refused.status_code, refused["X-Frame-Options"], refused["X-Content-Type-Options"]) == (
            400,
            "DENY",
            "nosniff",
        )
        assert "default-src 'self'" in refused["Content-Security-Policy"]


def test_the_door_asks_nothing_of_the_database(office, django_assert_num_queries):
    with django_assert_num_queries(0):
        office.get("/bureau/?q=%00")
        office.get("/bureau/", headers={"Host": "elsewhere.invalid"})


READ = [
    "/bureau/BTS-2017/CGE%00/echelle/",
    "/bureau/ou-est-ce/?quoi=a%00b",
    "/bureau/BTS-2017/CGE/echelle/?etat=%00",
    "/correction/0130053M/BTS-2017/CGE/lots/?lot=%00",
    "/saisie/A02%00/ABCDEF",
    f"/bureau/BTS-2017/CGE/numeros/ajouter/?nombre={FIGURES}",
    f"/bureau/BTS-2017/CGE/lots/?page={FIGURES}",
]


@pytest.mark.parametrize("address", READ, ids=[address[:40] for address in READ])
def test_an_address_that_nobody_types_is_unreadable(office, address):
    answer = office.get(address)
    assert answer.status_code == 400
    assert "Cette demande est illisible" in answer.content.decode()


SENT = [
    ("a%00b", FORM),
    ("%D9%A9" * 5_000, FORM),
    ("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\0c\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    ("--x\r\n--x--\r\n", "multipart/form-data; boundary=x; charset=base64"),
]


@pytest.mark.parametrize("name", ["office:people", "office:sessions", "office:imports", "account_login"])
@pytest.mark.parametrize(("body", "kind"), SENT, ids=range(len(SENT)))
def test_a_form_that_no_page_sends_is_unreadable(office, name, body, kind):
    sent = f"code={body}&title={body}&email={body}&login={body}" if kind == FORM else body
    assert office.generic("POST", addresses()[name], sent, kind).status_code == 400


PART = "--x\r\nContent-Disposition: form-data; name=a{}\r\n\r\nb\r\n"
TOO_MUCH = [
    ("a=1&" * 1_001, FORM),
    ("a=" + "b" * 3_000_000, FORM),
    (PART.format("") * 1_010 + "--x--\r\n", "multipart/form-data; boundary=x"),
    (PART.format("; filename=b") * 101 + "--x--\r\n", "multipart/form-data; boundary=x"),
]


@pytest.mark.parametrize("name", ["office:people", "office:imports", "account_login"])
@pytest.mark.parametrize(("body", "kind"), TOO_MUCH, ids=["fields", "field", "parts", "files"])
def test_a_form_of_more_than_any_page_sends_is_too_large_and_leaves_no_word_in_the_log(
    office, caplog, name, body, kind
):
    answer = office.generic("POST", addresses()[name], body, kind)
    assert (answer.status_code, "trop volumineux" in answer.content.decode()) == (413, True)
    assert caplog.records == []


def test_an_address_of_more_fields_than_any_page_has_is_too_large(office, caplog):
    assert office.get("/bureau/?" + "a=1&" * 1_001).status_code == 413
    assert caplog.records == []


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=é"])
def test_parts_without_a_boundary_are_unreadable_and_leave_no_word_in_the_log(office, caplog, kind):
    assert office.generic("POST", addresses()["office:imports"], "--x", kind).status_code == 400
    assert caplog.records == []


SCANS = [NESTED, b'{"scans": ' + b'{"a":' * 9_000, *(
    json.dumps({"scans": [{"id": "0" * 32, "code": code}], "person": ""}).encode() for code in ("a\0b", "\ud800")
)]  # fmt: skip


@pytest.mark.parametrize("name", ["scan_scripts", "scan_envelope", "scan_arrivals"])
@pytest.mark.parametrize("body", SCANS, ids=["nested", "nested-objects", "null", "surrogate"])
def test_scans_that_no_box_writes_are_refused(centre, name, body):
    answer = centre.generic("POST", addresses()[f"markingcentre:{name}"], body, JSON)
    assert (answer.status_code, "lectures sont illisibles" in answer.json()["error"]) == (422, True)


@pytest.mark.parametrize("name", ["take_back_line", "refer_line", "save_marks"])
def test_a_save_that_calls_itself_a_form_is_unreadable(built, name):
    holder = visitor(built, SHEET)
    answer = holder.generic("POST", addresses()[f"portal:{name}"], b"\xff\xfe", "multipart/form-data; boundary=x")
    assert 400 <= answer.status_code < 500
