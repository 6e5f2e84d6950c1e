"""What the office did with marks, on the ladder and after the marks have left."""

import pytest

from massicot.batches import queries as batches
from massicot.core.actor import Actor
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.models import Referral
from massicot.marks.rules import ReferralAnswer
from massicot.results import queries, services
from massicot.results.rules.exports import ExportKind
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import KEY, ODILE, OMAR, TYPING
from tests.marks.typing_acts import days_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected():
    """A world where the placeholder proved to be a written script, answered by the office; all locked; its number."""
    built = world.handed_out()
    water = batches.batches_of(built.paper.pk)[1]
    opened = world.open_sheet(built, water.code)
    absent = next(one for one in opened.numbers if scripts.kinds_of([one])[one] is ScriptKind.PLACEHOLDER)
    mark_acts.refer_line(credential_id=opened.credential_id, number=absent, value="12", at=TYPING)
    act = {
        "referral_id": Referral.objects.get().pk,
        "answer": ReferralAnswer.MARKER_RIGHT,
        "reason": "Arrivé en retard",
    }
    mark_acts.answer_referral(**act, by=ODILE, at=TYPING)
    return later_world.locked(built), absent


def test_an_answer_of_the_office_is_an_event_and_no_gap(corrected):
    built, number = corrected
    ladder = queries.ladder(built.paper)
    assert list(ladder.gaps) == []
    assert ("register-corrected", number) in [(event.kind, event.subject) for event in ladder.events]
    assert ladder.totals["AB"] == 0


def test_a_second_correction_is_an_event_of_its_own_and_another_difference_still_a_gap(corrected):
    built, _ = corrected
    other = batches.numbers_of(batches.batches_of(built.paper.pk)[0].pk)[0]
    script_acts.correct_kind(number=other, kind=ScriptKind.BLANK)
    items = f"items:{scripts.centres_of([other])[other]}"
    assert [gap.key for gap in queries.ladder(built.paper).open_gaps] == [items, f"blank:{other}"]


def test_what_the_office_opened_and_wrote_is_among_the_events():
    built = later_world.locked()
    first, second = batches.batches_of(built.paper.pk)
    number, before = next(iter(marks.shown_marks(first).items()))
    mark_acts.write_mark(number=number, value="20", seen=before, reason="Erreur", by=ODILE, at=TYPING)
    services.unlock_batch(batch_code=second.code, reason="Total", by=ODILE, at=TYPING)
    later_world.lock_all(built)
    events = {(event.kind, event.subject) for event in queries.ladder(built.paper).events}
    assert {("mark-by-office", number), ("batch-opened", second.code)} <= events
    assert ("corrected-mark", number) not in events
    assert list(queries.ladder(built.paper).gaps) == []


def export(built, by: Actor, at):
    return services.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=by, at=at)


def test_a_mark_changed_since_the_marks_left_is_told_until_they_leave_again():
    built = later_world.lifted()
    export(built, OMAR, TYPING)
    assert marks.written_since(queries.papers_exported([built.paper])) == []
    number, before = next(iter(marks.shown_marks(batches.batches_of(built.paper.pk)[0]).items()))
    mark_acts.write_mark(number=number, value="20", seen=before, reason="Erreur", by=ODILE, at=days_later(1))
    (change,) = marks.written_since(queries.papers_exported([built.paper]))
    assert (change.number, change.before, change.after) == (number, before, "20")
    assert f";{number};" in export(built, OMAR, days_later(2)).decode("utf-8-sig")
    assert marks.written_since(queries.papers_exported([built.paper])) == []
