"""Reads of institutions and of the centres where a session is written; what stands at the head of documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.core.tables import Reason, because
from massicot.documents.headings import Heading
from massicot.documents.headings import InstitutionHeading as Place
from massicot.exams.models import ExamCentre, Institution, Paper, Session
from massicot.exams.queries.sessions import local
from massicot.exams.rules.routes import PLACE_NOT_IMPORTED
from massicot.exams.rules.sessions import InstitutionUnknown
from massicot.store.prepared import Question

_PLACES: Question[Institution] = Question(lambda uais: Institution.objects.filter(uai__in=uais))
_NAMES: Question[tuple[str, str]] = Question(
    lambda uais: Institution.objects.filter(uai__in=uais).order_by("uai").values_list("uai", "name")
)
_CONTACTS: Question[tuple[str, str, str, str, str]] = Question(
    lambda uais: Institution.objects.filter(uai__in=uais).values_list("uai", "name", "town", "telephone", "email")
)
_COUNTED: Question[tuple[int, int]] = Question(
    lambda session_id: (
        ExamCentre.objects.filter(session_id=session_id).order_by().values_list("session_id").annotate(Count("pk"))
    )
)
_NAMED_AMONG: Question[tuple[str]] = Question(
    lambda session_id, uais: ExamCentre.objects.filter(session_id=session_id, uai__in=uais).values_list("uai")
)
_WITH_EMAIL: Question[tuple[str]] = Question(
    lambda uais: Institution.objects.filter(uai__in=uais).exclude(email="").values_list("uai")
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call at an institution; what nobody imported is empty."""

    uai: str
    name: str
    town: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class CallSite:
    """A place to which people are called, as far as it was imported."""

    uai: str
    called: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


def call_places(uais: Collection[str]) -> dict[str, CallSite]:
    """Map institutions to where they are and how people call them; those that nobody named are left out."""
    return {
        row.uai: CallSite(
            row.uai,
            ", ".join(filter(None, (row.name, row.town))),
            " ".join(filter(None, (row.address, row.postcode, row.town))),
            row.latitude,
            row.longitude,
        )
        for row in (_PLACES.ask(uais=sorted(uais)) if uais else ())
    }


def institution_names(uais: Collection[str] | None = None) -> dict[str, str]:
    """Map UAI to name, of the given institutions or of all."""
    if uais is None:
        return dict(Institution.objects.order_by("uai").values_list("uai", "name"))
    return dict(_NAMES.ask(uais=sorted(uais))) if uais else {}


def places_not_imported(places: Mapping[str, str]) -> list[Reason]:
    """Tell of each place of some, UAI and name, that no institution has been imported for."""
    unknown = sorted(places.keys() - institution_names(places).keys())
    return [because(PLACE_NOT_IMPORTED, uai=uai, name=places[uai]) for uai in unknown]


def check_known(uai: str) -> None:
    """Raise InstitutionUnknown where an institution is neither imported nor named by a session."""
    if not Institution.objects.filter(uai=uai).exists():
        raise InstitutionUnknown(uai=uai)


def count_institutions() -> int:
    return Institution.objects.count()


def institution_name(uai: str) -> str:
    """Name an institution, or give back its UAI when nobody named it."""
    return institution_names([uai]).get(uai) or uai


def naming(uai_field: str) -> Coalesce:
    """Write the name of the institution of a row, for lists that the database sorts; its UAI when nobody named it."""
    names = Institution.objects.filter(uai=OuterRef(uai_field)).values("name")[:1]
    return Coalesce(Subquery(names), F(uai_field), output_field=CharField())


def institutions_among(uais: QuerySet[Any] | Collection[str]) -> QuerySet[Any]:
    """Find the institutions whose UAI another area lists, by UAI."""
    return Institution.objects.filter(uai__in=uais).order_by("uai")


def places_of(session: Session, entered: QuerySet[Any]) -> QuerySet[Any]:
    """Find where a session is written, by UAI: the exam centres it names, and those where somebody is entered."""
    named = ExamCentre.objects.filter(session=session).values("uai")
    return Institution.objects.filter(Q(uai__in=named) | Q(uai__in=entered)).order_by("uai")


def places_to_write(session: Session) -> QuerySet[Any]:
    """Find where a session may be written, by UAI: the centres it names, or any institution when it names none."""
    named = ExamCentre.objects.filter(session=session)
    places = Institution.objects.order_by("uai")
    return places.filter(uai__in=named.values("uai")) if named.exists() else places


def named_rows() -> QuerySet[Any, Any]:
    """Find the exam centres that sessions name, for areas that leave some out by `uai`: session and UAI."""
    return ExamCentre.objects.values_list("session_id", "uai")


def centres_named(session_ids: Collection[int]) -> list[tuple[int, str]]:
    """List the exam centres that some sessions name: session and UAI."""
    return list(named_rows().filter(session_id__in=session_ids))


def uais_with_email(uais: Collection[str]) -> set[str]:
    """List those of some institutions whose address is known."""
    return {uai for (uai,) in _WITH_EMAIL.ask(uais=sorted(uais))} if uais else set()


def uais_called(words: str) -> QuerySet[Any]:
    return Institution.objects.filter(name__icontains=words).values("uai")


def contacts_of(uais: Collection[str]) -> dict[str, Contact]:
    """Map institutions to whom to call there; those that nobody imported are left out."""
    rows = _CONTACTS.ask(uais=sorted(uais)) if uais else []
    return {uai: Contact(uai, *rest) for uai, *rest in rows}


def positions_of(uais: Collection[str]) -> dict[str, tuple[float, float]]:
    """Map institutions to their latitude and longitude in degrees; those that have none are left out."""
    places = Institution.objects.filter(uai__in=uais).values_list("uai", "latitude", "longitude")
    return {uai: (north, east) for uai, north, east in places if north is not None and east is not None}


def contact_of(uai: str) -> Contact:
    return contacts_of([uai]).get(uai) or Contact(uai, uai)


def named_centre_uais(session: Session) -> set[str]:
    """List the exam centres that a session names; none means any institution."""
    return set(ExamCentre.objects.filter(session=session).values_list("uai", flat=True))


def count_named_centres(session: Session) -> int:
    return next((count for _, count in _COUNTED.ask(session_id=session.pk)), 0)


def named_among(session: Session, uais: Collection[str]) -> set[str]:
    return {uai for (uai,) in _NAMED_AMONG.ask(session_id=session.pk, uais=list(uais))} if uais else set()


def exam_centre_uais(session: Session) -> set[str]:
    """List where a session may be written: the centres it names, or any institution when it names none."""
    return named_centre_uais(session) or set(Institution.objects.values_list("uai", flat=True))


def heading_of(paper: Paper) -> Heading:
    """Build what stands at the head of a paper's documents, its hours in the session's time zone."""
    return Heading(
        authority=paper.session.authority,
        session=paper.session.title,
        paper_code=paper.code,
        paper_title=paper.title,
        starts_at=local(paper, paper.starts_at),
        ends_at=local(paper, paper.ends_at),
        is_rehearsal=paper.session.is_rehearsal,
    )


def academy_of(uai: str) -> str:
    """Name the academy of an institution; empty where it is not known."""
    return Institution.objects.filter(uai=uai).values_list("academy", flat=True).first() or ""


def place_of(uai: str) -> Place:
    """Build how documents call an institution."""
    row = Institution.objects.filter(uai=uai).first()
    if row is None:
        return Place(uai, uai)
    return Place(uai, row.name, row.town, " ".join(filter(None, (row.address, row.postcode, row.town))))
