"""What comes back to the exam office after the marking, and where it is kept: numbers and codes only, never a name."""
