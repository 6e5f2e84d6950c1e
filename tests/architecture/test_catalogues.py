"""Everything a person reads has its French sentence, and the catalogue holds nothing else."""

import polib
import pytest

from massicot.core.refused import Refused
from tests.architecture.sources import PACKAGE, classes_of, modules_below
from tools import hatch_build, messages

(FRENCH,) = messages.catalogues(PACKAGE)


def test_the_french_catalogue_is_in_step() -> None:
    assert messages.faults(FRENCH, messages.sentences(PACKAGE)) == []


def test_every_refusal_marks_its_sentence() -> None:
    """A refusal that inherits or computes its sentence would escape the catalogue."""
    refusals = [
        (module, node)
        for module in modules_below(PACKAGE)
        for node in classes_of(module)
        if Refused.__name__ in [getattr(parent, "id", "") for parent in node.bases]
    ]
    unmarked = [
        module.fault(node, node.name)
        for module, node in refusals
        if not any(sentence for statement in node.body for sentence in messages.of_node(statement))
    ]
    assert refusals
    assert unmarked == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Other.", msgstr="Autre."), "missing: 'Batch {label} is out.'"),
        (polib.POEntry(msgid="Other.", msgstr="Autre."), "left over: 'Other.'"),
        (polib.POEntry(msgid="Batch {label} is out."), "empty or fuzzy: 'Batch {label} is out.'"),
        (
            polib.POEntry(msgid="Batch {label} is out.", msgstr="Le lot {label}.", flags=["fuzzy"]),
            "empty or fuzzy: 'Batch {label} is out.'",
        ),
        (
            polib.POEntry(msgid="Batch {label} is out.", msgstr="Le lot {libelle} est sorti."),
            "other values than its sentence: 'Batch {label} is out.'",
        ),
        (
            polib.POEntry(msgid="Batch {label} is out.", msgstr="Le lot {label} est sorti : rien n'est fait."),
            "not set as French is: 'Batch {label} is out.'",
        ),
    ],
    ids=["missing", "left over", "empty", "fuzzy", "values", "spaces"],
)
def test_what_is_out_of_step_is_found(entry: polib.POEntry, fault: str, tmp_path) -> None:
    catalogue = polib.POFile()
    catalogue.append(entry)
    catalogue.save(str(tmp_path / "django.po"))
    assert fault in messages.faults(tmp_path / "django.po", {("Batch {label} is out.", ""): set()})


def test_sentences_are_found_wherever_they_are_marked() -> None:
    module = (
        "sentence = N_(\n    'One {label}.'\n)\nngettext('%(n)s line', '%(n)s lines', 2)\nsay('Two.')\nother('No.')"
    )
    plural = "{% blocktranslate count n=n %}{{ n }} gap{% plural %}{{ n }} gaps{% endblocktranslate %}"
    assert list(messages.of_module(module)) == [("One {label}.", ""), ("%(n)s line", "%(n)s lines"), ("Two.", "")]
    assert list(messages.of_template("{% translate 'Three' %}" + plural)) == [
        ("Three", ""),
        ("%(n)s gap", "%(n)s gaps"),
    ]


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(tmp_path) -> None:
    path = tmp_path / "django.po"
    messages.update(path, {("Kept.", ""): {"a.py"}, ("Gone.", ""): {"a.py"}})
    catalogue = polib.pofile(str(path))
    catalogue.find("Kept.").msgstr = "Gardé."
    catalogue.save(str(path))
    messages.update(path, {("Kept.", ""): {"a.py"}, ("New.", ""): {"a.py"}})
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {"Kept.": "Gardé.", "New.": ""}


def test_a_snippet_brings_its_translations_set_as_french_is(tmp_path) -> None:
    path, snippet = tmp_path / "django.po", tmp_path / "snippet.po"
    brought = polib.POFile()
    brought.append(polib.POEntry(msgid="Kept?", msgstr="« Gardé » : l'est-il ?"))
    brought.append(polib.POEntry(msgid="Unknown.", msgstr="Inconnu."))
    brought.save(str(snippet))
    messages.update(path, {("Kept?", ""): {"a.py"}}, [snippet])
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {
        "Kept?": "«\N{NO-BREAK SPACE}Gardé\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: l’est-il\N{NARROW NO-BREAK SPACE}?"
    }


def test_catalogues_are_compiled_beside_their_sources(tmp_path) -> None:
    path = tmp_path / "src/massicot/locale/fr/LC_MESSAGES/django.po"
    messages.update(path, {("Kept.", ""): {"a.py"}})
    assert hatch_build.compile_catalogues(tmp_path) == [path.with_suffix(".mo")]
