"""Template tags of the exam office's desk."""
