"""Philox4x32-10 (Salmon et al. 2011) with the streams and permutations of engine/random/philox.ts, by numpy."""

import numpy as np

LOW = np.uint64(0xFFFFFFFF)


def words(seed, stream, index, count):
    """The first `count` words of a stream, uint32."""
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    c = [blocks & LOW, blocks >> np.uint64(32), np.full_like(blocks, index), np.zeros_like(blocks)]
    key = [seed, stream]
    for _ in range(10):
        products = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        high = [product >> np.uint64(32) for product in products]
        low = [product & LOW for product in products]
        c = [high[1] ^ c[1] ^ np.uint64(key[0]), low[1], high[0] ^ c[3] ^ np.uint64(key[1]), low[0]]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return np.stack(c, 1).astype(np.uint32).ravel()[:count]


def permutation(seed, stream, index, n):
    """The integers 0 to n - 1 in the order of the stream (Fisher and Yates, without bias)."""
    drawn = iter(words(seed, stream, index, 2 * n + 64).tolist())
    order = [0] * n
    for i in range(n):
        limit = 2**32 - 2**32 % (i + 1)
        word = next(word for word in drawn if word < limit)
        j = word % (i + 1)
        order[i] = order[j]
        order[j] = i
    return order
