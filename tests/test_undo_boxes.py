"""The rows of docs/undo.md about boxes of header strips, each undone."""

from dataclasses import replace

import pytest

from massicot.anonymity import services as anonymity
from massicot.consignments.rules.despatch import AllBut
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.scripts import queries as scripts
from tests import boxing, world
from tests.cast import CEDRES, CLAIRE, EVENING
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("header strips filed")
def test_a_box_of_header_strips_is_taken_back():
    built = world.sat()
    paper = built.paper
    ref = boxing.box(built, 3)
    anonymity.unbox_strips(paper=paper, centre_uai=CEDRES, ref=ref, reason="Saisis deux fois", by=CLAIRE, at=EVENING)
    assert ledger.where(ItemKind.STRIPS, ref) is None
    again = boxing.box(built, 3)
    assert again != ref


@undoes("header strip signed as not there when its box is closed")
def test_a_header_strip_that_was_not_there_is_found():
    built = world.sat()
    pile = boxing.next_box(built)
    lost, lacking = boxing.in_no_box(built)[1], AllBut([boxing.in_no_box(built)[1]], "Mme Second")
    said = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    anonymity.box_strips(box=replace(pile, count=pile.count - 1, lacking=lacking), **said)
    assert scripts.strip_is_lacking(lost)
    anonymity.find_strip(number=lost, **said)
    assert not scripts.strip_is_lacking(lost)
