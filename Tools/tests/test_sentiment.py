import json

import numpy as np
import onnx
import onnxruntime
import pytest

from pawl_models.recipes.sentiment import network as minilm
from pawl_models.recipes.sentiment import recipe
from pawl_models.recipes.sentiment.head import GRID, as_matrix, fit
from pawl_models.recipes.sentiment.weights import read_safetensors
from pawl_models.recipes.sentiment.wordpiece import pieces, read_vocabulary, tokens, words

VOCABULARY = read_vocabulary("\n".join(["[UNK]", "[CLS]", "[SEP]", "un", "##like", "##ly", "a", "!", "cafe"]).encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop", ["don", "'", "t", "stop"]),
        ("Café\u00a0NOËL", ["cafe", "noel"]),
        ("a\tb\nc\u0000\ufffd\u200bd", ["a", "b", "cd"]),
        ("$5^2…", ["$", "5", "^", "2", "…"]),
        ("映画x", ["映", "画", "x"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("unlikely", ["un", "##like", "##ly"]), ("unlikes", ["[UNK]"]), ("a" * 101, ["[UNK]"]), ("!", ["!"])],
)
def test_the_longest_piece_comes_first_and_unknown_words_are_one_token(word: str, expected: list[str]) -> None:
    assert pieces(word, VOCABULARY) == expected


def test_tokens_stand_between_marks_and_long_texts_are_cut_off() -> None:
    assert tokens("Café!", VOCABULARY) == [1, 8, 7, 2]
    long = tokens("a " * 100, VOCABULARY)
    assert len(long) == 64
    assert (long[0], long[-1]) == (1, 2)


def safetensors(header: dict, data: bytes) -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def test_safetensors_gives_single_precision_tensors_by_name() -> None:
    values = np.arange(6, dtype=np.float32)
    header = {
        "__metadata__": {"format": "pt"},
        "ids": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
        "w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [8, 32]},
    }
    found = read_safetensors(safetensors(header, bytes(8) + values.tobytes()))
    assert list(found) == ["w"]
    assert found["w"].tolist() == values.reshape(2, 3).tolist()


@pytest.mark.parametrize("offsets", [[0, 20], [8, 32], [-4, 20]])
def test_tensor_beyond_its_file_is_refused(offsets: list[int]) -> None:
    header = {"w": {"dtype": "F32", "shape": [2, 3], "data_offsets": offsets}}
    with pytest.raises(ValueError, match="does not fit"):
        read_safetensors(safetensors(header, bytes(24)))


def random_weights() -> dict[str, np.ndarray]:
    """As MiniLM's, but of a small vocabulary."""
    generator = np.random.default_rng(1)
    width, inner = minilm.WIDTH, 4 * minilm.WIDTH
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (20, width),
        "embeddings.position_embeddings.weight": (16, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm": (width,),
    }
    for layer in range(minilm.LAYERS):
        place = f"encoder.layer.{layer}"
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes[f"{place}.{name}"] = (width, width)
        shapes[f"{place}.intermediate.dense"] = (inner, width)
        shapes[f"{place}.output.dense"] = (width, inner)
        shapes[f"{place}.attention.output.LayerNorm"] = shapes[f"{place}.output.LayerNorm"] = (width,)
    weights = {}
    for name, shape in shapes.items():
        if name.endswith(".weight"):
            weights[name] = generator.normal(size=shape, scale=0.05).astype(np.float32)
        else:
            weights[f"{name}.weight"] = generator.normal(size=shape, scale=0.05).astype(np.float32)
            weights[f"{name}.bias"] = generator.normal(size=shape[0], scale=0.05).astype(np.float32)
    return weights


@pytest.fixture(scope="module")
def session() -> onnxruntime.InferenceSession:
    head = as_matrix(np.linspace(-5, 5, minilm.WIDTH), 0.5)
    model = minilm.network(random_weights(), head)
    onnx.checker.check_model(model, full_check=True)
    assert len({node.name for node in model.graph.node}) == len(model.graph.node)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, ids: list[list[int]], mask: list[list[int]]) -> list[np.ndarray]:
    feed = {"input_ids": np.array(ids, dtype=np.int64), "attention_mask": np.array(mask, dtype=np.int64)}
    return session.run(["probabilities", "embedding"], feed)


def reference_embedding(weights: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The same network, straight from its definition, in float64."""
    from math import erf

    def dense(place: str, x: np.ndarray) -> np.ndarray:
        return x @ weights[f"{place}.weight"].T.astype(float) + weights[f"{place}.bias"]

    def normalised(place: str, x: np.ndarray) -> np.ndarray:
        scaled = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-12)
        return scaled * weights[f"{place}.weight"] + weights[f"{place}.bias"]

    def softmax(x: np.ndarray) -> np.ndarray:
        return np.exp(x) / np.exp(x).sum(-1, keepdims=True)

    x = weights["embeddings.word_embeddings.weight"][ids].astype(float)
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = normalised("embeddings.LayerNorm", x + weights["embeddings.token_type_embeddings.weight"][0])
    for layer in range(6):
        place = f"encoder.layer.{layer}"
        q, k, v = (
            dense(f"{place}.attention.self.{name}", x).reshape(len(ids), 12, 32).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        context = softmax(q @ k.transpose(0, 2, 1) / 32**0.5) @ v
        joined = context.transpose(1, 0, 2).reshape(len(ids), 384)
        x = normalised(f"{place}.attention.output.LayerNorm", x + dense(f"{place}.attention.output.dense", joined))
        inner = dense(f"{place}.intermediate.dense", x)
        inner = inner * (1 + np.vectorize(erf)(inner / 2**0.5)) / 2
        x = normalised(f"{place}.output.LayerNorm", x + dense(f"{place}.output.dense", inner))
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def test_network_computes_what_the_definition_says(session: onnxruntime.InferenceSession) -> None:
    ids = [3, 1, 4, 1, 5]
    probabilities, embedding = run(session, [ids], [[1] * 5])
    expected = reference_embedding(random_weights(), ids)
    assert np.abs(embedding[0] - expected).max() < 1e-5
    rounded = np.rint(np.linspace(-5, 5, 384) * GRID) / GRID
    assert abs(probabilities[0, 1] - 1 / (1 + np.exp(-(expected @ rounded + 0.5)))) < 1e-4
    assert abs(probabilities.sum() - 1) < 1e-6


def test_tokens_that_only_fill_up_change_nothing(session: onnxruntime.InferenceSession) -> None:
    plain = run(session, [[3, 1, 4]], [[1, 1, 1]])
    padded = run(session, [[3, 1, 4, 9, 9]], [[1, 1, 1, 0, 0]])
    for one, other in zip(plain, padded, strict=True):
        assert np.abs(one - other).max() < 1e-5


def test_head_is_where_the_penalised_likelihood_is_flat() -> None:
    generator = np.random.default_rng(2)
    samples = generator.normal(size=(200, 5))
    labels = (samples[:, 0] + generator.normal(size=200) > 0.3).astype(int)
    weights, offset = fit(samples, labels)
    residual = 1 / (1 + np.exp(-(samples @ weights + offset))) - labels
    assert np.abs(10 * samples.T @ residual + weights).max() < 1e-8
    assert abs(residual.sum()) < 1e-8


def test_table_is_read_once_a_text_and_without_unclear_ones() -> None:
    table = b"1\t2.5\ta\n2\t-1.0\tunlikely\n3\t0.9\ta !\n4\t-3\tA\n5\t3\tcaf\xe9\n"
    found = recipe.parse(table, VOCABULARY)
    assert [(snippet.name, snippet.positive) for snippet in found] == [
        ("snippet-00001", True),
        ("snippet-00002", False),
    ]


def test_samples_are_as_long_as_they_are() -> None:
    snippets = [recipe.Snippet("one", (1, 2), positive=True), recipe.Snippet("two", (1, 6, 2), positive=False)]
    entries = recipe.golden_data(snippets).entries()
    assert entries["fidelity_output"] == "embedding"
    inputs = recipe.inputs_of(snippets)
    assert [inputs["input_ids"].sample(index).tolist() for index in (0, 1)] == [[1, 2], [1, 6, 2]]
    assert inputs["attention_mask"].sample(1).tolist() == [1, 1, 1]
