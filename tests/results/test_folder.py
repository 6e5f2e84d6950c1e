"""Printed documents in a folder: the manifest lists them, whatever happens beside."""

import csv
import io

import pytest
from pypdf import PdfWriter

from massicot.results.rules.papers import Printed, PrintKind
from massicot.results.services.printing import write_documents


def blank_page():
    content = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return content.getvalue()


def one(name):
    return Printed(f"{name}.pdf", PrintKind.LABELS, name, blank_page())


def listed(folder):
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row["for"] for row in csv.DictReader(file, delimiter=";")]


def test_two_runs_into_one_folder_at_once_are_both_listed(tmp_path):
    def printed_while_another_run_prints():
        write_documents(tmp_path, [one("B")])
        yield one("A")

    assert write_documents(tmp_path, printed_while_another_run_prints()) == 1
    assert listed(tmp_path) == ["A", "B"]


def test_what_was_printed_before_an_interruption_is_listed(tmp_path):
    def interrupted():
        yield one("A")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_documents(tmp_path, interrupted())
    assert listed(tmp_path) == ["A"]
