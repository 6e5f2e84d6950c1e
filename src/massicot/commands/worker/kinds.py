"""What each kind of long work does."""

from collections.abc import Callable, Mapping

from massicot.commands.worker import convocations, documents, invitations, papers, plans, tables
from massicot.commands.worker.task import JobRun
from massicot.jobs.rules import Content, Work

KINDS: Mapping[Work, Callable[[JobRun], Content]] = {
    Work.PREVIEW_TABLE: tables.preview_table,
    Work.IMPORT_TABLE: tables.import_table,
    Work.PREPARE: papers.prepare,
    Work.PRINT: documents.print_all,
    Work.INVITE: invitations.invite_all,
    Work.DRAW_UP: convocations.draw_up,
    Work.CHECK_RUN: convocations.check_run,
    Work.CONVENE: convocations.convene,
    Work.PLAN: plans.plan_lists,
}
"""Each is safe to do again: a worker may die at its last step."""
