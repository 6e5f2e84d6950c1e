"""The address that the typing page sends its marks to: JSON in, JSON out, a sentence whatever happens."""

import time
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from massicot.core.refused import Refused
from massicot.marks import rules, services
from massicot.marks.rules import SaveAnswer
from massicot.web.portal import access, forms, pace
from massicot.web.shared import errors, refusals

STATUSES: Mapping[type[Refused], int] = {
    rules.SheetReplaced: 403,
    rules.EntryNotOpen: 403,
    rules.EntryClosed: 403,
    rules.BatchIsLocked: 403,
    rules.BatchNeverHandedOut: 403,
    rules.SaveIdReused: 409,
}
"""What a refused save answers (contract.md §6); 422 for any other refusal."""


@never_cache
@require_POST
@access.program_of_a_sheet
def save_marks(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Save the marks that a page sends; what is acknowledged is on disk."""
    if len(request.body) > forms.LARGEST_SAVE:
        return errors.too_large(request)
    started = time.perf_counter()
    try:
        save_id, lines = forms.parse_save(request.body)
        answer = services.save_marks(
            credential_id=credential_id, save_id=save_id, lines=lines, pace_s=pace.pace_s(), at=timezone.now()
        )
    except Refused as refused:
        return refusals.json_sentence(refusals.sentence_of(refused), status=STATUSES.get(type(refused), 422))
    pace.note(time.perf_counter() - started)
    return JsonResponse(_shown(answer))


def _shown(answer: SaveAnswer) -> dict[str, object]:
    return {
        "saved": list(answer.saved),
        "refused": [
            {"number": one.number, "reason": refusals.sentence_of(one.reason), "current": one.current}
            for one in answer.refused
        ],
        "remaining": answer.remaining,
        "pace_s": answer.pace_s,
    }
