"""What is kept at the exam office: boxes of scripts, the shelf on which each stands."""
