"""Towns: which border each other, from which source; in which of them the institutions of the sessions stand."""
