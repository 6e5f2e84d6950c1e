"""How dates and figures are written where a language alone does not say."""
