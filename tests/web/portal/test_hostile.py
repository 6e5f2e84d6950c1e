"""Two thousand requests that no page sends: none breaks the portal, reaches another batch, or stops the typing.

The hundred thousand, through the real server, are in bench/bench_hostile.py.
"""

import pytest
from django.test import Client

from massicot.audit import queries as audit
from massicot.marks.models import Credential, Lock, Mark, MarkChange
from tests.hostile.shots import Gun
from tests.web.portal.conftest import Browser

SHOTS, SEED, GOOD_ONE_IN = 2_000, 4, 50


def shoot(client, shot):
    """Send one shot in process, as the browser's own or with the cookies that it brings."""
    headers = dict(shot.headers)
    if shot.has_token and "csrftoken" in client.cookies:
        headers.setdefault("X-CSRFToken", client.cookies["csrftoken"].value)
    sender = client if shot.cookie is None else Client(enforce_csrf_checks=True, headers={"Cookie": shot.cookie})
    path = shot.path.encode().decode("latin-1")
    return sender.generic(shot.method, path, shot.body, shot.kind, headers=headers)


@pytest.mark.both("what no table can hold was a fault on one database alone")
@pytest.mark.usefixtures("unhurried")
def test_no_request_breaks_the_portal_or_reaches_another_batch(portal):
    browser = Browser(Client(enforce_csrf_checks=True), portal.wood.sheet, portal.wood.batch)
    browser.client.get("/saisie/")
    token = browser.client.cookies["csrftoken"].value
    assert browser.sign_in(csrfmiddlewaretoken=token).status_code == 302
    gun, first, value, seen = Gun(SEED, browser.numbers[1:], portal.water.numbers), browser.numbers[0], "", ""
    statuses = set()
    for rank in range(SHOTS):
        shot = gun.draw()
        answer = shoot(browser.client, shot)
        assert answer.status_code < 500, shot
        statuses.add(answer.status_code)
        if rank % GOOD_ONE_IN == 0:
            value, seen = f"{rank % 20:02d}", value
            token = browser.client.cookies["csrftoken"].value
            save = [{"number": first, "value": value, "seen": seen, "confirmed": True}]
            good = browser.send({"save_id": f"{rank:032x}", "marks": save}, headers={"X-CSRFToken": token})
            assert (good.status_code, good.json()["saved"]) == (200, [first]), shot
    assert {200, 400, 403, 404, 405, 409, 413, 422} <= statuses
    assert set(Mark.objects.values_list("batch_id", flat=True)) == {browser.batch.pk}
    assert set(Mark.objects.values_list("number", flat=True)) <= set(browser.numbers)
    assert set(MarkChange.objects.values_list("batch_id", flat=True)) == {browser.batch.pk}
    assert not Lock.objects.exists()
    assert not Credential.objects.filter(is_revoked=True).exists()
    assert audit.first_broken_link() is None
