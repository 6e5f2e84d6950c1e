"""Scripts that are foreign, unreadable, without a number or there twice: put under a slip until it is known more."""
