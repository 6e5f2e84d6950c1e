"""What each kind of long work does."""

from collections.abc import Callable, Mapping

from massicot.commands.worker import documents, invitations, papers, tables
from massicot.commands.worker.task import Task
from massicot.jobs.rules import Content, Kind

KINDS: Mapping[Kind, Callable[[Task], Content]] = {
    Kind.PREVIEW_TABLE: tables.preview_table,
    Kind.IMPORT_TABLE: tables.import_table,
    Kind.PREPARE: papers.prepare,
    Kind.PRINT: documents.print_all,
    Kind.INVITE: invitations.invite_all,
}
"""Each is safe to do again: a worker may die at its last step."""
