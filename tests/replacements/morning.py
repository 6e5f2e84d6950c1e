"""Half past eight: Bob and Charlie are convened for two days at the marking centre, Eve for its reserve, Bob is ill."""

from datetime import datetime, time, timedelta

from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.core import draws
from massicot.missions.models import Assignment
from massicot.missions.rules.hours import HalfDay
from massicot.post.models import Letter
from massicot.presence import services as presence_acts
from massicot.replacements import services
from massicot.replacements.queries import choices_for
from tests.cast import ODILE
from tests.missions import calling, calls
from tests.missions.calling import ADDRESSES, FIRST, PARIS

NOW = datetime(2017, 6, 1, 8, 30, tzinfo=PARIS)
"""Half past eight in Paris, on the first day."""

AFTER_NOON = NOW + timedelta(hours=6)
SECOND = FIRST + timedelta(days=1)
TODAY = [(FIRST, HalfDay.MORNING), (FIRST, HalfDay.AFTERNOON)]
TOMORROW = [(SECOND, HalfDay.MORNING), (SECOND, HalfDay.AFTERNOON)]
BOTH = [*TODAY, *TOMORROW]
TILLEULS_HEAD, CEDRES_HEAD = "sonia@tilleuls.invalid", "claude@cedres.invalid"


def called(*reserve):
    """Convene Bob and Charlie, and some for the reserve; their heads have an access."""
    built = calls.pooled()
    mission = calling.mission(built.session, built.paper)
    calling.put(mission, "BOB", "CHARLIE", *reserve)
    Assignment.objects.filter(person__identifier__in=reserve).update(is_reserve=True)
    calling.head_of("9900003Y", TILLEULS_HEAD)
    calling.head_of("9900001W", CEDRES_HEAD)
    calling.convened(built.session, mission)
    Letter.objects.all().delete()
    built.mission = mission
    return built


def under_way(now):
    """Give hours of today that have begun and go on: when they start and when they end."""
    today = datetime.combine(now.astimezone(PARIS), time(), PARIS)
    return {"starts_at": max(now - timedelta(minutes=30), today), "ends_at": now + timedelta(hours=3)}


def place(identifier="BOB"):
    """Give the last place of somebody on a list."""
    return Assignment.objects.filter(person__identifier=identifier).order_by("-pk").first()


def replace(person, halves=BOTH, *, absent="BOB", at=NOW, by=ODILE):
    """Convene somebody in another's stead."""
    return services.replace_person(
        absent_id=place(absent).pk,
        person=person,
        halves=halves,
        addresses=ADDRESSES,
        draw=draws.from_seed("replace", person, absent, at.isoformat()),
        by=by,
        at=at,
    )


def announce(identifier, halves=BOTH, *, at=NOW):
    """Say that somebody does not come."""
    asked = {"assignment_id": place(identifier).pk, "halves": halves, "said": SaidOfAbsence(), "way": Who.OFFICE}
    return presence_acts.announce_absence(**asked, by=ODILE, at=at)


def take_back(row, *, reason="Il vient", at=NOW):
    """Take a replacement back."""
    draw = draws.from_seed("back", row.pk, at.isoformat())
    asked = {"replacement_id": row.pk, "reason": reason, "addresses": ADDRESSES, "draw": draw, "by": ODILE, "at": at}
    services.take_back_replacement(**asked)


def proposed(absent="BOB", at=NOW, only=()):
    """List who may come in somebody's stead, in their order."""
    choices = choices_for(place(absent).pk, at, only)
    return [row.person.identifier for row in choices.proposals if row.proposal.is_proposed]


def against(absent="BOB", at=NOW):
    """Map those who may not come to the kinds of what speaks against them."""
    rows = choices_for(place(absent).pk, at).proposals
    return {row.person.identifier: set(row.proposal.person.obstacles) for row in rows if row.obstacles}


def letter_of(identifier):
    """Give the last letter of somebody."""
    return calling.letters(assignment__person__identifier=identifier)[-1]
