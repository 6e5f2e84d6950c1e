"""Stages of the world, each built through the services once a process, and written back as rows from then on.

A stage that starts from a given world is built anew, and so is one that is asked for where there are rows already.
"""

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests import rows
from tests.hostile import answers


@dataclass
class World:
    """What a stage of the world leaves to the tests."""

    session: object
    paper: object
    sheets: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a stage left in the database, and what it returned."""

    tables: rows.Tables
    returned: bytes


Built = TypeVar("Built")
SNAPSHOTS: dict[tuple[object, ...], Snapshot] = {}


def stage(build: Callable[..., Built]) -> Callable[..., Built]:
    """Keep what a function builds in an empty database."""

    @functools.wraps(build)
    def given(*args: Any, **kwargs: Any) -> Built:
        key = (build.__module__, build.__qualname__, args, *sorted(kwargs.items()))
        if not _is_hashable(key) or rows.filled():
            return build(*args, **kwargs)
        if key not in SNAPSHOTS:
            with answers.made_for_several(f"{build.__module__}.{build.__qualname__}{key[2:]}"):
                built = build(*args, **kwargs)
            SNAPSHOTS[key] = Snapshot(rows.read(), pickle.dumps(built))
            return built
        rows.write(SNAPSHOTS[key].tables)
        return pickle.loads(SNAPSHOTS[key].returned)

    return given


def _is_hashable(key: object) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True
