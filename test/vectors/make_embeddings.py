"""
Writes embeddings.json: principal components, k-means' best partition, orthogonal Procrustes and nearest neighbours of
small matrices, from NumPy in float64, and a matrix as numpy.save writes it.
    python3 test/vectors/make_embeddings.py > test/vectors/embeddings.json
"""
import base64
import io
import json

import numpy as np

random = np.random.default_rng(7)


def rounded(array):
    return [float(f"{value:.9g}") for value in np.asarray(array, dtype=np.float64).ravel()]


def principal(count, size):
    """Data of a falling spectrum around a mean that is not zero, as float32, and its first two components."""
    scales = 3.0 * 0.8 ** np.arange(size)
    basis = np.linalg.qr(random.normal(size=(size, size)))[0]
    data = (random.normal(size=(count, size)) * scales @ basis + 2).astype(np.float32)
    centred = data.astype(np.float64) - data.astype(np.float64).mean(axis=0)
    _, values, vectors = np.linalg.svd(centred, full_matrices=False)
    variances = values**2 / count
    return {
        "count": count,
        "size": size,
        "data": rounded(data),
        "coordinates": rounded(centred @ vectors[:2].T),
        "shares": rounded(variances[:2] / variances.sum()),
    }


def procrustes(reflect):
    """Points, and the same turned (and mirrored), moved, scaled and disturbed; the best orthogonal matrix between them."""
    target = random.normal(size=(40, 2)) * [3, 1]
    angle = 2.1
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if reflect:
        turn = turn @ np.diag([1, -1])
    points = target @ turn * 0.5 + [4, -2] + random.normal(size=(40, 2)) * 0.05
    a = points - points.mean(axis=0)
    b = target - target.mean(axis=0)
    u, _, vt = np.linalg.svd(a.T @ b)
    return {"points": rounded(points), "target": rounded(target), "matrix": rounded(u @ vt)}


def neighbours():
    data = random.normal(size=(60, 7)).astype(np.float32)
    unit = data.astype(np.float64) / np.linalg.norm(data.astype(np.float64), axis=1, keepdims=True)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -2)
    order = np.argsort(-cosine, axis=1)[:, :5]
    return {
        "count": 60,
        "size": 7,
        "data": rounded(data),
        "nearest": order.tolist(),
        "similarity": [rounded(np.sort(row)[::-1][:5]) for row in cosine],
    }


def saved():
    matrix = random.normal(size=(3, 4)).astype("<f4")
    file = io.BytesIO()
    np.save(file, matrix)
    return {"file": base64.b64encode(file.getvalue()).decode(), "values": rounded(matrix), "shape": [3, 4]}


print(
    json.dumps(
        {
            "made": f"NumPy {np.__version__}",
            "npy": saved(),
            # Wide, so that its covariance is never formed; and tall.
            "principal": [principal(30, 500), principal(200, 12)],
            "procrustes": [procrustes(False), procrustes(True)],
            "neighbours": neighbours(),
        },
        separators=(",", ":"),
    )
)
