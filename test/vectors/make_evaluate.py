"""Numbers that engine/evaluate is tested against, by numpy and PyTorch in float64.

    /usr/bin/python3 test/vectors/make_evaluate.py

writes test/vectors/evaluate.json. Features are given as integers divided by 64, so that JSON holds them exactly.
"""

import json
import pathlib

import numpy as np
import torch

import philox

torch.manual_seed(0)
rng = np.random.default_rng(7)


def as_integers(values):
    """Rounds to multiples of 1/64; returns the integers and the values that they stand for."""
    integers = np.round(values * 64).astype(int)
    return integers, integers.astype(np.float64) / 64


def clustered(count, size, classes, spread, scale, offset):
    """Rows around class centres that overlap, of uneven scale by dimension."""
    centres = rng.normal(size=(classes, size))
    labels = rng.integers(0, classes, size=count)
    rows = centres[labels] + spread * rng.normal(size=(count, size))
    return (rows * scale + offset), labels


def logistic(train, labels, test, test_labels, classes, l2):
    """The optimum of mean cross entropy + l2/2 |W|^2 on standardised features."""
    mean, std = train.mean(0), train.std(0)
    std = np.where(std > 1e-6 * np.abs(mean), std, np.inf)
    x = torch.tensor((train - mean) / std)
    y = torch.tensor(labels)
    w = torch.zeros(x.shape[1], classes, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [w, b], max_iter=5000, tolerance_grad=1e-10, tolerance_change=1e-14, line_search_fn="strong_wolfe"
    )

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(x @ w + b, y) + l2 / 2 * (w**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    loss = closure().item()
    with torch.no_grad():
        predicted = (torch.tensor((test - mean) / std) @ w + b).argmax(1).numpy()
    return {"loss": loss, "accuracy": float((predicted == test_labels).mean())}


def rankme(x):
    singular = np.linalg.svd(x, compute_uv=False)
    share = singular / singular.sum() + 1e-7
    return float(np.exp(-(share * np.log(share)).sum()))


def alignment(x, y):
    x = torch.nn.functional.normalize(torch.tensor(x), dim=1)
    y = torch.nn.functional.normalize(torch.tensor(y), dim=1)
    return (x - y).norm(dim=1).pow(2).mean().item()


def uniformity(x):
    x = torch.nn.functional.normalize(torch.tensor(x), dim=1)
    return torch.pdist(x, p=2).pow(2).mul(-2).exp().mean().log().item()


def knn(train, labels, query, classes, k, temperature):
    bank = train / np.linalg.norm(train, axis=1, keepdims=True)
    rows = query / np.linalg.norm(query, axis=1, keepdims=True)
    predicted = []
    for row in rows:
        similarity = bank @ row
        nearest = np.argsort(-similarity, kind="stable")[:k]
        votes = np.zeros(classes)
        np.add.at(votes, labels[nearest], np.exp(similarity[nearest] / temperature))
        predicted.append(int(votes.argmax()))
    return predicted


def online_probe(rows, labels, classes, batch, rate):
    """torch.optim.SGD with momentum on batches in order, inputs standardised by running statistics."""
    w = torch.zeros(rows.shape[1], classes, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate, momentum=0.9)
    mean = np.zeros(rows.shape[1])
    variance = np.zeros(rows.shape[1])
    seen = 0.0

    def inputs(x):
        v = variance / seen
        return torch.tensor((x - mean / seen) / np.sqrt(v + 1e-4 * v.mean()) * np.sqrt(64 / rows.shape[1]))

    for start in range(0, len(rows), batch):
        x, y = rows[start : start + batch], torch.tensor(labels[start : start + batch])
        mean = 0.9 * mean + 0.1 * x.mean(0)
        variance = 0.9 * variance + 0.1 * x.var(0)
        seen = 0.9 * seen + 0.1
        known = y >= 0
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy((inputs(x) @ w + b)[known], y[known])
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        predicted = (inputs(rows) @ w + b).argmax(1).numpy()
    known = labels >= 0
    return {
        "batch": batch,
        "rate": rate,
        "weight": w.detach().numpy().ravel().round(7).tolist(),
        "bias": b.detach().numpy().round(7).tolist(),
        "accuracy": float((predicted == labels)[known].mean()),
    }


def overlapping(train_count, test_count, size, classes):
    """Integer features that both sides make from a seed: classes overlap, dimensions are of different scale."""
    count = train_count + test_count
    byte = lambda index, n: (philox.words(5, 1000, index, n) >> 24).astype(np.int64)
    centres = (byte(0, classes * size).reshape(classes, size) - 128) * 5 // 8
    noise = byte(1, count * size * 4).reshape(count, size, 4).sum(2) - 510
    labels = np.arange(count) % classes
    return (centres[labels] + noise) * (1 + np.arange(size) % 7), labels


def chosen_penalty(train_count, test_count, size, classes, seed):
    """The penalty that does best on a seeded fifth of each class, and what the optimum for it reaches."""
    rows, labels = overlapping(train_count, test_count, size, classes)
    x, held = rows[:train_count].astype(np.float64), rows[train_count:].astype(np.float64)
    y, held_labels = labels[:train_count], labels[train_count:]
    judged = np.zeros(train_count, dtype=bool)
    for label in range(classes):
        group = np.flatnonzero(y == label)
        order = philox.permutation(seed, 1, label + 1, len(group))
        judged[group[order[: round(0.2 * len(group))]]] = True
    penalties = [10 ** (1 - i / 2) for i in range(15)]
    validation = [
        logistic(x[~judged], y[~judged], x[judged], y[judged], classes, l2)["accuracy"] for l2 in penalties
    ]
    l2 = penalties[int(np.argmax(validation))]
    return {
        **{"trainCount": train_count, "testCount": test_count, "size": size, "classes": classes, "seed": seed},
        "checksum": int((rows.ravel() * (1 + np.arange(rows.size) % 1009)).sum()),
        **{"validation": validation, "l2": l2},
        "accuracy": logistic(x, y, held, held_labels, classes, l2)["accuracy"],
    }


size, classes = 24, 5
scale = np.exp(rng.normal(size=size))
offset = 3 * rng.normal(size=size)
rows, labels = clustered(700, size, classes, 2.2, scale, offset)
rows[:, 7] = 2.5  # a dimension that never varies
integers, rows = as_integers(rows)
train, test = rows[:400], rows[400:]
result = {
    "classes": classes,
    "size": size,
    "rows": integers.ravel().tolist(),
    "labels": labels.tolist(),
    "trainCount": 400,
    "logistic": [
        {"l2": l2, **logistic(train, labels[:400], test, labels[400:], classes, l2)} for l2 in (1e-3, 1e-1)
    ],
    "probe": online_probe(rows, np.where(np.arange(700) % 9 == 4, -1, labels), classes, 50, 0.1),
    "knn": [
        {"k": k, "temperature": t, "predicted": knn(train, labels[:400], test, classes, k, t)}
        for k, t in ((1, 0.1), (20, 0.1), (400, 0.02))
    ],
    "rank": {"tall": rankme(rows), "wide": rankme(rows[:10]), "centred": rankme(rows - rows.mean(0))},
    "alignment": alignment(rows[:350], rows[350:]),
    "uniformity": uniformity(rows),
}
result["chosenPenalty"] = [chosen_penalty(600, 5000, 48, 10, seed) for seed in (1, 2)]
matrix = rng.integers(-9, 10, size=(20, 20))
matrix = matrix + matrix.T
result["symmetric"] = {
    "side": 20,
    "matrix": matrix.ravel().tolist(),
    "eigenvalues": np.linalg.eigvalsh(matrix.astype(np.float64)).tolist(),
}
path = pathlib.Path(__file__).with_name("evaluate.json")
path.write_text(json.dumps(result) + "\n")
