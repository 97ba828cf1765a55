"""
Makes safetensors.json: files in the safetensors format, written or judged by the format's own library.

    pip install safetensors numpy && python3 make_safetensors.py

`valid` are files that the library wrote, with what is in them. `judged` are files made by hand, sound and broken,
each with whether the library accepts it.
"""

import base64
import json
import struct
from pathlib import Path

import numpy as np
import safetensors
from safetensors import deserialize
from safetensors.numpy import save


def text(data):
    return base64.b64encode(data).decode()


def raw(header, data=b"", length=None):
    encoded = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(encoded) if length is None else length) + encoded + data


def f32(shape, begin, end):
    return {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}


def accepted(data):
    try:
        deserialize(data)
        return True
    except Exception:
        return False


tensors = {
    "encoder.conv1.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7,
    "head.0.bias": np.array([-1.5, 0.0, 3.25e-30], dtype=np.float32),
    "scalar": np.array(2.5, dtype=np.float32),
    "empty": np.zeros((0, 5), dtype=np.float32),
}
mixed = {
    "bytes": np.arange(5, dtype=np.uint8),
    "wide": np.array([2**40, -1], dtype=np.int64),
    "half": np.array([1, 2, 3], dtype=np.float16),
    "weight": np.array([0.1, 0.2], dtype=np.float32),
}
eight = bytes(range(8))
cases = {
    "empty file": b"",
    "length cut off": b"\x02\x00\x00",
    "header cut off": raw({"a": f32([2], 0, 8)})[:20],
    "length of 2^63": struct.pack("<Q", 2**63) + b"{}",
    "length beyond the limit": struct.pack("<Q", 100_000_001) + b"{}",
    "no tensors": raw(b"{}"),
    "not JSON": raw(b"{a}"),
    "not UTF-8": raw(b'{"\xff": 1}'),
    "a list": raw(b"[]"),
    "two floats": raw({"a": f32([2], 0, 8)}, eight),
    "padded header": raw(b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}     ', eight),
    "data cut off": raw({"a": f32([2], 0, 8)}, eight[:7]),
    "data too long": raw({"a": f32([2], 0, 8)}, eight + b"x"),
    "shape too small": raw({"a": f32([1], 0, 8)}, eight),
    "shape overflows": raw({"a": f32([2**40, 2**40], 0, 8)}, eight),
    "negative offset": raw({"a": f32([2], -8, 0)}, eight),
    "offsets reversed": raw({"a": f32([2], 8, 0)}, eight),
    "overlap": raw({"a": f32([1], 0, 4), "b": f32([1], 2, 6)}, eight[:6]),
    "same bytes twice": raw({"a": f32([1], 0, 4), "b": f32([1], 0, 4)}, eight[:4]),
    "gap": raw({"a": f32([1], 0, 4), "b": f32([1], 8, 12)}, eight + eight[:4]),
    "gap at the start": raw({"a": f32([1], 4, 8)}, eight),
    "out of order": raw({"b": f32([1], 4, 8), "a": f32([1], 0, 4)}, eight),
    "unknown type": raw({"a": {"dtype": "F33", "shape": [2], "data_offsets": [0, 8]}}, eight),
    "no type": raw({"a": {"shape": [2], "data_offsets": [0, 8]}}, eight),
    "metadata": raw({"__metadata__": {"k": "v"}, "a": f32([2], 0, 8)}, eight),
    "metadata not text": raw({"__metadata__": {"k": 1}, "a": f32([2], 0, 8)}, eight),
}

result = {
    "library": f"safetensors {safetensors.__version__}",
    "valid": [
        {
            "file": text(save(content, metadata=metadata)),
            "metadata": metadata,
            "tensors": [
                {"name": name, "dtype": str(array.dtype), "shape": list(array.shape), "bytes": text(array.tobytes())}
                for name, array in content.items()
            ],
        }
        for content, metadata in [(tensors, {"note": "é \"quoted\""}), (mixed, {"k": "v"})]
    ],
    "judged": [{"name": name, "file": text(data), "accepted": accepted(data)} for name, data in cases.items()],
}
Path(__file__).with_name("safetensors.json").write_text(json.dumps(result, indent=1) + "\n")
