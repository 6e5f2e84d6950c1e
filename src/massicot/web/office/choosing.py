"""The way to a page of a paper when none is named: the only paper is shown at once, else one is chosen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from massicot.exams import queries as exams


def choose_paper(request: HttpRequest, title: str, page: str) -> HttpResponse:
    """Lead to a page of the only paper, or list them all with the address of that page."""
    papers = exams.every_paper()
    if len(papers) == 1:
        return redirect(page, papers[0].session.code, papers[0].code)
    choices = [(paper, reverse(page, args=[paper.session.code, paper.code])) for paper in papers]
    return render(request, "office/papers.html", {"title": title, "choices": choices})
