"""Long work on convocations: letters drawn up to be checked, looked at once more before they count, then written.

An official run is written part by part; whoever writes the last one tells the heads of institution.
"""

from datetime import datetime

from django.conf import settings

from massicot.commands.worker.task import JobRun
from massicot.core import draws
from massicot.jobs.rules import Content
from massicot.missions import services as missions
from massicot.web.shared.letter_addresses import addresses

STEPS = 2
"""The letters of a part are written, then heads are told if it was the last one."""


def remind(at: datetime) -> int:
    """Write to whoever has not acknowledged a letter as its first day comes near, where mails are sent."""
    return missions.remind_unacknowledged(addresses=addresses(), at=at) if settings.MASSICOT_EMAIL_URL else 0


def draw_up(task: JobRun) -> Content:
    """Draw up the letters of a control run."""
    return {"letters": missions.draw_up_run(run_id=task.subject["run"], watched=task.watched, at=task.now())}


def check_run(task: JobRun) -> Content:
    """Look whether the letters of a control run say still what is so, then open the official run."""
    run = missions.start_official_run(control_id=task.subject["run"], watched=task.watched, by=task.by, at=task.now())
    return {"run": run.pk}


def convene(task: JobRun) -> Content:
    """Convene the people of one part of a run; taken up again after a kill, what is written is not written again."""
    run, number = task.subject["run"], task.subject["part"]
    task.advance(0, STEPS)
    outcome = missions.convene_part(
        run_id=run, number=number, addresses=addresses(), draw=draws.from_system(), by=task.by, at=task.now()
    )
    task.advance(1, STEPS)
    heads = missions.tell_heads(run_id=run, at=task.now())
    if outcome is None:
        return {"letters": 0, "mailed": 0, "changed": 0, "heads": heads}
    return {"letters": outcome.letters, "mailed": outcome.mailed, "changed": outcome.changed, "heads": heads}
