"""Long work on people who are called: lists weighed together, letters drawn up and written, heads invited.

Long work on convocations: letters drawn up to be checked, looked at once more before they count, then written. An
official run is written part by part; whoever writes the last one tells the heads of institution.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from massicot.commands.worker.task import JobRun, Stopped
from massicot.core import draws
from massicot.core.programme import Interrupted
from massicot.core.refused import Refused
from massicot.documents import engine
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper, Session
from massicot.jobs import queries as jobs
from massicot.jobs.rules import ALL_LETTERS, EXAM_CENTRES, MARKING_CENTRES, ON_PAPER, Content
from massicot.markers import services as marker_acts
from massicot.missions import services as missions
from massicot.results import queries as results
from massicot.results.queries import Headship
from massicot.store.strongbox import Box
from massicot.web.shared.letter_addresses import addresses, link_address

PDF = ".pdf"
STEPS = 2
"""The letters of a part are written, then heads are told if it was the last one."""


def remind(at: datetime) -> int:
    """Write to whoever has not acknowledged a letter as its first day comes near, where mails are sent."""
    return missions.remind_unacknowledged(addresses=addresses(), at=at) if settings.MASSICOT_EMAIL_URL else 0


def draw_up(task: JobRun) -> Content:
    """Draw up the letters of a control run."""
    return {"letters": missions.draw_up_run(run_id=task.subject["run"], watched=task.go_through, at=task.now())}


def check_run(task: JobRun) -> Content:
    """Look whether the letters of a control run say still what is so, then open the official run."""
    run = missions.start_official_run(
        control_id=task.subject["run"], watched=task.go_through, by=task.by, at=task.now()
    )
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


def invite_all(task: JobRun) -> Content:
    """Invite the heads of a session who have no way in yet; those without an address are counted, not guessed.

    Each is a transaction of its own: taken up again after a kill, whoever is appointed already is left alone.
    """
    session = exams.session_by_code(task.subject["session"])
    exams.check_at_work(session)
    if task.subject.get(ON_PAPER):
        return _print_all(task, session)
    wanted = results.heads_wanted(session, task.now())
    counts = Counter({"invited": 0, "without": 0, "refused": 0})
    for headship in task.go_through(wanted, len(wanted)):
        counts[_invite(task, headship)] += 1
    return dict(counts)


def _print_all(task: JobRun, session: Session) -> Content:
    """Print the letters of the heads who never came in into the box of the job, until somebody takes them away."""
    box = jobs.letters_box(task.job)
    outside = _to_print(task, box, session)
    counts = Counter({"printed": 0, "without": 0, "refused": 0})
    for headship in task.go_through(outside, len(outside)):
        counts[_print(task, box, headship)] += 1
    # Made here: five hundred letters ask for a hundred megabytes, and the web process only sends them.
    if letters := [box.get(name) for name in box.names() if name.endswith(PDF)]:
        box.put_in_parts(ALL_LETTERS, engine.merge(letters))
    return dict(counts)


def _to_print(task: JobRun, box: Box, session: Session) -> list[Headship]:
    """List whose letters are printed: those chosen, or all who have no link that is good, those in the box among them.

    A letter that the worker before this one printed gave its reader a link that is good.
    """
    if EXAM_CENTRES in task.subject:
        exam_centres, marking_centres = (task.subject[name].split(",") for name in (EXAM_CENTRES, MARKING_CENTRES))
        return results.heads_chosen(session, exam_centres, marking_centres, task.now())
    new = set(results.heads_to_print(session, task.now(), is_mailed=bool(settings.MASSICOT_EMAIL_URL)))
    outside = results.heads_never_in(session, task.now())
    return [headship for headship in outside if headship in new or box.holds(_file(headship, 1))]


def _file(headship: Headship, rank: int) -> str:
    return f"{headship.role}-{headship.uai}-{rank}{PDF}"


def _print(task: JobRun, box: Box, headship: Headship) -> str:
    if not headship.logins and not headship.email:
        return "without"
    try:
        # One transaction: the link of a letter that is not in the box would be lost.
        with transaction.atomic():
            _put_letters(task, box, headship)
    except Refused:
        return "refused"
    return "printed"


def _put_letters(task: JobRun, box: Box, headship: Headship) -> None:
    if not headship.logins:
        marker_acts.appoint_at_known_place(
            email=headship.email, role=headship.role, scope=headship.uai, by=task.by, at=task.now()
        )
    papers = results.papers_told(headship.role, headship.uai, task.now())
    for rank, login in enumerate(headship.logins or [headship.email.strip().lower()], 1):
        file = _file(headship, rank)
        if not box.holds(file):
            letter = exam_acts.print_invitation(
                email=login, papers=papers, link_address=link_address, by=task.by, at=task.now()
            )
            box.put(file, letter)


def _invite(task: JobRun, headship: Headship) -> str:
    if not headship.logins and not headship.email:
        return "without"
    try:
        papers = results.papers_told(headship.role, headship.uai, task.now())
        for login in headship.logins:
            exam_acts.invite_again(email=login, papers=papers, link_address=link_address, by=task.by, at=task.now())
        if not headship.logins:
            _appoint(task, headship, papers)
    except Refused:
        # Both sides of the wall, an address that is none: the list of people shows who is still missing.
        return "refused"
    return "invited"


def _appoint(task: JobRun, headship: Headship, papers: Sequence[Paper]) -> None:
    marker_acts.invite(
        email=headship.email,
        role=headship.role,
        scope=headship.uai,
        papers=papers,
        link_address=link_address,
        by=task.by,
        at=task.now(),
    )
