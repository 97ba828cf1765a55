"""Nearest rows by cosine similarity, computed by numpy in float64, as test/vectors/search.json.

    python3 test/vectors/make_search.py

Needs numpy.
"""

import json
from pathlib import Path

import numpy as np

rng = np.random.default_rng(11)
rows, size = 60, 7
# Integers, so that the file is short and every number is the same in float32.
data = rng.integers(-40, 41, (rows, size))
data[17] = 0
data[31] = 3 * data[8]
query = data[8]

x, q = data.astype(np.float64), query.astype(np.float64)


def nearest(x, q):
    lengths = np.linalg.norm(x, axis=1)
    cosine = np.where(lengths > 0, x @ q / (np.where(lengths > 0, lengths, 1) * np.linalg.norm(q)), 0)
    order = np.argsort(-cosine, kind="stable")
    return {"order": order.tolist(), "similarity": cosine[order].tolist()}


mean = x.mean(axis=0)
vectors = {
    "size": size,
    "rows": data.ravel().tolist(),
    "query": query.tolist(),
    **nearest(x, q),
    "mean": mean.tolist(),
    "centred": nearest(x - mean, q - mean),
}
Path(__file__).with_name("search.json").write_text(json.dumps(vectors) + "\n")
