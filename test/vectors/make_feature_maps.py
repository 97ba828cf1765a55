"""Reference activations of each stage of an encoder.

    python3 test/vectors/make_feature_maps.py

Needs PyTorch and torchvision (made with 1.13 and 0.14), everything in float64. Sends an 8-bit image through the network of
exchange-resnet18.safetensors (see make_exchange.py) in evaluation mode and writes
  feature-maps.bin, .json  the image (0 to 255, NHWC), what the stem and each stage put out (NHWC), h and z.
"""

import json
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.resnet import BasicBlock

from make_exchange import BatchNormHead
from make_models import HERE, Encoder, write_tensors


def load_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(data[begin:end], "<i8" if entry["dtype"] == "I64" else "<f4")
        tensors[name] = torch.tensor(array.reshape(entry["shape"]))
    return tensors


def main():
    module = nn.Module()
    module.encoder = Encoder(BasicBlock, [2, 2, 2, 2], 2, True)
    module.encoder.fc = nn.Linear(16, 10)
    module.head = BatchNormHead(16, 6, 5)
    weights = load_safetensors(HERE / "exchange-resnet18.safetensors")
    module.load_state_dict({name[len("module.") :]: value for name, value in weights.items()})
    module.eval()

    # Coarse squares under noise, so that maps have structure.
    torch.manual_seed(4)
    squares = torch.rand(1, 3, 4, 4).repeat_interleave(8, 2).repeat_interleave(8, 3)
    image = (200 * squares + 55 * torch.rand(1, 3, 32, 32)).round()

    encoder, tensors = module.encoder, {"image": image.permute(0, 2, 3, 1)}
    with torch.no_grad():
        x = encoder.pool(F.relu(encoder.bn1(encoder.conv1(image / 255))))
        tensors["stem"] = x.permute(0, 2, 3, 1)
        for stage in range(1, 5):
            x = getattr(encoder, f"layer{stage}")(x)
            tensors[f"layer{stage}"] = x.permute(0, 2, 3, 1)
        tensors["h"] = encoder(image / 255)
        tensors["z"] = module.head(tensors["h"])
    write_tensors("feature-maps", tensors)


if __name__ == "__main__":
    main()
