"""The cache of Django in which tries to sign in are counted, on a table of ours.

Django's own keeps pickles: whoever writes one row of the database would run code in the process that reads it, and
that process reads the key (decision 0005). Here a row is JSON of what allauth and our forms keep: a number, a short
word, or a list of numbers. Whatever else is written there is not counted, and nothing of it is run.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone

from massicot.accounts.services import counters

WORD_LENGTH, LIST_LENGTH = 16, 10_000
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Counters(BaseCache):
    """The cache of tries; beyond its `MAX_ENTRIES` those that end first are forgotten."""

    def __init__(self, _location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Give what is kept under a key; the default when nothing is, or nothing of ours."""
        text = counters.text_under(self.make_and_validate_key(key, version=version), timezone.now())
        return default if text is None else _read(text, default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value in the place of another; raise ValueError for what is no count."""
        text = _write(value)
        name = self.make_and_validate_key(key, version=version)
        self._cull()
        counters.count(name, text, self._end(timeout))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where none stands; say whether it was kept. Raise ValueError for what is no count."""
        text = _write(value)
        name = self.make_and_validate_key(key, version=version)
        self._cull()
        return counters.count_first(name, text, self._end(timeout), at=timezone.now())

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what stands under a key for longer; say whether anything does."""
        name = self.make_and_validate_key(key, version=version)
        return counters.count_longer(name, self._end(timeout), at=timezone.now())

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what stands under a key; say whether anything did."""
        return counters.forget_count(self.make_and_validate_key(key, version=version), timezone.now())

    def clear(self) -> None:
        """Forget everything."""
        counters.cull_counts(0, 0, timezone.now())

    def _end(self, timeout: Any) -> datetime:
        end = self.get_backend_timeout(timeout)
        return _FOR_EVER if end is None else datetime.fromtimestamp(end, UTC)

    def _cull(self) -> None:
        spared = self._max_entries - self._max_entries // self._cull_frequency
        counters.cull_counts(self._max_entries, spared, timezone.now())


def _is_count(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= LIST_LENGTH and all(isinstance(each, int | float) for each in value)
    return isinstance(value, int | float) or (isinstance(value, str) and len(value) <= WORD_LENGTH)


def _write(value: object) -> str:
    if not _is_count(value):
        raise ValueError(f"not a number, a short word or a list of numbers: {value!r}")
    return json.dumps(value)


def _read(text: str, default: Any) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return default
    return value if _is_count(value) else default
