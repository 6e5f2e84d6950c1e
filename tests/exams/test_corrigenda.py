"""Routes changed, and corrigenda: drafted, applied, told, read, recalled."""

from datetime import timedelta

import pytest

from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import queries, services
from massicot.exams.models import Corrigendum, CorrigendumReading, Paper, Route
from massicot.exams.rules import BothSidesOfTheWall, RouteKind, corrigenda, editing
from massicot.exams.rules.corrigenda import CalendarChange, CorrigendumLetter, Reader
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.routes import PaperBegun, RoutesToldAlready
from massicot.exams.services import corrigenda as corrigenda_acts
from massicot.post.models import Letter as Written
from tests import flips
from tests.cast import CEDRES, CLAIRE, MARC, MURIERS, ODILE, OMAR, PERRIN, PREPARED
from tests.exams import opened
from tests.flips import READERS, TOLD
from tests.world import World

pytestmark = pytest.mark.django_db

CENTRE, MARKING, OFFICE = READERS
ON_SITE = flips.route("Bordeaux", RouteKind.ON_SITE)
LETTERS = [
    CorrigendumLetter(CLAIRE.login, "Rectificatif", "À lire."),
    CorrigendumLetter(MARC.login, "Rectificatif", "À lire."),
]


@pytest.fixture
def built():
    session = opened.session(exam_centres=[CEDRES], centres={})
    return World(session, opened.paper())


def apply(corrigendum, at=TOLD, progress=None, letters=LETTERS, readers=READERS):
    return services.apply_corrigendum_unnumbered(
        corrigendum=corrigendum,
        progress=progress or PaperProgress(),
        readers=readers,
        letters=letters,
        check_seen=lambda: None,
        by=ODILE,
        at=at,
    )


def change(built, *routes, at=PREPARED):
    services.change_routes(paper=built.paper, routes=routes, by=ODILE, at=at)


def read(corrigendum, *readers, by=CLAIRE):
    services.acknowledge_corrigendum(corrigendum=corrigendum, readers=readers, by=by, at=TOLD)


def acts(act):
    return audit.facts_on("paper:BTS-2017/CGE", act)


def test_a_route_is_changed_from_an_instant_on_until_the_numbers_are_drawn(built):
    change(built, ON_SITE)
    assert queries.on_site_specialties(built.paper, TOLD - timedelta(seconds=1)) == {"90001"}
    assert queries.on_site_specialties(built.paper, TOLD) == {"90001", "90003"}
    assert acts("RoutesChanged") == [{"routes": [["Bordeaux", "on-site", "Lycée Jean Perrin"]]}]
    services.mark_prepared(paper=built.paper, at=PREPARED)
    with pytest.raises(RoutesToldAlready):
        change(built, flips.route("Bordeaux", RouteKind.OUTSIDE))


def test_a_route_of_the_same_instant_is_corrected_in_its_place(built):
    change(built, ON_SITE)
    count = Route.objects.count()
    change(built, flips.route("Bordeaux", RouteKind.ON_SITE, uai="0139901S"))
    assert Route.objects.count() == count
    with pytest.raises(editing.NothingChanged):
        change(built, flips.route("Bordeaux", RouteKind.ON_SITE, uai="0139901S"))


def test_a_route_that_leads_names_and_numbers_to_one_person_is_refused(built):
    services.appoint_unchecked_pool(
        email="d@perrin.invalid", role=Role.MARKING_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED
    )
    services.appoint_unchecked_pool(
        email="d@perrin.invalid", role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED
    )
    with pytest.raises(BothSidesOfTheWall):
        change(built, flips.route("Bordeaux", RouteKind.ON_SITE, uai=MURIERS))
    with pytest.raises(BothSidesOfTheWall):
        apply(flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE, uai=MURIERS)))


def test_a_draft_changes_nothing_and_says_what_it_would(built):
    before = list(Route.objects.values()), list(Paper.objects.values())
    corrigendum = flips.drafted(built, ON_SITE, calendar=CalendarChange(despatch_hours=72))
    assert (list(Route.objects.values()), list(Paper.objects.values())) == before
    effect = corrigenda_acts.check_corrigendum(corrigendum, PaperProgress(), TOLD)
    assert (effect.onto_site, effect.due_after - effect.due_before) == ({"90003"}, timedelta(hours=24))
    assert queries.corrigenda_to_read(ODILE.login, [(Role.OFFICE, "")]) == []


def test_an_applied_corrigendum_changes_routes_and_calendar_and_is_told(built):
    ends_at = built.paper.ends_at + timedelta(hours=1)
    apply(flips.drafted(built, ON_SITE, calendar=CalendarChange(ends_at=ends_at)))
    paper = opened.paper()
    assert paper.ends_at == ends_at
    route = queries.specialty_routes(paper, paper.starts_at)["90003"]
    assert (route.kind, route.reference, route.effective_at) == (RouteKind.ON_SITE, "DIEC/17-800", TOLD)
    assert list(Written.objects.order_by("to").values_list("to", flat=True)) == [CLAIRE.login, MARC.login]
    assert CorrigendumReading.objects.count() == 4
    (fact,) = acts("CorrigendumTold")
    assert (fact["told"], fact["routes"]) == (4, [["Bordeaux", "on-site", "Lycée Jean Perrin"]])
    assert list(fact["values"]) == ["ends_at"]


def test_a_corrigendum_is_applied_once_and_not_discarded_then(built):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum)
    for act in (
        lambda: apply(corrigendum),
        lambda: services.discard_corrigendum(corrigendum=corrigendum, by=ODILE, at=TOLD),
    ):
        with pytest.raises(corrigenda.CorrigendumApplied):
            act()
    assert Written.objects.count() == 2


def test_a_draft_is_discarded(built):
    services.discard_corrigendum(corrigendum=flips.drafted(built, ON_SITE), by=ODILE, at=TOLD)
    assert Corrigendum.objects.count() == 0
    with pytest.raises(corrigenda.CorrigendumUnknown):
        queries.corrigendum_by_id(1)


def test_a_corrigendum_that_changes_nothing_or_whose_reference_is_taken_is_not_written(built):
    with pytest.raises(corrigenda.CorrigendumEmpty):
        flips.drafted(built, calendar=CalendarChange(despatch_hours=48))
    assert not Corrigendum.objects.exists()
    flips.drafted(built, ON_SITE, reference="DIEC/1")
    with pytest.raises(corrigenda.ReferenceTaken):
        flips.drafted(built, ON_SITE, reference="DIEC/1")


def test_nothing_is_applied_once_the_paper_has_begun(built):
    corrigendum = flips.drafted(built, ON_SITE)
    with pytest.raises(PaperBegun):
        apply(corrigendum, at=built.paper.starts_at)
    assert Corrigendum.objects.get().applied_at is None
    assert Written.objects.count() == CorrigendumReading.objects.count() == 0


def test_a_calendar_that_comes_too_late_is_refused_as_by_hand(built):
    corrigendum = flips.drafted(built, calendar=CalendarChange(despatch_hours=72))
    with pytest.raises(editing.DelayPrinted):
        apply(corrigendum, progress=PaperProgress(has_parcels=True))


def test_a_draft_overtaken_by_another_is_empty(built):
    first, second = (flips.drafted(built, ON_SITE, reference=f"DIEC/{rank}") for rank in (1, 2))
    apply(first)
    with pytest.raises(corrigenda.CorrigendumEmpty):
        apply(second)


def test_each_sees_what_remains_to_be_read_and_says_that_they_have_read_it(built):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum)
    claire = [(Role.EXAM_CENTRE, CEDRES), (Role.SCHOOL, CEDRES)]
    assert queries.corrigenda_to_read(CLAIRE.login, claire) == [corrigendum]
    assert queries.corrigenda_to_read(CLAIRE.login, [(Role.EXAM_CENTRE, MURIERS)]) == []
    assert queries.corrigenda_to_read("olga@bureau.invalid", [(Role.OFFICE, "")]) == []
    assert queries.corrigenda_to_read(CLAIRE.login, []) == []
    read(corrigendum, *queries.readers_of(CLAIRE.login, claire))
    assert queries.corrigenda_to_read(CLAIRE.login, claire) == []
    assert queries.corrigenda_to_read(OMAR.login, [(Role.OFFICE, "")]) == [corrigendum]
    (row,) = queries.readings_for(corrigendum, CLAIRE.login, claire)
    assert (row.read_by, row.read_at) == (CLAIRE.login, TOLD)
    assert acts("CorrigendumRead") == [{"reference": "DIEC/17-800", "readers": [CEDRES]}]


@pytest.mark.parametrize("readers", [READERS, (*READERS, Reader(Role.OFFICE, ODILE.login))])
def test_whoever_applies_a_corrigendum_has_read_it(built, readers):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum, readers=readers)
    (row,) = queries.readings_for(corrigendum, ODILE.login, [(Role.OFFICE, "")])
    assert (row.told_at, row.read_at, row.read_by) == (TOLD, TOLD, ODILE.login)
    assert queries.corrigenda_to_read(ODILE.login, [(Role.OFFICE, "")]) == []
    assert {row.scope for row in queries.unread(corrigendum.pk)} == {CEDRES, PERRIN, OMAR.login}


def test_nobody_reads_for_another_nor_twice(built):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum)
    with pytest.raises(corrigenda.NothingToRead):
        read(corrigendum, Reader(Role.EXAM_CENTRE, MURIERS))
    read(corrigendum, MARKING, by=MARC)
    with pytest.raises(corrigenda.NothingToRead):
        read(corrigendum, MARKING, by=MARC)
    (listed,) = queries.corrigenda_of(built.paper)
    assert (listed.told, listed.read) == (4, 2)


def test_whoever_reads_one_corrigendum_has_not_read_the_next(built):
    first = flips.drafted(built, ON_SITE, reference="DIEC/1")
    second = flips.drafted(built, calendar=CalendarChange(despatch_hours=72), reference="DIEC/2")
    for corrigendum in (first, second):
        apply(corrigendum)
    read(first, CENTRE)
    assert queries.corrigenda_to_read(CLAIRE.login, [(Role.EXAM_CENTRE, CEDRES)]) == [second]


def test_only_those_who_have_not_read_are_reminded(built):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum, letters=())
    read(corrigendum, CENTRE, OFFICE)
    services.remind_readers(corrigendum=corrigendum, letters=LETTERS[1:], by=ODILE, at=TOLD)
    reminded = {row.scope: row.reminded_at for row in queries.readings_of(corrigendum)}
    assert reminded == {CEDRES: None, ODILE.login: None, OMAR.login: None, PERRIN: TOLD}
    assert Written.objects.get().to == MARC.login
    read(corrigendum, MARKING, by=MARC)
    with pytest.raises(corrigenda.EverybodyHasRead):
        services.remind_readers(corrigendum=corrigendum, letters=(), by=ODILE, at=TOLD)


def test_those_who_were_just_reminded_are_left_time_to_read(built):
    corrigendum = flips.drafted(built, ON_SITE)
    apply(corrigendum, letters=())

    def remind(at):
        services.remind_readers(corrigendum=corrigendum, letters=LETTERS, by=ODILE, at=at)

    remind(TOLD)
    with pytest.raises(corrigenda.RemindedJustNow):
        remind(TOLD + timedelta(minutes=59))
    assert (Written.objects.count(), len(acts("ReadersReminded"))) == (2, 1)
    remind(TOLD + timedelta(hours=1))
    assert Written.objects.count() == 4


@pytest.mark.parametrize("last", ["entry_closes_at", "return_by"])
def test_what_is_pending_is_a_draft_or_unread_until_marks_are_typed_and_scripts_are_back(built, last):
    Paper.objects.update(return_by=built.paper.return_by if last == "return_by" else None)
    draft = flips.drafted(built, ON_SITE)
    over = getattr(built.paper, last)
    assert [(one.corrigendum_id, one.unread) for one in queries.corrigenda_pending(TOLD)] == [(draft.pk, 0)]
    apply(draft)
    assert [one.unread for one in queries.corrigenda_pending(TOLD)] == [3]
    assert [one.unread for one in queries.corrigenda_pending(over - timedelta(seconds=1))] == [3]
    assert queries.corrigenda_pending(over) == []
    read(draft, *READERS)
    assert queries.corrigenda_pending(TOLD) == []


def test_an_applied_corrigendum_still_says_what_it_changed(built):
    apply(flips.drafted(built, ON_SITE))
    (flip,) = queries.flips_told(Corrigendum.objects.select_related("paper").get())
    assert (flip.before.kind, flip.after.kind) == (RouteKind.DEMATERIALISED, RouteKind.ON_SITE)
