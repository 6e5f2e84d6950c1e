"""Scripts that the exam office withdrew from their batch: which, where they are, and their return by a marker."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.web.markingcentre import withdrawn_words
from massicot.web.markingcentre.access import marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done

FROM_BATCH = "lot"


@require_safe
@require_role(Role.MARKING_CENTRE)
def withdrawn(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the scripts withdrawn of the batches of a paper, those still with markers first."""
    marked = marked_paper_or_404(request, uai, session, paper)
    rows = withdrawn_words.withdrawn_of(marked)
    context = {"marked": marked, "withdrawn": rows, "out": sum(withdrawal.row.is_with_marker for withdrawal in rows)}
    return render(request, "markingcentre/withdrawn.html", context)


@require_POST
@require_role(Role.MARKING_CENTRE)
def give_back_withdrawn(request: HttpRequest, uai: str, session: str, paper: str, withdrawal_id: int) -> HttpResponse:
    """Record that a marker gave a withdrawn script back, then show again the page where that was said."""
    marked = marked_paper_or_404(request, uai, session, paper)
    withdrawal = batches.find_withdrawal(withdrawal_id, marked.paper.pk, marked.uai)
    if withdrawal is None:
        raise Http404
    row = batch_acts.give_back_withdrawn(withdrawal_id=withdrawal.pk, by=actor_of(request), at=timezone.now())
    sentence = (
        gettext("{number} is back, in no batch: it goes in the next batches.")
        if row.is_released
        else gettext("{number} is back: put it aside for the exam office, in no envelope.")
    )
    onward = ("take_back", row.batch.code) if FROM_BATCH in request.POST else ("withdrawn",)
    return done(request, sentence.format(number=codes.grouped(row.number)), address_of(marked, *onward))
