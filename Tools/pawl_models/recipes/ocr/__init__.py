"""Reading text lines: PP-OCR's recognition model, with rendered lines as its golden set."""
