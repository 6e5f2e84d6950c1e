"""The mark-entry portal: opened by what a mark sheet says, and by nothing else."""
