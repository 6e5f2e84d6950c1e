"""How many scripts a marking centre expects, by specialty: the office may know it, and passes numbers on."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind
from massicot.missions.queries import Mission
from massicot.missions.rules import MissionKind
from massicot.missions.rules.proposals import Need, need_of


def scripts_by_centre(paper: exams.Paper, now: datetime) -> dict[str, Mapping[str, int]]:
    """Count by on-site marking centre and specialty who is expected; once the paper is written, without the absent."""
    counts = _sat(paper) if now >= paper.ends_at else Counter(candidates.roll_by_specialty(paper.pk))
    centres: dict[str, Counter[str]] = defaultdict(Counter)
    for code, route in exams.specialty_routes(paper, paper.starts_at).items():
        if route.kind is RouteKind.ON_SITE and route.destination_uai:
            centres[route.destination_uai][code] += counts[code]
    return dict(centres)


def need_for(mission: Mission, now: datetime) -> Need | None:
    """Compute how many to call for the scripts of a marking mission; None where no scripts say so."""
    if mission.kind != MissionKind.MARKING or mission.paper is None:
        return None
    scripts = scripts_by_centre(mission.paper, now).get(mission.place_uai, {})
    need = need_of(scripts, mission.session.reserve_percent, mission.paper.batch_size)
    return need if need.markers else None


def _sat(paper: exams.Paper) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (_, code, word), count in candidates.words_by_cell(paper.pk).items():
        if word is not Attendance.ABSENT:
            counts[code] += count
    return counts
