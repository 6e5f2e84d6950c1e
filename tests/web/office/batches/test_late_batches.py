"""A script found once the marks have left: its mark leaves when it is signed, and the office is told until it has."""

from uuid import uuid4

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.marks import services as mark_acts
from massicot.marks.rules import TypedLine
from massicot.results import queries, services
from massicot.results.rules.exports import ExportKind
from tests import cast, later_world, world
from tests.cast import KEY, MARC, ODILE, TYPING
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

HOME, EXPORTS = reverse("office:home"), reverse("office:exports", args=("BTS-2017", "CGE"))
LACKING = "1 lot a été verrouillé depuis que les notes ont été téléchargées"
NOT_LOCKED = "1 lot n’est pas verrouillé."


@pytest.fixture
def built():
    """The paper is lifted, and its marks have left without the one script that was missing, as its statement says."""
    built = later_world.with_one_lost()
    number = later_world.number_of(built, 1)
    later_world.decide_lost(built, number)
    later_world.lifted(world.handed_out(built))
    export(built, TYPING)
    row = next(one for one in candidates.entry_rows(built.paper) if one.candidate_number == cast.candidate_number(1))
    services.issue_statement(paper=built.paper, row=row, reason="", seen=0, key=KEY, by=ODILE, at=TYPING)
    code = parcels.announcement_of(number).parcel
    consignments.find_script(code=code, number=number, by=MARC, at=cast.later())
    world.batched(built)
    return built


def export(built, at):
    act = {"paper": built.paper, "kind": ExportKind.MARKS, "key": KEY, "by": ODILE, "at": at}
    return services.export_table(**act).decode("utf-8-sig")


def typed(built):
    """Type the late batch; give its code, and what opens it."""
    batch = batches.batches_of(built.paper.pk)[-1]
    world.seal(batch)
    world.lend(batch, "BOB")
    opened = world.open_sheet(built, batch.code)
    lines = [TypedLine(number, "12", "", confirmed=True) for number in opened.numbers]
    mark_acts.save_marks(credential_id=opened.credential_id, save_id=uuid4(), lines=lines, at=TYPING)
    return batch.code, opened.credential_id


def lock(credential_id):
    mark_acts.lock_batch(credential_id=credential_id, typed_lines="1", typed_sum="12", at=cast.later(9))


def read(address):
    return words_of(signed_in(ODILE.login).get(address))


def test_the_home_page_tells_of_a_late_batch_until_its_marks_have_left(built):
    code, credential_id = typed(built)
    assert NOT_LOCKED in read(HOME)
    assert LACKING not in read(HOME)
    lock(credential_id)
    assert NOT_LOCKED not in read(HOME)
    assert LACKING in read(HOME)
    assert code in read(EXPORTS)
    export(built, cast.later(10))
    assert LACKING not in read(HOME)
    assert code not in read(EXPORTS)


def test_what_is_typed_in_a_late_batch_leaves_once_it_is_signed(built):
    code, credential_id = typed(built)
    assert f"{code};;MQ" in export(built, cast.later(5))
    lock(credential_id)
    assert f"{code};12;" in export(built, cast.later(10))


def test_a_statement_is_right_until_the_late_mark_is_signed(built):
    _, credential_id = typed(built)
    assert queries.stale_statements(built.paper, KEY) == []
    lock(credential_id)
    (stale,) = queries.stale_statements(built.paper, KEY)
    assert (stale.said, stale.stands) == ("MQ", "12")
