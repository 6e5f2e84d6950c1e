"""Header strips are destroyed once their scripts are: how many, which stay, by two, once, each centre its own."""

import json

import pytest

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import strips as rules
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules import CorrectionReasonMissing
from massicot.core.second_person import SecondNameTooShort, SecondPersonIsFirst
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.shelves import queries as shelves
from tests import destroying, world
from tests.cast import CEDRES, CLAIRE, MURIERS, candidate_number
from tests.destroying import DESTROYED
from tests.documents.reading import Reader
from tests.keeping import kept

pytestmark = pytest.mark.django_db

CENTRES = (CEDRES, MURIERS)


def destroyed_with_strips():
    """Destroy a list of a paper whose exam centres filed their strips."""
    built = destroying.signed()
    for uai in CENTRES:
        if not scripts.strip_boxes(built.paper.pk, uai):
            world.box_strips(built, uai)
    destroying.destroy(built)
    return built


destroyed = kept(destroyed_with_strips)


def in_hand(built, uai):
    return set(scripts.in_hand_of_centre(built.paper.pk, uai))


def gone_of(built, uai):
    items = ledger.spots_of(ItemKind.SCRIPT, sorted(in_hand(built, uai)))
    return {number for number, item in items.items() if item.place == Place.DESTROYED}


def take_back(built, uai=CEDRES, *, row=None, reason="Pas encore faits"):
    row_id = row.pk if row else destroying.certified_strips(built, uai)[-1].pk
    said = {"destruction_id": row_id, "reason": reason, "by": CLAIRE, "at": DESTROYED}
    anonymity.take_back_certificate(paper=built.paper, centre_uai=uai, **said)


def test_those_of_what_is_gone_are_due_and_the_others_stay_centre_by_centre(destroyed):
    spared = set(shelves.spared_numbers(shelves.certificates_of(destroyed.paper)[0]))
    for uai in CENTRES:
        assert queries.strips_due(destroyed.paper, uai) == len(gone_of(destroyed, uai)) > 0
        stays = set(scripts.strips_to_keep(destroyed.paper.pk, uai))
        assert stays == in_hand(destroyed, uai) - gone_of(destroyed, uai)
        assert spared & in_hand(destroyed, uai) <= stays


def test_a_certificate_ends_it_for_its_centre_and_for_no_other(destroyed):
    other = queries.strips_due(destroyed.paper, MURIERS)
    count = destroying.certify(destroyed)
    assert queries.strips_due_by_centre(destroyed.paper) == {MURIERS: other}
    with pytest.raises(rules.NoStripsDue):
        destroying.certify(destroyed)
    line = audit.acts_of(candidates.day_subject(destroyed.paper, CEDRES))[-1]
    assert json.loads(line.facts) == {
        "due": count,
        "count": count,
        "kept": len(scripts.strips_to_keep(destroyed.paper.pk, CEDRES)),
        "signed_by": "Mme Roux",
        "reason": "",
    }


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"signed_by": " "}, rules.SecondDestroyerMissing),
        ({"signed_by": "\u200b"}, rules.SecondDestroyerMissing),
        ({"count": 99}, rules.DestroyedBeyond),
        ({"count": 1}, rules.DestroyedCountDiffers),
        ({"count": 1, "reason": f"De {candidate_number(1)}"}, TextNamesCandidate),
    ],
)
def test_what_is_wrong_of_a_certificate_is_refused_and_nothing_is_signed(destroyed, said, refusal):
    with pytest.raises(refusal):
        destroying.certify(destroyed, **said)
    assert destroying.certified_strips(destroyed) == []


def test_a_strip_that_cannot_be_found_is_signed_with_its_reason(destroyed):
    due = queries.strips_due(destroyed.paper, CEDRES)
    destroying.certify(destroyed, count=due - 1, reason="Un en-tête introuvable")
    [row] = destroying.certified_strips(destroyed)
    assert (row.due, row.count, row.reason) == (due, due - 1, "Un en-tête introuvable")
    assert queries.strips_due(destroyed.paper, CEDRES) == 0


def test_the_last_certificate_alone_is_taken_back_and_by_its_own_centre(destroyed):
    destroying.certify(destroyed)
    destroying.certify(destroyed, MURIERS)
    [theirs] = destroying.certified_strips(destroyed, MURIERS)
    with pytest.raises(rules.StripsMovedOn):
        take_back(destroyed, row=theirs)
    with pytest.raises(CorrectionReasonMissing):
        take_back(destroyed, reason=" ")
    take_back(destroyed)
    assert destroying.certified_strips(destroyed) == []
    assert destroying.certified_strips(destroyed, MURIERS) == [theirs]


def test_no_box_is_opened_again_once_scripts_are_destroyed_certified_or_not(destroyed):
    ref = scripts.strip_boxes(destroyed.paper.pk, CEDRES)[0].ref
    said = {"paper": destroyed.paper, "centre_uai": CEDRES, "ref": ref, "by": CLAIRE, "at": DESTROYED}
    for act in (destroying.certify, take_back):
        act(destroyed)
        with pytest.raises(rules.StripsAreDestroyed):
            anonymity.unbox_strips(reason="Mal comptés", **said)
    assert scripts.strip_boxes(destroyed.paper.pk, CEDRES)[0].ref == ref


def test_where_a_strip_is_tells_that_it_is_destroyed_once_its_centre_said_so(destroyed):
    gone, stays = min(gone_of(destroyed, CEDRES)), scripts.strips_to_keep(destroyed.paper.pk, CEDRES)
    assert results.strip_box(gone).destroyed_at is None
    destroying.certify(destroyed)
    assert results.strip_box(gone).destroyed_at is not None
    assert {results.strip_box(number).destroyed_at for number in stays} <= {None}


@pytest.mark.parametrize("name", [CLAIRE.login, CLAIRE.login.upper(), "x", ".", "  "])
def test_nobody_is_the_second_person_beside_themselves(destroyed, name):
    with pytest.raises((SecondPersonIsFirst, SecondNameTooShort, rules.SecondDestroyerMissing)):
        destroying.certify(destroyed, signed_by=name)
    assert destroying.certified_strips(destroyed) == []


def test_a_strip_among_those_of_which_some_were_not_found_is_not_called_destroyed_without_that(destroyed):
    due = queries.strips_due(destroyed.paper, CEDRES)
    destroying.certify(destroyed, count=due - 1, reason="Une introuvable")
    [gone, *_] = sorted(gone_of(destroyed, CEDRES))
    strip = results.strip_box(gone)
    assert (strip.due, strip.not_found) == (due, 1)
    assert strip.destroyed_at is not None


def words_of_certificate(built, row=None):
    row = row or destroying.certified_strips(built)[-1]
    where = {"paper": built.paper, "centre_uai": row.centre_uai}
    printed = anonymity.print_strip_certificate(**where, destruction_id=row.pk)
    return " ".join(Reader(printed).text.split())


def test_its_paper_says_what_was_signed_which_certificates_it_follows_and_no_number_but_ends_of_boxes(destroyed):
    due = queries.strips_due(destroyed.paper, CEDRES)
    destroying.certify(destroyed, count=due - 1, reason="Un en-tête introuvable")
    text = words_of_certificate(destroyed)
    [followed] = shelves.certificates_of(destroyed.paper)
    for told in (followed.code, f"À détruire {due}", "1 en-tête – Un en-tête introuvable", CLAIRE.login, "Mme Roux"):
        assert told in text
    boxes = scripts.strip_boxes(destroyed.paper.pk, CEDRES)
    ends = {end for box in boxes for end in (box.first, box.last)}
    assert all(box.ref in text for box in boxes)
    tight = text.replace(" ", "")
    assert {number for number in scripts.taken_numbers() if number in tight} == ends
    assert not [entry for entry in candidates.entry_rows(destroyed.paper) if entry.surname.upper() in text.upper()]


def test_the_paper_of_one_signed_anew_bears_another_rank_and_the_one_taken_back_is_printed_no_more(destroyed):
    destroying.certify(destroyed)
    [gone] = destroying.certified_strips(destroyed)
    assert "attestation n° 1" in words_of_certificate(destroyed)
    take_back(destroyed)
    with pytest.raises(rules.CertificateNotThere):
        words_of_certificate(destroyed, gone)
    destroying.certify(destroyed)
    assert "attestation n° 2" in words_of_certificate(destroyed)


def test_no_centre_prints_the_paper_of_another(destroyed):
    destroying.certify(destroyed, MURIERS)
    [theirs] = destroying.certified_strips(destroyed, MURIERS)
    with pytest.raises(rules.CertificateNotThere):
        anonymity.print_strip_certificate(paper=destroyed.paper, centre_uai=CEDRES, destruction_id=theirs.pk)
