"""What argparse says of its own accord is in the reader's language too."""

import argparse
import inspect
from pathlib import Path

import polib
import pytest
from django.conf import settings

from massicot.commands import line

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "argparse.po"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ladder"], "il manque les arguments suivants\N{NO-BREAK SPACE}: --session, --paper"),
        (["--lang", "en", "ladder"], "the following arguments are required: --session, --paper"),
        (["demo", "--port", "eight"], "valeur impossible pour int\N{NO-BREAK SPACE}: 'eight'"),
        (["demo", "--lang", "en", "--port", "eight"], "invalid int value: 'eight'"),
    ],
)
def test_a_fault_of_usage_is_told_in_the_language_asked_for(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        line.run(arguments)
    assert refused.value.code == line.INPUT_REFUSED
    assert said in capsys.readouterr().err


def test_the_help_is_french_to_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        line.run(["ladder", "--help"])
    told = capsys.readouterr().out
    assert told.startswith("utilisation\N{NO-BREAK SPACE}: massicot ladder")
    assert "affiche cette aide" in told


def test_argparse_still_says_what_is_translated() -> None:
    source = inspect.getsource(argparse)
    of_later_pythons = {"subcommands", "%(heading)s:"}
    unsaid = [entry.msgid for entry in polib.pofile(str(CATALOGUE)) if repr(entry.msgid)[1:-1] not in source]
    assert set(unsaid) <= of_later_pythons
