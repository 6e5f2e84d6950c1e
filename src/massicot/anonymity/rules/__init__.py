"""Rules of anonymity: one file a subject; what stands here is asked by other areas."""

from massicot.anonymity.rules.links import LinkBroken
from massicot.anonymity.rules.numbers import (
    KINDS,
    KeyNotConfirmed,
    PaperPrepared,
    WrongKey,
    shuffled_reserve,
    spare_count,
)
from massicot.anonymity.rules.strips import StripsBoxedBeyond, strips_prefix
