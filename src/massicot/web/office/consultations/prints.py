"""What is printed of requests to see a script: their register, and the letter that refuses one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.results import services
from massicot.web.office.access import paper_or_404
from massicot.web.shared.access import require_role


@never_cache
@require_safe
@require_role(Role.OFFICE)
def print_consultations(_request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print the register of the requests of a paper as it stands now."""
    exam_paper = paper_or_404(session, paper)
    content = services.print_consultation_register(paper=exam_paper, at=timezone.now())
    return _file(content, f"registre-consultations-{session}-{paper}")


@never_cache
@require_safe
@require_role(Role.OFFICE)
def print_refusal(_request: HttpRequest, session: str, paper: str, consultation_id: int) -> HttpResponse:
    """Print the letter of one refusal."""
    exam_paper = paper_or_404(session, paper)
    try:
        content = services.print_refusal(paper=exam_paper, consultation_id=consultation_id)
    except Refused:
        raise Http404 from None
    return _file(content, f"refus-consultation-{session}-{paper}-{consultation_id}")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
