"""SimCLR with PyTorch and torchvision, as a careful user would write it on a CPU: the peer of the benchmarks.

  python3 simclr_peer.py step                      one training step on ready-made views, views/s
  python3 simclr_peer.py augment [--size 96 --blur]   torchvision's views/s on one core
  python3 simclr_peer.py gemm --size 1024          a matrix product, GFLOP/s
  python3 simclr_peer.py conv --pass filter …      one pass of a convolution, channels last, GFLOP/s
  python3 simclr_peer.py block …                   convolution, batch norm, ReLU and gradients, views/s
  python3 simclr_peer.py ntxent --batch 256        NT-Xent and its gradient, views/s
  python3 simclr_peer.py ntxent-memory …           its memory at peak, MB
  python3 simclr_peer.py train IMAGES --epochs 8   the whole loop on an image folder, loss curve and views/s
  python3 simclr_peer.py start IMAGES              the same up to the end of its first step, s
  python3 simclr_peer.py memory IMAGES             the same, memory of its process at peak, MB

Prints one JSON object a line. Wants Debian's python3-torch and python3-torchvision.
"""

import argparse
import json
import math
import random
import resource
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Block(nn.Module):
    """A basic residual block of the CIFAR kind."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def encoder(width, blocks, stages):
    """A ResNet with the CIFAR stem, from images to representations of size width * 2 ** (stages - 1)."""
    layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    inputs = width
    for stage in range(stages):
        for block in range(blocks):
            outputs = width * 2**stage
            layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
            inputs = outputs
    for layer in layers:
        for module in layer.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


def nt_xent(z, temperature):
    """Equation 1 of the paper over 2N rows, row i and row i + N being a positive pair."""
    rows = z.shape[0]
    z = F.normalize(z)
    similarity = z @ z.t() / temperature
    similarity.fill_diagonal_(-float("inf"))
    positives = (torch.arange(rows, device=z.device) + rows // 2) % rows
    return F.cross_entropy(similarity, positives)


class PairedFolder(Dataset):
    """Images of train/<class>/*, decoded once, and two views of each."""

    def __init__(self, folder, transform, limit=None):
        files = sorted((Path(folder) / "train").glob("*/*"))
        if limit:
            files = random.Random(0).sample(files, limit)
        self.images = [Image.open(file).convert("RGB") for file in files]
        for image in self.images:
            image.load()
        self.transform = transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(self.images[index]), self.transform(self.images[index])


def augmentation(size, blur):
    """Crop, flip, colour distortion and, where asked for, blur, at the paper's strength 0.5."""
    steps = [
        transforms.RandomResizedCrop(size, scale=(0.08, 1)),
        transforms.RandomHorizontalFlip(),
        transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),
        transforms.RandomGrayscale(p=0.2),
    ]
    if blur:
        kernel = max(3, int(0.1 * size) // 2 * 2 + 1)
        steps.append(transforms.RandomApply([transforms.GaussianBlur(kernel, (0.1, 2.0))], p=0.5))
    return transforms.Compose([*steps, transforms.ToTensor()])


class Trainer:
    """f, g and SGD with momentum; the recipe of the comparison."""

    def __init__(self, args):
        blocks, stages = {"resnet8": (1, 3), "resnet20": (3, 3), "resnet18": (2, 4)}[args.encoder]
        features = args.width * 2 ** (stages - 1)
        self.f = encoder(args.width, blocks, stages).to(memory_format=torch.channels_last)
        self.g = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, 128))
        self.parameters = [*self.f.parameters(), *self.g.parameters()]
        self.optimizer = torch.optim.SGD(self.parameters, lr=0.3, momentum=0.9, weight_decay=1e-4)

    def step(self, views, learning_rate=0.3):
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        loss = nt_xent(self.g(self.f(views.contiguous(memory_format=torch.channels_last))), 0.5)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()


def learning_rate(step, total):
    """10 % linear warm-up to 0.3, then half a cosine."""
    warmup = round(0.1 * total)
    if step < warmup:
        return 0.3 * (step + 1) / warmup
    return 0.15 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))


def run_step(args):
    trainer = Trainer(args)
    views = torch.rand(2 * args.batch, 3, args.size, args.size)
    seconds = []
    for step in range(args.warm_up + args.repeats):
        start = time.perf_counter()
        trainer.step(views)
        if step >= args.warm_up:
            seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(json.dumps({"viewsPerSecond": 2 * args.batch / seconds[len(seconds) // 2]}))


def seconds_of(work):
    """Median of the seconds that work takes once, over seven samples of 40 ms at least."""
    work()
    start = time.perf_counter()
    work()
    calls = max(1, math.ceil(0.04 / (time.perf_counter() - start)))
    samples = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            work()
        samples.append((time.perf_counter() - start) / calls)
    return sorted(samples)[3]


def run_gemm(args):
    a, b = torch.rand(args.size, args.size), torch.rand(args.size, args.size)
    print(json.dumps({"gflops": 2 * args.size**3 / seconds_of(lambda: a @ b) / 1e9}))


def run_conv(args):
    side = math.ceil(args.size / args.stride)
    padding = args.filter // 2
    last = torch.channels_last
    x = torch.rand(args.batch, args.inputs, args.size, args.size).contiguous(memory_format=last)
    weight = torch.rand(args.outputs, args.inputs, args.filter, args.filter).contiguous(memory_format=last)
    dy = torch.rand(args.batch, args.outputs, side, side).contiguous(memory_format=last)
    pair = lambda value: [value, value]

    def gradient(of_input, of_filter):
        return torch.ops.aten.convolution_backward(
            *[dy, x, weight, None, pair(args.stride), pair(padding), pair(1), False, pair(0), 1],
            [of_input, of_filter, False],
        )

    work = {
        "forward": lambda: F.conv2d(x, weight, None, args.stride, padding),
        "input": lambda: gradient(True, False),
        "filter": lambda: gradient(False, True),
    }[args.which]
    with torch.no_grad():
        seconds = seconds_of(work)
    operations = 2 * args.batch * side**2 * args.inputs * args.outputs * args.filter**2
    print(json.dumps({"gflops": operations / seconds / 1e9}))


def run_block(args):
    last = torch.channels_last
    conv = nn.Conv2d(args.inputs, args.outputs, args.filter, 1, args.filter // 2, bias=False)
    block = nn.Sequential(conv, nn.BatchNorm2d(args.outputs), nn.ReLU(inplace=True)).to(memory_format=last)
    shape = [args.batch, args.inputs, args.size, args.size]
    x = torch.randn(shape).contiguous(memory_format=last).requires_grad_()
    dy = torch.randn(args.batch, args.outputs, args.size, args.size).contiguous(memory_format=last)

    def work():
        x.grad = None
        block.zero_grad(set_to_none=True)
        block(x).backward(dy)

    print(json.dumps({"viewsPerSecond": args.batch / seconds_of(work)}))


def nt_xent_work(args):
    z = torch.randn(2 * args.batch, args.size, requires_grad=True)

    def work():
        z.grad = None
        nt_xent(z, 0.5).backward()

    return work


def run_ntxent(args):
    print(json.dumps({"viewsPerSecond": 2 * args.batch / seconds_of(nt_xent_work(args))}))


def megabytes():
    """Most memory that this process ever had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def run_ntxent_memory(args):
    work = nt_xent_work(args)
    before = megabytes()
    work()
    print(json.dumps({"megabytes": megabytes() - before}))


def run_augment(args):
    torch.set_num_threads(1)
    transform = augmentation(args.size, args.blur)
    image = Image.fromarray((torch.rand(args.size, args.size, 3) * 255).byte().numpy())
    start = time.perf_counter()
    for _ in range(args.repeats * 50):
        transform(image)
    print(json.dumps({"viewsPerSecond": args.repeats * 50 / (time.perf_counter() - start)}))


def loader_of(data, args):
    return DataLoader(
        data, args.batch, shuffle=True, num_workers=2, drop_last=True, persistent_workers=True
    )


def run_start(args):
    data = PairedFolder(args.images, augmentation(args.size, args.blur), args.limit)
    first, second = next(iter(loader_of(data, args)))
    Trainer(args).step(torch.cat([first, second]))
    print(json.dumps({"seconds": time.time() - args.since}))


def run_train(args):
    data = PairedFolder(args.images, augmentation(args.size, args.blur), args.limit)
    loader = loader_of(data, args)
    trainer = Trainer(args)
    total = args.epochs * len(loader)
    step = 0
    for epoch in range(args.epochs):
        losses = []
        start = time.perf_counter()
        for first, second in loader:
            losses.append(trainer.step(torch.cat([first, second]), learning_rate(step, total)))
            step += 1
        seconds = time.perf_counter() - start
        last = losses[-50:]
        record = {
            "epoch": epoch + 1,
            "step": step,
            "loss": sum(last) / len(last),
            "viewsPerSecond": 2 * args.batch * len(losses) / seconds,
        }
        print(json.dumps(record), flush=True)


def run_memory(args):
    run_train(args)
    print(json.dumps({"megabytes": megabytes()}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    run = {
        "step": run_step,
        "augment": run_augment,
        "train": run_train,
        "start": run_start,
        "memory": run_memory,
        "gemm": run_gemm,
        "conv": run_conv,
        "block": run_block,
        "ntxent": run_ntxent,
        "ntxent-memory": run_ntxent_memory,
    }
    parser.add_argument("what", choices=list(run))
    parser.add_argument("images", nargs="?", help="folder with train/<class>/*")
    parser.add_argument("--encoder", default="resnet8", choices=["resnet8", "resnet20", "resnet18"])
    parser.add_argument("--width", type=int, default=16)
    parser.add_argument("--pass", dest="which", choices=["forward", "input", "filter"])
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--outputs", type=int)
    parser.add_argument("--filter", type=int)
    parser.add_argument("--stride", type=int)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--blur", action="store_true")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--warm-up", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--since", type=float, help="when the process was started, seconds since 1970")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    run[args.what](args)


if __name__ == "__main__":
    main()
