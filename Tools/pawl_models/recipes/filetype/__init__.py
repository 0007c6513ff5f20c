"""File type detection: the Magika model, with files out of source archives as its golden set."""
