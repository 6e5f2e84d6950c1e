"""Specialties imported after the draw, or once a paper has begun: no route flips by a table."""

import pytest

from massicot.core.tables import TableRefused
from massicot.exams import queries, services
from massicot.exams.rules.specialty_table import read_specialties
from tests.cast import ODILE, PREPARED
from tests.exams import opened

pytestmark = pytest.mark.django_db
HEADER = "code;libelle;academie_pilote\n"
FLIP = HEADER + "90001;Bois et forêts;Bordeaux\n90003;Image;Bordeaux\n"
LABELS = HEADER + "90001;Bois et forêts;Aix-Marseille\n90003;Image;Bordeaux\n90004;Son;Bordeaux\n"


def table_of(content):
    return read_specialties(content.encode(), "s.csv")


def load(session, content, at=PREPARED):
    return services.import_specialties(session=session, table=table_of(content), by=ODILE, at=at)


@pytest.fixture
def session():
    return opened.session()


@pytest.fixture
def drawn(session):
    services.mark_prepared(paper=opened.paper(), at=PREPARED)
    return session


def fault_of(act):
    with pytest.raises(TableRefused) as refusal:
        act()
    (fault,) = refusal.value.faults
    return str(fault)


def test_an_academy_changes_until_the_numbers_are_drawn(session):
    load(session, FLIP)
    assert queries.academies_of(session.pk)["90001"] == "Bordeaux"


def test_no_academy_changes_once_the_numbers_are_drawn(drawn):
    before = queries.academies_of(drawn.pk), queries.specialty_labels(drawn.pk)
    told = fault_of(lambda: load(drawn, FLIP))
    assert told.startswith("s.csv:2: academie_pilote: Bordeaux: The numbers of CGE are drawn: ")
    assert "Put Aix-Marseille back and import again" in told
    assert fault_of(lambda: services.preview_specialties(drawn, table_of(FLIP), PREPARED)) == told
    assert (queries.academies_of(drawn.pk), queries.specialty_labels(drawn.pk)) == before


def test_no_academy_changes_once_a_paper_has_begun(session):
    begun = opened.paper().starts_at
    assert "CGE has begun: " in fault_of(lambda: load(session, FLIP, begun))
    assert queries.academies_of(session.pk)["90001"] == "Aix-Marseille"


def test_labels_change_and_specialties_come_after_the_draw(drawn):
    outcome = load(drawn, LABELS)
    assert (outcome.new, [change.key for change in outcome.changed]) == (["90004"], ["90001"])
