"""What a table of candidates does not say stays: papers, kept marks, rooms, each in its own entry."""

import pytest

from massicot.candidates import services
from massicot.candidates.models import Candidate, Entry
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.tables import TableRefused
from massicot.core.tables.outcomes import ValuesErased
from tests.candidates import lycee, test_cyclades_list
from tests.candidates.lycee import NORTH, SOUTH, candidate, enter, number

KNOWN = {"centres": {NORTH, SOUTH}, "specialties": {lycee.ON_SITE}, "papers": {"CGE", "MATH"}}


@pytest.fixture
def session(db):
    return lycee.make_session()


def bring(session, content, *, emptied=()):
    table = read_candidates(content.encode(), "c.csv", **KNOWN)
    return services.import_candidates_unnumbered(
        session=session, table=table, emptied=emptied, by=lycee.OFFICE, at=lycee.BEFORE
    )


def some(*names, **cells):
    """Write the table of candidate 1 with some columns beside the required ones."""
    row = dict(zip(lycee.COLUMNS.split(";"), candidate(1, **cells).split(";"), strict=True))
    kept = {name: row[name] for name in row if name in names or name in REQUIRED}
    return "\n".join((";".join(kept), ";".join(kept.values())))


REQUIRED = ("numero_candidat", "nom_famille", "prenoms", "date_naissance", "uai_centre", "specialite")


def papers(rank=1):
    rows = Entry.objects.filter(candidate__candidate_number=number(rank))
    return dict(rows.values_list("paper__code", "is_mark_kept"))


def rooms(rank=1):
    rows = Entry.objects.filter(candidate__candidate_number=number(rank))
    return dict(rows.values_list("paper__code", "room"))


def test_without_their_two_columns_papers_and_kept_marks_stay(session):
    enter(session, candidate(1, epreuves="CGE", conservations="MATH"))
    assert bring(session, some()).same == 1
    assert papers() == {"CGE": False, "MATH": True}


def test_without_the_column_of_kept_marks_they_stay_whatever_papers_are_listed(session):
    enter(session, candidate(1, epreuves="", conservations="CGE"))
    assert bring(session, some("epreuves", epreuves="")).same == 1
    bring(session, some("epreuves", epreuves="CGE"))
    assert papers() == {"CGE": True}


def test_without_the_list_of_papers_they_stay_and_a_kept_mark_that_is_given_up_is_confirmed(session):
    enter(session, candidate(1, epreuves="CGE", conservations="MATH"))
    with pytest.raises(ValuesErased, match="conservations: 1"):
        bring(session, some("conservations", conservations=""))
    assert papers() == {"CGE": False, "MATH": True}
    bring(session, some("conservations", conservations=""), emptied={"conservations"})
    assert papers() == {"CGE": False, "MATH": False}


def test_each_kept_mark_is_counted(session):
    enter(session, candidate(1, epreuves="", conservations="CGE MATH"))
    with pytest.raises(ValuesErased, match="conservations: 2"):
        bring(session, some("conservations", conservations=""))


def test_one_kept_mark_that_leaves_a_list_of_two_is_confirmed_as_the_only_one_is(session):
    enter(session, candidate(1, epreuves="", conservations="CGE MATH"))
    with pytest.raises(ValuesErased, match="conservations: 1"):
        bring(session, some("conservations", conservations="CGE"))
    assert papers() == {"CGE": True, "MATH": True}
    bring(session, some("conservations", conservations="CGE"), emptied={"conservations"})
    assert papers() == {"CGE": True, "MATH": False}


def test_a_new_candidate_of_a_short_table_sits_all_papers(session):
    assert bring(session, some()).new == [number(1)]
    assert papers() == {"CGE": False, "MATH": False}


def test_a_list_of_cyclades_leaves_what_it_does_not_say(session):
    named = {"nom_famille": "Ortolan", "prenoms": "Zoé", "date_naissance": "01/02/1998", "uai_origine": NORTH}
    enter(session, candidate(1, **named, conservations="MATH", amenagement="tiers temps", salle="B"))
    student = test_cyclades_list.student(number=number(1))
    listed = "\r\n".join([*test_cyclades_list.PREAMBLE, test_cyclades_list.HEADER, student])
    assert bring(session, listed).same == 1
    assert papers() == {"CGE": False, "MATH": True}


def test_a_candidate_who_sits_elsewhere_at_each_paper_stays_there(session):
    enter(session, candidate(1, epreuves="", salle="A"))
    Entry.objects.filter(paper__code="MATH").update(room="B")
    assert bring(session, some("place", place="9")).changed[0].fields == {"place": ("1", "9")}
    assert rooms() == {"CGE": "A", "MATH": "B"}


def test_the_room_of_one_paper_alone_is_not_erased_unseen(session):
    enter(session, candidate(1, epreuves="", salle="", place="1"))
    Entry.objects.filter(paper__code="MATH").update(room="B")
    with pytest.raises(ValuesErased, match="salle: 1"):
        bring(session, some("salle", "place", salle="", place="2"))
    assert rooms() == {"CGE": "", "MATH": "B"}


def closed(session):
    """Close the day of the two candidates at the paper."""
    enter(session, candidate(1), candidate(2))
    paper = lycee.paper_of(session)
    lycee.key(paper, absent=(2,), counted=1)
    lycee.close(paper, 2, 2, 2)


@pytest.mark.parametrize("rank", [1, 2])
@pytest.mark.parametrize("origin", [NORTH, ""])
def test_once_the_day_is_closed_the_institution_of_origin_stays(session, rank, origin):
    closed(session)
    with pytest.raises(TableRefused) as refusal:
        enter(session, candidate(rank, uai_origine=origin))
    (fault,) = refusal.value.faults
    assert (fault.column, fault.value) == ("uai_origine", origin)
    assert f"The day of CGE is closed at {NORTH}" in str(fault)
    assert set(Candidate.objects.values_list("origin_uai", flat=True)) == {SOUTH}


def test_a_closed_day_takes_a_name_without_the_column_of_origin(session):
    closed(session)
    assert bring(session, some(nom_famille="Bruant")).changed[0].fields == {"nom_famille": ("Ortolan", "Bruant")}
    assert set(Candidate.objects.values_list("origin_uai", flat=True)) == {SOUTH}


def test_a_day_that_is_open_again_takes_another_institution_of_origin(session):
    closed(session)
    services.reopen_centre_day(paper=lycee.paper_of(session), centre_uai=NORTH)
    assert enter(session, candidate(1, uai_origine=NORTH)).changed[0].fields == {"uai_origine": (SOUTH, NORTH)}
