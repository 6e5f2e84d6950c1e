"""The desk of the marking centre as Marc finds it, as short as a test wants it."""

from datetime import timedelta

from django.urls import reverse
from lxml import html

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.web.shared.access import person_of
from tests.cast import KEY
from tests.hands import stay_of
from tests.web.portal.conftest import open_window
from tests.web.visitors import MARKED, visitor


class Desk:
    """Marc in his browser, and the batches of the world: woodwork (8) and water (4)."""

    def __init__(self, built):
        self.built, self.client = built, visitor(built, "marking-centre")

    @property
    def batches(self):
        return batches.batches_of(self.built.paper.pk)

    @property
    def wood(self):
        return self.batches[0]

    @property
    def water(self):
        return self.batches[1]

    def get(self, name, batch=None, **query):
        return self.client.get(address(name, batch), query)

    def post(self, name, batch=None, **typed):
        return self.client.post(address(name, batch), typed)

    def read(self, name, batch=None, **query):
        answer = self.get(name, batch, **query)
        assert answer.status_code == 200
        return text_of(answer)

    def counts(self, batch, marker="BOB", counted=None, own=None):
        """What both sides type at a hand-over."""
        counted = batch.size if counted is None else counted
        own = batch.size if own is None else own
        both = {"counted": counted, "own_identifier": marker, "own_count": own, "signed": "on-screen"}
        return both | {"seen": stay_of(batch)}


def open_entry():
    """Let marks be typed since long before the days of the world, and still now."""
    open_window(opens=timedelta(days=-4000))


def address(name, batch=None):
    """Give the address of a page of the desk."""
    if name == "home":
        return reverse("markingcentre:home")
    return reverse(f"markingcentre:{name}", kwargs=MARKED | ({"code": batch.code} if batch else {}))


def text_of(answer):
    """Read the text of a page as a person does."""
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def token_of(actor):
    """Give the word by which a browser keeps things of a person apart."""
    return person_of(accounts.known_account(actor.login).pk)


def put_key_back(settings, folder):
    """Let the server have the anonymity key of the world."""
    key_file = folder / "anonymity.key"
    key_file.write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(key_file)
