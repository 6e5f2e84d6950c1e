"""What is kept at the exam office: boxes of scripts and of mark sheets, the shelf on which each stands."""
