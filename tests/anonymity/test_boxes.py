"""Boxes of header strips: from one number to another, never overlapping; a strip that is not there is named."""

import json
from dataclasses import replace

import pytest

from massicot.anonymity import queries, services
from massicot.anonymity.rules import strips as rules
from massicot.anonymity.rules.strips import FiledBox
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import AllBut
from massicot.core.refused import Refused
from massicot.core.wall import TextNamesCandidate
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from massicot.scripts.queries import FiledStrips
from massicot.shelves import queries as shelves
from tests import boxing, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MARC, MORNING, MURIERS, ODILE

NUMBERS = ["00010001A", "00020002B", "00030003C", "00040004D", "00050005E", "90050005E"]


def plan(first, last, count, *, others=None, typed=(), signed_by="Mme Roux", kept_in="Bureau 2"):
    box = FiledBox(first=first, last=last, count=count, kept_in=kept_in, lacking=AllBut(typed, signed_by))
    ends = rules.plan_ends(box, NUMBERS, others or {})
    return ends, rules.plan_lacking(box, ends, NUMBERS)


def test_a_box_goes_from_its_first_to_its_last_strip_typed_whole_or_by_their_ends():
    assert plan("00010001A", "0003 0003 c", 3) == (("00010001A", "00030003C"), [])
    assert plan("0003C", "0001A", 3) == (("00010001A", "00030003C"), [])
    assert plan("0002B", "0002B", 1) == (("00020002B", "00020002B"), [])


def test_a_strip_that_is_not_there_is_named_between_the_ends():
    assert plan("0001A", "0004D", 3, typed=["0003C"])[1] == ["00030003C"]
    assert plan("0001A", "0004D", 2, typed=["0003C", "00020002B"])[1] == ["00020002B", "00030003C"]


REFUSED = {
    "unknown": (rules.StripUnknown, ("0009Z", "0004D", 3), {}),
    "ambiguous": (rules.StripAmbiguous, ("0001A", "0005E", 5), {}),
    "too few": (rules.BoxCountDiffers, ("0001A", "0004D", 3), {}),
    "too many": (rules.BoxCountDiffers, ("0001A", "0004D", 5), {}),
    "overlap at the first": (rules.BoxesOverlap, ("0003C", "0004D", 2), {"others": {"1": ("00010001A", "00030003C")}}),
    "overlap within": (rules.BoxesOverlap, ("0001A", "0004D", 4), {"others": {"1": ("00020002B", "00030003C")}}),
    "lacks what is elsewhere": (rules.LackingOutside, ("0001A", "0003C", 2), {"typed": ["0004D"]}),
    "lacks an end": (rules.EndLacking, ("0001A", "0004D", 3), {"typed": ["0004D"]}),
    "alone": (rules.SecondLookMissing, ("0001A", "0004D", 3), {"typed": ["0003C"], "signed_by": " "}),
    "nowhere": (rules.PlaceOfBoxMissing, ("0001A", "0004D", 4), {"kept_in": " "}),
    "names somebody": (TextNamesCandidate, ("0001A", "0004D", 4), {"kept_in": "Boîte de 02123456789"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_box_that_cannot_be_is_refused(case):
    refusal, ends, said = REFUSED[case]
    with pytest.raises(refusal):
        plan(*ends, **said)


def test_an_overlap_says_with_which_box_and_the_way_out():
    with pytest.raises(rules.BoxesOverlap) as refused:
        plan("0003C", "0004D", 2, others={"7": ("00010001A", "00030003C")})
    assert "the box 7, which goes from 00010001A to 00030003C" in str(refused.value)
    assert "open it again first" in str(refused.value)


@pytest.fixture
def closed(db):
    return world.sat()


def close_short(built):
    """Close one box on the six strips of Les Cèdres, of which the third is not there; give its number."""
    lost = boxing.in_no_box(built)[2]
    filed = boxing.next_box(built)
    short = replace(filed, count=5, lacking=AllBut([lost[4:]], "Mme Roux"))
    services.box_strips(paper=built.paper, centre_uai=CEDRES, box=short, by=CLAIRE, at=MORNING)
    return lost


def gaps_of_strips(built):
    (rung,) = [rung for rung in results.ladder(built.paper).rungs if rung.name == "strips archived"]
    return [(gap.key, gap.signed, gap.state.value) for gap in rung.gaps if gap.subject != MURIERS]


def test_a_missing_strip_is_a_gap_of_its_rung_until_it_is_found(closed):
    lost = close_short(closed)
    assert gaps_of_strips(closed) == [(f"missing-strip:{lost}", "Mme Roux", "open")]
    line = audit.acts_of(candidates.day_subject(closed.paper, CEDRES))[-1]
    facts = {"count": 5, "lacking": 1, "signed_by": "Mme Roux", "uncompared_reason": boxing.UNCOMPARED}
    assert json.loads(line.facts) == facts
    services.find_strip(paper=closed.paper, centre_uai=CEDRES, number=lost, by=CLAIRE, at=MORNING)
    assert gaps_of_strips(closed) == []
    assert queries.boxed_strips(closed.paper) == {CEDRES: 6}
    assert scripts.strips_filed([CEDRES], shelves.papers_destroyed()) == {
        (closed.paper.pk, CEDRES): FiledStrips(boxed=6, lacking=[])
    }
    with pytest.raises(rules.StripNotLacking):
        services.find_strip(paper=closed.paper, centre_uai=CEDRES, number=lost, by=CLAIRE, at=MORNING)


def accept(built, lost):
    """Accept as the office that a strip is not found, in the only box that there is."""
    ((seen, _),) = queries.boxes_of_centre(built.paper, CEDRES).items()
    said = {"decision": Decision.ACCEPTED, "reason": "Introuvable", "by": ODILE, "at": MORNING}
    result_acts.decide_gap(paper=built.paper, key=f"missing-strip:{lost}", seen=seen, **said)


def test_the_office_decides_of_a_missing_strip_and_its_day_stays_closed(closed):
    lost = close_short(closed)
    accept(closed, lost)
    assert gaps_of_strips(closed) == [(f"missing-strip:{lost}", "Mme Roux", "decided")]
    with pytest.raises(Refused, match="decided"):
        result_acts.reopen_day(paper=closed.paper, centre_uai=CEDRES, reason="Too late", by=CLAIRE, at=MORNING)


def test_a_strip_that_was_found_and_lacks_in_a_box_closed_anew_is_decided_anew(closed):
    lost = close_short(closed)
    accept(closed, lost)
    where = {"paper": closed.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": MORNING}
    services.find_strip(number=lost, **where)
    (ref,) = queries.boxes_of_centre(closed.paper, CEDRES)
    services.unbox_strips(ref=ref, reason="Boîte abîmée", **where)
    assert close_short(closed) == lost
    assert gaps_of_strips(closed) == [(f"missing-strip:{lost}", "Mme Roux", "open")]
    assert results.strips_written_off([closed.paper.pk]) == set()
    accept(closed, lost)
    assert results.strips_written_off([closed.paper.pk]) == {lost}
    assert gaps_of_strips(closed) == [(f"missing-strip:{lost}", "Mme Roux", "decided")]


def test_the_box_of_a_number_is_found_by_the_number_alone(closed):
    first, second = boxing.box(closed, 4), boxing.box(closed, 2)
    numbers = list(scripts.in_hand_of_centre(closed.paper.pk, CEDRES))
    assert [scripts.box_of_strip(number).ref for number in numbers] == [first] * 4 + [second] * 2
    other = next(iter(scripts.in_hand_of_centre(closed.paper.pk, MURIERS)))
    assert scripts.box_of_strip(other) is None
    assert results.strip_box(numbers[0]).kept_in == boxing.KEPT_IN


def test_a_box_is_opened_again_for_a_reason_that_names_no_candidate(closed):
    ref = boxing.box(closed)
    said = {"paper": closed.paper, "centre_uai": CEDRES, "ref": ref, "by": CLAIRE, "at": MORNING}
    with pytest.raises(TextNamesCandidate):
        services.unbox_strips(reason="12345678R est de 021-0000-0001.", **said)


def test_deciding_of_a_missing_strip_writes_nothing_of_what_is_ticked_in_the_parcel_of_its_script(db):
    built = world.arrived()
    (ref,) = queries.boxes_of_centre(built.paper, CEDRES)
    services.unbox_strips(paper=built.paper, centre_uai=CEDRES, ref=ref, reason="Boîte abîmée", by=CLAIRE, at=MORNING)
    lost = close_short(built)
    code = parcels.announcement_of(lost).parcel
    consignments.tick_scripts(code=code, numbers=[lost], by=MARC, at=ARRIVAL)
    accept(built, lost)
    assert gaps_of_strips(built) == [(f"missing-strip:{lost}", "Mme Roux", "decided")]
    assert parcels.announcement_of(lost).tick is Tick.NOT_YET
