"""SimCLR with PyTorch and torchvision, as a careful user would write it on a GPU: the peer of the GPU's benchmark.

  python3 simclr_peer_cuda.py step                 one training step on ready-made views, views/s
  python3 simclr_peer_cuda.py loop                 the loop from decoded images, views on all cores, images/s
  python3 simclr_peer_cuda.py views --size 224     torchvision's views/s on all cores
  python3 simclr_peer_cuda.py conv --pass filter … one pass of a convolution, channels last, TFLOP/s
  python3 simclr_peer_cuda.py gemm --size 4096     a matrix product, TFLOP/s
  python3 simclr_peer_cuda.py ntxent               NT-Xent and its gradient, views/s
  python3 simclr_peer_cuda.py update               a step of SGD, GB/s
  python3 simclr_peer_cuda.py serve                any of these, a line each: {"request": 1, "args": ["gemm", …]} in, what
                                                   it prints with that number out, first of all with 0 what it runs on

Prints one JSON object a line: what was measured, or "error" with why it was not, and "note" with how it was done.
Runs with PyTorch 1.13 and 2; --device cpu tries it where there is no GPU.
"""

import argparse
import contextlib
import gc
import json
import math
import os
import sys
import time

import numpy as np
import torch
import torchvision
from PIL import Image
from simclr_peer import augmentation, encoder, nt_xent
from torch import nn
from torch.utils.data import DataLoader, Dataset

CORES = len(os.sched_getaffinity(0))
# Batches that are counted, after as many that are not. A worker makes a batch by itself, so that they come in bursts,
# and at the beginning so many are on their way.
ROUNDS = 2 * CORES


def synchronize(device):
    """Waits for what was queued."""
    if device.type == "cuda":
        torch.cuda.synchronize()


def set_precision(precision):
    """TF32 for products and convolutions of float32 or, with fp32, not; bf16 is a question of autocast."""
    allowed = precision != "fp32"
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed


def autocast(device, precision):
    if precision == "bf16":
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return contextlib.nullcontext()


def resnet(name, width, size):
    """An encoder and the size of its representations: torchvision's, with the CIFAR stem for small images."""
    if name == "resnet8":
        return encoder(width, 1, 3), 4 * width
    model = getattr(torchvision.models, name)()
    if size <= 64:
        model.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        model.maxpool = nn.Identity()
    features = model.fc.in_features
    model.fc = nn.Identity()
    return model, features


class Trainer:
    """f, g and SGD with momentum on a device."""

    def __init__(self, args):
        self.device = args.on
        self.precision = args.precision
        f, features = resnet(args.encoder, args.width, args.size)
        g = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, 128, bias=False))
        self.model = nn.Sequential(f, g).to(self.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
        self.apply = self.model
        self.note = None
        if args.compile:
            self.compile(args)

    def compile(self, args):
        """Uses torch.compile where it works, which shows at the first step."""
        if not hasattr(torch, "compile"):
            self.note = "not compiled: PyTorch %s has no torch.compile" % torch.__version__
            return
        try:
            # What was compiled before must not count: sizes seen twice would be compiled as variable ones, which are slower.
            torch._dynamo.reset()
            self.apply = torch.compile(self.model, dynamic=False)
            self.step(ready_views(args))
            self.note = "compiled"
        except Exception as error:
            self.apply = self.model
            self.optimizer.zero_grad(set_to_none=True)
            self.note = "not compiled: %s" % first_line(error)

    def step(self, views):
        with autocast(self.device, self.precision):
            z = self.apply(views)
        loss = nt_xent(z.float(), 0.5)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss


def ready_views(args):
    views = torch.rand(2 * args.batch, 3, args.size, args.size, device=args.on)
    return views.contiguous(memory_format=torch.channels_last)


def run_step(args):
    trainer = Trainer(args)
    views = ready_views(args)
    for _ in range(args.warm_up):
        trainer.step(views)
    synchronize(args.on)
    start = time.perf_counter()
    for _ in range(args.repeats):
        trainer.step(views)
    synchronize(args.on)
    seconds = (time.perf_counter() - start) / args.repeats
    return {"viewsPerSecond": 2 * args.batch / seconds, "note": trainer.note}


class RandomPairs(Dataset):
    """Decoded images of noise, as many as are asked for, and two views of each."""

    def __init__(self, count, side, transform):
        self.count = count
        self.transform = transform
        noise = np.random.default_rng(0).integers(0, 256, (256, side, side, 3), dtype=np.uint8)
        self.images = [Image.fromarray(each) for each in noise]

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        image = self.images[index % len(self.images)]
        return self.transform(image), self.transform(image)


def batches(args):
    """Twice as many as are counted, and as many as are on their way at the end."""
    data = RandomPairs(3 * ROUNDS * args.batch, args.image_size, augmentation(args.size, args.blur))
    return iter(
        DataLoader(
            data, args.batch, num_workers=CORES, drop_last=True, pin_memory=args.on.type == "cuda", prefetch_factor=2
        )
    )


def run_loop(args):
    trainer = Trainer(args)
    loader = batches(args)
    start = time.perf_counter()
    for step in range(2 * ROUNDS):
        if step == ROUNDS:
            synchronize(args.on)
            start = time.perf_counter()
        first, second = next(loader)
        views = torch.cat([first.to(args.on, non_blocking=True), second.to(args.on, non_blocking=True)])
        loss = trainer.step(views.contiguous(memory_format=torch.channels_last))
        if step % 10 == 0:
            loss.item()
    synchronize(args.on)
    return {"imagesPerSecond": ROUNDS * args.batch / (time.perf_counter() - start), "note": trainer.note}


def run_views(args):
    loader = batches(args)
    start = time.perf_counter()
    for step in range(2 * ROUNDS):
        if step == ROUNDS:
            start = time.perf_counter()
        next(loader)
    seconds = time.perf_counter() - start
    return {"viewsPerSecond": 2 * args.batch * ROUNDS / seconds, "note": "%d cores" % CORES}


def seconds_of(work, device):
    """Median of the seconds that work takes once, over five samples of 10 ms at least."""
    for _ in range(3):
        work()
    synchronize(device)
    start = time.perf_counter()
    work()
    synchronize(device)
    calls = min(500, max(1, math.ceil(0.01 / (time.perf_counter() - start))))
    samples = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(calls):
            work()
        synchronize(device)
        samples.append((time.perf_counter() - start) / calls)
    return sorted(samples)[2]


def number_type(args):
    return torch.bfloat16 if args.precision == "bf16" else torch.float32


def run_gemm(args):
    a, b = (torch.rand(args.size, args.size, device=args.on, dtype=number_type(args)) for _ in range(2))
    return {"tflops": 2 * args.size**3 / seconds_of(lambda: a @ b, args.on) / 1e12}


def run_conv(args):
    side = math.ceil(args.size / args.stride)
    padding = args.filter // 2

    def tensor(*shape):
        noise = torch.rand(*shape, device=args.on, dtype=number_type(args))
        return noise.contiguous(memory_format=torch.channels_last)

    x = tensor(args.batch, args.inputs, args.size, args.size)
    weight = tensor(args.outputs, args.inputs, args.filter, args.filter)
    dy = tensor(args.batch, args.outputs, side, side)

    def gradient(of_input, of_filter):
        return torch.ops.aten.convolution_backward(
            *[dy, x, weight, None, [args.stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1],
            [of_input, of_filter, False],
        )

    work = {
        "forward": lambda: nn.functional.conv2d(x, weight, None, args.stride, padding),
        "input": lambda: gradient(True, False),
        "filter": lambda: gradient(False, True),
    }[args.which]
    with torch.no_grad():
        seconds = seconds_of(work, args.on)
    operations = 2 * args.batch * side**2 * args.inputs * args.outputs * args.filter**2
    return {"tflops": operations / seconds / 1e12}


def run_ntxent(args):
    z = torch.randn(2 * args.batch, args.size, device=args.on, requires_grad=True)

    def work():
        z.grad = None
        with autocast(args.on, args.precision):
            loss = nt_xent(z, 0.5)
        loss.backward()

    return {"viewsPerSecond": 2 * args.batch / seconds_of(work, args.on)}


def run_update(args):
    f, _ = resnet(args.encoder, args.width, args.size)
    f.to(args.on)
    for parameter in f.parameters():
        parameter.grad = torch.rand_like(parameter)
    optimizer = torch.optim.SGD(f.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    values = sum(parameter.numel() for parameter in f.parameters())
    return {"gigabytesPerSecond": 5 * 4 * values / seconds_of(optimizer.step, args.on) / 1e9}


runs = {
    "step": run_step,
    "loop": run_loop,
    "views": run_views,
    "gemm": run_gemm,
    "conv": run_conv,
    "ntxent": run_ntxent,
    "update": run_update,
}


def first_line(error):
    return "%s: %s" % (type(error).__name__, (str(error).strip() or "?").splitlines()[0])


def measure(args):
    """What a run finds; why it does not where it fails, for others may not."""
    try:
        set_precision(args.precision)
        found = runs[args.what](args)
    except Exception as error:
        found = {"error": first_line(error)}
    gc.collect()
    if args.on.type == "cuda":
        torch.cuda.empty_cache()
    return {key: value for key, value in found.items() if value is not None}


def about(device):
    name = torch.cuda.get_device_name() if device.type == "cuda" else "the CPU"
    return {
        **{"device": name, "torch": torch.__version__, "torchvision": torchvision.__version__},
        **{"cuda": torch.version.cuda if device.type == "cuda" else "none", "cores": CORES},
    }


def parsed(line):
    args = parser.parse_args(line)
    args.on = torch.device(args.device)
    return args


def serve(device):
    """Answers requests; what libraries print goes where errors go, lest it be taken for an answer."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(number, found):
        print(json.dumps({"request": number, **found}), file=answers, flush=True)

    answer(0, about(device))
    for line in sys.stdin:
        request = json.loads(line)
        answer(request["request"], measure(parsed([*request["args"], "--device", device.type])))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("what", choices=[*runs, "serve"])
parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
parser.add_argument("--precision", default="fp32", choices=["fp32", "tf32", "bf16"])
parser.add_argument("--compile", action="store_true", help="use torch.compile where it works")
parser.add_argument("--encoder", default="resnet18", choices=["resnet8", "resnet18", "resnet50"])
parser.add_argument("--width", type=int, default=64, help="of resnet8; the others have 64")
parser.add_argument("--pass", dest="which", choices=["forward", "input", "filter"])
parser.add_argument("--inputs", type=int)
parser.add_argument("--outputs", type=int)
parser.add_argument("--filter", type=int)
parser.add_argument("--stride", type=int)
parser.add_argument("--batch", type=int, default=512)
parser.add_argument("--size", type=int, default=32)
parser.add_argument("--image-size", type=int, default=32)
parser.add_argument("--blur", action="store_true")
parser.add_argument("--warm-up", type=int, default=2)
parser.add_argument("--repeats", type=int, default=8)


def main():
    args = parsed(None)
    torch.manual_seed(0)
    torch.backends.cudnn.benchmark = True
    if args.what == "serve":
        serve(args.on)
    else:
        print(json.dumps(measure(args)))


if __name__ == "__main__":
    main()
