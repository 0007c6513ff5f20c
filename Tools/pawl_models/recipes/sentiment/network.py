"""MiniLM as an ONNX model, built node by node from its weights, with a logistic head.

Sources: Devlin et al., "BERT", 2019; Wang et al., "MiniLM", 2020; Reimers & Gurevych, "Sentence-BERT", 2019 (the mean
over tokens as a sentence's embedding).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

IDS, MASK = "input_ids", "attention_mask"
EMBEDDING, PROBABILITIES = "embedding", "probabilities"
LAYERS, WIDTH, HEADS = 6, 384, 12
HEAD_WIDTH = WIDTH // HEADS
EPSILON = 1e-12
FAR_BELOW = -10_000.0
"""What is added to the scores of tokens that only fill up; fits into float16."""
OPSET, IR_VERSION = 17, 9

Weights = Mapping[str, np.ndarray]


class Graph:
    """Collects nodes and constants; every node is named after its place in the network and its operator."""

    def __init__(self, weights: Weights) -> None:
        """Takes the weights by name."""
        self._weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}

    def constant(self, name: str, values: np.ndarray) -> str:
        """Adds a constant, if it is not there yet, and returns its name."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        """Adds one of the weights and returns its name."""
        return self.constant(name, self._weights[name].T if transposed else self._weights[name])

    def node(self, place: str, operator: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        """Adds a node and returns its output's name."""
        name = f"{place}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, [output or f"{name}:0"], name, **attributes))
        return output or f"{name}:0"

    def dense(self, place: str, value: str) -> str:
        """Adds a product with a matrix of weights, and a bias."""
        product = self.node(place, "MatMul", value, self.weight(f"{place}.weight", transposed=True))
        return self.node(place, "Add", product, self.weight(f"{place}.bias"))

    def normalised(self, place: str, value: str) -> str:
        """Adds a layer normalisation."""
        weights = (self.weight(f"{place}.weight"), self.weight(f"{place}.bias"))
        return self.node(place, "LayerNormalization", value, *weights, axis=-1, epsilon=EPSILON)


def network(weights: Weights, head: tuple[np.ndarray, np.ndarray] | None) -> ModelProto:
    """Returns the model.

    Inputs: `input_ids` and `attention_mask`, int64 [texts, tokens]; the mask is 1, and 0 for tokens that only fill up.
    Outputs: `embedding`, float32 [texts, 384], of length 1; and, with a head, `probabilities`, float32 [texts, 2].

    Args:
        weights: MiniLM's, by their names in its file.
        head: matrix [384, 2] and bias [2] of the logistic head.
    """
    graph = Graph(weights)
    hidden = embedded(graph)
    mask = graph.node("mask", "Cast", MASK, to=TensorProto.FLOAT)
    bias = mask_bias(graph, mask)
    for layer in range(LAYERS):
        hidden = transformer(graph, f"encoder.layer.{layer}", hidden, bias)
    mean_over_tokens(graph, hidden, mask)
    outputs = [helper.make_tensor_value_info(EMBEDDING, TensorProto.FLOAT, ["texts", WIDTH])]
    if head is not None:
        matrix, offset = (values.astype(np.float32) for values in head)
        product = graph.node("head", "MatMul", EMBEDDING, graph.constant("head.weight", matrix))
        logits = graph.node("head", "Add", product, graph.constant("head.bias", offset))
        graph.node("head", "Softmax", logits, output=PROBABILITIES, axis=-1)
        outputs.insert(0, helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, ["texts", 2]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in (IDS, MASK)]
    return helper.make_model(
        helper.make_graph(graph.nodes, "minilm", inputs, outputs, list(graph.constants.values())),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="pawl_models",
    )


def embedded(graph: Graph) -> str:
    """Adds the sum of the tokens' and their places' embeddings."""
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    length = graph.node("positions", "Shape", IDS, start=1, end=2)
    table = graph.weight("embeddings.position_embeddings.weight")
    places = graph.node("positions", "Slice", table, zero, length, zero)
    words = graph.node("words", "Gather", graph.weight("embeddings.word_embeddings.weight"), IDS)
    both = graph.node("words", "Add", words, places)
    # Every text is of the first type.
    kind = graph.constant("token_type", graph._weights["embeddings.token_type_embeddings.weight"][0])
    return graph.normalised("embeddings.LayerNorm", graph.node("types", "Add", both, kind))


def mask_bias(graph: Graph, mask: str) -> str:
    """Adds what makes attention pass over tokens that only fill up: [texts, 1, 1, tokens]."""
    wide = graph.node("mask", "Unsqueeze", mask, graph.constant("axes_1_2", np.array([1, 2], dtype=np.int64)))
    rest = graph.node("mask", "Sub", graph.constant("one", np.array(1, dtype=np.float32)), wide)
    return graph.node("mask", "Mul", rest, graph.constant("far_below", np.array(FAR_BELOW, dtype=np.float32)))


def transformer(graph: Graph, place: str, hidden: str, bias: str) -> str:
    """Adds one layer: attention between tokens, then two dense layers at each token."""
    split = graph.constant("split_heads", np.array([0, 0, HEADS, HEAD_WIDTH], dtype=np.int64))
    parts = {}
    for name, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3))):
        role = f"{place}.attention.self.{name}"
        heads = graph.node(role, "Reshape", graph.dense(role, hidden), split)
        parts[name] = graph.node(role, "Transpose", heads, perm=order)
    scale = graph.constant("scale", np.array(HEAD_WIDTH**-0.5, dtype=np.float32))
    role = f"{place}.attention.scores"
    scores = graph.node(role, "Mul", graph.node(role, "MatMul", parts["query"], parts["key"]), scale)
    weights = graph.node(role, "Softmax", graph.node(role, "Add", scores, bias), axis=-1)
    role = f"{place}.attention.context"
    context = graph.node(role, "MatMul", weights, parts["value"])
    joined = graph.node(
        role,
        "Reshape",
        graph.node(role, "Transpose", context, perm=(0, 2, 1, 3)),
        graph.constant("join_heads", np.array([0, 0, WIDTH], dtype=np.int64)),
    )
    role = f"{place}.attention.output"
    changed = graph.node(role, "Add", hidden, graph.dense(f"{role}.dense", joined))
    hidden = graph.normalised(f"{role}.LayerNorm", changed)
    inner = gelu(graph, f"{place}.intermediate", graph.dense(f"{place}.intermediate.dense", hidden))
    role = f"{place}.output"
    return graph.normalised(f"{role}.LayerNorm", graph.node(role, "Add", hidden, graph.dense(f"{role}.dense", inner)))


def gelu(graph: Graph, place: str, value: str) -> str:
    """Adds x / 2 (1 + erf(x / sqrt 2)), which onnxruntime fuses (Hendrycks & Gimpel, 2016)."""
    inside = graph.node(place, "Div", value, graph.constant("root_of_two", np.array(2**0.5, dtype=np.float32)))
    shifted = graph.node(place, "Add", graph.node(place, "Erf", inside), "one")
    product = graph.node(f"{place}.product", "Mul", value, shifted)
    return graph.node(place, "Mul", product, graph.constant("half", np.array(0.5, dtype=np.float32)))


def mean_over_tokens(graph: Graph, hidden: str, mask: str) -> None:
    """Adds the mean over the tokens that count, brought to length 1."""
    second = graph.constant("axis_1", np.array([1], dtype=np.int64))
    wide = graph.node("mean.mask", "Unsqueeze", mask, graph.constant("axis_2", np.array([2], dtype=np.int64)))
    total = graph.node("mean", "ReduceSum", graph.node("mean", "Mul", hidden, wide), second, keepdims=0)
    count = graph.node("mean.mask", "ReduceSum", wide, second, keepdims=0)
    graph.node("mean", "LpNormalization", graph.node("mean", "Div", total, count), output=EMBEDDING, axis=-1, p=2)
