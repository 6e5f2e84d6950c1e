"""The address that the typing page sends its marks to: JSON in, JSON out, a sentence whatever happens."""

import math
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.marks.queries import Referral
from massicot.marks.rules import SaveAnswer
from massicot.web.portal import access, forms, pace, throttle
from massicot.web.shared import errors, origin, refusals

STATUSES: Mapping[type[Refused], int] = {
    rules.OpenedElsewhere: 401,
    rules.SheetReplaced: 403,
    rules.SecondKeyingOver: 403,
    rules.TurnPassed: 403,
    rules.EntryElsewhere: 403,
    rules.EntryNotOpen: 403,
    rules.EntryClosed: 403,
    rules.BatchIsLocked: 403,
    rules.BatchNeverHandedOut: 403,
    rules.KeyerMissing: 403,
    rules.KeyerMarked: 403,
    rules.SaveIdReused: 409,
}
"""What a refused save answers (contract.md §6); 422 for any other refusal."""

FINAL = (rules.BatchIsLocked, rules.SheetReplaced, rules.TurnPassed)
"""Refusals after which a page saves nothing more: what it still holds waits until somebody takes it, on a new page."""


@never_cache
@require_POST
@access.program_of_a_sheet
def save_marks(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Save the marks that a page sends; what is acknowledged is on disk."""
    return _save(request, partial(services.save_marks, credential_id=credential_id), may_refer=True)


@never_cache
@require_POST
@access.program_of_a_second_sheet
def save_second(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Save the marks that the page of a second keying sends, under the name that was given there."""
    act = partial(services.save_second, credential_id=credential_id, name=access.keyer_of(request))
    return _save(request, act, may_refer=False)


@never_cache
@require_POST
@access.program_of_a_sheet
def refer_line(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Refer a line that was refused to the exam office."""

    def act(address: str, at: datetime) -> Referral:
        number, value, after = forms.parse_referral(_content(request))
        line = {"number": number, "value": value, "turn": _turn(request)}
        return services.refer_line(credential_id=credential_id, **line, after=after, address=address, at=at)

    return _tell_office(request, act, "referred")


@never_cache
@require_POST
@access.program_of_a_sheet
def take_back_line(request: HttpRequest, credential_id: int) -> HttpResponse:
    def act(address: str, at: datetime) -> Referral:
        number = forms.parse_taken_back(_content(request))
        line = {"number": number, "turn": _turn(request)}
        return services.take_back_line(credential_id=credential_id, **line, address=address, at=at)

    return _tell_office(request, act, "taken_back")


@never_cache
@require_safe
@access.program_of_a_sheet
def answers(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Say what became of each line that was referred: a page that stays open asks, to tell its marker."""
    try:
        queries.check_opening(access.opening_of(request))
        batch_id = queries.live_credential(credential_id).batch_id
    except Refused as refused:
        return _answer_refusal(refused)
    reported = queries.reported_lines(batch_id)
    return JsonResponse({"answers": {number: last._asdict() for number, last in reported.items()}})


def _tell_office(request: HttpRequest, act: Callable[[str, datetime], Referral], done: str) -> HttpResponse:
    """Tell the exam office something of one line; answer its number under the word for what was done."""
    if len(_content(request)) > forms.LARGEST_SAVE:
        return errors.too_large(request)
    try:
        queries.check_opening(access.opening_of(request))
        referral = act(origin.address_of(request), timezone.now())
    except Refused as refused:
        return _answer_refusal(refused)
    return JsonResponse({done: referral.number, "value": referral.value})


def _content(request: HttpRequest) -> bytes:
    """Give what was sent; a form with parts was read at the door, and is nothing that these addresses understand."""
    return b"" if request.content_type == "multipart/form-data" else request.body


def _too_fast(wait_s: float) -> HttpResponse:
    sentence = gettext("Saves come too fast from this browser: it waits a moment, then sends them again.")
    answer = refusals.json_sentence(sentence, status=429)
    answer["Retry-After"] = str(math.ceil(wait_s))
    return answer


def _save(request: HttpRequest, act: Callable[..., SaveAnswer], *, may_refer: bool) -> HttpResponse:
    if wait := throttle.wait_s(request.session.session_key or ""):
        return _too_fast(wait)
    if len(_content(request)) > forms.LARGEST_SAVE:
        return errors.too_large(request)
    started = time.perf_counter()
    try:
        save_id, lines = forms.parse_save(_content(request))
        answer = act(
            save_id=save_id,
            lines=lines,
            pace_s=pace.pace_s(),
            address=origin.address_of(request),
            opening_id=access.opening_of(request),
            turn=_turn(request),
            at=timezone.now(),
        )
    except Refused as refused:
        return _answer_refusal(refused)
    pace.note(marks=len(lines), seconds=time.perf_counter() - started)
    return JsonResponse(_json_of(answer, may_refer=may_refer))


def _turn(request: HttpRequest) -> str:
    return request.headers.get("X-Turn", "")


def _answer_refusal(refused: Refused) -> HttpResponse:
    answer = refusals.json_sentence(refusals.sentence_of(refused), status=STATUSES.get(type(refused), 422))
    if isinstance(refused, FINAL):
        # Of a second keying that is over nothing is taken any more, not even by another person.
        answer["X-Final"] = "void" if isinstance(refused, rules.SecondKeyingOver) else "kept"
    return answer


def _json_of(answer: SaveAnswer, *, may_refer: bool) -> dict[str, object]:
    return {
        "saved": list(answer.saved),
        "refused": [
            {
                "number": refusal.number,
                "reason": refusals.sentence_of(refusal.reason),
                "current": refusal.current,
                "can_refer": may_refer and isinstance(refusal.reason, rules.AGAINST_REGISTER),
                "can_confirm": isinstance(refusal.reason, rules.AGAINST_COUNT),
            }
            for refusal in answer.refused
        ],
        "remaining": answer.remaining,
        "pace_s": answer.pace_s,
        "others": answer.others,
    }
