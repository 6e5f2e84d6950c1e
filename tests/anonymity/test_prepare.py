"""Numbers drawn once, under a key whose copy is kept; later candidates take spares."""

import json

import pytest
from django.conf import settings

from massicot.anonymity import queries, rules, services
from massicot.anonymity.models import Link
from massicot.anonymity.rules import numbers
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core import draws
from massicot.core.keys import Key, KeyMissing
from massicot.exams import queries as exams
from massicot.exams.models import Route
from massicot.exams.rules import AlreadyPrepared, SpecialtiesWithoutRoute
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script
from tests import cast, later_world, world
from tests.cast import CEDRES, KEY, MURIERS, ODILE, PREPARED

pytestmark = pytest.mark.django_db

STRANGER = Key(b"another key of thirty-two bytes!")
HEADER = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"


def prepare(built, key=KEY):
    return services.prepare(paper=built.paper, key=key, draw=draws.from_seed(2), by=ODILE, at=PREPARED)


def late_table(*ranks, centre=CEDRES, specialty="90001"):
    lines = [f"{cast.candidate_number(rank)};TARDIF;Léo;01/02/1997;;{centre};{specialty};A1;{rank}" for rank in ranks]
    return read_candidates(
        "\n".join([HEADER, *lines]).encode(),
        "late.csv",
        centres={CEDRES, MURIERS},
        specialties={"90001", "90002", "90003"},
        papers=["CGE"],
    )


def import_late(built, table, key=KEY):
    return services.import_candidates(session=built.session, table=table, key=key, by=ODILE, at=PREPARED)


def test_each_expected_candidate_of_the_on_site_route_has_one_number():
    built = world.prepared()
    truth = later_world.truth(built)
    on_site = candidates.entry_rows(built.paper, {"90001", "90002"})
    assert set(truth) == {row.candidate_number for row in on_site}
    assert len(truth) == len(set(truth.values())) == Link.objects.count() == 12
    for row in on_site:
        assert Script.objects.get(number=truth[row.candidate_number]).centre_uai == row.centre_uai


def test_each_centre_has_a_reserve_that_nobody_bears():
    built = world.prepared()
    sealer = queries.sealer_of(built.paper, KEY)
    for centre in (CEDRES, MURIERS):
        spares = queries.unused_spares(built.paper, centre, sealer)
        assert len(spares) == 3
        assert queries.entry_of_number(sealer, spares[0]) is None


def test_numbers_are_drawn_once():
    built = world.prepared()
    before = sorted(scripts.taken_numbers())
    with pytest.raises(AlreadyPrepared):
        prepare(built)
    assert sorted(scripts.taken_numbers()) == before


def test_nothing_is_drawn_before_a_copy_of_the_key_is_kept():
    built = world.opened()
    with pytest.raises(rules.KeyNotConfirmed) as refused:
        prepare(built)
    assert KEY.fingerprint in str(refused.value)
    services.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    with pytest.raises(rules.KeyNotConfirmed):
        prepare(built, STRANGER)
    assert not Script.objects.exists()
    assert exams.paper_by_code("BTS-2017", "CGE").prepared_at is None


def test_another_key_opens_nothing_and_is_not_confirmed_in_its_place():
    built = world.prepared()
    for act in (
        lambda: services.confirm_key(key=STRANGER, by=ODILE, at=PREPARED),
        lambda: queries.sealer_of(built.paper, STRANGER),
        lambda: services.print_labels(paper=built.paper, centre_uai=CEDRES, key=STRANGER, by=ODILE, at=PREPARED),
    ):
        with pytest.raises(rules.WrongKey):
            act()


def test_confirming_the_key_again_adds_no_line():
    world.prepared()
    services.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    assert [line.act for line in audit.acts_of("key")] == ["KeyKept"]


def test_a_specialty_without_a_route_stops_everything_and_is_named():
    built = world.opened()
    services.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    Route.objects.filter(steering_academy="Bordeaux").delete()
    with pytest.raises(SpecialtiesWithoutRoute, match="90003"):
        prepare(built)
    Route.objects.filter(steering_academy="Aix-Marseille").update(kind="outside")
    Route.objects.filter(steering_academy="Toulouse").update(steering_academy="Bordeaux")
    with pytest.raises(numbers.NobodyToNumber):
        prepare(built)
    assert not Script.objects.exists()


def test_labels_need_numbers():
    built = world.opened()
    services.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    with pytest.raises(numbers.NotPrepared):
        services.print_labels(paper=built.paper, centre_uai=CEDRES, key=KEY, by=ODILE, at=PREPARED)


def test_a_late_candidate_takes_a_spare_of_their_own_centre():
    built = world.prepared()
    before = scripts.numbers_of_centre(built.paper.pk, CEDRES)
    reserve = queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))
    import_late(built, late_table(31, 32))
    taken = {later_world.number_of(built, rank) for rank in (31, 32)}
    assert len(taken) == 2
    assert scripts.numbers_of_centre(built.paper.pk, CEDRES) == before
    assert taken <= set(reserve)


def test_a_late_candidate_of_a_scanned_specialty_takes_no_number():
    built = world.prepared()
    import_late(built, late_table(31, specialty="90003"))
    assert Link.objects.count() == 12


def test_a_centre_without_a_spare_left_refuses_the_whole_table():
    built = world.prepared()
    with pytest.raises(numbers.NoSpareLeft) as refused:
        import_late(built, late_table(31, 32, 33, 34))
    assert refused.value.values == {"centre": CEDRES}
    assert len(candidates.entry_rows(built.paper)) == 16
    assert Link.objects.count() == 12


def test_a_late_candidate_needs_the_key():
    built = world.prepared()
    with pytest.raises(KeyMissing) as refused:
        import_late(built, late_table(31), key=None)
    assert refused.value.values == {"path": settings.MASSICOT_ANONYMITY_KEY_FILE}
    with pytest.raises(rules.WrongKey):
        import_late(built, late_table(31), key=STRANGER)
    assert len(candidates.entry_rows(built.paper)) == 16


def test_the_drawing_is_journalled_in_counts():
    built = world.prepared()
    (line,) = audit.acts_of(exams.subject_of(built.paper))
    assert json.loads(line.facts) == {"numbers": 12, "spares": 6, "centres": 2, "key": KEY.fingerprint}
