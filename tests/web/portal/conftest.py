"""The named world with its entry window open now, and a browser at the portal."""

import json
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.exams.models import Paper
from tests import world


def open_window(opens: timedelta = timedelta(days=-1), closes: timedelta = timedelta(days=6)) -> None:
    """Move the entry window of the paper around now, where the views read the clock."""
    Paper.objects.update(entry_opens_at=timezone.now() + opens, entry_closes_at=timezone.now() + closes)


LINE = ("number", "value", "seen", "confirmed")


class Browser:
    """A browser at the portal, with what one mark sheet prints."""

    def __init__(self, client, sheet, batch):
        self.client, self.sheet, self.batch = client, sheet, batch
        self.numbers = batches.numbers_of(batch.pk)

    def sign_in(self, **typed):
        fields = {"site": self.sheet.site, "identifiant": self.sheet.identifier, "mot_de_passe": self.sheet.password}
        return self.client.post("/saisie/", fields | typed)

    def send(self, body, **headers):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post("/saisie/lot/notes", text, content_type="application/json", **headers)

    def save(self, *lines, save_id=None, confirmed=True, **headers):
        """Send lines of (number, value, seen), confirmed whatever the exam centre counted."""
        marks = [dict(zip(LINE, (*line, confirmed), strict=True)) for line in lines]
        return self.send({"save_id": str(save_id or uuid4()), "marks": marks}, **headers)

    def fill(self, value="12"):
        return self.save(*((number, value, "") for number in self.numbers))

    def lock(self, lines, total):
        return self.client.post("/saisie/lot/verrouiller", {"total_notes": lines, "somme_notes": total})


@pytest.fixture
def portal(db, client):
    """Two batches handed to Bob, and a browser that is signed in to none."""
    built = world.handed_out()
    open_window()
    wood, water = batches.batches_of(built.paper.pk)
    return SimpleNamespace(
        world=built,
        wood=Browser(client, built.sheets[wood.code], wood),
        water=Browser(client, built.sheets[water.code], water),
    )


@pytest.fixture
def wood(portal):
    """A browser signed in with the mark sheet of the woodwork batch."""
    portal.wood.sign_in()
    return portal.wood


@pytest.fixture
def unhurried(settings):
    """Let every save be looked at, however fast they come."""
    settings.MASSICOT_SAVES_PER_S = 0
