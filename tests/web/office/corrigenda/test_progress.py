"""How far a paper has come, added up from what each area holds of it, stage by stage."""

from dataclasses import fields

import pytest

from massicot.exams.rules.editing import PaperProgress
from massicot.web.office.corrigenda.effects import progress_of
from tests import later_world, world

pytestmark = pytest.mark.django_db

NOTHING = PaperProgress()
PACKED = PaperProgress(has_parcels=True)
BATCHED = PaperProgress(has_parcels=True, has_batches=True, has_sheets=True)
OUT = PaperProgress(has_parcels=True, has_batches=True, has_sheets=True, has_hand_outs=True)
TYPED = PaperProgress(has_parcels=True, has_batches=True, has_sheets=True, has_hand_outs=True, has_marks=True)
LOCKED = PaperProgress(**{field.name: True for field in fields(PaperProgress)})


@pytest.mark.parametrize(
    ("stage", "progress"),
    [
        (world.sat, NOTHING),
        (world.packed, PACKED),
        (world.batched, BATCHED),
        (world.handed_out, OUT),
        (later_world.typed, TYPED),
        (later_world.locked, LOCKED),
    ],
)
def test_each_stage_adds_what_it_makes(stage, progress):
    assert progress_of(stage().paper) == progress
