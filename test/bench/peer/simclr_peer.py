"""SimCLR with PyTorch and torchvision, as a careful user would write it on a CPU: the peer of the benchmarks.

  python3 simclr_peer.py step                      one training step on ready-made views, views/s
  python3 simclr_peer.py augment [--size 96 --blur]   torchvision's views/s on one core
  python3 simclr_peer.py train IMAGES --epochs 8   the whole loop on an image folder, loss curve and views/s

Prints one JSON object a line. Wants Debian's python3-torch and python3-torchvision.
"""

import argparse
import json
import math
import random
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


def encoder(width, blocks):
    """A three-stage ResNet (6 * blocks + 2 layers), from images to representations of size 4 * width."""
    layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    inputs = width
    for stage in range(3):
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
    positives = (torch.arange(rows) + rows // 2) % rows
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
        blocks = {"resnet8": 1, "resnet20": 3}[args.encoder]
        features = 4 * args.width
        self.f = encoder(args.width, blocks).to(memory_format=torch.channels_last)
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
    for step in range(3 + args.repeats):
        start = time.perf_counter()
        trainer.step(views)
        if step >= 3:
            seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(json.dumps({"viewsPerSecond": 2 * args.batch / seconds[len(seconds) // 2]}))


def run_augment(args):
    torch.set_num_threads(1)
    transform = augmentation(args.size, args.blur)
    image = Image.fromarray((torch.rand(args.size, args.size, 3) * 255).byte().numpy())
    start = time.perf_counter()
    for _ in range(args.repeats * 50):
        transform(image)
    print(json.dumps({"viewsPerSecond": args.repeats * 50 / (time.perf_counter() - start)}))


def run_train(args):
    data = PairedFolder(args.images, augmentation(args.size, args.blur), args.limit)
    loader = DataLoader(
        data, args.batch, shuffle=True, num_workers=2, drop_last=True, persistent_workers=True
    )
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["step", "augment", "train"])
    parser.add_argument("images", nargs="?", help="folder with train/<class>/*")
    parser.add_argument("--encoder", default="resnet8", choices=["resnet8", "resnet20"])
    parser.add_argument("--width", type=int, default=16)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--blur", action="store_true")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    {"step": run_step, "augment": run_augment, "train": run_train}[args.what](args)


if __name__ == "__main__":
    main()
