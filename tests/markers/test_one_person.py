"""A person is one across sessions: what a table of one session says of them holds in the other."""

from datetime import timedelta

import pytest

from massicot.accounts.queries import Account
from massicot.core.actor import SYSTEM, Role
from massicot.core.tables import TableRefused
from massicot.exams import queries as exams
from massicot.markers import queries, services
from massicot.markers.rules import read_markers
from massicot.markers.services import appoint
from massicot.persons import queries as persons
from massicot.persons.models import Person, Situation
from massicot.persons.rules import EmployerKind
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, SOUTH

COLUMNS = "identifiant;civilite;nom;prenom;courriel;uai;discipline"
WREN = f"M-1;Mme;Roitelet;Ada;ada@lycee.example;{NORTH};Lettres"
LATER = lycee.BEFORE + timedelta(days=300)


@pytest.fixture
def spring(db):
    return lycee.make_session()


@pytest.fixture
def autumn(spring):
    copy = exams.Session.objects.get(pk=spring.pk)
    copy.pk, copy.code, copy._state.adding = None, "BTS-2018", True
    copy.save()
    return copy


def enter(session, *lines, columns="", at=lycee.BEFORE):
    content = "\n".join((COLUMNS + columns, *lines)).encode()
    papers = [paper.code for paper in exams.papers_of(session)]
    table = read_markers(content, "m.csv", institutions={NORTH, SOUTH}, papers=papers)
    return services.import_markers_unchecked_batches(session=session, table=table, by=lycee.OFFICE, at=at)


def refusal(session, *lines):
    with pytest.raises(TableRefused) as refused:
        enter(session, *lines)
    return [(fault.line, fault.column, fault.value) for fault in refused.value.faults]


def test_one_identifier_in_two_sessions_is_one_person_and_two_places_in_a_pool(spring, autumn):
    enter(spring, WREN)
    outcome = enter(autumn, WREN)
    assert (list(outcome.new), list(outcome.changed)) == (["M-1"], [])
    (one,), (other,) = queries.markers_of(spring.pk), queries.markers_of(autumn.pk)
    assert one.person_id == other.person_id
    assert one.pk != other.pk


def test_what_the_other_session_says_otherwise_is_a_change_and_holds_in_both(spring, autumn):
    enter(spring, WREN)
    (change,) = enter(autumn, f"{WREN};0491000000", columns=";telephone").changed
    assert change.fields == {"telephone": ("", "0491000000"), "discipline": ("", "Lettres")}
    assert queries.markers_of(spring.pk)[0].telephone == "0491000000"


def test_an_identifier_with_the_name_of_somebody_else_is_refused_and_a_spelling_is_not(spring, autumn):
    enter(spring, WREN)
    other = WREN.replace("Roitelet", "Mésange")
    assert refusal(autumn, other) == [(2, "nom", "Ada Mésange")]
    assert refusal(spring, other) == [(2, "nom", "Ada Mésange")]
    enter(autumn, WREN.replace("Roitelet", "ROITELET"))
    assert Person.objects.get().surname == "ROITELET"


def test_who_signs_in_keeps_the_address_until_the_office_moves_it(spring):
    enter(spring, WREN)
    appoint(email="ada@lycee.example", role=Role.MARKER, scope=spring.code, by=SYSTEM, at=lycee.BEFORE)
    Person.objects.update(account=Account.objects.get())
    assert refusal(spring, WREN.replace("ada@", "ada.roitelet@")) == [(2, "courriel", "ada.roitelet@lycee.example")]
    Person.objects.update(account=None)
    enter(spring, WREN.replace("ada@", "ada.roitelet@"))


def test_where_a_person_teaches_is_kept_for_the_days_before(spring):
    enter(spring, WREN)
    enter(spring, WREN.replace(NORTH, SOUTH), at=LATER)
    (wren,) = queries.markers_of(spring.pk)
    days = (lycee.BEFORE.date(), LATER.date() - timedelta(days=1), LATER.date())
    assert [queries.institution_of(wren, day) for day in days] == [NORTH, NORTH, SOUTH]
    rows = queries.rows_of(spring.pk, LATER.date() - timedelta(days=1))
    assert [row.institution_uai for row in rows] == [NORTH]


def test_a_slip_put_right_the_same_day_leaves_one_situation(spring):
    enter(spring, WREN)
    enter(spring, WREN.replace(NORTH, SOUTH))
    assert [(row.since, row.institution_uai) for row in Situation.objects.all()] == [(lycee.BEFORE.date(), SOUTH)]


def test_the_optional_columns_feed_person_and_pool_and_their_absence_changes_nothing(spring):
    told = f"{WREN};latin grec;CGE;prive-sous-contrat;non"
    enter(spring, told, columns=";competences;epreuves;type_employeur;agent_etat")
    assert enter(spring, WREN).same == 1
    (marker,) = queries.markers_of(spring.pk)
    file = persons.files_of(["M-1"], lycee.BEFORE.date())["M-1"]
    assert file.skills == ("grec", "latin")
    assert (file.situation.employer_kind, file.situation.is_state_agent) == (EmployerKind.CONTRACT, False)
    assert queries.papers_of_markers(spring.pk) == {marker.pk: ("CGE",)}
    assert enter(spring, f"{WREN};", columns=";epreuves").written == 1
    assert queries.papers_of_markers(spring.pk) == {}


def test_somebody_set_aside_is_entered_with_a_warning(spring):
    enter(spring, WREN)
    Person.objects.update(set_aside_at=lycee.BEFORE, set_aside_reason="En congé de longue durée")
    (warning,) = enter(spring, WREN).warnings
    assert (warning.column, warning.value) == ("identifiant", "M-1")


def test_a_session_deleted_takes_with_it_those_whom_no_other_may_call(spring, autumn):
    robin = f"M-2;;Rougegorge;Noé;noe@lycee.example;{SOUTH};Lettres"
    enter(spring, WREN, robin)
    enter(autumn, WREN)
    pools = [(session, person) for session in (spring, autumn) for person in Person.objects.order_by("identifier")]
    assert [queries.is_in_pool(session.pk, person.pk) for session, person in pools] == [True, True, True, False]
    services.delete_markers(session=spring)
    assert [person.identifier for person in Person.objects.all()] == ["M-1"]
