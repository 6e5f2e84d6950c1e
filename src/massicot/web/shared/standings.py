"""How the standing of a batch is called, on every desk that lists batches."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.marks.rules import Standing

STANDINGS: Mapping[str, Promise | str] = {
    Standing.REFERRED: gettext_lazy("lines to be answered"),
    Standing.LATE: gettext_lazy("late: entry is closed, not locked"),
    Standing.DIFFERING: gettext_lazy("typed twice, differences to settle"),
    Standing.COMPLETE: gettext_lazy("complete, not locked"),
    Standing.KEYED_ONCE: gettext_lazy("complete, awaits its second keying"),
    Standing.TYPED: gettext_lazy("being typed"),
    Standing.UNTOUCHED: gettext_lazy("not begun"),
    Standing.LOCKED: gettext_lazy("locked"),
}
