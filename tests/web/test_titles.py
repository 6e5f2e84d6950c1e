"""What the tab of a page says: two sessions may be open at once, and each says which it is of."""

import pytest
from django.urls import resolve
from lxml import html

from tests import world
from tests.keeping import kept
from tests.web.visitors import addresses, visitor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what pages ask of the database is asked on both by the tests of access"),
]

DESKS = {"office": "office", "examcentre": "exam-centre", "markingcentre": "marking-centre"}
built = kept(world.handed_out)


def title_of(answer):
    return " ".join(html.fromstring(answer.content.decode()).findtext(".//title").split())


def pages(built, desk):
    """Read the pages of a desk; give the names in each one's address with its title."""
    client = visitor(built, DESKS[desk])
    for name, address in addresses().items():
        if name.startswith(f"{desk}:"):
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield resolve(address).kwargs, title_of(answer)


@pytest.mark.parametrize("desk", DESKS)
def test_a_tab_says_the_session_and_the_paper_of_its_page(built, desk):
    found = list(pages(built, desk))
    assert len(found) > 5
    for names, title in found:
        told = [names[name] for name in ("session", "paper") if name in names]
        end = f" – {' / '.join(told)} – Massicot" if told else " – Massicot"
        assert title.endswith(end)
        assert len(title.split(" – ")) >= 2 + bool(told)
