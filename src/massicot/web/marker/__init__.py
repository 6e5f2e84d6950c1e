"""The marker's desk: missions, letters, batches held now; first of all on a telephone."""
