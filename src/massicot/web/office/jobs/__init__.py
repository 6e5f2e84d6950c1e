"""Long work: how far it is, how it ended, and the documents that it leaves."""
