"""Voice activity: the Silero model, which carries state, with aligned speech in noise as its golden set."""
