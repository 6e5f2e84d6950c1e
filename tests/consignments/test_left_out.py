"""All are there but these: scripts that nobody finds when their parcel is made, signed by two, found again."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries, services
from massicot.consignments.models import LeftOut, Parcel
from massicot.consignments.rules import despatch as rule
from massicot.consignments.rules import parcels
from massicot.consignments.rules.despatch import AllBut
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.results.rules.decisions import ScriptsDecided
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, MURIERS, ODILE

pytestmark = pytest.mark.django_db

SECOND = "Mme Second"


def pack(built, counted, lacking=(), by_second=SECOND, **more):
    lacks = AllBut(lacking, by_second)
    where = {"paper": built.paper, "centre_uai": CEDRES, "route": world.on_site_route(built)}
    return services.pack_numbered(counted=counted, lacking=lacks, **where, **more, by=CLAIRE, at=EVENING)


def find(built, number, centre=CEDRES):
    services.find_left_out(paper=built.paper, centre_uai=centre, number=number, by=CLAIRE, at=EVENING)


def gaps_of(built):
    return {gap.key: gap.signed for gap in results.ladder(built.paper).gaps if gap.kind in ("left-out", "not-packed")}


def decide(built, lost):
    key = f"left-out:{lost}"
    gap = next(gap for gap in results.ladder(built.paper).gaps if gap.key == key)
    said = {"decision": Decision.SIT_AGAIN, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    result_acts.decide_gap(paper=built.paper, key=key, seen=gap.figures, **said)
    return key


@pytest.fixture
def sat():
    """A world whose days are closed, with the numbers that Les Cèdres holds."""
    built = world.sat()
    return built, list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))


def test_a_parcel_is_made_without_what_is_not_there_which_two_sign(sat):
    built, (first, second, *others) = sat
    parcel = pack(built, 4, [f" {first[4:].lower()} ", second])
    assert [row.number for row in queries.contents_of(parcel)] == others
    for number in (first, second):
        assert ledger.where(ItemKind.SCRIPT, number).place == Place.MISSING
    told = gaps_of(built)
    assert told[f"left-out:{first}"] == told[f"left-out:{second}"] == SECOND
    assert f"not-packed:{first}" not in told
    facts = json.loads(audit.acts_of(f"parcel:{parcel.code}")[0].facts)
    assert (facts["left_out"], facts["signed_by"]) == (2, SECOND)


@pytest.mark.parametrize(
    ("counted", "lacking", "second", "refusal"),
    [
        (5, "{one}", " ", rule.SecondPersonMissing),
        (6, "{one}", SECOND, parcels.PackedCountDiffers),
        (5, "00000042W", SECOND, rule.LackingUnknown),
        (5, "9999Z", SECOND, rule.LackingUnknown),
        (5, "", SECOND, rule.LackingUnknown),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_signed(sat, counted, lacking, second, refusal):
    built, numbers = sat
    with pytest.raises(refusal):
        pack(built, counted, [lacking.format(one=numbers[0])], second)
    assert not LeftOut.objects.exists()
    assert not Parcel.objects.exists()


def test_the_end_of_a_number_that_two_share_is_not_guessed():
    left = ["11110042A", "22220042A", "33330043B"]
    with pytest.raises(rule.LackingAmbiguous) as refused:
        rule.plan_lacking(AllBut(["0042A"], SECOND), left, "Perrin")
    assert refused.value.values["numbers"] == "11110042A, 22220042A"
    assert rule.plan_lacking(AllBut(["11110042A", "0043B"], SECOND), left, "Perrin") == ["11110042A", "33330043B"]


def test_of_nothing_that_is_there_no_parcel_is_made_and_each_is_looked_for(sat):
    built, numbers = sat
    assert pack(built, 0, numbers) is None
    assert not Parcel.objects.exists()
    assert {key for key in gaps_of(built) if CEDRES} >= {f"left-out:{number}" for number in numbers}
    with pytest.raises(parcels.NothingToPack):
        pack(built, 0)


def test_a_script_is_found_once_and_packed_like_any_other(sat):
    built, (lost, *_) = sat
    pack(built, 5, [lost])
    with pytest.raises(rule.NotLeftOut):
        find(built, lost, centre=MURIERS)
    find(built, lost)
    with pytest.raises(rule.NotLeftOut):
        find(built, lost)
    assert gaps_of(built)[f"not-packed:{lost}"] == ""
    assert [row.number for row in queries.contents_of(pack(built, 1))] == [lost]


def test_a_script_whose_label_is_scanned_into_a_parcel_is_found(sat):
    built, (lost, *_) = sat
    pack(built, 5, [lost])
    second = pack(built, 1, numbers=[lost.lower()])
    assert [row.number for row in queries.contents_of(second)] == [lost]
    assert [event.act for event in ledger.story_of(ItemKind.SCRIPT, lost)] == [
        "numbered",
        "left-out",
        "found",
        "packed",
    ]
    assert not LeftOut.objects.exists()


def test_what_is_lost_stays_lost_when_its_parcel_is_opened_again(sat):
    built, (lost, *others) = sat
    parcel = pack(built, 5, [lost])
    services.unpack_parcel(code=parcel.code, reason="Scellé rompu", by=CLAIRE, at=EVENING)
    again = pack(built, 5)
    assert [row.number for row in queries.contents_of(again)] == others
    assert f"left-out:{lost}" in gaps_of(built)


def test_a_day_opened_again_looks_for_everything_anew_and_leaves_no_trace_of_one_number(sat):
    built, (lost, *_) = sat
    parcel = pack(built, 5, [lost])
    services.unpack_parcel(code=parcel.code, reason="Trop tôt", by=CLAIRE, at=EVENING)
    result_acts.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="Un absent", by=CLAIRE, at=EVENING)
    assert not LeftOut.objects.exists()
    assert ledger.where(ItemKind.SCRIPT, lost) is None
    assert ledger.count_moves([lost]) == {lost: 0}
    assert not any(lost in line.facts for line in audit.acts_of(f"parcel:{parcel.code}"))
    world.close_day(built, CEDRES)
    assert pack(built, 6).announced == 6


@pytest.mark.parametrize("is_found", [False, True])
def test_a_day_of_whose_script_the_office_decided_stays_closed_or_the_journal_would_tell_whose_it_is(sat, is_found):
    built, (lost, *_) = sat
    parcel = pack(built, 5, [lost])
    decide(built, lost)
    if is_found:
        find(built, lost)
    services.unpack_parcel(code=parcel.code, reason="Trop tôt", by=CLAIRE, at=EVENING)
    with pytest.raises(ScriptsDecided, match=CEDRES) as refused:
        result_acts.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="Un absent", by=CLAIRE, at=EVENING)
    assert lost not in str(refused.value)
    assert ledger.where(ItemKind.SCRIPT, lost) is not None
    result_acts.reopen_day(paper=built.paper, centre_uai=MURIERS, reason="Un absent", by=CLAIRE, at=EVENING)


def test_what_the_office_decides_ends_the_search_and_is_asked_again_when_it_is_there_after_all(sat):
    built, (lost, *_) = sat
    pack(built, 5, [lost])
    key = decide(built, lost)
    assert key not in {gap.key for gap in results.ladder(built.paper).open_gaps}
    assert results.decision_on_missing(built.paper, lost) is not None
    find(built, lost)
    assert results.there_after_all(built.paper, list(results.ladder(built.paper).gaps)) == [key]
