"""Long work on plans: all the lists of a session weighed together, and written once that is done."""

from massicot.commands.worker.task import JobRun, Stopped
from massicot.core.programme import Interrupted
from massicot.exams import queries as exams
from massicot.jobs.rules import Content
from massicot.missions import services as missions

PER_MILLE = 1000
UNKNOWN_TOLD = 5


def plan_lists(task: JobRun) -> Content:
    """Plan the lists of a session; a worker that is told to stop leaves it, and nothing is written."""
    session = exams.session_by_code(task.subject["session"])
    watch = missions.PlanWatch(task.advance, lambda: not task.stop.is_set())
    try:
        outcome = missions.plan_session(session=session, watch=watch, by=task.by, at=task.now())
    except Interrupted:
        raise Stopped from None
    return {
        "missions": outcome.missions,
        "placed": outcome.placed,
        "empty": outcome.empty,
        "least_empty": outcome.least_empty,
        "gap": round(outcome.gap * PER_MILLE),
        "weighed": outcome.weighed,
        "unknown_places": len(outcome.unknown_places),
        "some_unknown": ",".join(outcome.unknown_places[:UNKNOWN_TOLD]),
    }
