"""The home page of the exam office: what remains to be done now, over all sessions and papers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.absences.queries.absences import count_absences
from massicot.accounts.queries import accounts
from massicot.anonymity import queries as anonymity
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.expenses.queries import rates
from massicot.missions.queries import events
from massicot.post.rules import LetterState
from massicot.presence.queries import sending as registers
from massicot.replacements import queries
from massicot.web.office.absences.tasks import tasks_of_absences
from massicot.web.office.convocations.tasks import tasks_of_convocations
from massicot.web.office.corrigenda.tasks import tasks_of_corrigenda
from massicot.web.office.deposits.tasks import tasks_of_documents
from massicot.web.office.documents.tasks import tasks_of_reserves
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.office.home import tasks
from massicot.web.office.home.beside import count_beside
from massicot.web.office.home.boards import board_of
from massicot.web.office.home.reads import gather, papers_known
from massicot.web.office.jobs.shown import silent_since
from massicot.web.office.jobs.tasks import tasks_of_jobs
from massicot.web.office.lifting.tasks import tasks_of_scripts
from massicot.web.office.missions.tasks import tasks_of_missions
from massicot.web.office.people.tasks import tasks_of_accesses
from massicot.web.office.persons.tasks import tasks_of_persons
from massicot.web.office.presence.tasks import tasks_of_registers
from massicot.web.office.rates.tasks import tasks_of_rates
from massicot.web.office.replacements.tasks import tasks_of_replacements
from massicot.web.shared import corrigendum, origin
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.tasks import Task, rank_tasks


@require_safe
@require_role(Role.OFFICE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what remains to be done, the most urgent first, then where each paper stands."""
    now = timezone.localtime()
    login = actor_of(request).login
    headed, office = accounts.centres_with_heads(now)
    papers, put_away = papers_known()
    count = len({paper.session_id for paper in papers})
    counted = count_beside(login, now, {exams.zone_of(paper.session) for paper in papers})
    known = gather(papers, put_away, now, headed)
    facts = known.papers
    letters, values = counted.letters, counted.values
    called = events.count_called(values)
    of_jobs = list(tasks_of_jobs(login))
    open_tasks = [
        *corrigendum.tasks_of(request),
        *tasks_of_corrigenda([paper_facts.paper for paper_facts in facts], now),
        *_of_letters(count, letters),
        *tasks.tasks_of_server(has_unnamed_front=origin.is_by_unnamed_front(request)),
        *tasks.tasks_of_one_alone(count, office),
        *tasks_of_accesses(office, now),
        *tasks_of_absences(count_absences(values)),
        *tasks_of_convocations(called.followed),
        *tasks_of_replacements(queries.count_read(values)),
        *of_jobs,
        *(task for session in known.sessions for task in tasks.tasks_of_session(session, now)),
        *tasks_of_missions(called),
        *tasks_of_persons(called.asking),
        *tasks_of_documents(is_called=called.followed.valid > 0),
        *tasks_of_rates(rates.count_waiting(values)),
        *tasks_of_registers(registers.count_awaited(values), registers.count_remarks(values)),
        *tasks_of_reserves(facts),
        *_of_papers(facts, login, now),
        *(task for paper in known.put_away for task in tasks.tasks_of_put_away(paper, login, now)),
    ]
    boards = [board_of(paper, now) for paper in facts if not paper.lifted.is_exported]
    # Said to whoever waits for one: the page of all sessions has no question to spare.
    is_waited_for = bool(of_jobs or letters.get(LetterState.WAITING))
    silence = silent_since(now) if is_waited_for else None
    page = {
        "tasks": rank_tasks(open_tasks, now),
        "boards": boards,
        "silent_since": silence,
        "is_called": called.followed.valid > 0,
    }
    return render(request, "office/home/home.html", page)


def _of_letters(sessions: int, counted: Mapping[LetterState, tuple[int, int]]) -> Iterator[Task]:
    letters = {state: count for state, (count, _) in counted.items()}
    _, invitations = counted.get(LetterState.WAITING, (0, 0))
    has_archived = not sessions and exams.archived_rows().exists()
    return tasks.tasks_of_office(sessions, letters, invitations, has_mail=is_mailed(), has_archived=has_archived)


def _of_papers(facts: Sequence[OfficePaperFacts], login: str, now: datetime) -> Iterator[Task]:
    has_key = any(paper.is_to_number for paper in facts) and anonymity.has_key_confirmed()
    for paper in facts:
        yield from tasks.tasks_of_paper(paper, login, now, has_key=has_key)
        yield from tasks_of_scripts(paper, login, now)
