"""The table of what comes back: where each batch and each script in none is, without a name, safe in a spreadsheet."""

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import ReturnCounts
from massicot.results import queries, services
from massicot.results.rules.exports import ExportKind
from massicot.shelves import services as shelves
from tests import going_back
from tests.cast import ODILE, PERRIN
from tests.going_back import CAME, PACKED
from tests.keeping import kept
from tests.results.test_exports import recomputed, rows_of

pytestmark = pytest.mark.django_db
built = kept(going_back.locked_and_back)


def states(built):
    return [row["etat"] for row in rows_of(built, ExportKind.RETURNS)]


def test_what_is_not_locked_is_not_due(built):
    first, _ = batches.batches_of(built.paper.pk)
    services.unlock_batch(batch_code=first.code, reason="Total", by=ODILE, at=CAME)
    rows = rows_of(built, ExportKind.RETURNS)
    assert [(row["etat"], row["bordereau"]) for row in rows] == [("not-due", ""), ("due", "due")]


def test_a_batch_is_followed_from_its_centre_to_the_office(built):
    assert states(built) == ["due", "due"]
    parcel = going_back.pack(built)
    assert states(built) == ["packed", "packed"]
    going_back.send(parcel)
    assert states(built) == ["on-the-way", "on-the-way"]
    going_back.receive(parcel)
    assert states(built) == ["here", "here"]
    counted, lacking = ReturnCounts(1, batches.batches_of(built.paper.pk)[1].in_hand), AllBut(["1"], "Mme Roux")
    consignments.tick_return_all_but(code=parcel.code, counted=counted, lacking=lacking, by=ODILE, at=CAME)
    assert states(built) == ["missing", "received"]
    going_back.close(parcel.code)
    assert states(built) == ["lost", "received"]


def test_a_line_says_its_parcel_departure_arrival_and_sheet(built):
    parcel = going_back.receive(going_back.send(going_back.pack(built)))
    shelves.receive_sheet(paper=built.paper, code="1", by=ODILE, at=CAME)
    shelves.give_up_sheet(paper=built.paper, code="2", reason="Perdu", by=ODILE, at=CAME)
    first, second = rows_of(built, ExportKind.RETURNS)
    batch = batches.batches_of(built.paper.pk)[0]
    assert first == {
        "lot": batch.code,
        "numero_anonymat": "",
        "centre": PERRIN,
        "specialite": batch.specialty_code,
        "copies": str(batch.in_hand),
        "paquet": parcel.code,
        "transporteur": "Messageries",
        "suivi": "T9",
        "parti": "2017-06-06T16:00:00+02:00",
        "arrive": "2017-06-07T10:00:00+02:00",
        "etat": "here",
        "bordereau": "here",
    }
    assert second["bordereau"] == "given-up"


def test_a_script_in_no_batch_has_its_line_wherever_it_is(built):
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[-1]
    batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=PACKED)

    def line():
        *_, last = rows_of(built, ExportKind.RETURNS)
        return last["lot"], last["numero_anonymat"], last["centre"], last["specialite"], last["copies"], last["etat"]

    assert line() == ("", number, PERRIN, batch.specialty_code, "1", "due")
    going_back.pack(built, scripts=[number])
    assert line() == ("", number, PERRIN, batch.specialty_code, "1", "packed")


def test_what_a_carrier_is_called_is_no_formula(built):
    going_back.send(going_back.pack(built), carrier="=HYPERLINK(1)", tracking="+33")
    assert {(row["transporteur"], row["suivi"]) for row in rows_of(built, ExportKind.RETURNS)} == {
        ("'=HYPERLINK(1)", "'+33")
    }


def test_both_rungs_are_recomputed_from_it_while_things_come_back(built):
    first = batches.batches_of(built.paper.pk)[0]
    parcel = going_back.receive(going_back.send(going_back.pack(built)))
    consignments.tick_return(code=parcel.code, ref=first.code, by=ODILE, at=CAME)
    shelves.receive_sheet(paper=built.paper, code="1", by=ODILE, at=CAME)
    kinds = set(ExportKind) - {ExportKind.MARKS, ExportKind.MARKS_TOTALS}
    found = recomputed({kind.value: rows_of(built, kind) for kind in kinds} | {"marks": []})
    for name in ("scripts returned", "sheets received"):
        rung = queries.ladder(built.paper).rung(name)
        assert found[name] == (rung.expected, rung.found)
    assert (found["scripts returned"][1], found["sheets received"]) == (first.in_hand, (2, 1))
