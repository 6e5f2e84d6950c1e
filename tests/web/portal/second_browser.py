"""A browser that holds the sheet of a second keying."""

import json
from uuid import uuid4

from django.test import Client

from tests.marks import second_acts

ENTRY, SAVES = "/saisie/seconde/", "/saisie/seconde/notes"


class SecondBrowser:
    """A browser of its own, with what the sheet of a second keying prints."""

    def __init__(self, first, client=None):
        self.client, self.numbers, self.batch = client or Client(), first.numbers, first.batch
        self.sheet = second_acts.print_again(first.batch)

    def sign_in(self):
        """Type what the sheet prints."""
        fields = {"site": self.sheet.site, "identifiant": self.sheet.identifier, "mot_de_passe": self.sheet.password}
        return self.client.post("/saisie/", fields)

    def say(self, name=second_acts.CHARLIE):
        """Say who types."""
        return self.client.post("/saisie/seconde/qui", {"qui": name})

    def save(self, *lines, address=SAVES, **headers):
        """Send lines of (number, value, seen), confirmed whatever the exam centre counted."""
        marks = [dict(zip(("number", "value", "seen"), line, strict=True)) | {"confirmed": True} for line in lines]
        body = json.dumps({"save_id": str(uuid4()), "marks": marks})
        return self.client.post(address, body, content_type="application/json", **headers)

    def fill(self, value="12", **exceptions):
        """Send the same value on every line, but for some."""
        return self.save(*((number, exceptions.get(number, value), "") for number in self.numbers))
