"""Two writers of one subject at the same time: the race with the guard off, then the guard."""

import threading
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction

from massicot.audit import queries, rules, services
from massicot.audit.models import JournalHead, JournalLine
from massicot.audit.rules import ChainLink
from tests.cast import ODILE, PREPARED
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

BATCH, OTHER = "batch:B-1", "batch:B-2"
ROUNDS, WRITERS = 10, 4


@dataclass(frozen=True)
class Done:
    what: str


def record(subject, what):
    with transaction.atomic():
        return services.record(subject=subject, fact=Done(what), by=ODILE, at=PREPARED).sequence


def test_without_the_guard_two_writers_take_the_same_place():
    record(BATCH, "first")
    both_looked = threading.Barrier(2, timeout=WAIT_S)

    def record_unguarded(what):
        with transaction.atomic():
            head = JournalHead.objects.get(subject=BATCH)
            both_looked.wait()
            facts = rules.canonical(Done(what))
            place = {"subject": BATCH, "sequence": head.sequence + 1, "previous": head.digest}
            link = ChainLink(**place, act="Done", facts=facts, by=ODILE.login, at=PREPARED)
            JournalLine.objects.create(**{name: getattr(link, name) for name in ChainLink.__slots__}, digest="0" * 64)

    def unguarded(what):
        try:
            record_unguarded(what)
        except IntegrityError:
            return "lost"
        return "written"

    assert sorted(at_once(lambda: unguarded("second"), lambda: unguarded("third"))) == ["lost", "written"]


def test_writers_of_one_subject_take_one_place_each():
    for done in range(0, ROUNDS * WRITERS, WRITERS):
        places = at_once(*(lambda rank=rank: record(BATCH, str(rank)) for rank in range(WRITERS)))
        assert sorted(places) == list(range(done + 1, done + WRITERS + 1))
    assert queries.first_broken_link() is None


def test_the_first_two_acts_on_a_subject_take_one_place_each():
    for rank in range(ROUNDS):
        subject = f"batch:B-{rank}"
        assert sorted(at_once(lambda s=subject: record(s, "a"), lambda s=subject: record(s, "b"))) == [1, 2]


def test_the_second_writer_waits_and_hangs_on_what_the_first_wrote():
    record(BATCH, "first")
    begun = threading.Event()

    def record_slowly():
        with transaction.atomic():
            services.record(subject=BATCH, fact=Done("second"), by=ODILE, at=PREPARED)
            begun.set()
            assert somebody_waits()

    def record_meanwhile():
        assert begun.wait(WAIT_S)
        return record(BATCH, "third")

    assert at_once(record_slowly, record_meanwhile)[1] == 3
    assert [line.facts for line in queries.acts_of(BATCH)][1:] == ['{"what":"second"}', '{"what":"third"}']


def test_writers_of_other_subjects_do_not_wait():
    record(BATCH, "first")
    begun, done = threading.Event(), threading.Event()

    def record_slowly():
        with transaction.atomic():
            services.record(subject=BATCH, fact=Done("second"), by=ODILE, at=PREPARED)
            begun.set()
            return done.wait(WAIT_S)

    def record_meanwhile():
        assert begun.wait(WAIT_S)
        record(OTHER, "first")
        done.set()

    assert at_once(record_slowly, record_meanwhile)[0] is True
