"""Reference numbers for encoders, heads, NT-Xent, gradient caching, optimizers and schedules.

    python3 test/vectors/make_models.py

Needs PyTorch and torchvision (made with 1.13 and 0.14), everything in float64. Residual blocks are torchvision's;
LARS, which PyTorch lacks, and the schedules are written from their formulas in NumPy. Tensors go into <name>.bin
(float32, little-endian) with an index <name>.json, in this project's layouts: images NHWC, filters HWIO,
fully connected weights [in, out].
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)


def write_tensors(name, tensors):
    index, chunks, offset = {}, [], 0
    for key, value in tensors.items():
        array = np.ascontiguousarray(value.detach().numpy() if torch.is_tensor(value) else value, dtype="<f4")
        index[key] = {"shape": list(array.shape), "offset": offset}
        chunks.append(array.tobytes())
        offset += array.size
    (HERE / f"{name}.bin").write_bytes(b"".join(chunks))
    write_json(name, index)


def write_json(name, value):
    (HERE / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def our_layout(tensor):
    """OIHW to HWIO, [out, in] to [in, out]; the rest as it is."""
    if tensor.dim() == 4:
        return tensor.permute(2, 3, 1, 0)
    return tensor.t() if tensor.dim() == 2 else tensor


class Encoder(nn.Module):
    def __init__(self, block, stages, width, imagenet_stem):
        super().__init__()
        kernel, stride = (7, 2) if imagenet_stem else (3, 1)
        self.conv1 = nn.Conv2d(3, width, kernel, stride, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.pool = nn.MaxPool2d(3, 2, 1) if imagenet_stem else nn.Identity()
        channels = width
        for stage, count in enumerate(stages):
            blocks = []
            for index in range(count):
                middle = width * 2**stage
                outputs = middle * block.expansion
                stride = 2 if stage > 0 and index == 0 else 1
                downsample = None
                if stride != 1 or channels != outputs:
                    downsample = nn.Sequential(
                        nn.Conv2d(channels, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
                    )
                blocks.append(block(channels, middle, stride, downsample))
                channels = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.stages = len(stages)

    def forward(self, x):
        x = self.pool(F.relu(self.bn1(self.conv1(x))))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x.mean((2, 3))


class Head(nn.Module):
    """g, the paper's: one hidden layer with bias and ReLU, no bias on the last."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(inputs, inputs), nn.Linear(inputs, outputs, bias=False)])

    def forward(self, h):
        return self.layers[1](F.relu(self.layers[0](h)))


def nt_xent(z, temperature, normalize):
    """Algorithm 1 of the paper as a cross entropy over the other 2N - 1 views."""
    if normalize:
        z = F.normalize(z, dim=1)
    views = len(z)
    logits = z @ z.t() / temperature
    logits = logits.masked_fill(torch.eye(views, dtype=torch.bool), -math.inf)
    positives = (torch.arange(views) + views // 2) % views
    loss = F.cross_entropy(logits, positives)
    accuracy = (logits.argmax(1) == positives).double().mean()
    return loss, accuracy


def randomize(module):
    """He initialisation, and batch norms away from gain 1 and offset 0, so that both matter."""
    for name, parameter in module.named_parameters():
        if parameter.dim() == 1:
            nn.init.normal_(parameter, 0.0, 0.3)
            if name.endswith("weight"):
                parameter.data += 1
        elif parameter.dim() == 4:
            nn.init.kaiming_normal_(parameter, mode="fan_out", nonlinearity="relu")
        parameter.data = rounded(parameter.data)


def rounded(tensor):
    """To numbers that float32 holds exactly, so that both sides see the same."""
    return tensor.float().double()


def prefixed(prefix, tensors):
    return {f"{prefix}.{name}": our_layout(value).clone() for name, value in tensors}


def gradients(prefix, *modules):
    return {
        f"{prefix}.{name}": our_layout(parameter.grad).clone()
        for module in modules
        for name, parameter in module.named_parameters()
    }


def statistics(module):
    return [(name, value) for name, value in module.named_buffers() if "running" in name]


def step(encoder, head, images, temperature):
    for parameter in [*encoder.parameters(), *head.parameters()]:
        parameter.grad = None
    h = encoder(images)
    z = head(h)
    loss, accuracy = nt_xent(z, temperature, True)
    loss.backward()
    return {"h": h, "z": z, "loss": loss.reshape(1), "accuracy": accuracy.reshape(1)}


def make_resnet8():
    torch.manual_seed(0)
    encoder, head = Encoder(BasicBlock, [1, 1, 1], 4, False), Head(16, 6)
    for module in (encoder, head):
        randomize(module)
    images = rounded(torch.rand(8, 3, 12, 12))
    tensors = {"images": images.permute(0, 2, 3, 1)}
    tensors |= prefixed("parameter", [*encoder.named_parameters(), *head.named_parameters()])
    training = step(encoder, head, images, 0.5)
    tensors |= {f"training.{name}": value for name, value in training.items()}
    tensors |= gradients("training.gradient", encoder, head)
    # After the step, so that evaluation mode has statistics other than 0 and 1.
    tensors |= prefixed("statistics", statistics(encoder))
    encoder.eval()
    evaluation = step(encoder, head, images, 0.1)
    tensors |= {f"evaluation.{name}": value for name, value in evaluation.items()}
    tensors |= gradients("evaluation.gradient", encoder, head)
    write_tensors("models-resnet8", tensors)


def make_resnet50():
    """Bottlenecks, the ImageNet stem and its max-pool, in evaluation mode after one step in training mode."""
    torch.manual_seed(1)
    encoder = Encoder(Bottleneck, [3, 4, 6, 3], 2, True)
    randomize(encoder)
    images = rounded(torch.rand(6, 3, 24, 24))
    h = encoder(images)
    dh = rounded(torch.randn(h.shape))
    (h * dh).sum().backward()
    write_tensors(
        "models-resnet50",
        {"images": images.permute(0, 2, 3, 1), "dh": dh, "h": h}
        | prefixed("parameter", encoder.named_parameters())
        | prefixed("statistics", statistics(encoder)),
    )
    write_tensors("models-resnet50-gradients", gradients("gradient", encoder))


def make_batch_norm_head():
    """The head of the authors' code: batch norm after every layer, the last one without offset."""
    torch.manual_seed(2)
    weights = [torch.randn(5, 7) * 0.5, torch.randn(7, 4) * 0.5]
    norms = [torch.rand(7) + 0.5, torch.randn(7) * 0.3, torch.rand(4) + 0.5]
    h, dz = torch.randn(6, 5), rounded(torch.randn(6, 4))
    inputs = [rounded(tensor) for tensor in [h, *weights, *norms]]
    h, weights, norms = inputs[0], inputs[1:3], inputs[3:]
    for tensor in inputs:
        tensor.requires_grad_()
    hidden = F.relu(F.batch_norm(h @ weights[0], None, None, norms[0], norms[1], True))
    z = F.batch_norm(hidden @ weights[1], None, None, norms[2], None, True)
    (z * dz).sum().backward()
    names = ["h", "layers.0.weight", "layers.1.weight", "layers.0.bn.weight", "layers.0.bn.bias", "layers.1.bn.weight"]
    tensors = {"dz": dz, "z": z} | dict(zip(names, inputs))
    tensors |= {f"gradient.{name}": tensor.grad for name, tensor in zip(names, inputs)}
    write_tensors("models-head", tensors)


def make_nt_xent():
    cases = []
    for seed, (pairs, size, temperature, normalize) in enumerate(
        [(1, 3, 0.5, True), (2, 4, 0.5, True), (5, 3, 0.05, True), (8, 16, 0.1, True), (7, 5, 0.01, True)]
        + [(16, 8, 1.0, True), (4, 6, 1.0, False), (6, 4, 10.0, False), (3, 8, 0.1, False)]
    ):
        torch.manual_seed(100 + seed)
        first = torch.randn(pairs, size)
        z = torch.cat([first, first + 0.7 * torch.randn(pairs, size)]).float().double().requires_grad_()
        loss, accuracy = nt_xent(z, temperature, normalize)
        loss.backward()
        cases.append(
            {
                "temperature": temperature,
                "normalize": normalize,
                "z": z.tolist(),
                "loss": loss.item(),
                "accuracy": accuracy.item(),
                "gradient": z.grad.tolist(),
            }
        )
    write_json("nt-xent", cases)


def lars_trajectory(start, gradient_list, rates, kinds, momentum, nesterov, decay, coefficient):
    """LARS from its formula; the velocity contains the learning rate, as in the authors' code."""
    values = [np.array(value) for value in start]
    velocities = [np.zeros_like(value) for value in values]
    trajectory = []
    for rate, grads in zip(rates, gradient_list):
        for i, kind in enumerate(kinds):
            w, direction = values[i], np.array(grads[i])
            adapted = rate
            if kind == "weight":
                direction = direction + decay * w
                w_norm, d_norm = np.sqrt((w**2).sum()), np.sqrt((direction**2).sum())
                if w_norm > 0 and d_norm > 0:
                    adapted = rate * coefficient * w_norm / d_norm
            velocities[i] = momentum * velocities[i] + adapted * direction
            change = momentum * velocities[i] + adapted * direction if nesterov else velocities[i]
            values[i] = w - change
        trajectory.append([value.tolist() for value in values])
    return trajectory


def torch_trajectory(optimizer_class, start, gradient_list, rates, kinds, decay, exclude, **options):
    parameters = [torch.tensor(value, requires_grad=True) for value in start]
    groups = [
        {"params": [p], "weight_decay": 0.0 if exclude and kind != "weight" else decay}
        for p, kind in zip(parameters, kinds)
    ]
    optimizer = optimizer_class(groups, lr=1.0, **options)
    trajectory = []
    for rate, grads in zip(rates, gradient_list):
        for group, gradient in zip(optimizer.param_groups, grads):
            group["lr"] = rate
            group["params"][0].grad = torch.tensor(gradient)
        optimizer.step()
        trajectory.append([p.tolist() for p in parameters])
    return trajectory


def make_optimizers():
    random = np.random.default_rng(0)
    kinds = ["weight", "bias", "norm", "weight"]
    shapes = [(3, 2), (3,), (2,), (2, 2)]
    start = [random.normal(size=shape).astype(np.float32).tolist() for shape in shapes]
    start[3] = np.zeros(shapes[3]).tolist()
    gradient_list = [
        [random.normal(size=shape).astype(np.float32).tolist() for shape in shapes] for _ in range(5)
    ]
    # A weight at zero, and a gradient of zero, have no trust ratio.
    gradient_list[0][3] = np.zeros(shapes[3]).tolist()
    rates = [0.1, 0.2, 0.3, 0.15, 0.05]
    cases = []

    def add(type_, trajectory, **config):
        cases.append({"config": {"type": type_, **config}, "trajectory": trajectory})

    for nesterov, exclude in [(False, True), (True, False)]:
        common = {"weightDecay": 0.05, "excludeFromWeightDecay": exclude}
        add(
            "sgd",
            torch_trajectory(
                torch.optim.SGD, start, gradient_list, rates, kinds, 0.05, exclude, momentum=0.9, nesterov=nesterov
            ),
            momentum=0.9,
            nesterov=nesterov,
            **common,
        )
        add(
            "adam",
            torch_trajectory(
                torch.optim.Adam, start, gradient_list, rates, kinds, 0.05, exclude, betas=(0.8, 0.95), eps=1e-6
            ),
            beta1=0.8,
            beta2=0.95,
            epsilon=1e-6,
            **common,
        )
        add(
            "lars",
            lars_trajectory(start, gradient_list, rates, kinds, 0.9, nesterov, 0.05, 0.02),
            momentum=0.9,
            nesterov=nesterov,
            trustCoefficient=0.02,
            weightDecay=0.05,
            excludeFromWeightDecay=True,
        )
    write_json("optimizers", {"kinds": kinds, "start": start, "gradients": gradient_list, "rates": rates, "cases": cases})


def make_schedules():
    total = 50
    cases = []
    for type_, scaling, base, batch, fraction in [
        ("cosine", "linear", 0.3, 512, 0.1),
        ("cosine", "sqrt", 0.075, 64, 0.0),
        ("constant", "none", 0.05, 32, 0.2),
        ("step", "none", 1.0, 32, 0.1),
    ]:
        peak = {"none": base, "linear": base * batch / 256, "sqrt": base * math.sqrt(batch)}[scaling]
        warmup = round(fraction * total)
        parameter = nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([parameter], lr=peak)
        if type_ == "cosine":
            after = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total - warmup)
        elif type_ == "step":
            milestones = [round(share * total) - warmup for share in (0.6, 0.8)]
            after = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones, 0.1)
        else:
            after = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda _: 1.0)
        rates = [peak * (i + 1) / warmup for i in range(warmup)]
        for _ in range(total - warmup):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            after.step()
        cases.append(
            {
                "type": type_,
                "scaling": scaling,
                "learningRate": base,
                "batchSize": batch,
                "warmupFraction": fraction,
                "rates": rates,
            }
        )
    write_json("schedules", cases)


if __name__ == "__main__":
    make_resnet8()
    make_resnet50()
    make_batch_norm_head()
    make_nt_xent()
    make_optimizers()
    make_schedules()
