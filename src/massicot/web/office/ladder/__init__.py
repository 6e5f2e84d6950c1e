"""The ladder of a paper as the office reads it, and the gaps that it decides."""
