"""The file of a session: what the office writes once to open it.

TOML, with local instants in the session's time zone. Every fault is reported at once, each with its line, its key, its
value and what to do; nothing is created while one stands.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from massicot.core.marks import Scale, ScaleImpossible
from massicot.core.refused import N_
from massicot.exams.rules import RouteKind
from massicot.exams.rules.session_plan import PaperPlan, RoutePlan, SessionPlan
from massicot.exams.rules.toml_sections import Reader, Section, parse_toml

_MISSING = N_("is missing: write it in the session file")
_NOT_ZONE = N_("is not a time zone: write it as Europe/Paris")
_NOT_KIND = N_("is not a kind of route: write on-site, dematerialised or outside")
_TWICE = N_("stands twice: keep one")
_SCALE = N_("is no mark scale: give lowest, highest, step and digits that agree")
_CEILING = N_("is below batch_size: a batch may not be larger than its ceiling")
_TOTALS = N_("is neither “required” nor “off”")
_NO_PAPER = N_("no paper: write at least one [[papers]]")


ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""A route without an effective instant was always in force."""

_SESSION_KEYS = {"code", "title", "authority", "year", "time_zone", "exam_centres"}
_PAPER_KEYS = {
    "code",
    "title",
    "starts_at",
    "ends_at",
    "despatch_hours",
    "marking_opens_on",
    "marking_closes_on",
    "entry_opens_at",
    "entry_closes_at",
    "site_code",
    "scale",
    "control_totals",
    "batch_size",
    "batch_ceiling",
    "routes",
}
_ROUTE_KEYS = {
    "steering_academies",
    "kind",
    "copy_model",
    "destination_uai",
    "destination_name",
    "attention",
    "effective_at",
    "reference",
}
_SCALE_KEYS = {"lowest", "highest", "step", "digits"}


def read_session(content: bytes, file_name: str) -> SessionPlan:
    """Read a session file; raise TableRefused with every fault in it."""
    text, values = parse_toml(content, file_name)
    reader = Reader(file_name, text)
    plan = _session(reader, values)
    if reader.findings.faults:
        reader.findings.refuse()
    return plan


def _session(reader: Reader, values: Mapping[str, Any]) -> SessionPlan:
    section = Section("session", 0, _table(values.get("session")))
    reader.check_keys(Section("", 0, values), {"session", "papers", "centres"})
    reader.check_keys(section, _SESSION_KEYS)
    time_zone = _zone(reader, section)
    papers = _papers(reader, values)
    return SessionPlan(
        code=reader.text(section, "code").upper(),
        title=reader.text(section, "title"),
        authority=reader.text(section, "authority", ""),
        year=reader.whole(section, "year"),
        time_zone=time_zone,
        papers=papers,
        centres=_centres(reader, values),
        exam_centres=[str(uai).upper() for uai in section.values.get("exam_centres", [])],
    )


def _zone(reader: Reader, section: Section) -> str:
    name = reader.text(section, "time_zone", "Europe/Paris")
    try:
        reader.zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        reader.fault(section, "time_zone", _NOT_ZONE)
    return name


def _papers(reader: Reader, values: Mapping[str, Any]) -> list[PaperPlan]:
    tables = values.get("papers") or []
    if not isinstance(tables, list) or not tables:
        reader.fault(Section("", 0, values), "papers", _NO_PAPER)
        return []
    papers, first_route, seen = [], 0, set[str]()
    for rank, table in enumerate(tables):
        section = Section("papers", rank, _table(table))
        papers.append(_paper(reader, section, first_route))
        first_route += len(papers[-1].routes)
        if papers[-1].code in seen:
            reader.fault(section, "code", _TWICE)
        seen.add(papers[-1].code)
    return papers


def _paper(reader: Reader, section: Section, first_route: int) -> PaperPlan:
    reader.check_keys(section, _PAPER_KEYS)
    for first, last in (
        ("starts_at", "ends_at"),
        ("marking_opens_on", "marking_closes_on"),
        ("entry_opens_at", "entry_closes_at"),
    ):
        reader.in_order(section, first, last)
    size, ceiling = reader.whole(section, "batch_size", 50), reader.whole(section, "batch_ceiling", 60)
    if ceiling < size:
        reader.fault(section, "batch_ceiling", _CEILING)
    return PaperPlan(
        code=reader.text(section, "code").upper(),
        title=reader.text(section, "title"),
        starts_at=reader.instant(section, "starts_at"),
        ends_at=reader.instant(section, "ends_at"),
        despatch_hours=reader.whole(section, "despatch_hours", 48),
        marking_opens_on=reader.day(section, "marking_opens_on"),
        marking_closes_on=reader.day(section, "marking_closes_on"),
        entry_opens_at=reader.instant(section, "entry_opens_at"),
        entry_closes_at=reader.instant(section, "entry_closes_at"),
        site_code=reader.text(section, "site_code").upper(),
        scale=_scale(reader, section),
        are_totals_required=_totals(reader, section),
        batch_size=size,
        batch_ceiling=ceiling,
        routes=_routes(reader, section, first_route),
    )


def _scale(reader: Reader, paper: Section) -> Scale:
    section = Section("papers.scale", paper.rank, _table(paper.values.get("scale", {})))
    reader.check_keys(section, _SCALE_KEYS)
    try:
        return Scale(
            reader.hundredths(section, "lowest", 0),
            reader.hundredths(section, "highest", 20),
            reader.hundredths(section, "step", 1),
            reader.whole(section, "digits", 2),
        )
    except ScaleImpossible:
        reader.fault(paper, "scale", _SCALE)
        return Scale()


def _totals(reader: Reader, section: Section) -> bool:
    value = reader.text(section, "control_totals", "required")
    if value not in ("required", "off"):
        reader.fault(section, "control_totals", _TOTALS)
    return value == "required"


def _routes(reader: Reader, paper: Section, first_route: int) -> list[RoutePlan]:
    tables = paper.values.get("routes") or []
    sections = [Section("papers.routes", rank, _table(table)) for rank, table in enumerate(tables, first_route)]
    return [_route(reader, section) for section in sections]


def _route(reader: Reader, section: Section) -> RoutePlan:
    reader.check_keys(section, _ROUTE_KEYS)
    academies = section.values.get("steering_academies")
    if not (isinstance(academies, list) and academies and all(isinstance(name, str) for name in academies)):
        reader.fault(section, "steering_academies", _MISSING)
        academies = []
    kind = reader.text(section, "kind")
    if kind not in set(RouteKind):
        reader.fault(section, "kind", _NOT_KIND)
        kind = RouteKind.ON_SITE
    return RoutePlan(
        steering_academies=academies,
        kind=RouteKind(kind),
        copy_model=reader.text(section, "copy_model"),
        destination_uai=reader.uai(section, "destination_uai", ""),
        destination_name=reader.text(section, "destination_name"),
        attention=reader.text(section, "attention", ""),
        effective_at=reader.instant(section, "effective_at", ALWAYS),
        reference=reader.text(section, "reference", ""),
    )


def _centres(reader: Reader, values: Mapping[str, Any]) -> dict[str, str]:
    centres: dict[str, str] = {}
    for rank, table in enumerate(values.get("centres", [])):
        section = Section("centres", rank, _table(table))
        reader.check_keys(section, {"uai", "name"})
        uai, name = reader.uai(section, "uai"), reader.text(section, "name")
        if uai in centres:
            reader.fault(section, "uai", _TWICE)
        centres[uai] = name
    return centres


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
