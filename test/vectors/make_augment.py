"""Numbers of torchvision that the augmentation is tested against.

Writes augment-steps.json (what each transformation does to given images, with given parameters) and
augment-draws.json (how torchvision draws the parameters), beside this file.

    python3 test/vectors/make_augment.py        # torch 1.13, torchvision 0.14

Images come from formulas that the tests repeat, so only results are stored: float32, base64. Everything is
computed in float64.
"""

import base64
import itertools
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms as T
import torchvision.transforms.functional as TF

HERE = os.path.dirname(os.path.abspath(__file__))
CROP, FLIP, COLOR, GRAYSCALE, BLUR, CUTOUT, SOBEL, _NOISE, ROTATE, CENTER = range(1, 11)


def picture(kind, height, width):
    """An 8-bit RGB image [height, width, 3]."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    if kind == "texture":
        value = x * 7 + y * 13 + c * 50 + (x * y * 31 + x * x * 3 + c * 17) % 64
    elif kind == "palette":  # all combinations of 0, 128 and 255: greys, primaries and ties of two channels
        value = np.array([0, 128, 255])[((y * width + x) // 3**c) % 3]
    elif kind == "white":
        value = np.full_like(x, 255)
    else:
        raise ValueError(kind)
    return (value % 256).astype(np.uint8)


def planes(image):
    return torch.from_numpy(image).permute(2, 0, 1).double() / 255


def resized(x, size):
    return F.interpolate(x[None], size=size, mode="bilinear", align_corners=False, antialias=True)[0]


def sobel(x):
    gray = TF.rgb_to_grayscale(x)[None]
    kernel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=torch.float64) / 4
    padded = F.pad(gray, [1, 1, 1, 1], mode="replicate")
    gx = F.conv2d(padded, kernel[None, None])
    gy = F.conv2d(padded, kernel.t()[None, None])
    return torch.sqrt(gx**2 + gy**2).clamp(max=1)[0].expand(3, -1, -1)


def colour(x, order, brightness, contrast, saturation, hue):
    for part in order_parts(order):
        if part == 0:
            x = TF.adjust_brightness(x, brightness)
        elif part == 1:
            x = TF.adjust_contrast(x, contrast)
        elif part == 2:
            x = TF.adjust_saturation(x, saturation)
        else:
            x = TF.adjust_hue(x, hue)
    return x


def order_parts(order):
    """The four parts of the jitter in the order of that number: digits of base 4, 3, 2 choose among those left."""
    left, parts = [0, 1, 2, 3], []
    while left:
        parts.append(left.pop(order % (len(left))))
        order //= len(left) + 1
    return parts


def apply(x, step, size):
    kind, numbers = step[0], step[1:]
    if kind == CROP:
        top, left, height, width = numbers
        return resized(TF.crop(x, top, left, height, width), (size, size))
    if kind == FLIP:
        return TF.hflip(x)
    if kind == COLOR:
        return colour(x, *numbers)
    if kind == GRAYSCALE:
        return TF.rgb_to_grayscale(x, 3)
    if kind == BLUR:
        sigma, radius = numbers
        return TF.gaussian_blur(x, [2 * radius + 1] * 2, [sigma] * 2)
    if kind == CUTOUT:
        top, left, height, width = numbers
        return TF.erase(x, top, left, height, width, torch.zeros(1))
    if kind == SOBEL:
        return sobel(x)
    if kind == ROTATE:
        turned = torch.rot90(x, numbers[0], (1, 2))
        if x.shape[1] == x.shape[2]:
            assert torch.equal(turned, TF.rotate(x, 90 * numbers[0]))
        return turned
    if kind == CENTER:
        return TF.center_crop(TF.resize(x, size, antialias=True), size)
    raise ValueError(kind)


def case(name, image, size, *steps):
    x = planes(picture(*image))
    for step in steps:
        x = apply(x, step, size)
    values = x.permute(1, 2, 0).contiguous().numpy().astype(np.float32)
    return {
        "name": name,
        "image": list(image),
        "size": size,
        "steps": [list(step) for step in steps],
        "shape": list(values.shape),
        "expected": base64.b64encode(values.tobytes()).decode(),
    }


def step_cases():
    texture = ("texture", 61, 47)
    wide = ("texture", 7, 16)
    odd = ("texture", 13, 9)
    palette = ("palette", 3, 9)
    cases = []
    for rectangle in [
        (0, 0, 61, 47), (60, 46, 1, 1), (3, 4, 1, 9), (3, 4, 9, 1), (0, 0, 2, 2), (10, 40, 5, 7), (1, 1, 60, 46),
        (20, 3, 11, 11), (5, 5, 12, 10), (7, 2, 33, 20), (2, 30, 22, 8),
    ]:  # fmt: skip
        cases.append(case(f"crop {rectangle}", texture, 11, (CROP, *rectangle)))
    cases.append(case("crop to 22", texture, 22, (CROP, 9, 8, 21, 26)))
    cases.append(case("crop of a large image", ("texture", 301, 400), 9, (CROP, 3, 5, 290, 391)))
    cases.append(case("crop of white", ("white", 29, 31), 12, (CROP, 0, 0, 29, 31)))
    cases.append(case("crop of planes", texture, 10, (FLIP,), (CROP, 7, 2, 33, 20)))
    cases.append(case("crop of a crop", texture, 12, (CROP, 7, 2, 33, 20), (CROP, 3, 0, 5, 9)))
    for image, size in [
        (texture, 11), (("texture", 47, 61), 18), (("texture", 32, 32), 32), (("texture", 9, 31), 16),
        (("texture", 40, 5), 8), (("texture", 37, 61), 9), (("texture", 61, 44), 7), (("texture", 1, 1), 8),
    ]:  # fmt: skip
        cases.append(case(f"centre {image[1]}x{image[2]} to {size}", image, size, (CENTER,)))
    for image in [odd, wide, ("texture", 5, 8), ("texture", 1, 3)]:
        cases.append(case(f"flip {image[1]}x{image[2]}", image, 8, (FLIP,)))
    for image in [odd, palette, ("texture", 1, 1)]:
        cases.append(case(f"grayscale {image}", image, 8, (GRAYSCALE,)))
        for b in [0, 0.6, 1, 1.8, 11]:
            cases.append(case(f"brightness {b} {image}", image, 8, (COLOR, 0, b, 1, 1, 0)))
        for c in [0, 0.35, 1.7, 6]:
            cases.append(case(f"contrast {c} {image}", image, 8, (COLOR, 0, 1, c, 1, 0)))
        for s in [0, 0.3, 1.5, 4]:
            cases.append(case(f"saturation {s} {image}", image, 8, (COLOR, 0, 1, 1, s, 0)))
        for h in [-0.5, -0.31, -0.1, 1e-3, 0.07, 1 / 6, 0.25, 0.5]:
            cases.append(case(f"hue {h} {image}", image, 8, (COLOR, 0, 1, 1, 1, h)))
    for order in range(24):
        cases.append(case(f"jitter in order {order}", ("palette", 2, 5), 8, (COLOR, order, 1.35, 0.7, 1.4, -0.08)))
    cases.append(case("contrast of a large image", texture, 7, (COLOR, 0, 1, 0.2, 1, 0), (CROP, 0, 0, 61, 47)))
    for image, sigma, radius in [
        (odd, 0.1, 1), (odd, 1.3, 1), (odd, 2, 4), (wide, 0.7, 3), (wide, 20, 6), (("texture", 23, 24), 1.9, 11),
        (("texture", 2, 2), 1, 1), (("white", 11, 10), 1.1, 4),
    ]:  # fmt: skip
        cases.append(case(f"blur {sigma} {radius} {image}", image, 8, (BLUR, sigma, radius)))
    for rectangle in [(0, 0, 12, 8), (12, 8, 1, 1), (4, 3, 0, 5), (2, 1, 5, 7)]:
        cases.append(case(f"cutout {rectangle}", odd, 8, (CUTOUT, *rectangle)))
    for image in [odd, wide, palette, ("texture", 1, 1), ("texture", 1, 6)]:
        cases.append(case(f"sobel {image}", image, 8, (SOBEL,)))
    for turns in [1, 2, 3]:
        cases.append(case(f"rotate {turns}", odd, 8, (ROTATE, turns)))
        cases.append(case(f"rotate {turns} square", ("texture", 6, 6), 8, (ROTATE, turns)))
    cases.append(
        case(
            "many steps", texture, 14, (ROTATE, 1), (COLOR, 13, 0.7, 1.3, 0.8, 0.05), (BLUR, 0.8, 2),
            (CROP, 5, 8, 30, 41), (FLIP,), (COLOR, 22, 1.2, 0.8, 1.3, -0.1), (CUTOUT, 2, 3, 5, 4), (BLUR, 1.1, 1),
            (ROTATE, 3),
        )
    )  # fmt: skip
    return cases


def distribution(values, points=40):
    """The distribution function of numbers: at most `points` of them, and the share that does not exceed each."""
    values = np.sort(np.asarray(values, dtype=np.float64))
    at = np.unique(values)
    if len(at) > points:
        at = np.unique(np.quantile(values, np.linspace(0, 1, points)))
    shares = np.searchsorted(values, at, side="right") / len(values)
    return {"at": [round(float(v), 6) for v in at], "share": [round(float(s), 5) for s in shares]}


def draw_cases(samples=60000):
    torch.manual_seed(0)
    crops = []
    for height, width, scale, ratio in [
        (32, 32, (0.08, 1), (3 / 4, 4 / 3)),
        (375, 500, (0.08, 1), (3 / 4, 4 / 3)),
        (20, 100, (0.08, 1), (3 / 4, 4 / 3)),
        (100, 20, (0.5, 1), (3 / 4, 4 / 3)),
        (64, 48, (0.9, 1), (1, 1)),
        (33, 33, (0.25, 0.25), (1, 1)),
        (48, 48, (0.2, 0.6), (0.4, 3)),
    ]:
        image = torch.empty(3, height, width)
        drawn = np.array([T.RandomResizedCrop.get_params(image, list(scale), list(ratio)) for _ in range(samples)])
        crops.append(
            {
                "height": height,
                "width": width,
                "scale": scale,
                "ratio": ratio,
                "drawn": [distribution(drawn[:, k]) for k in range(4)],
                "area": distribution(drawn[:, 2] * drawn[:, 3] / (height * width)),
                "aspect": distribution(drawn[:, 3] / drawn[:, 2]),
            }
        )
    cutouts = []
    for size, scale, ratio in [(32, (0.02, 0.33), (0.3, 3.3)), (24, (0.5, 1), (0.3, 3.3)), (16, (0.1, 0.1), (2, 2))]:
        image = torch.empty(3, size, size)
        drawn = []
        for _ in range(samples):
            *rectangle, erased = T.RandomErasing.get_params(image, scale, ratio, [0.0])
            if erased is not image:
                drawn.append(rectangle)
        drawn = np.array(drawn)
        cutouts.append(
            {
                "size": size,
                "scale": scale,
                "ratio": ratio,
                "erased": len(drawn) / samples,
                "drawn": [distribution(drawn[:, k]) for k in range(4)],
            }
        )
    jitters = []
    for strength in [(0.4, 0.4, 0.4, 0.1), (0.8, 1.5, 0.0, 0.5), (0.0, 0.2, 3.0, 0.0)]:
        jitter = T.ColorJitter(*strength)
        limits = [jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue]
        neutral = [[1, 1], [1, 1], [1, 1], [0, 0]]
        jitters.append({"strength": strength, "limits": [a or b for a, b in zip(limits, neutral)]})
    return {"crops": crops, "cutouts": cutouts, "jitters": jitters}


def write(name, data):
    path = os.path.join(HERE, name)
    with open(path, "w") as file:
        json.dump(data, file, separators=(",", ":"))
        file.write("\n")
    print(name, os.path.getsize(path), "bytes")


assert sorted(map(tuple, map(order_parts, range(24)))) == list(itertools.permutations(range(4)))
write("augment-steps.json", step_cases())
write("augment-draws.json", draw_cases())
