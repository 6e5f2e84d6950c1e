"""Tables out: their columns, their order, their safety, and the whole ladder recomputed from them alone."""

import csv
import io
from collections import Counter

import pytest

from massicot.anonymity.models import Link
from massicot.anonymity.rules import LinkBroken
from massicot.candidates.models import Candidate, Entry
from massicot.marks import queries as marks
from massicot.results import queries, services
from massicot.results.rules import decisions
from massicot.results.rules.exports import COLUMNS, ExportKind
from tests import cast, later_world
from tests.cast import CEDRES, KEY, MURIERS, ODILE, TYPING, candidate_number
from tests.results.asking import ask

pytestmark = pytest.mark.django_db

ON_SITE = [rank for rank in range(1, 17) if rank % 4 != 3]
IN_HAND = {"written", "blank", "placeholder"}


def export(built, kind):
    return services.export_table(paper=built.paper, kind=kind, key=KEY, by=ODILE, at=TYPING)


def rows_of(built, kind):
    text = export(built, kind).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def total(rows, column):
    return sum(int(row[column] or 0) for row in rows)


def test_marks_have_the_columns_of_the_contract_in_utf8_with_bom(lifted):
    head = export(lifted, ExportKind.MARKS).split(b"\r\n")[0]
    assert head == b"\xef\xbb\xbfnumero_candidat;nom_famille;prenoms;specialite;epreuve;numero_anonymat;lot;note;code"


@pytest.mark.parametrize("kind", ExportKind)
def test_every_table_has_its_columns_and_rows(lifted, kind):
    ask(lifted, 5)
    rows = rows_of(lifted, kind)
    assert tuple(rows[0]) == tuple(COLUMNS[kind])
    assert None not in {key for row in rows for key in row}


def test_every_expected_candidate_of_the_on_site_route_stands_once_in_order(lifted):
    rows = rows_of(lifted, ExportKind.MARKS)
    assert [row["numero_candidat"] for row in rows] == [candidate_number(rank) for rank in ON_SITE]
    assert [row["nom_famille"] for row in rows] == [cast.NAMES[rank - 1] for rank in ON_SITE]


def test_exactly_one_of_mark_and_code_is_filled(lifted):
    rows = {row["numero_candidat"]: row for row in rows_of(lifted, ExportKind.MARKS)}
    assert all(bool(row["note"]) != bool(row["code"]) for row in rows.values())
    codes = {number: row["code"] for number, row in rows.items() if row["code"]}
    assert codes == {candidate_number(1): "MQ", candidate_number(2): "AB", candidate_number(5): "CB"}
    assert all(len(row["note"]) == 2 and row["note"].isdigit() for row in rows.values() if row["note"])


def test_each_mark_is_the_one_typed_under_the_candidates_number(lifted):
    truth = later_world.truth(lifted)
    entered = marks.marks_of(lifted.paper.pk)
    for row in rows_of(lifted, ExportKind.MARKS):
        number = row["numero_anonymat"]
        assert number == truth[row["numero_candidat"]]
        if row["note"]:
            assert int(row["note"]) * 100 == entered[number].hundredths
        assert row["epreuve"] == "CGE"
        assert bool(row["lot"]) == (row["code"] != "MQ")


def test_a_kept_mark_is_left_out(lifted):
    Entry.objects.filter(candidate__candidate_number=candidate_number(4)).update(is_mark_kept=True)
    numbers = {row["numero_candidat"] for row in rows_of(lifted, ExportKind.MARKS)}
    assert numbers == {candidate_number(rank) for rank in ON_SITE if rank != 4}


@pytest.mark.parametrize("name", ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", '=cmd|"/C calc"!A0'])
def test_a_name_is_never_a_formula(lifted, name):
    Candidate.objects.filter(candidate_number=candidate_number(1)).update(surname=name)
    row = rows_of(lifted, ExportKind.MARKS)[0]
    assert row["nom_famille"] == f"'{name}"


def test_a_name_with_a_separator_or_a_quote_stays_in_its_cell(lifted):
    Candidate.objects.filter(candidate_number=candidate_number(1)).update(surname='A;B"C\nD')
    assert rows_of(lifted, ExportKind.MARKS)[0]["nom_famille"] == 'A;B"C\nD'


def test_a_lost_link_never_passes_for_a_missing_script(lifted):
    Link.objects.order_by("pk")[0].delete()
    with pytest.raises(decisions.NumbersLost) as refused:
        export(lifted, ExportKind.MARKS)
    assert refused.value.values["count"] == 1


def test_two_links_exchanged_do_not_open(lifted):
    one, two = Link.objects.order_by("pk")[:2]
    for link, other in ((one, two), (two, one)):
        Link.objects.filter(pk=link.pk).update(sealed=other.sealed)
    with pytest.raises(LinkBroken):
        export(lifted, ExportKind.MARKS)


def recomputed(tables):
    """Recompute both sources of every rung from the exports alone."""
    scripts, batches, centres = tables["scripts"], tables["batches"], tables["centres"]
    parcels = [row for row in tables["parcels"] if row["voie"] == "on-site"]
    held = [row for row in scripts if row["nature"] in IN_HAND]
    received = [row for row in scripts if row["pointage"] == "received"]
    batched = [row for row in scripts if row["lot"]]
    marked = [row for row in tables["marks"] if row["note"] or row["code"] in ("AB", "CB")]
    absent = total(tables["presence"], "absents")
    due = [row for row in tables["returns"] if row["etat"] != "not-due"]
    sheets = [row["bordereau"] for row in tables["returns"] if row["bordereau"]]
    return {
        "entered": (total(tables["specialties"], "importes"), total(tables["specialties"], "inscrits")),
        "present+absent": (
            total(tables["presence"], "presents") + absent,
            total(tables["presence"], "copies_comptees") + absent,
        ),
        "written+blank+placeholder": (len(held), total(centres, "pieces_en_main")),
        "labels used": (len(held), total(centres, "etiquettes")),
        "strips archived": (total(centres, "en_tetes_en_boite"), total(centres, "en_tetes")),
        "packed": (sum(bool(row["paquet"]) for row in scripts), total(parcels, "annonce")),
        "despatched": (total(parcels, "annonce"), total(parcels, "compte_transporteur")),
        "received": (total(parcels, "annonce"), len(received)),
        "in batches": (len(received), len(batched) - total(batches, "sans_copie")),
        "on sheets": (len(batched), total(batches, "lignes_bordereau")),
        "marks+AB+CB": (len(marked), total(batches, "lignes_verrouillees")),
        "scripts returned": (total(due, "copies"), total((row for row in due if row["etat"] == "received"), "copies")),
        "sheets received": (len(sheets), sheets.count("here")),
    }


def test_every_rung_is_recomputed_from_the_exports_alone(lifted):
    tables = {kind.value: rows_of(lifted, kind) for kind in ExportKind}
    rungs = {rung.name: (rung.expected, rung.found) for rung in queries.ladder(lifted.paper).rungs}
    assert recomputed(tables) == rungs
    assert set(rungs.values()) == {(16, 16), (12, 12), (12, 11), (11, 11), (11, 0), (2, 0)}


def test_the_missing_script_is_told_by_the_tables_too(lifted):
    missing = {row["numero_anonymat"] for row in rows_of(lifted, ExportKind.SCRIPTS) if row["pointage"] == "missing"}
    mq = {row["numero_anonymat"] for row in rows_of(lifted, ExportKind.MARKS) if row["code"] == "MQ"}
    assert missing == mq == {later_world.number_of(lifted, 1)}
    assert total(rows_of(lifted, ExportKind.PARCELS), "manquant") == 1


def test_control_totals_agree_with_the_marks_of_each_batch(lifted):
    sums = Counter()
    for row in rows_of(lifted, ExportKind.MARKS):
        sums[row["lot"]] += int(row["note"] or 0) * 100
    for batch in rows_of(lifted, ExportKind.BATCHES):
        assert int(batch["somme_centiemes"]) == int(batch["somme_tapee_centiemes"]) == sums[batch["lot"]]
        assert batch["notes"] == batch["notes_tapees"]


def test_centres_and_instants_are_those_of_the_session(lifted):
    assert [row["centre"] for row in rows_of(lifted, ExportKind.CENTRES)] == [CEDRES, MURIERS]
    parcel = rows_of(lifted, ExportKind.PARCELS)[0]
    assert (parcel["limite"], parcel["parti"]) == ("2017-05-12T18:00:00+02:00", "2017-05-11T10:00:00+02:00")
