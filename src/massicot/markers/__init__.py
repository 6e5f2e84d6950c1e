"""The pool of markers: who they are, where they teach, what they can mark."""
