"""How batches and their lines are called on the pages of the office."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.batches.rules import Decision
from massicot.marks.rules import Answer
from massicot.scripts.rules import Kind

KINDS: Mapping[str, Promise | str] = {
    Kind.WRITTEN: gettext_lazy("written script"),
    Kind.BLANK: gettext_lazy("blank script"),
    Kind.PLACEHOLDER: gettext_lazy("absent"),
}
"""What the register of the exam centre, or the office since, says that an item is."""

ANSWERS: Mapping[str, Promise | str] = {
    Answer.MARKER_RIGHT: gettext_lazy(
        "The marker is right, the register is wrong: {value} is saved under the marker’s name."
    ),
    Answer.REGISTER_RIGHT: gettext_lazy("The register is right: the marker types what it allows."),
    Answer.WITHDRAWN: gettext_lazy(
        "Nobody can say now: the script leaves the batch and waits, put aside, for your word; the batch can be locked."
    ),
}

SAID: Mapping[str, Promise | str] = {
    Answer.WAITING: gettext_lazy("waits for an answer"),
    Answer.MARKER_RIGHT: gettext_lazy("answered: the marker is right"),
    Answer.REGISTER_RIGHT: gettext_lazy("answered: the register is right"),
    Answer.WITHDRAWN: gettext_lazy("answered: withdrawn"),
    Answer.TAKEN_BACK: gettext_lazy("taken back by the marker"),
}

SETTLED: Mapping[str, Promise | str] = {
    Decision.WAITING: gettext_lazy("waits for your word"),
    Decision.WRITTEN: gettext_lazy("decided: a written script"),
    Decision.BLANK: gettext_lazy("decided: a blank script"),
    Decision.PLACEHOLDER: gettext_lazy("decided: absent"),
    Decision.KEPT: gettext_lazy("decided: it stays aside"),
}
"""What the office has said of a script that it withdrew from its batch."""

SAYINGS: Mapping[str, Promise | str] = {
    Decision.WRITTEN: gettext_lazy(
        "It is a written script: the marking centre puts it in a batch again, to be marked."
    ),
    Decision.BLANK: gettext_lazy("It is a blank script: the marking centre puts it in a batch again, for a CB."),
    Decision.PLACEHOLDER: gettext_lazy(
        "Its candidate was absent: the marking centre puts it in a batch again, for an AB."
    ),
    Decision.KEPT: gettext_lazy("It stays aside (fraud, lost identity): the ladder shows it as being in no batch."),
}
"""What the office may say of it."""
