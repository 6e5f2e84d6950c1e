"""Words inside a refusal: with their number, one or several, as the rules write them and as a reader gets them."""

from django.utils import translation

from massicot.candidates.rules import RoomCountDiffers, gap
from massicot.commands.console import sentence_of
from massicot.consignments.rules.despatch import ENCLOSURES
from massicot.core.refused import NN_, Phrase, Phrases
from massicot.web.shared import refusals

LOST = NN_("{place}: one script", "{place}: {n} scripts")


def test_a_phrase_takes_the_form_of_its_number():
    assert [str(Phrase(*LOST, n, {"place": "A1"})) for n in (1, 2)] == ["A1: one script", "A1: 2 scripts"]


def test_phrases_stand_one_after_the_other():
    assert str(Phrases(Phrase(*LOST, n, {"place": f"A{n}"}) for n in (1, 2))) == "A1: one script, A2: 2 scripts"
    with translation.override("fr"):
        names = refusals.translate(Phrases(map(Phrase, ENCLOSURES.values())))
    assert names.startswith("le bordereau d’envoi, les copies des listes")


def test_pages_and_commands_say_the_words_of_a_refusal_in_the_language_of_whoever_reads():
    refused = RoomCountDiffers(room="A1", scripts=27, counted=25, gap=gap(25, 27))
    with translation.override("fr"):
        told = {refusals.sentence_of(refused), sentence_of(refused)}
    assert len(told) == 1
    assert "2 copies de moins que de candidats présents. Recomptez" in told.pop()
    with translation.override("en"):
        assert ": 2 scripts fewer than candidates present. Count again" in sentence_of(refused)
