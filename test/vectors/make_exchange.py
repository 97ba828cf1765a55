"""Reference weights and features for the exchange of encoders with PyTorch.

    python3 test/vectors/make_exchange.py

Needs PyTorch and torchvision (made with 1.13 and 0.14). Writes
  exchange-resnet18.safetensors  the state_dict of a ResNet-18 of width 2 with torchvision's blocks and ImageNet stem, a
                                 classifier and a head with batch norm, as a wrapped training module saves it;
  exchange-mixed.safetensors     the same in other precisions: float16, of the first stage bfloat16, of batch norm float64;
  exchange-features.bin, .json   images (NHWC) and their h and z by PyTorch in float64, evaluation mode;
  exchange-other-size.bin, .json an image of another size than the others and not square, and its h and z;
  exchange-torchvision.json      names and shapes of torchvision's own ResNet-18 and ResNet-50.
"""

import json
import struct

import torch
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock

from make_models import HERE, Encoder, randomize, rounded, write_json, write_tensors


class BatchNormHead(nn.Module):
    """g of the authors' code: batch norm after every layer."""

    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        layers = []
        for size, width in [(inputs, hidden), (hidden, outputs)]:
            layer = nn.Linear(size, width, bias=False)
            layer.bn = nn.BatchNorm1d(width)
            layers.append(layer)
        self.layers = nn.ModuleList(layers)

    def forward(self, h):
        first, last = self.layers
        return last.bn(last(torch.relu(first.bn(first(h)))))


TYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
}


def save_safetensors(path, tensors):
    """Needs a little-endian machine; the header ends at a multiple of 8."""
    header, chunks, offset = {}, [], 0
    for name, tensor in tensors.items():
        # NumPy has no bfloat16.
        raw = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
        data = raw.numpy().tobytes()
        header[name] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(data)],
        }
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def other_precision(name, tensor):
    if tensor.dtype == torch.int64:
        return tensor
    if ".layer1." in name:
        return tensor.to(torch.bfloat16)
    return tensor.double() if tensor.dim() == 1 else tensor.half()


def main():
    torch.manual_seed(3)
    module = nn.Module()
    module.encoder = Encoder(BasicBlock, [2, 2, 2, 2], 2, True)
    module.encoder.fc = nn.Linear(16, 10)
    module.head = BatchNormHead(16, 6, 5)
    randomize(module)
    images = rounded(torch.rand(5, 3, 32, 32))
    # A few batches move the running statistics.
    for _ in range(3):
        module.head(module.encoder(rounded(torch.rand(16, 3, 32, 32))))
    for buffer in module.buffers():
        if buffer.dtype != torch.int64:
            buffer.copy_(rounded(buffer))
    module.eval()
    with torch.no_grad():
        h = module.encoder(images)
        z = module.head(h)
    state = {f"module.{name}": value for name, value in module.state_dict().items()}
    single = {name: value.float() if value.dtype == torch.float64 else value for name, value in state.items()}
    save_safetensors(HERE / "exchange-resnet18.safetensors", single)
    mixed = {name: other_precision(name, value) for name, value in single.items()}
    save_safetensors(HERE / "exchange-mixed.safetensors", mixed)
    write_tensors("exchange-features", {"images": images.permute(0, 2, 3, 1), "h": h, "z": z})
    other = rounded(torch.rand(1, 3, 27, 44))
    with torch.no_grad():
        h = module.encoder(other)
        z = module.head(h)
    write_tensors("exchange-other-size", {"images": other.permute(0, 2, 3, 1), "h": h, "z": z})
    write_json(
        "exchange-torchvision",
        {
            name: {key: list(value.shape) for key, value in getattr(torchvision.models, name)().state_dict().items()}
            for name in ("resnet18", "resnet50")
        },
    )


if __name__ == "__main__":
    main()
