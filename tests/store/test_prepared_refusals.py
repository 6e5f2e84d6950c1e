"""What cannot be written once for all values is refused when it is written, whatever value is put in first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Q

from massicot.audit.models import JournalHead, JournalLine
from massicot.batches.models import BatchScript
from massicot.exams.models import Institution, Paper
from massicot.missions.models import Assignment, Mission
from massicot.store.prepared import Deletion, Question, Update
from massicot.store.reading import RowsAskedInSecondTripError, RowsUnlikeOthersError
from massicot.store.slots import WordsHangOnValueError
from massicot.store.wording import RowsHangOnItError, SlotLostError

pytestmark = pytest.mark.django_db

AT = datetime(2017, 6, 1, 12, 30, tzinfo=UTC)
HEADS, LINES = JournalHead.objects, JournalLine.objects
ORDERS = {"a": "subject"}


ON_A_TEXT = {
    "truth": lambda value: HEADS.filter(subject=value) if value else HEADS.all(),
    "or": lambda value: HEADS.filter(subject=value or "nobody"),
    "equal": lambda value: HEADS.filter(subject=value, sequence=1 if value == "a" else 2),
    "one of some": lambda value: HEADS.filter(subject=value, sequence=1 if value in ("a", "b") else 2),
    "one of a set": lambda value: HEADS.filter(subject=value, sequence=1 if value in {"a", "b"} else 2),
    "looked up": lambda value: HEADS.filter(subject=value).order_by(ORDERS.get(value, "pk")),
    "begins": lambda value: HEADS.filter(subject=value, sequence=1 if value.startswith("a") else 2),
    "length": lambda value: HEADS.filter(subject=value, sequence=1 if len(value) > 1 else 2),
    "stripped": lambda value: HEADS.filter(subject=value.strip()),
    "cut": lambda value: HEADS.filter(subject=value[:1]),
    "formatted": lambda value: HEADS.filter(subject=f"{value}"),
    "elsewhere": lambda value: HEADS.filter(Q(subject=value) if _is_word(value) else Q()),
}
ON_ANOTHER = {
    "greater": (1, lambda value: HEADS.filter(sequence=value).order_by("pk" if value > 5 else "subject")),
    "not nought": (1, lambda value: HEADS.filter(sequence=value) if value else HEADS.all()),
    "one more": (1, lambda value: HEADS.filter(sequence=value + 1)),
    "absolute": (1.5, lambda value: Institution.objects.filter(latitude=abs(value))),
    "a day before": (AT, lambda value: LINES.filter(at__lte=value, at__gte=value - timedelta(days=1))),
    "year": (AT, lambda value: LINES.filter(at=value) if value.year == 2017 else LINES.none()),
    "a day after": (AT.date(), lambda value: Paper.objects.filter(marking_opens_on=value + timedelta(days=1))),
    "identifier": (UUID(int=5), lambda value: BatchScript.objects.filter(scan_id=value if value.int else None)),
    "how many": (["a", "b", "c"], lambda value: HEADS.filter(subject__in=value, sequence=len(value))),
    "some of them": (["a", "b"], lambda value: HEADS.filter(subject__in=[one for one in value if one != "b"])),
    "in order": (["b", "a"], lambda value: HEADS.filter(subject__in=sorted(value))),
}


def _is_word(value):
    return not value.isdigit()


@pytest.mark.parametrize("write", ON_A_TEXT.values(), ids=ON_A_TEXT)
def test_words_that_hang_on_a_text_are_a_fault_of_the_program(write):
    with pytest.raises(WordsHangOnValueError):
        Question(write).ask(value="a")


@pytest.mark.parametrize(("value", "write"), ON_ANOTHER.values(), ids=ON_ANOTHER)
def test_words_that_hang_on_any_other_value_are_a_fault_of_the_program(value, write):
    with pytest.raises(WordsHangOnValueError):
        Question(write).ask(value=value)


def test_what_is_handed_on_as_it_is_hangs_on_nothing():
    rows = Question(
        lambda subject, subjects: HEADS.filter(Q(subject=subject) | ~Q(subject__in=[*subjects])).exclude(
            subject=subjects[0]
        )
    )
    assert rows.ask(subject="a", subjects=["b", "c", "d"]) == []


def test_words_of_a_change_hang_on_nothing_either():
    move = Update(lambda subject, new: (HEADS.filter(subject=subject), {"sequence": new or 1}))
    with pytest.raises(WordsHangOnValueError):
        move.of(subject="a", new=2)
    gone = Deletion(lambda subject: HEADS.filter(subject=subject) if subject != "a" else HEADS.none())
    with pytest.raises(WordsHangOnValueError):
        gone.of(subject="b")


def test_a_value_that_the_wording_swallows_is_a_fault_of_the_program():
    starting = Question(lambda start: HEADS.filter(subject__startswith=start))
    with pytest.raises(SlotLostError):
        starting.ask(start="a")


def test_what_is_made_of_a_value_unseen_is_a_fault_of_the_program():
    lettered = Question(lambda subject: HEADS.filter(subject=subject, digest="".join(("d", subject))))
    with pytest.raises(SlotLostError):
        lettered.ask(subject="a")


def test_words_of_which_there_are_more_for_one_value_are_a_fault_of_the_program():
    up_to = Question(lambda rank: HEADS.filter(sequence__in=range(rank)))
    with pytest.raises(SlotLostError):
        up_to.ask(rank=3)


def test_a_value_that_is_not_put_in_is_a_fault_of_the_program():
    some = Question(lambda subjects: HEADS.filter(subject__in=subjects[1:]))
    with pytest.raises(SlotLostError):
        some.ask(subjects=["a", "b"])


@pytest.mark.parametrize("constant", [True, False])
def test_a_truth_beside_a_constant_one_is_a_fault_of_the_program(constant):
    pinned = Update(lambda is_reserve: (Assignment.objects.all(), {"is_reserve": is_reserve, "is_pinned": constant}))
    for is_reserve in (True, False):
        with pytest.raises(SlotLostError, match="a truth"):
            pinned.of(is_reserve=is_reserve)


def test_a_truth_beside_another_is_a_fault_of_the_program():
    two = Update(lambda one, other: (Assignment.objects.all(), {"is_reserve": one, "is_pinned": other}))
    for one in (True, False):
        with pytest.raises(SlotLostError, match="a truth"):
            two.of(one=one, other=not one)


def test_the_contrary_of_a_truth_is_a_fault_of_the_program():
    contrary = Update(lambda is_pinned: (Assignment.objects.all(), {"is_pinned": not is_pinned}))
    with pytest.raises(SlotLostError):
        contrary.of(is_pinned=True)


def test_what_is_asked_in_a_second_trip_is_a_fault_of_the_program():
    missions = Question(lambda pk: Mission.objects.filter(pk=pk).prefetch_related("assignments"))
    with pytest.raises(RowsAskedInSecondTripError, match="Mission"):
        missions.ask(pk=1)


def test_rows_that_bear_names_as_no_others_do_are_a_fault_of_the_program():
    named = Question(lambda subject: HEADS.filter(subject=subject).values_list("subject", named=True))
    with pytest.raises(RowsUnlikeOthersError):
        named.ask(subject="a")


def test_a_deletion_of_rows_on_which_others_hang_is_a_fault_of_the_program():
    papers = Deletion(lambda code: Paper.objects.filter(code=code))
    with pytest.raises(RowsHangOnItError):
        papers.of(code="CGE")
