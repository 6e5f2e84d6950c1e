"""A refusal said to a person: the sentence in their language, on a page or as JSON."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from massicot.core.refused import Refused
from massicot.web.shared import instants


def sentence_of(refused: Refused) -> str:
    """Say a refusal in the language of whoever reads, its instants written out."""
    values = {name: _written(value) for name, value in refused.values.items()}
    return gettext(refused.sentence).format_map(values)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program asks: it sends JSON, or reads nothing else."""
    return request.content_type == "application/json" or not request.accepts("text/html")


def answer(request: HttpRequest, sentence: str, *, title: str, status: int) -> HttpResponse:
    """Answer with a sentence, as a page or as JSON."""
    if wants_json(request):
        return json_sentence(sentence, status=status)
    return render(request, "shared/sentence.html", {"title": title, "sentence": sentence}, status=status)


def json_sentence(sentence: str, *, status: int) -> JsonResponse:
    """Answer a program with a sentence."""
    return JsonResponse({"error": sentence}, status=status)


def answer_refusal(request: HttpRequest, refused: Refused, *, status: int = 422) -> HttpResponse:
    """Answer a refused act: 422 and what to do next."""
    return answer(request, sentence_of(refused), title=gettext("Not done"), status=status)


def _written(value: object) -> object:
    return instants.written(value) if isinstance(value, datetime) else value
