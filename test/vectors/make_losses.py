"""Reference numbers for the losses beside NT-Xent, and for the entropy of the contrastive distribution.

    python3 test/vectors/make_losses.py

writes losses.json. Row by row from the formulas, with gradients by PyTorch's autograd in float64.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
# No choice and no hinge may lie so near that float32 could see it otherwise.
CLEAR = 1e-4


class TooNear(Exception):
    pass


def clear(differences):
    if any(abs(difference) < CLEAR for difference in differences):
        raise TooNear


def semi_hard(similarity, positive, negatives, margin):
    """The most similar negative below the positive, and above it less the margin where there is one; [] without any."""
    below = [k for k in negatives if similarity[k] < positive]
    clear([similarity[k] - positive for k in negatives])
    if margin is not None:
        clear([similarity[k] - positive + margin for k in below])
        below = [k for k in below if similarity[k] > positive - margin]
    below.sort(key=lambda k: -similarity[k])
    if len(below) > 1:
        clear([similarity[below[0]] - similarity[below[1]]])
    return below[:1]


def loss_of(z, type_, temperature, normalize, semi, margin):
    """The loss, the contrastive accuracy, and how many rows have no semi-hard negative."""
    u = F.normalize(z) if normalize else z
    s = u @ u.T
    rows = len(z)
    pairs = rows // 2
    total, hits, without = 0, 0, 0
    for i in range(rows):
        j = (i + pairs) % rows
        all_negatives = [k for k in range(rows) if k % pairs != i % pairs]
        negatives = [k for k in all_negatives if (k < pairs) != (i < pairs)]
        hits += all(s[i, j] > s[i, k] for k in all_negatives)
        if type_ == "decoupled":
            total = total + torch.logsumexp(s[i, all_negatives] / temperature, 0) - s[i, j] / temperature
            continue
        if semi:
            negatives = semi_hard(s[i].detach(), s[i, j].detach(), negatives, margin if type_ == "margin" else None)
            without += not negatives
        if type_ == "nt-logistic":
            total = total + F.softplus(-s[i, j] / temperature)
            terms = [F.softplus(s[i, k] / temperature) for k in negatives]
        else:
            hinges = [s[i, k] - s[i, j] + margin for k in negatives]
            clear([hinge.detach() for hinge in hinges])
            terms = [torch.clamp(hinge, min=0) for hinge in hinges]
        if terms:
            total = total + torch.stack(terms).mean()
    return total / rows, hits / rows, without


def projections(seed, pairs, size, noise):
    torch.manual_seed(seed)
    first = torch.randn(pairs, size)
    return torch.cat([first, first + noise * torch.randn(pairs, size)]).float().double()


def losses():
    # type, τ, normalize, semi-hard, margin; N, D, noise of the second view.
    settings = [
        ("nt-logistic", 0.5, True, False, 0.4, 8, 6, 0.7),
        ("nt-logistic", 0.1, True, False, 0.4, 2, 4, 0.7),
        ("nt-logistic", 2.0, False, False, 0.4, 5, 3, 0.7),
        ("nt-logistic", 0.2, True, True, 0.4, 8, 6, 1.5),
        ("nt-logistic", 1.0, False, True, 0.4, 6, 3, 1.0),
        ("margin", 0.5, True, False, 0.4, 8, 6, 1.0),
        ("margin", 0.5, True, False, 0.8, 2, 4, 1.5),
        ("margin", 0.5, False, False, 1.6, 5, 3, 1.0),
        ("margin", 0.5, True, True, 0.4, 8, 6, 1.5),
        ("margin", 0.5, False, True, 0.8, 7, 2, 1.5),
        ("decoupled", 0.5, True, False, 0.4, 8, 6, 0.7),
        ("decoupled", 0.02, True, False, 0.4, 2, 4, 0.7),
        ("decoupled", 1.0, False, False, 0.4, 5, 3, 0.7),
    ]
    cases = []
    for index, (type_, temperature, normalize, semi, margin, pairs, size, noise) in enumerate(settings):
        for seed in range(1000 * index, 1000 * (index + 1)):
            z = projections(seed, pairs, size, noise).requires_grad_()
            try:
                loss, accuracy, without = loss_of(z, type_, temperature, normalize, semi, margin)
            except TooNear:
                continue
            # Some rows with a semi-hard negative, some without.
            if not semi or 0 < without < 2 * pairs:
                break
        loss.backward()
        config = {"type": type_, "temperature": temperature, "normalize": normalize, "semiHard": semi, "margin": margin}
        result = {"loss": loss.item(), "accuracy": accuracy, "gradient": z.grad.tolist()}
        cases.append({"config": config, "z": z.tolist(), **result})
    return cases


def entropies():
    cases = []
    for seed, (pairs, size, temperature, normalize) in enumerate(
        [(3, 4, 0.5, True), (13, 8, 0.05, True), (11, 5, 10.0, False), (1, 3, 0.1, True)]
    ):
        z = projections(seed, pairs, size, 0.7)
        u = F.normalize(z) if normalize else z
        logits = (u @ u.T / temperature)[~torch.eye(2 * pairs, dtype=bool)].reshape(2 * pairs, -1)
        entropy = torch.distributions.Categorical(logits=logits).entropy().mean().item()
        cases.append({"temperature": temperature, "normalize": normalize, "z": z.tolist(), "entropy": entropy})
    return cases


path = pathlib.Path(__file__).with_name("losses.json")
path.write_text(json.dumps({"losses": losses(), "entropies": entropies()}, separators=(",", ":")) + "\n")
