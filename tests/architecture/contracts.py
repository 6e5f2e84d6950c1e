"""The contracts of import-linter, read as written and checked on any copy of the program."""

import sys
from pathlib import Path
from typing import Any

import pytest
from importlinter import api
from importlinter.application import use_cases

from tests.architecture.sources import PROJECT

CONFIGURATION = str(PROJECT / "pyproject.toml")


def contracts() -> dict[str, dict[str, Any]]:
    """Read every contract, by its id."""
    return {contract["id"]: contract for contract in api.read_configuration(CONFIGURATION)["contracts_options"]}


def broken_contracts(source: Path, *only: str, known: Path | None = None) -> set[str]:
    """Name the contracts (all, or only some, by id) broken by the `massicot` that stands in a source folder.

    What each file imports may be kept in a folder, and is read again once the file has changed.
    """
    use_cases._register_built_in_contract_types()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(source))
        patch.delitem(sys.modules, "massicot", raising=False)  # so that it is looked for again; nothing is imported
        options = use_cases.read_user_options(CONFIGURATION)
        report = use_cases.create_report(options, only, cache_dir=known and str(known))
    return {contract.name for contract, check in report.get_contracts_and_checks() if not check.kept}
