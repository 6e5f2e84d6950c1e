"""Lists: sorted, searched, filtered, cut into pages and taken away, by the address alone."""

import io
from dataclasses import dataclass

import pytest
from django.db.models import Q
from django.template import Context, Template
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from openpyxl import load_workbook

from massicot.exams.models import Institution
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away


@dataclass(frozen=True)
class Parcel:
    code: str
    count: int | None
    state: str = "sent"


PARCELS = [Parcel("P-B", 3), Parcel("P-A", None, "made"), Parcel("P-C", 20)]
COLUMNS = (
    ListColumn("code", "Code"),
    ListColumn("count", "Scripts", is_number=True),
    ListColumn("state", "State", order_by=""),
)
STATES = Filter("etat", "State", (("sent", "Sent"), ("made", "Made")), field="state")


def listed(address, rows=PARCELS, columns=COLUMNS, **more):
    request = RequestFactory().get(address)
    request.htmx = HtmxDetails(request)
    return listing_of(request, "Paquets d'ici", columns, rows, **more), request


def codes(listing):
    return [row.code for row in listing.rows]


def test_a_list_comes_in_the_order_that_it_was_given():
    assert codes(listed("/")[0]) == ["P-B", "P-A", "P-C"]


def test_figures_are_sorted_as_figures_and_what_is_empty_comes_last():
    assert codes(listed("/?tri=count")[0]) == ["P-B", "P-C", "P-A"]
    assert [row.code for row in listed("/?tri=-code")[0].rows] == ["P-C", "P-B", "P-A"]


@pytest.mark.parametrize("asked", ["state", "nowhere", "code__password", ""])
def test_a_list_is_not_sorted_by_what_is_no_column_of_it(asked):
    assert codes(listed(f"/?tri={asked}")[0]) == ["P-B", "P-A", "P-C"]


def test_the_head_leads_to_the_other_order_and_keeps_the_search():
    listing, _ = listed("/?tri=code&cherche=p&page=2", search=("code",))
    assert [head.sorted for head in listing.heads] == ["ascending", "none", "none"]
    assert (listing.heads[0].address, listing.heads[2].address) == ("?cherche=p&tri=-code", "")


def test_a_search_and_a_filter_leave_what_fits_both():
    listing, _ = listed("/?cherche=p-&etat=made", search=("code",), filters=(STATES,))
    assert (codes(listing), listing.total, listing.is_narrowed) == (["P-A"], 1, True)
    everything, _ = listed("/?etat=burnt", search=("code",), filters=(STATES,))
    assert (everything.total, everything.is_narrowed) == (3, False)


@pytest.mark.parametrize(
    ("address", "rows", "is_headed"), [("/", [], False), ("/?cherche=z", [], True), ("/", PARCELS, True)]
)
def test_a_list_has_its_head_and_its_tools_unless_it_is_empty_by_itself(address, rows, is_headed):
    listing, request = listed(address, rows, search=("code",))
    parts = "{% include 'shared/listing_tools.html' %}{% include 'shared/listing_head.html' %}"
    page = Template(parts).render(Context({"listing": listing, "request": request}))
    assert ("<form" in page, "<thead" in page) == (is_headed, is_headed)


def test_a_long_list_is_cut_and_a_page_too_far_is_the_last_one():
    rows = [Parcel(f"P-{rank:03d}", rank) for rank in range(120)]
    listing, _ = listed("/?page=99&tri=code", rows)
    assert (codes(listing)[0], len(codes(listing)), listing.query) == ("P-100", 20, "?tri=code")


@pytest.mark.django_db
def test_the_database_sorts_searches_and_cuts_a_query_set(django_assert_num_queries):
    Institution.objects.bulk_create(
        Institution(uai=f"990{rank:04d}A", name=f"Lycée {rank:03d}", academy="Nice") for rank in range(120)
    )
    columns = (ListColumn("name", "Name"), ListColumn("uai", "UAI"))
    with django_assert_num_queries(2):
        listing, _ = listed("/?tri=-name&cherche=lycée 1", Institution.objects.all(), columns, search=("name",))
        assert [row.name for row in listing.rows] == [f"Lycée {rank:03d}" for rank in range(119, 99, -1)]


@pytest.mark.django_db
def test_what_the_view_has_counted_is_not_counted_again_unless_more_narrows_the_list(django_assert_num_queries):
    Institution.objects.bulk_create(
        Institution(uai=f"990{rank:04d}A", name=f"Lycée {rank:03d}", academy=("Nice", "Lille")[rank % 3 == 0])
        for rank in range(12)
    )
    places, counted = Institution.objects.order_by("uai"), {"Nice": 8, "Lille": 4}
    academy = Filter("academie", "Académie", [(name, name) for name in counted], "academy", counts=counted)
    columns = (ListColumn("name", "Name"),)
    for address, total, asked in (("/", 12, 1), ("/?academie=Lille", 4, 1), ("/?academie=Lille&cherche=lycée 0", 4, 2)):
        with django_assert_num_queries(asked):
            listing, _ = listed(address, places, columns, search=("name",), filters=(academy,))
            assert (listing.total, len(listing.rows)) == (total, total)


@pytest.mark.both("the database searches and sorts here")
@pytest.mark.django_db
def test_a_view_says_what_is_searched_and_filtered_and_what_is_shown_of_the_rows_of_a_page():
    Institution.objects.bulk_create(
        Institution(uai=f"990{rank:04d}A", name=f"Lycée {rank:03d}", academy="Nice") for rank in range(60)
    )
    columns = (ListColumn("name", "Name"),)
    above = Filter("plus", "Above", [("9900057A", "57")], lambda uai: Q(uai__gt=uai))
    given = {"search": (lambda words: Q(uai__startswith=words),), "filters": (above,)}
    seen = []

    def shown(rows):
        seen.append(len(rows))
        return [row.name for row in rows]

    rows = Institution.objects.order_by("uai")
    assert listed("/?plus=9900057A", rows, columns, display=shown, **given)[0].rows == ["Lycée 058", "Lycée 059"]
    assert listed("/?cherche=990003", rows, columns, display=shown, **given)[0].rows == [
        f"Lycée {rank:03d}" for rank in range(30, 40)
    ]
    assert len(listed("/", rows, columns, display=shown)[0].rows) == 50
    assert seen == [2, 10, 50]


def test_a_cell_bears_the_title_of_its_column_written_once_and_escaped():
    listing, _ = listed("/", columns=(ListColumn("code", "<Code>"),))
    written = Template("{% load listed %}{% title_of 'code' %}").render(Context({"listing": listing}))
    assert written == "&lt;Code&gt;"


def test_a_list_is_taken_away_whole_as_csv_and_formulas_are_text():
    rows = [Parcel(f"=P-{rank:03d}", rank) for rank in range(60)]
    listing, request = listed("/?format=csv", rows)
    answer = take_away(request, listing)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0], lines[1]) == (61, "Code;Scripts;State", "'=P-000;0;sent")
    assert answer["Content-Disposition"] == 'attachment; filename="paquets-dici.csv"'


def test_a_list_is_taken_away_as_a_sheet_whose_figures_are_figures():
    listing, request = listed("/?format=xlsx&tri=-count", [*PARCELS, Parcel("=1+1", 21)])
    cells = list(load_workbook(io.BytesIO(take_away(request, listing).content)).active.values)
    assert cells[:3] == [("Code", "Scripts", "State"), ("P-A", None, "made"), ("=1+1", 21, "sent")]


def test_only_a_known_format_takes_a_list_away():
    assert [is_taken_away(listed(f"/?format={kind}")[1]) for kind in ("csv", "xlsx", "exe", "")] == [True, True] + [
        False
    ] * 2


@pytest.mark.parametrize(
    ("headers", "is_part"),
    [
        ({}, False),
        ({"HTTP_HX_REQUEST": "true"}, True),
        ({"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}, False),
    ],
)
def test_a_part_is_given_to_the_page_and_the_whole_to_the_browser(headers, is_part):
    request = RequestFactory().get("/", **headers)
    request.htmx = HtmxDetails(request)
    assert asks_for_part(request) is is_part


def test_what_the_address_says_besides_the_list_is_kept_by_a_search():
    listing, _ = listed("/?correcteur=BOB&cherche=p&tri=-code&page=2&etat=sent", search=("code",), filters=(STATES,))
    assert (listing.kept, listing.sorted_by) == ([("correcteur", "BOB")], "-code")
