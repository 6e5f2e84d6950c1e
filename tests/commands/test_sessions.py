"""`massicot session`: one archived, brought back and deleted; what does not agree in a file is told."""

from massicot.audit import queries as audit
from massicot.exams import queries as exams
from massicot.exams.models import Session
from tests import world
from tests.cast import ODILE


def test_a_session_is_archived_with_a_reason_and_brought_back(english):
    world.prepared()
    by = ("--by", ODILE.login)
    answer = english("session", "archive", "BTS-2017", "--reason", "Abandonnée.", *by)
    assert (answer.code, answer.out) == (0, "The session BTS-2017 is archived: it is in no list any more.\n")
    assert exams.sessions_at_work() == []
    assert english("session", "bring-back", "BTS-2017", *by).code == 0
    assert [line.by for line in audit.acts_of("session:BTS-2017")][-2:] == [ODILE.login] * 2
    assert exams.sessions_at_work()


def test_it_is_not_archived_without_a_reason_nor_brought_back_out_of_the_lists(refused):
    world.prepared()
    assert "Say why" in refused("session", "archive", "BTS-2017")
    assert "is not archived" in refused("session", "bring-back", "BTS-2017")
    assert "There is no session BTS-1999" in refused("session", "archive", "BTS-1999", "--reason", "x")
    assert "massicot session delete CODE" in refused("session", "delete")


def test_a_session_is_deleted_and_the_journal_stands(english):
    world.opened()
    assert english("session", "delete", "BTS-2017").code == 0
    assert not Session.objects.exists()
    assert english("journal", "verify").code == 0


def test_a_session_is_not_deleted_once_its_numbers_are_drawn(refused):
    world.prepared()
    assert "can no longer be deleted. Archive it" in refused("session", "delete", "BTS-2017")


def test_what_does_not_agree_in_a_file_is_told_and_it_is_created_all_the_same(english, write):
    text = english("session", "example").out.replace("year = 2017", "year = 2018")
    answer = english("session", "create", write("s.toml", text))
    assert (answer.code, "is created: 1 paper(s)." in answer.out) == (0, True)
    assert answer.err.splitlines() == [
        "The code BTS-2017 bears the year 2017, and the session is that of 2018: check both.",
        "The title names the year 2017, and the session is that of 2018: check both.",
        "CGE is written in 2017, and the session is that of 2018: check its dates.",
    ]
