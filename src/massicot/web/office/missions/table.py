"""The tables of the people called, of who came and of absences, taken away: words in the place of codes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.absences.queries.absence_table import absence_lines
from massicot.absences.rules import absence_table
from massicot.core.actor import Role
from massicot.core.tables_out import write_csv, write_xlsx
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules.mission_table import COLUMNS, in_words
from massicot.presence.queries.presence_table import presence_lines
from massicot.presence.rules import presence_table
from massicot.web.office.access import session_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import TYPES

WRITERS: Mapping[str, Callable[..., bytes]] = {"csv": write_csv, "xlsx": write_xlsx}


@require_safe
@require_role(Role.OFFICE)
def missions_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of everybody on the lists of a session, in words."""
    lines = in_words(mission_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('people called')}", form, COLUMNS, lines)


@require_safe
@require_role(Role.OFFICE)
def came_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of who was expected, and who came, in words."""
    lines = presence_table.in_words(presence_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('Who came')}", form, presence_table.COLUMNS, lines)


@require_safe
@require_role(Role.OFFICE)
def absences_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of the absences of a session, in words."""
    lines = absence_table.in_words(absence_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('Absences')}", form, absence_table.COLUMNS, lines)


def _table(name: str, form: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    if form not in WRITERS:
        raise Http404
    response = HttpResponse(WRITERS[form](columns, lines), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    return response
