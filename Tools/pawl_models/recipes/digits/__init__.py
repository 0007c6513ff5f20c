"""Handwritten digits: a small network that the recipe trains itself."""
