"""A script signed as not there when its parcel was made, which lay in it: its scan receives it, who signed stays."""

from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, services
from massicot.consignments.models import ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.reception import Verdict
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.post.models import Letter
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import other_routes, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, ODILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(db):
    """The parcel of Les Cèdres at the marking centre, made without a script that Mme Second signed as not there."""
    built = world.sat()
    built.lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, lacking = world.on_site_route(built), AllBut([built.lost], "Mme Second")
    built.code = services.pack_numbered(route=route, counted=5, lacking=lacking, **where).code
    world.send(built.code)
    services.receive_parcel(code=built.code, by=MARC, at=ARRIVAL)
    return built


def scan(built, scan_id=None):
    act = {"scan_id": scan_id or uuid4(), "by": MARC, "at": ARRIVAL}
    return services.scan_script(code=built.code, number=built.lost, **act)


def test_it_is_received_and_who_had_signed_stays(built):
    scan_id = uuid4()
    scanned = scan(built, scan_id)
    # Who had signed is no word for the marking side: it is kept beside the line, and told to the centre and the office.
    assert (scanned.verdict, scanned.parcel, scanned.by) == (Verdict.SIGNED_ABSENT, built.code, "")
    row = ParcelScript.objects.get(number=built.lost)
    assert (row.parcel.code, row.tick, row.signed_absent_by) == (built.code, Tick.RECEIVED, "Mme Second")
    assert queries.left_out_at(built.paper.pk, CEDRES) == {}
    assert ledger.where(ItemKind.SCRIPT, built.lost).place == Place.MARKING_CENTRE
    assert audit.acts_of(f"parcel:{built.code}")[-1].act == "AbsentCame"
    assert scan(built, scan_id).verdict is Verdict.RIGHT
    assert scan(built).verdict is Verdict.DOUBLE


def test_its_centre_is_told_and_looks_for_it_no_more(built):
    scan(built)
    letter = Letter.objects.get(subject__contains="signée absente")
    assert (letter.to, built.code in letter.subject) == (CLAIRE.login, True)


def test_no_count_of_the_ladder_differs_by_it(built):
    services.tick_scripts(
        code=built.code,
        numbers=[row.number for row in queries.contents_of(queries.parcel_by_code(built.code))],
        by=MARC,
        at=ARRIVAL,
    )
    scan(built)
    ladder = results.ladder(built.paper)
    about = {built.lost, built.code}
    assert [gap.kind for gap in ladder.gaps if gap.subject in about] == ["in-reception", "not-in-batch"]
    assert f"found-script:{built.lost}" in {event.key for event in ladder.events}
    for rung in ("packed", "despatched", "received"):
        assert ladder.rung(rung).expected == ladder.rung(rung).found == 6


def test_what_the_office_had_decided_of_it_waits_for_its_word(built):
    key = f"left-out:{built.lost}"
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": ARRIVAL}
    result_acts.decide_gap(paper=built.paper, key=key, seen="", **said)
    scan(built)
    assert results.there_after_all(built.paper, results.ladder(built.paper).gaps) == [key]


def test_a_script_found_in_its_centre_meanwhile_is_not_received_there(built):
    services.find_left_out(paper=built.paper, centre_uai=CEDRES, number=built.lost, by=CLAIRE, at=ARRIVAL)
    assert scan(built).verdict is Verdict.NOT_PACKED


def test_it_is_received_in_no_parcel_of_its_centre_whose_scripts_have_no_number(built):
    own, built.code = built.code, other_routes.pack(built, CEDRES).code
    world.send(built.code)
    services.receive_parcel(code=built.code, by=MARC, at=ARRIVAL)
    assert scan(built).verdict is Verdict.NOT_PACKED
    assert list(queries.left_out_at(built.paper.pk, CEDRES)) == [built.lost]
    built.code = own
    assert scan(built).verdict is Verdict.SIGNED_ABSENT


def test_the_note_that_is_printed_again_announces_what_it_announced(built):
    before = services.print_note(code=built.code)
    scan(built)
    assert services.print_note(code=built.code) == before
