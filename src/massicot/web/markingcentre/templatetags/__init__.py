"""Template tags of the marking centre's desk."""
