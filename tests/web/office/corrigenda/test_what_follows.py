"""What follows of a corrigendum for whom, on its page, before the press that applies it."""

import pytest

from massicot.anonymity import services as anonymity
from tests.cast import CEDRES, CLAIRE, KEY, PREPARED
from tests.keeping import kept
from tests.web.examcentre.desk import keep_key
from tests.web.office.corrigenda.test_calendar import now_of
from tests.web.office.corrigenda.test_corrigenda import drafted, page_of, prepared
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(prepared)


def test_a_draft_names_who_gets_new_labels_what_becomes_void_and_what_cannot_be_undone(built, settings, tmp_path):
    keep_key(settings, tmp_path)
    office = visitor(built, "office")
    for act in (anonymity.print_labels, anonymity.print_anonymity_list):
        act(paper=now_of(built), centre_uai=CEDRES, key=KEY, by=CLAIRE, at=PREPARED)
    words = page_of(office, drafted(office))
    for told in (
        "2 centres d’épreuves reçoivent de nouvelles étiquettes Lycée des Cèdres (9900001W) Lycée des Mûriers",
        "1 de ces centres a déjà imprimé ses étiquettes et sa liste : elles sont périmées",
        "Les numéros tirés restent tirés.",
    ):
        assert told in words
