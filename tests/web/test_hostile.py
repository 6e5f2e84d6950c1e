"""Requests that no page sends, at every address of every desk: each is answered or refused in words.

Some two thousand in the short profile, two hundred thousand in the long one.
"""

import pytest

from massicot.audit import queries as audit
from tests import world
from tests.hostile.volleys import Battery, forms_of, queries_of
from tests.keeping import kept, rounds
from tests.web.visitors import ANONYMOUS, ARGUMENTS, SHEET, addresses, returned, visitor

SEED, SHOTS_AT_ADDRESS, SHOTS_AT_FORM, LONG_ROUNDS = 15, 4, 3, 95
AT_HOME = {"office": "office", "examcentre": "exam-centre", "markingcentre": "marking-centre", "portal": SHEET}
"""Who shoots at the addresses of a desk; at all others, nobody known."""


built = kept(world.handed_out)
pytestmark = [pytest.mark.django_db, pytest.mark.both("what no table can hold was a fault on one database alone")]


def shoot(client, shot):
    """Send one shot in process, as the real server would hand it on."""
    path, _, query = shot.path.encode().decode("latin-1").partition("?")
    return client.generic(shot.method, path, shot.body, shot.kind, headers=dict(shot.headers), QUERY_STRING=query)


def volley(client, battery, name):
    """Shoot at an address and at the forms of its page."""
    address = addresses()[name]
    answer = client.get(address)
    yield from (battery.at_address(address, ARGUMENTS.get(name, {}).values()) for _ in range(SHOTS_AT_ADDRESS))
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        battery.names += sorted(queries_of(page))
        forms = forms_of(page, address)
        yield from (battery.at_form(battery.chance.choice(forms)) for _ in range(SHOTS_AT_FORM if forms else 0))


@pytest.mark.usefixtures("built")
def test_no_request_breaks_an_address_of_any_desk(built):
    battery, statuses = Battery(SEED), set()
    came = {who: visitor(built, who) for who in {ANONYMOUS, *AT_HOME.values()}}
    for name in [*addresses()] * rounds(long=LONG_ROUNDS):
        who = AT_HOME.get(name.partition(":")[0], ANONYMOUS)
        for shot in volley(returned(came[who]), battery, name):
            answer = shoot(returned(came[who]), shot)
            assert answer.status_code < 500, (who, shot)
            statuses.add(answer.status_code)
    assert {200, 302, 400, 404, 405, 422} <= statuses
    assert audit.first_broken_link() is None


def test_a_row_that_no_table_can_number_is_nowhere(built):
    client = visitor(built, "office")
    for digits in (18, 19, 25, 90):
        number = "9" * digits
        for address in (f"/rectificatif/{number}/", f"/bureau/travaux/{number}/", f"/bureau/courrier/{number}/"):
            assert client.get(address).status_code == 404
