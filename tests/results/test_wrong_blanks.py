"""CB against the exam centre's count: confirmed by its marker, locked, and a gap until the office has decided."""

from uuid import uuid4

import pytest

from massicot.batches import queries as batches
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import TypedLine
from massicot.results import queries, services
from massicot.results.rules import Decision
from massicot.results.rules.decisions import GapsOpen
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import ODILE, OMAR, TYPING, later
from tests.keeping import kept
from tests.results.test_services import lift

pytestmark = pytest.mark.django_db

built = kept(later_world.typed)


def counted(paper, kind):
    """Find a number of a batch that the exam centre counted as written, or as blank, and the batch."""
    for batch in batches.batches_of(paper.pk):
        numbers = batches.numbers_of(batch.pk)
        kinds = scripts.kinds_of(numbers)
        for number in numbers:
            if kinds[number] is kind:
                return batch, number
    raise AssertionError(kind)


def retype(built, batch, number, value):
    """Type another value on a line, confirmed."""
    line = TypedLine(number, value, marks.shown_marks(batch)[number], confirmed=True)
    credential = world.open_sheet(built, batch.code).credential_id
    answer = mark_acts.save_marks(credential_id=credential, save_id=uuid4(), lines=[line], at=later())
    assert answer.saved == [number]


def blanks(paper):
    return [gap for gap in queries.ladder(paper).open_gaps if gap.kind == "blank"]


@pytest.mark.parametrize(
    ("kind", "value", "said"), [(ScriptKind.WRITTEN, "CB", "CB"), (ScriptKind.BLANK, "12", "blank")]
)
def test_a_line_against_the_count_is_a_gap_that_holds_up_the_lifting_until_it_is_decided(built, kind, value, said):
    batch, number = counted(built.paper, kind)
    retype(built, batch, number, value)
    later_world.lock_all(built)
    (gap,) = blanks(built.paper)
    assert (gap.key, gap.figures) == (f"blank:{number}", said)
    with pytest.raises(GapsOpen):
        lift(built, ODILE)
    how = {"decision": Decision.ACCEPTED, "reason": "Copie vue, le marqueur a raison.", "by": ODILE, "at": TYPING}
    services.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **how)
    assert blanks(built.paper) == []
    for person in (ODILE, OMAR):
        lift(built, person)
    assert queries.is_lifted(built.paper)


def test_a_line_put_right_is_no_gap_any_more(built):
    batch, number = counted(built.paper, ScriptKind.WRITTEN)
    retype(built, batch, number, "CB")
    assert len(blanks(built.paper)) == 1
    retype(built, batch, number, "12")
    assert blanks(built.paper) == []


def test_lines_as_they_were_counted_are_no_gap(built):
    later_world.lock_all(built)
    assert list(queries.ladder(built.paper).gaps) == []
