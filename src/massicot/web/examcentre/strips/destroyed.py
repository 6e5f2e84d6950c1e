"""Header strips whose scripts were destroyed: told, certified by two, taken back; in an archived session too.

Scripts are destroyed a year after the lifting, and by then most sessions are put away (0015): this page stays open.
"""

from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.anonymity.rules.strips import CertificateNotThere
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.web.examcentre.access import CentrePaper, centre_papers
from massicot.web.examcentre.prints import document
from massicot.web.examcentre.strips.forms import CertificateBackForm, DestroyedStripsForm
from massicot.web.shared.access import require_role, scopes_of
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.refusals import answer_refusal


def destroyed_place_or_404(request: HttpRequest, uai: str, session: str, paper: str) -> CentrePaper:
    """Find a paper of one's own centre; of an archived session only one of which scripts were destroyed."""
    arguments = [uai, session, paper]
    if where := next((place for place in centre_papers(request) if place.arguments == arguments), None):
        return where
    if uai not in scopes_of(request, Role.EXAM_CENTRE):
        raise Http404
    try:
        exam_paper = exams.paper_by_code(session, paper)
    except Refused:
        raise Http404 from None
    if uai not in scripts.strips_of_destroyed(exam_paper.pk):
        raise Http404
    return CentrePaper(exam_paper, uai, exams.institution_name(uai))


def page_of_destroyed(_request: HttpRequest, where: CentrePaper, _refused: Forms) -> dict[str, Any]:
    """Tell what is to be destroyed of the strips, what stays, and what was certified."""
    paper = where.paper
    rows = scripts.strip_destructions(paper.pk, where.uai)
    return {
        "where": where,
        "is_put_away": paper.session.archived_at is not None,
        "certificate_form": CertificateBackForm(
            initial={"destruction_id": rows[-1].pk if rows else 0}, auto_id="certificate_%s"
        ),
        "due": anonymity.strips_due(paper, where.uai),
        "kept": scripts.strips_to_keep(paper.pk, where.uai),
        "boxes": scripts.strip_boxes(paper.pk, where.uai),
        "certificates": results.certificates_told(paper),
        "certified": rows,
    }


def _told_certified(done: ActDone) -> str:
    """Say how many are certified as destroyed, and how many were not found."""
    row = scripts.strip_destructions(done.found.paper.pk, done.found.uai)[-1]
    sentence = ngettext(
        "{n} header strip is certified as destroyed.", "{n} header strips are certified as destroyed.", row.count
    ).format(n=row.count)
    if lacking := row.due - row.count:
        remark = gettext("Not found: {n}, which is told to the exam office with its reason.").format(n=lacking)
        sentence = f"{sentence} {remark}"
    return f"{sentence} " + gettext("Print the certificate, and sign it on paper, both of you.")


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_strip_certificate(
    request: HttpRequest, uai: str, session: str, paper: str, destruction_id: int
) -> HttpResponse:
    """Print what the centre certified of its header strips; one that was taken back is no paper any more."""
    where = destroyed_place_or_404(request, uai, session, paper)
    try:
        content = services.print_strip_certificate(
            paper=where.paper, centre_uai=where.uai, destruction_id=destruction_id
        )
    except CertificateNotThere as refusal:
        return answer_refusal(request, refusal, status=404)
    return document(content, "attestation-en-tetes", where)


STRIPS_DESTROYED = Page(
    name="strips_destroyed",
    path="<str:uai>/<str:session>/<str:paper>/en-tetes/destruction/",
    role=Role.EXAM_CENTRE,
    find=destroyed_place_or_404,
    names={"paper": attrgetter("paper"), "centre_uai": attrgetter("uai")},
    template_name="examcentre/strips_destroyed.html",
    context=page_of_destroyed,
    acts=(
        PageAct(
            name="certify_strips",
            path="attester/",
            form_class=DestroyedStripsForm,
            form_name="destroyed_form",
            fields={"certified": "certified"},
            service=services.certify_strips,
            success_message=_told_certified,
        ),
        PageAct(
            name="take_back_certificate",
            path="reprendre/",
            form_class=CertificateBackForm,
            form_name="certificate_form",
            service=services.take_back_certificate,
            success_message=gettext_lazy(
                "The certificate is taken back: these header strips are to be destroyed again."
            ),
        ),
    ),
)
