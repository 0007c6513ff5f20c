"""Sentiment of review snippets: MiniLM sentence embeddings with a logistic head that the recipe trains."""
