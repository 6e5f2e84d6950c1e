"""Documents that people hand in: kept sealed for as long as they are needed, and no longer."""
