"""Whoever holds the raw files of the database after scripts were destroyed."""

import pytest
from django.db import connection

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services as numbers
from massicot.anonymity.models import Link
from massicot.scripts.models import Script
from massicot.shelves import queries as shelves
from tests import destroying
from tests.anonymity import attacker
from tests.cast import KEY
from tests.destroying import DESTROYED, LISTED


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.alone
def test_the_files_of_the_database_tell_links_and_tokens_until_the_next_turn_of_a_worker():
    built = destroying.signed()
    tables = ("anonymity_link", "scripts_script")
    assert numbers.erase_old_versions(at=LISTED)
    sealer = anonymity.sealer_of(built.paper, KEY)
    left = set(shelves.spared_numbers(shelves.lists_of(built.paper)[0]))
    number = next(one for one in destroying.boxed(built) if one not in left)
    link = bytes(Link.objects.get(number_index=sealer.number_index(number)).sealed)
    token = bytes(Script.objects.get(number=number).pupil_token)
    destroying.destroy(built)
    on_disk = [attacker.is_on_disk(content, table) for content, table in zip((link, token), tables, strict=True)]
    if connection.vendor == "postgresql":
        assert on_disk == [True, True]
    assert numbers.erase_old_versions(at=DESTROYED)
    assert not attacker.is_on_disk(link, "anonymity_link")
    assert not attacker.is_on_disk(token, "scripts_script")
    assert anonymity.old_versions_left() == {}
