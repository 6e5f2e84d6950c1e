"""The lifting of anonymity: of a paper, of one script, for whoever asks; and what leaves of it."""
