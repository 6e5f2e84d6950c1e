"""The pages of a long list: as many as somebody turns one by one, with a word for the rest."""

import pytest
from django.template import Context, Template

from massicot.web.shared.paging import MOST_PAGES, PAGE_LENGTH
from tests.web.shared.test_listing import Parcel, listed

MOST = MOST_PAGES * PAGE_LENGTH
LEFT_OUT = "premières lignes se lisent page par page"


def foot_of(count, page):
    rows = [Parcel(f"P-{rank}", rank) for rank in range(count)]
    listing, request = listed(f"/?page={page}", rows)
    parts = '{% include "shared/listing_pages.html" %}'
    return listing, " ".join(Template(parts).render(Context({"listing": listing, "request": request})).split())


@pytest.mark.parametrize(("count", "is_cut"), [(MOST, False), (MOST + 1, True)])
def test_the_last_page_of_a_very_long_list_says_what_is_left_out(count, is_cut):
    listing, foot = foot_of(count, "9999")
    assert (listing.page.number, listing.total) == (MOST_PAGES, count)
    assert listing.rows[-1].code == f"P-{MOST - 1}"
    assert (LEFT_OUT in foot) == is_cut
    assert 'rel="next"' not in foot


def test_the_pages_before_it_say_nothing_of_it():
    _, foot = foot_of(MOST + 1, "1")
    assert LEFT_OUT not in foot
    assert f"Page 1 sur {MOST_PAGES}" in foot
