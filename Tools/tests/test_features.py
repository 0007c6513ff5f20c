import numpy as np

from pawl_models.recipes.filetype.features import features, takes_the_model


def test_short_file_appears_in_both_halves_stripped_on_the_outer_sides_only() -> None:
    # Known answer by hand: " \nab c\t " -> start "ab c\t " padded on the right, end " \nab c" padded on the left.
    tokens = features(b" \nab c\t ")
    assert tokens.dtype == np.int32
    assert tokens.shape == (2048,)
    assert tokens[:7].tolist() == [97, 98, 32, 99, 9, 32, 256]
    assert (tokens[6:2042] == 256).all()
    assert tokens[2042:].tolist() == [32, 10, 97, 98, 32, 99]


def test_long_file_gives_its_first_and_last_1024_bytes() -> None:
    content = bytes(range(256)) * 20
    tokens = features(b"\x01" + content + b"\x02")
    assert tokens[:4].tolist() == [1, 0, 1, 2]
    assert tokens[1023] == 254
    # The 1,024 bytes before the last one are four turns of 0...255, then 2; the first of those falls out.
    assert tokens[1024] == 1
    assert tokens[2046:].tolist() == [255, 2]


def test_white_space_beyond_the_first_and_last_4096_bytes_hides_what_follows() -> None:
    tokens = features(b" " * 4096 + b"x" * 4096 + b"\n" * 4090 + b"y" * 3 + b"\n" * 3)
    assert (tokens[:1024] == 256).all()
    assert tokens[2044:].tolist() == [10, 121, 121, 121]


def test_the_4096th_byte_from_either_end_still_counts() -> None:
    tokens = features(b" " * 4095 + b"x" + b"-" * 5000 + b"y" + b"\n" * 4095)
    assert tokens[:2].tolist() == [120, 256]
    assert tokens[2046:].tolist() == [256, 121]


def test_all_six_white_space_bytes_are_stripped_and_no_other() -> None:
    assert features(b"\t\n\v\f\r \x00a")[:2].tolist() == [0, 97]
    assert features(b"\x85\xa0a")[:3].tolist() == [0x85, 0xA0, 97]


def test_white_space_only_is_all_padding() -> None:
    assert (features(b" " * 100) == 256).all()


def test_very_short_files_are_not_for_the_model() -> None:
    assert not takes_the_model(b"")
    assert not takes_the_model(b"1234567")
    assert takes_the_model(b"12345678")
    assert not takes_the_model(b"   1234567")
    # Stripped on the left only: white space at the end still counts.
    assert takes_the_model(b"1234567 ")
