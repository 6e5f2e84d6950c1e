"""One record for each kind of long work and of documents: none is left out."""

from massicot.commands.worker import loop as worker
from massicot.jobs.rules import Work
from massicot.results.rules.papers import PrintKind
from massicot.results.services import DOCUMENTS
from massicot.web.office.jobs.kinds import FETCHED, KINDS


def test_every_kind_of_work_is_done_by_a_worker_and_shown_by_the_office():
    assert worker.KINDS.keys() == KINDS.keys() == set(Work)
    assert FETCHED == (Work.PRINT, Work.INVITE)


def test_every_kind_of_documents_is_printed_under_an_address_of_its_own():
    assert DOCUMENTS.keys() == set(PrintKind)
    assert len({document.slug for document in DOCUMENTS.values()}) == len(PrintKind)
