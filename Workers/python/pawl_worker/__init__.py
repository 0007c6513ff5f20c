"""A worker of Pawl's protocol in Python: serves TVM, MNN, ncnn, or any callable."""

NAME = "pawl-python-worker"
VERSION = "0.1.0"
PROTOCOL_VERSION = 2
