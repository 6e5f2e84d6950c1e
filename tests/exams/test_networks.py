"""From where marks may be typed: networks read and compared, the session's choice, what a centre must have declared."""

import pytest

from massicot.audit import queries as audit
from massicot.core.tables import TableRefused
from massicot.exams import queries, services
from massicot.exams.models import Route
from massicot.exams.rules import networks as rules
from massicot.exams.rules.editing import NothingChanged
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.session_file import read_session, shipped_example
from tests.cast import ODILE, PERRIN, TYPING
from tests.exams import opened


def test_networks_are_read_in_any_order_and_written_once():
    assert rules.read_networks("10.1.2.3/16, 195.83.90.14;195.83.90.14\n2001:db8:7::/48") == [
        "10.1.0.0/16",
        "195.83.90.14/32",
        "2001:db8:7::/48",
    ]
    assert rules.read_networks("  ") == []


@pytest.mark.parametrize("typed", ["195.83.90", "195.83.90.0/33", "perrin.example", "10.0.0.1 10.0.0.300"])
def test_a_network_that_cannot_be_read_is_named(typed):
    with pytest.raises(rules.NetworkMistyped):
        rules.read_networks(typed)


@pytest.mark.parametrize("typed", ["0.0.0.0/0", "10.0.0.0/7", "2001::/15"])
def test_half_the_world_is_no_network_of_a_centre(typed):
    with pytest.raises(rules.NetworkTooWide):
        rules.read_networks(typed)


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("10.1.255.255", True),
        ("10.2.0.0", False),
        ("::ffff:10.1.0.9", True),
        ("2001:db8:7::1", True),
        ("2001:db8:8::1", False),
        ("nowhere", False),
        ("", False),
    ],
)
def test_an_address_is_inside_a_network_or_not(address, is_inside):
    assert rules.is_inside(address, ["10.1.0.0/16", "2001:db8:7::/48"]) is is_inside


def test_the_file_of_a_session_says_from_where_and_which_networks():
    text = (
        shipped_example().replace('"anywhere"\n', '"centre"\n').replace("networks = []", 'networks = ["10.1.2.3/16"]')
    )
    plan = read_session(text.encode(), "s.toml")
    assert (plan.entry_from, plan.networks) == (EntryPlace.CENTRE, {PERRIN: ["10.1.0.0/16"]})


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ('"anywhere"\n', '"home"\n', "session.entry_from"),
        ('"anywhere"\n', '"centre"\n', "session.entry_from"),
        ("networks = []", 'networks = ["perrin"]', "centres.networks"),
    ],
)
def test_a_file_that_asks_where_people_are_and_cannot_know_is_refused(before, after, column):
    with pytest.raises(TableRefused) as refused:
        read_session(shipped_example().replace(before, after).encode(), "s.toml")
    assert [fault.column for fault in refused.value.faults] == [column]


@pytest.fixture
def session():
    """Open the session of the notice, marked at Perrin, which has declared nothing."""
    return opened.session()


def declare(session, typed):
    return services.declare_networks(session=session, uai=PERRIN, typed=typed, by=ODILE, at=TYPING)


def choose(session, place):
    services.choose_entry_place(session=session, place=place, by=ODILE, at=TYPING)


@pytest.mark.django_db
def test_a_centre_declares_its_networks_before_anybody_is_asked_where_they_are(session):
    with pytest.raises(rules.NetworksMissing):
        choose(session, EntryPlace.CENTRE)
    assert declare(session, "10.1.2.3/16") == ["10.1.0.0/16"]
    choose(session, EntryPlace.CENTRE)
    assert queries.session_by_code("BTS-2017").entry_from == EntryPlace.CENTRE
    assert queries.networks_of_session(session) == {PERRIN: ["10.1.0.0/16"]}
    acts = [line.act for line in audit.acts_of("session:BTS-2017")]
    assert acts[-2:] == ["NetworksDeclared", "EntryPlaceChosen"]


@pytest.mark.django_db
def test_the_last_network_stays_while_people_are_asked_where_they_are(session):
    declare(session, "10.1.0.0/16")
    choose(session, EntryPlace.WARNED)
    with pytest.raises(rules.NetworksNeeded):
        declare(session, "")
    assert queries.networks_of_centre(session.pk, PERRIN) == ["10.1.0.0/16"]
    choose(session, EntryPlace.ANYWHERE)
    assert declare(session, "") == []


@pytest.mark.django_db
def test_what_changes_nothing_is_said(session):
    declare(session, "10.1.0.0/16")
    with pytest.raises(NothingChanged):
        declare(session, "10.1.9.9/16")
    with pytest.raises(NothingChanged):
        choose(session, EntryPlace.ANYWHERE)


@pytest.mark.django_db
def test_a_copied_session_keeps_place_and_networks(session):
    declare(session, "10.1.0.0/16")
    choose(session, EntryPlace.WARNED)
    copied_from = queries.session_by_code("BTS-2017")
    copy = services.copy_session_unchecked_later_rooms(
        copied_from=copied_from, code="BTS-2018", title="B", year=2018, by=ODILE, at=TYPING
    )
    assert (copy.entry_from, queries.networks_of_centre(copy.pk, PERRIN)) == (EntryPlace.WARNED, ["10.1.0.0/16"])


@pytest.mark.django_db
def test_the_centres_of_a_session_are_those_of_its_own_papers(session):
    copy = services.copy_session_unchecked_later_rooms(
        copied_from=session, code="BTS-2018", title="B", year=2018, by=ODILE, at=TYPING
    )
    Route.objects.filter(paper__session=copy).update(destination_uai="9900009E")
    assert list(queries.networks_of_session(session)) == [PERRIN]


@pytest.mark.django_db
def test_what_a_centre_declares_for_one_session_leaves_those_of_another(session):
    declare(session, "10.1.0.0/16")
    copy = services.copy_session_unchecked_later_rooms(
        copied_from=session, code="BTS-2018", title="B", year=2018, by=ODILE, at=TYPING
    )
    declare(copy, "10.2.0.0/16")
    assert queries.networks_of_centre(session.pk, PERRIN) == ["10.1.0.0/16"]
    assert queries.networks_of_centre(copy.pk, PERRIN) == ["10.2.0.0/16"]
