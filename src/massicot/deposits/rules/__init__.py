"""Rules of documents that people hand in: what is one, and how long it is kept."""

from massicot.deposits.rules.keeping import (
    DESTRUCTIONS,
    DISPUTE_LENGTH,
    REASONS_GIVEN,
    DepositDestroyed,
    DepositFrozen,
    DepositMovedOn,
    DepositNotFrozen,
    DepositUnknown,
    DestructionDated,
    DestructionDayPast,
    DestructionReason,
    DisputeUnsaid,
    DocumentDestroyed,
    DocumentFrozen,
    DocumentsNotKept,
    DocumentUnfrozen,
    KeyOfDocumentsMissing,
    OtherKeyInPlace,
    Sealed,
    check_dated,
    draw_code,
    seal,
    unseal,
)
from massicot.deposits.rules.reading import BYTES_AT_MOST, DepositKind, Document, read_document
