"""Corrigenda of the named world: a text that sends an academy's scripts another way."""

from datetime import timedelta

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteFacts, RouteKind
from massicot.exams.rules.corrigenda import CalendarChange, Reader
from massicot.exams.rules.editing import PaperProgress
from tests.cast import CEDRES, KEY, ODILE, OMAR, PERRIN, PREPARED

TOLD = PREPARED + timedelta(days=3)
READERS = (Reader(Role.EXAM_CENTRE, CEDRES), Reader(Role.MARKING_CENTRE, PERRIN), Reader(Role.OFFICE, OMAR.login))


def route(academy, kind, at=TOLD, uai=PERRIN, name="Lycée Jean Perrin"):
    """Give an academy a route."""
    copy_model = "CMEN" if kind is RouteKind.DEMATERIALISED else "EN"
    return RouteFacts(
        steering_academy=academy,
        kind=kind,
        copy_model=copy_model,
        destination_uai=uai,
        destination_name=name,
        attention="Centre de correction",
        effective_at=at,
    )


def drafted(built, *routes, reference="DIEC/17-800", calendar=None, at=TOLD):
    """Write a corrigendum with these routes and dates."""
    return exam_acts.draft_corrigendum(
        paper=built.paper,
        reference=reference,
        dated_on=at.date(),
        text="Les copies de ces académies prennent un autre chemin.",
        effective_at=at,
        routes=routes,
        calendar=calendar or CalendarChange(),
        by=ODILE,
        at=at,
    )


def applied(corrigendum, *, readers=READERS, letters=(), key=KEY, progress=None, at=TOLD):
    """Apply a corrigendum, its numbers drawn from a seed."""
    return anonymity.apply_corrigendum(
        corrigendum=corrigendum,
        progress=progress or PaperProgress(),
        readers=readers,
        letters=letters,
        check_seen=lambda: None,
        key=key,
        draw=draws.from_seed("corrigendum", corrigendum.reference),
        by=ODILE,
        at=at,
    )


def flipped(built, kind, academy="Bordeaux", reference="DIEC/17-800", at=TOLD):
    """Send the scripts of an academy another way, and look at the paper anew."""
    effect = applied(drafted(built, route(academy, kind, at), reference=reference, at=at), at=at)
    built.paper = exams.paper_by_id(built.paper.pk)
    return effect
