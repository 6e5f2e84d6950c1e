"""The home page of the exam office: what remains to be done, and where each paper stands."""
