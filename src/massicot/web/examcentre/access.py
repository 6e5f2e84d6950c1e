"""Which papers of which centres open for whoever is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts.queries import FiledStrips
from massicot.web.shared.access import scopes_of


@dataclass(frozen=True, slots=True)
class CentrePaper:
    """One paper written in one centre: what every page of this desk is about."""

    paper: Paper
    uai: str
    centre: str

    @property
    def arguments(self) -> list[str]:
        """Give what the addresses of this desk are made of."""
        return [self.uai, self.paper.session.code, self.paper.code]

    def address(self, name: str, *more: str) -> str:
        """Write the address of a page of this desk about this paper in this centre."""
        return reverse(f"examcentre:{name}", args=[*self.arguments, *more])


def centre_papers(request: HttpRequest) -> list[CentrePaper]:
    """List every paper of every centre that opens for whoever is signed in."""
    return [CentrePaper(*row) for row in exams.papers_written_at(scopes_of(request, Role.EXAM_CENTRE))]


def places_destroyed(filed: Mapping[tuple[int, str], FiledStrips]) -> list[CentrePaper]:
    """List papers, of archived sessions too, and centres whose scripts were destroyed, their strips boxed or not."""
    places = [place for place, strips in filed.items() if strips.has_destroyed]
    names = exams.institution_names({uai for _, uai in places})
    return [CentrePaper(exams.paper_by_id(pk), uai, names.get(uai, uai)) for pk, uai in places]


def centre_paper_or_404(request: HttpRequest, uai: str, session: str, paper: str) -> CentrePaper:
    """Find one paper of one's own centre; what is another's is not there."""
    for where in centre_papers(request):
        if where.arguments == [uai, session, paper]:
            return where
    raise Http404
