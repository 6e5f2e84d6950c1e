"""Long work: asked for, taken up by a worker, watched, taken up again after a kill."""
