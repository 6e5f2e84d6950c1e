"""The table of the people called, taken away."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.core.tables_out import write_csv, write_xlsx
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules.mission_table import COLUMNS, in_words
from massicot.web.office.access import session_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import TYPES

WRITERS: Mapping[str, Callable[..., bytes]] = {"csv": write_csv, "xlsx": write_xlsx}


@require_safe
@require_role(Role.OFFICE)
def missions_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of everybody on the lists of a session, in words."""
    exam_session = session_or_404(session)
    if form not in WRITERS:
        raise Http404
    table = WRITERS[form](COLUMNS, in_words(mission_lines(exam_session), gettext))
    response = HttpResponse(table, content_type=TYPES[form])
    name = slugify(f"{session}-{gettext('people called')}")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
