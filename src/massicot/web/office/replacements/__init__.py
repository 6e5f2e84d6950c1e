"""Somebody cannot come: who comes in their stead, asked by telephone, convened at once."""
