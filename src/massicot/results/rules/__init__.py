"""Rules of results: one file a subject; what stands here is asked by other areas."""

from massicot.results.rules.decisions import (
    SHOWN,
    Decision,
    IncidentsUnread,
    NotLifted,
    OpenedAfterLifting,
    WhatCountsUnsaid,
    few,
)
