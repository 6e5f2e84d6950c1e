"""How the standing of a batch is called, on every desk that lists batches."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.marks.rules import BatchStanding

STANDINGS: Mapping[str, Promise | str] = {
    BatchStanding.REFERRED: gettext_lazy("lines to be answered"),
    BatchStanding.LATE: gettext_lazy("late: entry is closed, not locked"),
    BatchStanding.DIFFERING: gettext_lazy("typed twice, differences to settle"),
    BatchStanding.COMPLETE: gettext_lazy("complete, not locked"),
    BatchStanding.KEYED_ONCE: gettext_lazy("complete, awaits its second keying"),
    BatchStanding.TYPED: gettext_lazy("being typed"),
    BatchStanding.UNTOUCHED: gettext_lazy("not begun"),
    BatchStanding.LOCKED: gettext_lazy("locked"),
}
