"""
Makes tensor-statistics.json: tensors of every element type with their statistics, by NumPy in float64.

    python3 make_tensor_statistics.py          (NumPy, PyTorch for bfloat16)

`tensors` hold bytes as the safetensors format has them. `floats8` are the numbers of all 256 codes of the two 8-bit
floats, from the definition in "FP8 Formats for Deep Learning" (Micikevicius et al., 2022) with exact fractions.
`differences` compare two tensors.
"""

import base64
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch

random = np.random.default_rng(7)


def text(data):
    return base64.b64encode(data).decode()


def statistics(values, axis):
    flat = values.astype(np.float64).reshape(-1)
    finite = flat[np.isfinite(flat)]
    moved = values.astype(np.float64) if axis == "first" else np.moveaxis(values.astype(np.float64), -1, 0)
    channels = None
    if values.ndim > 1 and values.size > 0 and values.size // moved.shape[0] > 1:
        rows = moved.reshape(moved.shape[0], -1)
        same = (rows == rows[:, :1]).all(axis=1)
        channels = {
            "norms": np.sqrt(np.where(np.isfinite(rows), rows, 0) ** 2 @ np.ones(rows.shape[1])).tolist(),
            "zero": np.flatnonzero(same & (rows[:, 0] == 0)).tolist(),
            "constant": np.flatnonzero(same & (rows[:, 0] != 0)).tolist(),
        }
    return {
        "count": flat.size,
        "nan": int(np.isnan(flat).sum()),
        "infinite": int(np.isinf(flat).sum()),
        "zeros": int((flat == 0).sum()),
        "norm": float(np.linalg.norm(finite)),
        "range": None
        if finite.size == 0
        else {
            "min": float(finite.min()),
            "max": float(finite.max()),
            "mean": float(finite.mean()),
            "deviation": float(finite.std()),
        },
        "histogram": [] if finite.size == 0 else np.histogram(finite, bins=64)[0].tolist(),
        "channels": channels,
    }


def vector(name, dtype, axis, values, data=None):
    return {
        "name": name,
        "type": dtype,
        "shape": list(values.shape),
        "axis": axis,
        "bytes": text(values.tobytes() if data is None else data),
        "statistics": statistics(values, axis),
    }


weights = random.normal(0.01, 0.3, (6, 4, 3, 3)).astype(np.float32)
dead = weights.copy()
dead[2] = 0
dead[4] = 0.25
odd = random.normal(size=(5, 7)).astype(np.float32)
odd[0, 0], odd[1, 3], odd[4, 6] = np.nan, np.inf, -np.inf
half = random.normal(size=(4, 9)).astype(np.float16)
half[0, :4] = [0, 6e-8, 65504, np.inf]
brain = torch.from_numpy(random.normal(size=(3, 11)).astype(np.float32)).bfloat16()
brain[0, 0], brain[0, 1] = float("nan"), 1e-40

tensors = [
    vector("weights, channels first", "F32", "first", weights),
    vector("weights, channels last", "F32", "last", weights),
    vector("dead channels", "F32", "first", dead),
    vector("dead channels, last", "F32", "last", np.moveaxis(dead, 0, -1).copy()),
    vector("not finite", "F32", "first", odd),
    vector("nothing finite", "F32", "first", np.full((2, 2), np.nan, np.float32)),
    vector("double", "F64", "first", random.normal(size=(3, 5))),
    vector("half", "F16", "first", half),
    vector("bfloat16", "BF16", "first", brain.float().numpy(), brain.view(torch.int16).numpy().tobytes()),
    vector("far from zero", "F64", "first", 1e9 + random.normal(size=(40,))),
    vector("scalar", "F32", "first", np.array(2.5, np.float32)),
    vector("empty", "F32", "first", np.zeros((0, 5), np.float32)),
    vector("bool", "BOOL", "first", random.integers(0, 2, (9,)).astype(bool)),
]
for dtype, kind in [("U8", np.uint8), ("I8", np.int8), ("I16", np.int16), ("U16", np.uint16), ("I32", np.int32)] + [
    ("U32", np.uint32),
    ("I64", np.int64),
    ("U64", np.uint64),
]:
    info = np.iinfo(kind)
    low, high = max(info.min, -(2**50)), min(info.max, 2**50)
    values = random.integers(low, high, (4, 6), dtype=np.int64, endpoint=True).astype(kind)
    tensors.append(vector(dtype, dtype, "first", values))


def float8(exponent_bits, mantissa_bits, infinite):
    bias = 2 ** (exponent_bits - 1) - 1
    numbers = []
    for code in range(256):
        sign = -1 if code >> 7 else 1
        exponent = (code >> mantissa_bits) & (2**exponent_bits - 1)
        mantissa = code & (2**mantissa_bits - 1)
        if exponent == 2**exponent_bits - 1 and (infinite or mantissa == 2**mantissa_bits - 1):
            numbers.append("nan" if mantissa or not infinite else ("inf" if sign > 0 else "-inf"))
            continue
        fraction = Fraction(mantissa, 2**mantissa_bits) + (1 if exponent else 0)
        power = (exponent or 1) - bias
        numbers.append(float(sign * fraction * Fraction(2) ** power))
    return numbers


a, b = random.normal(size=(2, 3, 50)).astype(np.float32)
a64, b64 = a.astype(np.float64).ravel(), b.astype(np.float64).ravel()
result = {
    "tensors": tensors,
    "floats8": {"F8_E4M3": float8(4, 3, False), "F8_E5M2": float8(5, 2, True)},
    "differences": {
        "a": text(a.tobytes()),
        "b": text(b.tobytes()),
        "change": float(np.linalg.norm(a64 - b64) / np.linalg.norm(a64)),
        "cosine": float(a64 @ b64 / np.linalg.norm(a64) / np.linalg.norm(b64)),
    },
}
Path(__file__).with_name("tensor-statistics.json").write_text(json.dumps(result) + "\n")
