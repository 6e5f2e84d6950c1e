"""Long work on a paper: its numbers are drawn."""

from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import PaperPrepared
from massicot.audit import queries as audit
from massicot.commands.worker.task import JobRun
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.jobs.rules import Content
from massicot.store import key_file


def prepare(task: JobRun) -> Content:
    """Draw the numbers of a paper; taken up again after a kill, tell what the first attempt had drawn."""
    paper = exams.paper_by_id(task.subject["paper"])
    if task.job.attempts > 1 and paper.prepared_at is not None:
        fact = audit.facts_on(exams.subject_of(paper), PaperPrepared.__name__)[-1]
        return {name: fact[name] for name in ("numbers", "spares", "centres")}
    drawn = anonymity.prepare(paper=paper, key=key_file.read(), draw=draws.from_system(), by=task.by, at=task.now())
    return {"numbers": drawn.numbers, "spares": drawn.spares, "centres": drawn.centres}
