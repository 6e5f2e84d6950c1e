"""Rules of post: one file a subject; what stands here is asked by other areas."""

from massicot.post.rules.letters import (
    MOVES,
    SEALING,
    STATES,
    STUCK,
    AddressMalformed,
    LetterMovedOn,
    LetterState,
    check_address,
)
