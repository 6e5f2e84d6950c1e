"""`massicot print convocations`: a file for each institution, of those whom no mail reaches; of all on demand."""

import csv
import io
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from massicot.missions import services
from massicot.missions.models import Assignment, Convocation
from massicot.persons.models import Person, Situation
from massicot.persons.rules import EmployerKind
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.web.shared.letter_addresses import addresses
from tests import world
from tests.cast import CEDRES, ODILE, TILLEULS
from tests.keeping import kept
from tests.missions import calling

pytestmark = pytest.mark.django_db
built = kept(world.opened)

SESSION = ("--session", "BTS-2017")


@pytest.fixture(autouse=True)
def _mailed(settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"


@pytest.fixture
def convene(built):
    """Convene people, some of them without an address, to a mission twenty days from now."""

    def act(*identifiers, without=(), paper=None, title="Correction", days=0):
        Person.objects.filter(identifier__in=without).update(email="")
        first = timezone.localdate() + timedelta(days=20 + days)
        row = calling.mission(built.session, paper, title=title, first=first)
        calling.put(row, *identifiers)
        now = timezone.now()
        return calling.convene(calling.official(built.session, row, at=now), at=now, addresses=addresses())

    return act


@pytest.fixture
def printed(english, tmp_path):
    """Print letters; map each file to for whom it is and to the codes of its letters."""

    def run(*more, to="out"):
        folder = tmp_path / to
        answer = english("print", "convocations", *SESSION, *more, "--out", folder)
        assert (answer.code, answer.err) == (0, "")
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert {row["kind"] for row in rows} == {"convocations"}
        return {row["file"]: (row["for"], codes_in(folder / row["file"])) for row in rows}

    return run


def codes_in(path):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)
    return [row.code for row in calling.letters() if row.code in text]


def code_of(identifier):
    (row,) = calling.letters(assignment__person__identifier=identifier)
    return row.code


def test_whoever_has_no_address_is_in_the_file_of_their_institution(convene, printed):
    convene("ALICE", "BOB", "CHARLIE", without=["BOB"])
    name = f"convocations-BTS-2017-{TILLEULS}.pdf"
    assert printed() == {name: (TILLEULS, [code_of("BOB")])}
    everybody = printed("--everybody", to="all")
    assert {row[0]: len(row[1]) for row in everybody.values()} == {CEDRES: 1, TILLEULS: 2}


@pytest.mark.parametrize("state", [LetterState.REFUSED, LetterState.GIVEN_UP])
def test_whoever_a_mail_did_not_reach_is_printed_for_too(convene, printed, state):
    convene("BOB", "CHARLIE")
    Letter.objects.filter(occasion__endswith=code_of("CHARLIE")).update(state=state)
    assert printed() == {f"convocations-BTS-2017-{TILLEULS}.pdf": (TILLEULS, [code_of("CHARLIE")])}


def test_whoever_has_a_letter_that_came_back_is_printed_for_until_they_are_known_to_know(convene, printed, refused):
    convene("BOB", "CHARLIE")
    services.note_came_back(code=code_of("BOB"), note="Mutée", by=ODILE, at=timezone.now())
    assert [row[1] for row in printed().values()] == [[code_of("BOB")]]


@pytest.mark.parametrize("situation", [{"institution_uai": ""}, {"employer_kind": EmployerKind.RETIRED}])
def test_whoever_no_head_answers_for_has_a_file_of_their_own(convene, printed, situation):
    Situation.objects.filter(person__identifier="BOB").update(**situation)
    convene("BOB", "CHARLIE", without=["BOB", "CHARLIE"])
    assert printed() == {
        f"convocations-BTS-2017-{code_of('BOB')}.pdf": ("BOB", [code_of("BOB")]),
        f"convocations-BTS-2017-{TILLEULS}.pdf": (TILLEULS, [code_of("CHARLIE")]),
    }


def test_one_institution_or_one_paper_alone_is_printed_on_demand(convene, printed, built):
    convene("ALICE", "BOB", without=["ALICE", "BOB"])
    convene("BOB", paper=built.paper, title="Oral", days=5)
    (_, oral) = calling.letters(assignment__person__identifier="BOB")
    assert printed("--paper", "CGE") == {f"convocations-CGE-{TILLEULS}.pdf": (TILLEULS, [oral.code])}
    assert [row[0] for row in printed("--centre", CEDRES, to="cedres").values()] == [CEDRES]


def test_two_letters_of_one_person_are_in_one_file(convene, printed):
    convene("BOB", without=["BOB"])
    convene("BOB", title="Oral", days=5)
    assert [len(codes) for _, codes in printed().values()] == [2]


def test_a_letter_that_no_longer_holds_is_not_printed(convene, refused, tmp_path):
    run = convene("BOB", without=["BOB"])
    services.cancel_run(run_id=run.pk, reason="Reportée", addresses=addresses(), by=ODILE, at=timezone.now())
    told = refused("print", "convocations", *SESSION, "--out", tmp_path / "out")
    assert told.startswith("No convocation holds here: convene people first")
    assert not (tmp_path / "out").exists()


def test_a_letter_whose_mission_is_over_is_printed_no_more(convene, refused, tmp_path):
    convene("BOB", without=["BOB"])
    Convocation.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert "No convocation holds here" in refused("print", "convocations", *SESSION, "--out", tmp_path / "out")


def test_a_letter_that_regularises_is_printed_once_its_days_are_over_too(convene, printed):
    convene("BOB", "CHARLIE", without=["BOB", "CHARLIE"])
    Convocation.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    Assignment.objects.filter(person__identifier="BOB").update(late_on=timezone.localdate(), days="2017-06-01")
    assert [codes for _, codes in printed().values()] == [[code_of("BOB")]]


def test_where_everybody_is_reached_by_mail_the_command_says_how_to_print_them_all(convene, refused, tmp_path):
    convene("BOB")
    told = refused("print", "convocations", *SESSION, "--out", tmp_path / "out")
    assert "With --everybody, they are all printed." in told


def test_without_a_mail_server_everybody_is_printed_for(convene, printed, settings):
    convene("BOB", "CHARLIE")
    settings.MASSICOT_EMAIL_URL = ""
    assert [len(codes) for _, codes in printed().values()] == [2]


def test_printed_twice_the_file_is_the_same(convene, printed, tmp_path):
    convene("BOB", without=["BOB"])
    printed()
    first = (tmp_path / "out" / "manifest.csv").read_bytes()
    printed()
    assert (tmp_path / "out" / "manifest.csv").read_bytes() == first
