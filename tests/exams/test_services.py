"""Sessions created, tables imported: writes, refusals, journal lines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.exams import queries, rules, services
from massicot.exams.models import ExamCentre, Institution, Paper, Route, Session, Specialty
from massicot.exams.rules import RouteKind, sessions
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from tests.cast import CEDRES, MURIERS, ODILE, PREPARED

PLAN = shipped_plan()
pytestmark = pytest.mark.django_db


def create(**changes):
    return services.create_session(plan=replace(PLAN, **changes), is_rehearsal=False, by=ODILE, at=PREPARED)


@pytest.fixture
def session():
    return create()


def import_institutions(session, *lines, emptied=()):
    table = read_institutions("\n".join(["uai;nom;academie;latitude;longitude", *lines]).encode(), "i.csv")
    preview = services.preview_institutions(table)
    done = services.import_institutions(session=session, table=table, emptied=emptied, by=ODILE, at=PREPARED)
    assert done == preview
    return preview


def import_specialties(session, *lines):
    table = read_specialties("\n".join(["code;libelle;academie_pilote", *lines]).encode(), "s.csv")
    preview = services.preview_specialties(session, table, PREPARED)
    assert services.import_specialties(session=session, table=table, by=ODILE, at=PREPARED) == preview
    return preview


def test_the_session_of_the_notice_is_created_whole(session):
    paper = queries.paper_by_code("BTS-2017", "CGE")
    assert (paper.starts_at, paper.site_code, paper.prepared_at) == (PLAN.papers[0].starts_at, "A02", None)
    assert Route.objects.filter(paper=paper).count() == 5
    assert queries.institution_name("0130053M") == "Lycée Jean Perrin"
    assert queries.scale_of(paper) == PLAN.papers[0].scale


def test_a_session_cannot_be_created_twice(session):
    with pytest.raises(sessions.SessionExists):
        create(title="another title")
    assert Session.objects.get().title == PLAN.title
    assert len(audit.acts_of("session:BTS-2017")) == 1


def test_a_session_leaves_one_line_in_the_journal(session):
    (line,) = audit.acts_of("session:BTS-2017")
    assert (line.act, line.by, line.at) == ("SessionCreated", ODILE.login, PREPARED)
    assert audit.facts_on("session:BTS-2017", "SessionCreated") == [{"code": "BTS-2017", "papers": ["CGE"]}]


def test_a_centre_named_by_a_session_keeps_the_name_that_was_imported():
    import_institutions(create(code="FIRST", centres={}), f"{CEDRES};Lycée des Cèdres;Nice;;")
    create(code="SECOND", centres={CEDRES: "Cèdres"}, exam_centres=[CEDRES])
    assert queries.institution_name(CEDRES) == "Lycée des Cèdres"


def test_exam_centres_are_those_named_or_any_institution():
    named, free = create(code="NAMED", exam_centres=[MURIERS]), create(code="FREE", centres={})
    import_institutions(free, f"{CEDRES};Lycée des Cèdres;Nice;;")
    assert queries.exam_centre_uais(named) == {MURIERS}
    assert queries.exam_centre_uais(free) == {CEDRES, "0130053M"}
    assert ExamCentre.objects.count() == 1


def test_importing_institutions_twice_changes_nothing(session):
    lines = [f"{CEDRES};Lycée des Cèdres;Nice;44,0932;6.23", f"{MURIERS};Lycée des Mûriers;Nice;;"]
    assert import_institutions(session, *lines).written == 2
    before = list(Institution.objects.order_by("pk").values())
    again = import_institutions(session, *lines)
    assert (again.new, again.changed, again.same) == ([], [], 2)
    assert list(Institution.objects.order_by("pk").values()) == before


def test_a_known_institution_with_other_values_is_updated(session):
    import_institutions(session, f"{CEDRES};Lycée des Cèdres;Nice;44.0;6.0", f"{MURIERS};Lycée des Mûriers;Nice;;")
    lines = f"{CEDRES};Lycée du Cèdre;Nice;;", "0130053M;Lycée Perrin;Nice;;"
    outcome = import_institutions(session, *lines, emptied={"latitude", "longitude"})
    fields = {change.key: set(change.fields) for change in outcome.changed}
    assert fields == {CEDRES: {"nom", "latitude", "longitude"}, "0130053M": {"nom", "academie"}}
    assert queries.institution_names([CEDRES, MURIERS]) == {CEDRES: "Lycée du Cèdre", MURIERS: "Lycée des Mûriers"}
    assert Institution.objects.get(uai=CEDRES).latitude is None


def test_specialties_belong_to_their_session(session):
    other = create(code="OTHER")
    import_specialties(session, "31212;Tourisme;Nice")
    assert import_specialties(other, "31212;Tourisme;Lille").new == ["31212"]
    assert import_specialties(other, "31212;Tourisme;Bordeaux").written == 1
    assert dict(Specialty.objects.values_list("session__code", "steering_academy")) == {
        "BTS-2017": "Nice",
        "OTHER": "Bordeaux",
    }


def test_a_specialty_imported_again_is_updated_and_counted_in_the_journal(session):
    import_specialties(session, "31212;Tourisme;Nice", "31213;Son;Nice")
    outcome = import_specialties(session, "31212;Tourisme;Bordeaux", "31213;Son;Nice", "31214;Bois;Nice")
    assert (outcome.new, [change.key for change in outcome.changed], outcome.same) == (["31214"], ["31212"], 1)
    facts = audit.facts_on("session:BTS-2017", "TableImported")[-1]
    assert {name: facts[name] for name in ("kind", "new", "changed", "same")} == {
        "kind": "specialties", "new": 1, "changed": 1, "same": 1,
    }  # fmt: skip


def test_a_paper_is_prepared_once(session):
    paper = queries.paper_by_code("BTS-2017", "CGE")
    services.mark_prepared(paper=paper, at=PREPARED)
    with pytest.raises(rules.AlreadyPrepared):
        services.mark_prepared(paper=paper, at=PREPARED + timedelta(days=1))
    assert Paper.objects.get().prepared_at == PREPARED


def test_a_corrigendum_holds_from_its_instant(session):
    import_specialties(session, "31212;Tourisme;Aix-Marseille", "31213;Son;Bordeaux")
    paper = queries.paper_by_code("BTS-2017", "CGE")
    before = queries.route_facts(paper)[0]
    Route.objects.create(
        paper=paper,
        steering_academy="Bordeaux",
        kind=RouteKind.ON_SITE,
        copy_model="EN",
        destination_name=before.destination_name,
        effective_at=PREPARED,
    )
    assert queries.on_site_specialties(paper, PREPARED - timedelta(seconds=1)) == {"31212"}
    assert queries.on_site_specialties(paper, PREPARED) == {"31212", "31213"}


def test_every_specialty_without_a_route_is_named(session):
    import_specialties(session, "31212;Tourisme;Corse", "31213;Son;Nice", "31214;Bois;Guyane", "31215;Eau;Lille")
    paper = queries.paper_by_code("BTS-2017", "CGE")
    queries.check_every_specialty_has_a_route(paper, {"31213"}, PREPARED)
    with pytest.raises(rules.SpecialtiesWithoutRoute) as refusal:
        queries.check_every_specialty_has_a_route(paper, {"31212", "31213", "31214"}, PREPARED)
    assert refusal.value.values["specialties"] == "31212 Tourisme (Corse), 31214 Bois (Guyane)"


def test_an_unknown_session_or_paper_is_told_with_what_there_is(session):
    with pytest.raises(rules.SessionUnknown):
        queries.paper_by_code("BTS-2018", "CGE")
    with pytest.raises(sessions.PaperUnknown, match="its papers are CGE"):
        queries.paper_by_code("BTS-2017", "MATHS")


def test_a_deadline_is_told_in_the_time_zone_of_the_session(session):
    paper = queries.paper_by_code("BTS-2017", "CGE")
    assert f"{queries.local(paper, queries.due_at(paper)):%d/%m %H:%M}" == "12/05 18:00"
    assert f"{queries.heading_of(paper).starts_at:%H:%M}" == "14:00"
