"""The rows of docs/undo.md about documents handed in, each undone."""

from datetime import timedelta

import pytest

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.deposits import queries, services
from massicot.deposits.rules import DepositDestroyed, DestructionReason
from tests import cast
from tests.absences import absent
from tests.cast import EVENING, ODILE
from tests.deposits.papers import CERTIFICATE
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db
SIGNED = {"by": ODILE, "at": EVENING}
DAY = EVENING.date()


@pytest.fixture
def code(settings, tmp_path):
    """A document that is destroyed today."""
    (tmp_path / "key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    return services.keep_document(document=CERTIFICATE, about="absence:0", destroy_on=DAY, **SIGNED).code


@undoes("document handed in for an absence")
def test_a_document_handed_in_by_mistake_is_destroyed(code):
    absent.called()
    absence = absent.announce()
    told = {"absence_id": absence.pk, "document": CERTIFICATE, "who": Who.PERSON}
    absence_acts.hand_in_document(**told, **SIGNED)
    (document,) = absences.documents_of(absence)
    services.destroy(code=document.code, reason=DestructionReason.MISTAKE, **SIGNED)
    with pytest.raises(DepositDestroyed):
        queries.content_of(document.code)


@undoes("document frozen by a dispute")
def test_a_freeze_is_ended_and_the_document_goes_on_its_day(code):
    services.freeze(code=code, dispute="TA 2017-114", **SIGNED)
    assert services.sweep(at=EVENING) == 0
    services.unfreeze(code=code, **SIGNED)
    assert queries.deposit_by_code(code).dispute == ""
    assert services.sweep(at=EVENING) == 1


@undoes("day of a document’s destruction")
def test_a_day_of_destruction_is_put_off_until_it_has_come(code):
    services.date_destruction(code=code, destroy_on=DAY + timedelta(days=9), **SIGNED)
    assert services.sweep(at=EVENING) == 0
    services.date_destruction(code=code, destroy_on=DAY + timedelta(days=1), **SIGNED)
    assert services.sweep(at=EVENING + timedelta(days=1)) == 1
    with pytest.raises(DepositDestroyed):
        services.date_destruction(code=code, destroy_on=DAY + timedelta(days=9), **SIGNED)
