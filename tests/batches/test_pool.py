"""A marker's school does not change while they hold batches, and who held one leaves their pool no more."""

import threading

import pytest
from django.db import transaction

from massicot.batches import queries, services
from massicot.batches.rules.hands import HeldBatchesThere
from massicot.core.tables import TableRefused
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.rules import MarkerUnknown, read_markers
from massicot.persons.models import Person
from tests import many, world
from tests.cast import CEDRES, MARKING, MURIERS, ODILE, TYPING
from tests.racing import WAIT_S, at_once, meanwhile, somebody_waits


def table_of(built, **schools):
    """Write the markers as they are, some at another school."""
    lines = ["identifiant;civilite;nom;prenom;courriel;discipline;telephone;uai"]
    for marker in markers.markers_of(built.session.pk):
        said = (marker.identifier, marker.civility, marker.surname, marker.first_name, marker.email)
        school = schools.get(marker.identifier) or school_of(built, marker.identifier)
        lines.append(";".join((*said, marker.discipline, marker.telephone, school)))
    return read_markers("\n".join(lines).encode(), "markers.csv", institutions=exams.institution_names())


def enter(built, at=TYPING, **schools):
    return services.import_markers(session=built.session, table=table_of(built, **schools), by=ODILE, at=at)


def school_of(built, identifier):
    return markers.institution_of(markers.marker_by_identifier(built.session.pk, identifier), TYPING.date())


@pytest.mark.django_db
def test_a_marker_who_holds_batches_keeps_their_school_and_the_line_says_what_to_do():
    built = world.handed_out()
    wood, water = queries.batches_of(built.paper.pk)
    before = school_of(built, "BOB")
    for act in (
        lambda: services.preview_markers(built.session, table_of(built, BOB=MURIERS), TYPING),
        lambda: enter(built, BOB=MURIERS),
    ):
        with pytest.raises(TableRefused) as refused:
            act()
        (fault,) = refused.value.faults
        assert (fault.column, fault.value, fault.line) == ("uai", MURIERS, 3)
        assert fault.reason.values == {"marker": "BOB", "codes": f"{wood.code}, {water.code}", "before": before}
    assert school_of(built, "BOB") == before


@pytest.mark.django_db
def test_other_markers_move_and_the_one_who_gave_all_back_moves_too():
    built = world.handed_out()
    enter(built, CHARLIE=MURIERS)
    assert school_of(built, "CHARLIE") == MURIERS
    for batch in queries.batches_of(built.paper.pk):
        world.give_back(batch)
    outcome = enter(built, BOB=MURIERS)
    assert [change.key for change in outcome.changed] == ["BOB"]
    assert school_of(built, "BOB") == MURIERS


@pytest.mark.django_db
def test_what_else_a_table_says_of_who_holds_batches_is_imported():
    built = world.handed_out()
    Person.objects.filter(identifier="BOB").update(telephone="04 00 00 00 00")
    table = table_of(built)
    Person.objects.filter(identifier="BOB").update(telephone="")
    services.import_markers(session=built.session, table=table, by=ODILE, at=TYPING)
    assert markers.marker_by_identifier(built.session.pk, "BOB").telephone == "04 00 00 00 00"


def leave(built, identifier="BOB"):
    person = markers.marker_by_identifier(built.session.pk, identifier).person
    services.take_out_of_pool_unchecked_missions(person=person, session=built.session, by=ODILE, at=MARKING)


@pytest.mark.django_db
def test_whoever_holds_or_held_a_batch_stays_in_the_pool_where_their_work_is_known():
    built = world.handed_out()
    batch = queries.batches_of(built.paper.pk)[0]
    with pytest.raises(HeldBatchesThere, match=batch.code):
        leave(built)
    for one in queries.batches_of(built.paper.pk):
        world.give_back(one)
    with pytest.raises(HeldBatchesThere, match=batch.code):
        leave(built)
    leave(built, "CHARLIE")
    assert [marker.identifier for marker in markers.markers_of(built.session.pk)] == ["ALICE", "BOB"]


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_a_batch_is_not_handed_out_to_somebody_who_is_leaving_the_pool():
    built = world.sealed()
    batch = queries.batches_of(built.paper.pk)[0]
    _, second = meanwhile(lambda: leave(built), lambda: world.lend(batch, "BOB"))
    assert isinstance(second, MarkerUnknown)
    assert queries.open_hand_out(batch.pk) is None


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_a_batch_is_not_handed_out_on_the_school_that_an_import_is_changing():
    built = many.sealed()
    batch, moved = queries.batches_of(built.paper.pk)[0], threading.Event()

    def move_slowly():
        with transaction.atomic():
            enter(built, at=MARKING, BOB=CEDRES)
            moved.set()
            assert somebody_waits()

    def lend_meanwhile():
        assert moved.wait(WAIT_S)
        world.lend(batch, "BOB")

    _, second = at_once(move_slowly, lend_meanwhile)
    assert type(second).__name__ == "OwnPupils"
    assert queries.open_hand_out(batch.pk) is None
