"""The pool: whoever may be called, who they are, and what the office does about each."""
