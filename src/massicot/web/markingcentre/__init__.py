"""The desk of the marking centre: reception, batches, hand-out and return."""
