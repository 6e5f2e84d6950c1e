"""Batches merged into one, a batch split into two, from the page of a batch."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.batches.rules import BatchUnknown
from massicot.core.actor import Role
from massicot.marks import services as mark_acts
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, batch_or_404
from massicot.web.markingcentre.regroup_forms import MergeForm, SplitForm
from massicot.web.markingcentre.views.batches import page_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done, succeeds
from massicot.web.shared.scanned import read_scanned


@require_POST
@require_role(Role.MARKING_CENTRE)
def merge(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Merge a batch with others of its specialty, and lead to the one that comes of it."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = MergeForm(request.POST, auto_id="merge_%s")
    made: list[Batch] = []

    def act() -> None:
        codes = [batch.code, *(_found(marked, typed) for typed in form.typed)]
        reason = form.cleaned_data["reason"]
        made.append(mark_acts.merge_batches(codes=codes, reason=reason, by=actor_of(request), at=timezone.now()))

    if not succeeds(form, act):
        return page_of(request, marked, batch, merge_form=form)
    sentence = gettext("The batches are merged into {code}: print its mark sheet.")
    if batches.were_printed(made[0].pk):
        sentence = gettext(
            "The batches are merged into {code}: print its mark sheet. On the sheets before, cross the passwords out, "
            "and leave them in the envelope for what is not typed yet."
        )
    return done(request, sentence.format(code=made[0].code), address_of(marked, "batch", made[0].code))


@require_POST
@require_role(Role.MARKING_CENTRE)
def split(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Split a batch into two, and lead to their mark sheets."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = SplitForm(request.POST, auto_id="split_%s", is_printed=batch.printed_at is not None)
    made: list[Batch] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        said = {"code": batch.code, "choice": form.choice, "reason": reason}
        made.extend(mark_acts.split_batch(**said, by=actor_of(request), at=timezone.now()))

    if not succeeds(form, act):
        return page_of(request, marked, batch, split_form=form)
    sentence = gettext("{code} is split into {first} and {second}: print both mark sheets.")
    if batch.printed_at:
        sentence = gettext(
            "{code} is split into {first} and {second}: print both mark sheets. On the sheet before, cross the "
            "password out, and leave a copy in each envelope for what is not typed yet."
        )
    told = sentence.format(code=batch.code, first=made[0].code, second=made[1].code)
    return done(request, told, address_of(marked, "batch_list"))


def _found(marked: MarkedPaper, typed: str) -> str:
    """Find the code of a batch of this paper and centre by what was typed; raise BatchUnknown."""
    batch = batches.find_typed_batch(read_scanned(typed), marked.paper.pk, marked.uai)
    if batch is None:
        raise BatchUnknown(code=typed)
    return batch.code
