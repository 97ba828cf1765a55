"""
Makes tensorboard.json: an event file that TensorBoard's own writer wrote, with what is in it.

    pip install tensorboard && python3 make_tensorboard.py

The file is written with wall times that are given, so that it is the same each time.
"""

import base64
import json
import struct
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import crc32c, masked_crc32c
from tensorboard.summary.writer.record_writer import RecordWriter

# A PNG of one red pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
START = 1795849286.25
SCALARS = [
    {"step": 0, "time": 0.5, "values": {"knn.h": 0.163, "uniformity": -0.0963073268825657}},
    {"step": 1, "time": 1.392827848, "values": {"loss": 5.606112957000732, "learningRate": 0.3}},
    {"step": 200, "time": 75.125, "values": {"loss": 1e-40, "viewsPerSecond": 674.4624141342497}},
    {"step": 100000, "time": 90061.5, "values": {"loss": 0.0, "rank.h": 1e30}},
    {"step": 5000000000, "time": 1e7, "values": {"loss": 4.25}},
]


class Bytes:
    """A file in memory, as RecordWriter wants it."""

    def __init__(self):
        self.bytes = b""

    def write(self, data):
        self.bytes += data


def main():
    out = Bytes()
    writer = RecordWriter(out)
    writer.write(Event(wall_time=START, file_version="brain.Event:2").SerializeToString())
    image = Summary.Image(height=1, width=1, colorspace=3, encoded_image_string=PNG)
    summary = Summary(value=[Summary.Value(tag="samples/pairs", image=image)])
    writer.write(Event(wall_time=START, step=1, summary=summary).SerializeToString())
    for line in SCALARS:
        values = [Summary.Value(tag=tag, simple_value=value) for tag, value in line["values"].items()]
        event = Event(wall_time=START + line["time"], step=line["step"], summary=Summary(value=values))
        writer.write(event.SerializeToString())
    checksums = [
        {"bytes": text, "crc32c": crc32c(bytes.fromhex(text)), "masked": masked_crc32c(bytes.fromhex(text))}
        for text in ["", "00", "313233343536373839", struct.pack("<Q", 24).hex()]
    ]
    vectors = {
        "start": START,
        "png": base64.b64encode(PNG).decode(),
        "lines": SCALARS,
        "file": base64.b64encode(out.bytes).decode(),
        "checksums": checksums,
    }
    Path(__file__).with_name("tensorboard.json").write_text(json.dumps(vectors, indent=1) + "\n")


main()
