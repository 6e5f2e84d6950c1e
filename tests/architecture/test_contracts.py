"""The contracts of import-linter: each room is under all of them, and all are kept."""

from tests.architecture import contracts
from tests.architecture.relations import BEHIND_THE_WALL
from tests.architecture.sources import PACKAGE, areas, desks, rooms

WRITTEN = contracts.contracts()
DESKS_OF_NUMBERS = {"markingcentre", "portal", "marker", "inspector"}


def modules(names: set[str], within: str = "massicot") -> set[str]:
    return {f"{within}.{name}" for name in names}


def test_every_contract_is_kept() -> None:
    assert contracts.broken_contracts(PACKAGE.parent) == set()


def test_every_area_has_the_four_files() -> None:
    assert set(WRITTEN["area-files"]["containers"]) == modules(areas())


def test_every_room_and_desk_that_knows_numbers_is_walled() -> None:
    walled_desks = {"shared"} | (desks() & DESKS_OF_NUMBERS)
    expected = modules(areas() - BEHIND_THE_WALL) | modules(walled_desks, "massicot.web")
    assert set(WRITTEN["identity-wall"]["source_modules"]) == expected


def test_every_room_behind_the_wall_is_out_of_reach() -> None:
    assert set(WRITTEN["identity-wall"]["forbidden_modules"]) == modules(set(BEHIND_THE_WALL))


def test_every_room_of_acts_is_kept_from_models() -> None:
    outside = {"web", "commands", "rehearsal"} & rooms()
    assert set(WRITTEN["no-models-outside-areas"]["source_modules"]) == modules(outside)


def test_the_models_of_every_area_are_its_own() -> None:
    with_models = {area for area in areas() if any(PACKAGE.joinpath(area).glob("models*"))}
    protected = {name.removeprefix("models-of-") for name in WRITTEN if name.startswith("models-of-")}
    assert protected == with_models
    assert all(
        WRITTEN[f"models-of-{area}"]["protected_modules"] == [f"massicot.{area}.models"]
        and WRITTEN[f"models-of-{area}"]["allowed_importers"] == [f"massicot.{area}"]
        for area in protected
    )


def test_no_contract_has_an_exception() -> None:
    assert [name for name, contract in WRITTEN.items() if "ignore_imports" in contract] == []
