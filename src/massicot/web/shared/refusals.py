"""A refusal said to a person: the sentence in their language, on a page or as JSON."""

import re
from datetime import date, datetime, time

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext

from massicot.core.actor import Role
from massicot.core.codes import uai_letter_holds
from massicot.core.refused import Phrase, Phrases, Refused
from massicot.documents import codes
from massicot.exams import queries as exams
from massicot.web.shared import instants
from massicot.web.shared.desks import ROLE_NAMES

_NUMBER = re.compile(r"(?<![\w-])[0-9]{8}[A-Z](?![\w-])")
"""What has the shape of an anonymity number, its letter right or not: it is read again from a grouped one."""


def sentence_of(refused: Refused) -> str:
    """Say a refusal in the language of whoever reads: instants and numbers as pages write them, names."""
    values = {name: _value_words(value) for name, value in refused.values.items()}
    if uai_letter_holds(centre := str(values.get("centre", ""))):
        values["centre"] = exams.institution_name(centre)
    return gettext(refused.sentence).format_map(values)


def translate(phrase: Phrase | Phrases) -> str:
    """Write words that the rules chose in the language of whoever reads."""
    return phrase.text_in(gettext, ngettext)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program asks: it sends JSON, or reads nothing else."""
    return request.content_type == "application/json" or not request.accepts("text/html")


def answer(request: HttpRequest, sentence: str, *, title: str, status: int, came_from: str = "") -> HttpResponse:
    """Answer with a sentence, as a page or as JSON; the page leads back to the one that the request came from."""
    if wants_json(request):
        return json_sentence(sentence, status=status)
    page = {"title": title, "sentence": sentence, "came_from": came_from}
    return render(request, "shared/sentence.html", page, status=status)


def json_sentence(sentence: str, *, status: int) -> JsonResponse:
    """Answer a program with a sentence."""
    return JsonResponse({"error": sentence}, status=status)


def answer_refusal(request: HttpRequest, refused: Refused, *, status: int = 422) -> HttpResponse:
    """Answer a refused act: 422 and what to do next."""
    page = came_from(request)
    return answer(request, sentence_of(refused), title=gettext("Not done"), status=status, came_from=page)


def came_from(request: HttpRequest) -> str:
    """Find the page of ours on which a form was sent."""
    page = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    except DisallowedHost:
        return ""
    return page if is_ours else ""


def grouped_in(text: str) -> str:
    """Group the anonymity numbers of a text as labels and pages write them."""
    return _NUMBER.sub(lambda match: codes.group_number(match[0]), text)


def _value_words(value: object) -> object:
    if isinstance(value, Role):
        return ROLE_NAMES[value]
    if isinstance(value, datetime):
        return instants.day_and_hour(value)
    if isinstance(value, date):
        return instants.day(value)
    if isinstance(value, time):
        return instants.hour(datetime.combine(date.min, value))
    words = translate(value) if isinstance(value, Phrase | Phrases) else value
    return grouped_in(words) if isinstance(words, str) else words
