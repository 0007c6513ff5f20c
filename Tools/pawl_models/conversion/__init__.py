"""Turns built models into `.tflite` files; runs in the converter's environment, see `scripts/bootstrap --converter`."""
