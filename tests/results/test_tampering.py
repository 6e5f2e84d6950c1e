"""A row changed behind the program, in any table that the ladder counts, turns `massicot ladder` to exit code 1."""

import pytest

from massicot.batches.models import Batch, BatchScript
from massicot.candidates.models import CentreDay, Entry, RoomCount
from massicot.commands import line
from massicot.consignments.models import Parcel, ParcelScript
from massicot.custody.models import Event
from massicot.exams.models import Paper
from massicot.marks.models import Credential, Lock, Mark
from massicot.scripts.models import Script

pytestmark = pytest.mark.django_db

FREE = "00000042W"
"""A number with a right letter that nobody has."""

CHANGES = {
    "a candidate marked absent": (Entry, {"attendance": "present"}, {"attendance": "absent"}),
    "an absence taken away": (Entry, {"attendance": "absent"}, {"attendance": "present"}),
    "a blank script called written": (Entry, {"attendance": "blank"}, {"attendance": "present"}),
    "attendance unkeyed": (Entry, {"attendance": "present"}, {"attendance": "not-keyed", "source": ""}),
    "another specialty": (Entry, {"specialty_code": "90001"}, {"specialty_code": "90002"}),
    "another centre": (Entry, {"centre_uai": "9900001W"}, {"centre_uai": "9900002X"}),
    "another room": (Entry, {"attendance": "present"}, {"room": "B2"}),
    "a mark kept": (Entry, {"attendance": "present"}, {"is_mark_kept": True}),
    "a room counted anew": (RoomCount, {}, {"counted": 8}),
    "items typed": (CentreDay, {}, {"items_in_hand": 5}),
    "labels typed": (CentreDay, {}, {"labels_used": 5}),
    "strips typed": (CentreDay, {}, {"strips_boxed": 5}),
    "a day opened": (CentreDay, {}, {"is_closed": False}),
    "strips boxed": (Event, {"act": "boxed"}, {"count": 5}),
    "a placeholder called written": (Script, {"kind": "placeholder"}, {"kind": "written"}),
    "a script called absent": (Script, {"kind": "written"}, {"kind": "placeholder"}),
    "a script called blank": (Script, {"kind": "written"}, {"kind": "blank"}),
    "a script called spare": (Script, {"kind": "written"}, {"kind": "spare"}),
    "a script of another specialty": (Script, {"specialty_code": "90001"}, {"specialty_code": "90002"}),
    "a script of another centre": (Script, {"kind": "written"}, {"centre_uai": "9900009R"}),
    "a script under another number": (Script, {"kind": "written"}, {"number": FREE}),
    "a parcel announced anew": (Parcel, {}, {"announced": 5}),
    "a carrier's count": (Parcel, {}, {"carrier_count": 5}),
    "a parcel sent elsewhere": (Parcel, {}, {"route_kind": "outside"}),
    "a parcel never arrived": (
        Parcel,
        {},
        dict.fromkeys(("arrived_at", "closed_at", "registers_came", "reports_came")),
    ),
    "a tick taken away": (ParcelScript, {}, {"tick": "not-looked-for"}),
    "a script declared missing": (ParcelScript, {}, {"tick": "missing"}),
    "another script in a parcel": (ParcelScript, {}, {"number": FREE}),
    "a batch of another size": (Batch, {}, {"size": 3}),
    "another script in a batch": (BatchScript, {}, {"number": FREE}),
    "a mark raised": (Mark, {"code": ""}, {"hundredths": 2000}),
    "a mark become CB": (Mark, {"code": ""}, {"hundredths": None, "code": "CB"}),
    "a blank become a mark": (Mark, {"code": "CB"}, {"hundredths": 0, "code": ""}),
    "an absence become CB": (Mark, {"code": "AB"}, {"code": "CB"}),
    "a blank become AB": (Mark, {"code": "CB"}, {"code": "AB"}),
    "a mark of another number": (Mark, {"code": ""}, {"number": FREE}),
    "a sheet of fewer lines": (Credential, {}, {"lines": 3}),
    "a sheet revoked": (Credential, {}, {"is_revoked": True}),
    "lines typed at the lock": (Lock, {}, {"typed_lines": 2}),
    "a sum typed at the lock": (Lock, {}, {"typed_sum_hundredths": 100}),
    "lines signed at the lock": (Lock, {}, {"numeric_lines": 2}),
    "another digest at the lock": (Lock, {}, {"digest": "0" * 64}),
}
"""What is changed: a table, which of its rows (the first of them), and how."""

LEAVES = (Entry, RoomCount, CentreDay, Script, ParcelScript, BatchScript, Mark, Lock)
"""Tables whose rows nothing else names."""


def ladder():
    return line.run(["ladder", "--session", "BTS-2017", "--paper", "CGE"])


def first(model, **which):
    return model.objects.filter(pk=model.objects.filter(**which).order_by("pk")[0].pk)


@pytest.fixture(autouse=True)
def _nothing_is_overdue(locked):
    """Let no day be set for what comes back: that of this paper is long over."""
    Paper.objects.update(return_by=None)


def test_the_ladder_of_an_untouched_paper_holds(locked):
    assert ladder() == 0


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_opens_a_gap(locked, change):
    model, which, values = CHANGES[change]
    assert first(model, **which).update(**values) == 1
    assert ladder() == 1


@pytest.mark.parametrize("model", LEAVES)
def test_a_removed_row_opens_a_gap(locked, model):
    first(model).delete()
    assert ladder() == 1


def test_two_marks_exchanged_open_a_gap_though_every_sum_agrees(locked):
    one, two = Mark.objects.filter(code="").order_by("pk")[:2]
    assert one.hundredths != two.hundredths
    for mark, other in ((one, two), (two, one)):
        Mark.objects.filter(pk=mark.pk).update(hundredths=other.hundredths)
    assert ladder() == 1


def test_two_scripts_exchanged_between_batches_open_a_gap(locked):
    wood, water = (BatchScript.objects.filter(batch=batch).order_by("pk")[0] for batch in Batch.objects.order_by("pk"))
    water.position, water.batch_id = 99, wood.batch_id
    water.save()
    assert ladder() == 1
