"""The command line as a person types it, in this process and on the database of the tests."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps

from massicot.commands import line
from tests import cast


@dataclass(frozen=True)
class Answer:
    """What a command answered: its exit code, what it said, and what it complained of."""

    code: int
    out: str
    err: str


@pytest.fixture
def massicot(db, capsys, settings, tmp_path):
    """Run a command; the anonymity key of the named world is in its place, but for who takes it away."""
    key_file = tmp_path / "anonymity.key"
    key_file.write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(key_file)

    def run(*arguments):
        capsys.readouterr()
        try:
            code = line.run([str(argument) for argument in arguments])
        except SystemExit as usage:
            code = usage.code
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def english(massicot):
    """Run a command and read its answer in English."""
    return lambda *arguments: massicot("--lang", "en", *arguments)


@pytest.fixture
def refused(english, everything):
    """Run a command that refuses: nothing is written, and the sentence is the only thing said."""

    def run(*arguments, code=3):
        before = everything()
        answer = english(*arguments)
        assert (answer.code, answer.out) == (code, "")
        assert everything() == before
        return answer.err

    return run


@pytest.fixture
def everything(db):
    """Give every row of every table."""
    return lambda: {model._meta.label: sorted(map(str, model.objects.values_list())) for model in apps.get_models()}


@pytest.fixture
def write(tmp_path):
    """Write a file for a command to read."""

    def writing(name, content) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writing
