"""A session put away, for the tests of what follows."""

from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.results import queries, services
from tests.cast import ODILE, TYPING, later


def archive(built, at=None, reason="Session terminée."):
    """Archive the session of the world, whose mark entry has closed."""
    services.archive_session(session=built.session, reason=reason, by=ODILE, at=at or after(built))


def bring_back(built):
    """Bring it back."""
    exam_acts.bring_back_session(session=built.session, by=ODILE, at=later())


def after(built):
    """Tell an instant after everything: the mark entry of the paper has closed."""
    return max(exams.paper_by_code(built.session.code, built.paper.code).entry_closes_at, TYPING)


def undone(built, at=None):
    """List what is told of the session before it is put away, as the page says it."""
    return [str(phrase) for phrase in queries.open_work(built.session, at or after(built)).undone]
