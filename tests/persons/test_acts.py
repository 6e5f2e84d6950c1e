"""Persons entered, corrected and set aside by the office, each act seen and refused."""

from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.batches import services as batch_acts
from massicot.core.tables import TableRefused
from massicot.core.wall import TextNamesCandidate
from massicot.markers import queries as markers
from massicot.markers import rules as marker_rules
from massicot.persons import queries, services
from massicot.persons.rules import EmployerKind
from massicot.persons.rules.persons import (
    IdentifierTaken,
    NameStandsAlready,
    PersonAside,
    PersonMeanwhile,
    PersonName,
    PersonNotAside,
    PersonReasonMissing,
    SituationDraft,
    subject_of,
)
from massicot.persons.rules.situations import OnlySituation, SituationGone, SituationStandsAlready
from tests import world
from tests.cast import CEDRES, CLAIRE, MORNING, MURIERS, ODILE, TILLEULS, candidate_number
from tests.keeping import kept
from tests.persons.calling import (
    AT_CEDRES,
    TODAY,
    bring_in,
    change_situation,
    enter,
    homonym,
    person,
)

pytestmark = pytest.mark.django_db
built = kept(world.prepared)
BY = {"by": ODILE, "at": MORNING}
BADIANE, MARRIED = PersonName("", "BADIANE", "Bob"), PersonName("M.", "BADIANE-ROITELET", "Bob")


def correct(name, seen=BADIANE, reason="Mariage"):
    services.correct_name(person=person(), seen=seen, name=name, reason=reason, **BY)


def test_somebody_entered_by_hand_is_a_person_of_the_pool(built):
    one = enter(built, skills=("latin", "grec"))
    (marker,) = [row for row in markers.markers_of(built.session.pk) if row.identifier == "ADA"]
    assert (marker.person, marker.discipline) == (one, "Lettres")
    assert queries.files_of(["ADA"], TODAY)["ADA"].skills == ("grec", "latin")
    assert markers.institution_of(marker, TODAY) == TILLEULS
    assert [line.act for line in audit.acts_of(subject_of("ADA"))] == ["PersonEntered"]


@pytest.mark.parametrize("identifier", ["BOB", "bob"])
def test_an_identifier_that_somebody_has_is_refused_with_their_name(built, identifier):
    with pytest.raises(IdentifierTaken) as refused:
        enter(built, homonym(identifier=identifier))
    assert refused.value.values["name"] == "Bob BADIANE"


def test_nobody_who_knows_the_names_is_entered_in_the_pool(built):
    with pytest.raises(marker_rules.KnowsNames):
        enter(built, homonym(email=CLAIRE.login))


@pytest.mark.parametrize(
    ("surname", "insee"),
    [("D’ANNUNZIO", "13208"), ("L'HÉRITIER-DE LA TOUR", "75120"), ("A" * 60, "2A004"), ("É" * 60, "69389")],
)
def test_names_and_towns_of_all_kinds_are_kept_as_they_are(built, surname, insee):
    draft = homonym(name=PersonName("M.", surname, "Jean-Noël"))
    enter(
        built,
        draft,
        SituationDraft(
            institution_uai=TILLEULS,
            employer="",
            employer_kind=EmployerKind.ACADEMY,
            is_state_agent=True,
            home_town="Marseille 8e",
            home_insee_code=insee,
        ),
    )
    file = queries.files_of(["ADA"], TODAY)["ADA"]
    assert (file.person.surname, file.situation.home_insee_code) == (surname, insee)
    line = f"ADA;{surname};Jean-Noël;ada@tilleuls.invalid;{TILLEULS};Lettres"
    assert bring_in(built, line).same == 1


def test_a_name_that_a_table_may_not_change_is_corrected_by_the_office(built):
    line = f"BOB;BADIANE-ROITELET;Bob;bob@tilleuls.invalid;{TILLEULS};Lettres"
    with pytest.raises(TableRefused):
        bring_in(built, line)
    correct(MARRIED)
    assert bring_in(built, line).same == 1
    (line,) = audit.facts_on(subject_of("BOB"), "NameCorrected")
    assert (line["before"], line["after"]) == ("Bob BADIANE", "M. Bob BADIANE-ROITELET")


def test_a_name_is_corrected_from_the_one_that_stands_with_a_reason(built):
    for refusal, told in (
        (PersonReasonMissing, {"name": MARRIED, "reason": " "}),
        (NameStandsAlready, {"name": BADIANE}),
        (PersonMeanwhile, {"name": MARRIED, "seen": PersonName("", "BADIAN", "Bob")}),
    ):
        with pytest.raises(refusal):
            correct(**told)
    assert person().surname == "BADIANE"


def test_a_telephone_is_changed_from_the_one_that_stands(built):
    services.change_telephone(person=person(), seen="", telephone=" 0491000000 ", **BY)
    assert person().telephone == "0491000000"
    with pytest.raises(PersonMeanwhile):
        services.change_telephone(person=person(), seen="", telephone="0600000000", **BY)


def test_somebody_set_aside_stays_and_is_brought_back(built):
    services.set_person_aside(person=person(), reason="Congé de longue durée", **BY)
    with pytest.raises(PersonAside):
        services.set_person_aside(person=person(), reason="Autre", **BY)
    assert (person().set_aside_at, person().set_aside_reason) == (MORNING, "Congé de longue durée")
    services.bring_person_back(person=person(), **BY)
    with pytest.raises(PersonNotAside):
        services.bring_person_back(person=person(), **BY)
    assert person().set_aside_reason == ""


def test_why_somebody_is_set_aside_names_no_candidate(built):
    with pytest.raises(TextNamesCandidate):
        services.set_person_aside(person=person(), reason=f"Père de {candidate_number(3)}", **BY)


def test_a_situation_typed_late_holds_from_its_day_to_the_next_one(built):
    change_situation("BOB", TODAY, AT_CEDRES)
    early = TODAY - timedelta(days=3)
    change_situation("BOB", early, SituationDraft(institution_uai=MURIERS))
    one = person().pk
    days = [early - timedelta(days=1), early, TODAY - timedelta(days=1), TODAY]
    told = [queries.situations_of([one], day)[one].institution_uai for day in days]
    assert told == [TILLEULS, MURIERS, MURIERS, CEDRES]


def test_a_situation_of_the_same_day_is_put_right_and_one_that_says_nothing_new_is_refused(built):
    change_situation("BOB", TODAY, AT_CEDRES)
    change_situation("BOB", TODAY, SituationDraft(institution_uai=CEDRES, home_insee_code="13208"))
    (row,) = [row for row in person().situations.all() if row.since == TODAY]
    assert row.home_insee_code == "13208"
    with pytest.raises(SituationStandsAlready):
        change_situation(
            "BOB", TODAY + timedelta(days=3), SituationDraft(institution_uai=CEDRES, home_insee_code="13208")
        )


def test_the_only_situation_is_never_taken_away_nor_one_that_is_not_there(built):
    since = person().situations.get().since
    for refusal, day in ((OnlySituation, since), (SituationGone, since + timedelta(days=1))):
        with pytest.raises(refusal):
            batch_acts.take_back_situation(person=person(), since=day, reason="Erreur", today=TODAY, **BY)
