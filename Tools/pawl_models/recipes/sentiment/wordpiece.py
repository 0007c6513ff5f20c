"""BERT's tokeniser for lower-case models, as MiniLM was trained with.

Sources: Devlin et al., "BERT", 2019 (tokenisation of the uncased models); Wu et al., "Google's neural machine
translation system", 2016, for word pieces: the longest piece in the vocabulary first, from the left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_WORD = 100
"""Longer words are unknown."""
MOST_TOKENS = 64
"""Longer texts are cut off, their end mark kept."""
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
"""Characters that are words of their own."""


def read_vocabulary(content: bytes) -> dict[str, int]:
    """Returns the index of each piece: a piece a line."""
    return {piece: index for index, piece in enumerate(content.decode().removesuffix("\n").split("\n"))}


def tokens(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Returns a text's token indices, between the marks of start and end, `MOST_TOKENS` at most."""
    found = [piece for word in words(text) for piece in pieces(word, vocabulary)]
    return [vocabulary[piece] for piece in (START, *found[: MOST_TOKENS - 2], END)]


def words(text: str) -> list[str]:
    """Returns the words of a text in lower case without accents; every mark and every ideograph is a word."""
    decomposed = unicodedata.normalize("NFD", "".join(_cleaned(text)))
    plain = "".join(symbol for symbol in decomposed if unicodedata.category(symbol) != "Mn").lower()
    return "".join(f" {symbol} " if _is_mark(symbol) else symbol for symbol in plain).split()


def pieces(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Returns the pieces that a word is made of; all but the first begin with ##."""
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    found, start = [], 0
    while start < len(word):
        prefix = "##" if start else ""
        for stop in range(len(word), start, -1):
            if prefix + word[start:stop] in vocabulary:
                found.append(prefix + word[start:stop])
                start = stop
                break
        else:
            return [UNKNOWN]
    return found


def _cleaned(text: str) -> Iterator[str]:
    for symbol in text:
        if symbol.isspace():
            yield " "
        elif symbol not in ("\0", "\ufffd") and not unicodedata.category(symbol).startswith("C"):
            is_ideograph = any(first <= ord(symbol) <= last for first, last in IDEOGRAPHS)
            yield f" {symbol} " if is_ideograph else symbol


def _is_mark(symbol: str) -> bool:
    # All of ASCII that is neither letter, digit nor space counts, "$" and "^" too.
    if symbol.isascii():
        return symbol.isprintable() and not symbol.isalnum() and symbol != " "
    return unicodedata.category(symbol).startswith("P")
