"""What a session is made of, before it is created."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from massicot.core.marks import Scale
from massicot.exams.rules import RouteKind
from massicot.exams.rules.calling import MARKING_ENDS, MARKING_STARTS, RESERVE_PERCENT
from massicot.exams.rules.networks import EntryPlace


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """Where one or more steering academies send the scripts of a paper."""

    steering_academies: Sequence[str]
    kind: RouteKind
    copy_model: str
    destination_uai: str
    destination_name: str
    attention: str
    effective_at: datetime
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperValues:
    """What the office may edit of a paper: its title, its calendar, its scale, its batches, its portal.

    `agreement_at` and `board_at` are when its markers meet, if they do.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    despatch_hours: int
    marking_opens_on: date
    marking_closes_on: date
    entry_opens_at: datetime
    entry_closes_at: datetime
    site_code: str
    scale: Scale
    are_totals_required: bool
    batch_size: int
    batch_ceiling: int
    agreement_at: datetime | None = None
    board_at: datetime | None = None
    marking_starts: time = MARKING_STARTS
    marking_ends: time = MARKING_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan(PaperValues):
    """One paper to be created."""

    code: str
    routes: Sequence[RoutePlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValues:
    """What the office may correct of a session: how it is called, whom people call, who signs, its reserve."""

    title: str
    authority: str
    office: str
    office_telephone: str
    office_address: str
    signatory: str
    reserve_percent: int
    year: int


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session to be created."""

    code: str
    title: str
    authority: str
    year: int
    time_zone: str
    papers: Sequence[PaperPlan]
    centres: Mapping[str, str] = field(default_factory=dict)
    exam_centres: Sequence[str] = ()
    entry_from: EntryPlace = EntryPlace.ANYWHERE
    networks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    office: str = ""
    office_telephone: str = ""
    office_address: str = ""
    signatory: str = ""
    """The function of whoever signs convocations for the authority, never a name."""
    reserve_percent: int = RESERVE_PERCENT

    @property
    def destinations(self) -> dict[str, str]:
        """Map the places where scripts go, by UAI, to their names; those that the plan names itself are left out."""
        routes = [route for paper in self.papers for route in paper.routes]
        named = {route.destination_uai: route.destination_name for route in routes if route.destination_uai}
        return {uai: name for uai, name in named.items() if uai not in self.centres}
