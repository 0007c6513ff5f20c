"""Stacks of equal convolution layers: models whose running time is known to differ by one layer in a hundred."""
