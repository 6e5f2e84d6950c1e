"""The session of the notice with a few specialties, for the tests of what is changed in it."""

from dataclasses import replace

from massicot.exams import queries, services
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from tests.cast import ODILE, PREPARED

PLAN = shipped_plan()
SPECIALTIES = "code;libelle;academie_pilote\n90001;Bois;Aix-Marseille\n90003;Image;Bordeaux\n"


def session(**changes):
    """Create a session and its specialties."""
    created = services.create_session(plan=replace(PLAN, **changes), is_rehearsal=False, by=ODILE, at=PREPARED)
    table = read_specialties(SPECIALTIES.encode(), "s.csv")
    services.import_specialties(session=created, table=table, by=ODILE, at=PREPARED)
    return created


def paper(code="BTS-2017"):
    """Fetch its paper as it is now."""
    return queries.paper_by_code(code, "CGE")
