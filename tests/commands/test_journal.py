"""`massicot journal`: verified, sealed, and exit 1 when somebody altered it."""

import pytest

from massicot.audit import queries
from massicot.audit.models import JournalHead, JournalLine
from tests import cast, world

SUBJECT = "session:BTS-2017"


@pytest.fixture
def verify(english):
    return lambda *more: english("journal", "verify", *more)


def test_a_journal_that_holds_says_how_many_chains(verify):
    world.prepared()
    answer = verify()
    assert (answer.code, answer.out) == (0, f"The journal holds: {len(queries.heads())} chains.\n")


def test_an_altered_line_turns_the_exit_code_and_names_the_link(verify):
    world.opened()
    JournalLine.objects.filter(subject=SUBJECT, sequence=2).update(by="somebody else")
    answer = verify()
    assert (answer.code, answer.err) == (1, "")
    assert answer.out == f"The journal was altered: the first broken link is {SUBJECT}:2.\n"


def test_a_removed_line_turns_the_exit_code(verify):
    world.opened()
    JournalLine.objects.filter(subject=SUBJECT, sequence=1).delete()
    assert verify().code == 1


def test_a_tail_cut_with_its_head_is_seen_with_a_printed_head(verify):
    world.opened()
    printed = str(queries.head_of(SUBJECT))
    JournalLine.objects.filter(subject=SUBJECT).delete()
    JournalHead.objects.filter(subject=SUBJECT).delete()
    assert verify().code == 0
    assert verify("--head", printed).code == 1


def test_a_seal_is_printed_to_be_kept_and_sees_a_cut_tail(english, verify):
    world.opened()
    sealed = english("journal", "seal", "--by", cast.ODILE.login)
    assert sealed.code == 0
    assert verify("--head", sealed.out.strip()).code == 0
    JournalLine.objects.exclude(subject="journal").delete()
    JournalHead.objects.exclude(subject="journal").delete()
    assert verify().code == 1


def test_a_head_that_nobody_printed_is_refused(refused):
    told = refused("journal", "verify", "--head", "session:BTS-2017")
    assert told.startswith("“session:BTS-2017” is not a journal head: type it as printed")
