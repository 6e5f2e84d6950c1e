"""One ledger of where each physical thing is, and of every hand it passed through."""
