"""Claire at her desk at Les Cèdres, and the hours of the evening moved to now."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from massicot.exams.models import Paper
from tests.cast import CEDRES, CLAIRE, KEY
from tests.web.visitors import signed_in

WHERE = (CEDRES, "BTS-2017", "CGE")
HUB, PERRIN = "cmen-0130053m", "en-0130053m"


def claire():
    """Sign Claire in."""
    return signed_in(CLAIRE.login)


def address(name, *more):
    """Write the address of a page about the paper at Les Cèdres."""
    return reverse(f"examcentre:{name}", args=[*WHERE, *more])


def page(client, name, *more):
    """Read a page as French text, its spaces made one."""
    return text_of(client.get(address(name, *more)))


def text_of(answer):
    """Give the text of an answer, its spaces made one."""
    return " ".join(answer.content.decode().split())


def ended(hours_ago):
    """Move the paper so that it ended so many hours ago."""
    ends_at = timezone.now() - timedelta(hours=hours_ago)
    Paper.objects.update(starts_at=ends_at - timedelta(hours=4), ends_at=ends_at)


def keep_key(settings, folder):
    """Put the key of the world where the server looks for it."""
    path = folder / "anonymity.key"
    path.write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(path)
