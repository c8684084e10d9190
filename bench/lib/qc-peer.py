"""The sums of lib/harmonise/qc for a T1w in numpy, as the peer of bench/qc.ts: Otsu, head by lines, tissues by EM, ratios.

usage: qc-peer.py FILE NX NY NZ (float32, x fastest, 1 mm, k upwards). Prints JSON: seconds of the sums, and their values.
"""

import json
import sys
import time

import numpy as np

path, nx, ny, nz = sys.argv[1], *map(int, sys.argv[2:5])
data = np.fromfile(path, dtype=np.float32).reshape(nz, ny, nx)
RUN, DEPTH, MARGIN, UPPER = 3, 20, 6, 110


def otsu(values):
    bins = 65536
    low, high = float(values.min()), float(values.max())
    counts, _ = np.histogram(values, bins=bins, range=(low, high))
    width = (high - low) / bins
    robust = low + (np.searchsorted(np.cumsum(counts), 0.999 * values.size) + 1) * width
    used = int(min(bins, max(2, np.ceil((robust - low) / width))))
    position = np.minimum(np.arange(bins), used - 1)
    total = float((position * counts).sum())
    below = np.cumsum(counts[: used - 1]).astype(float)
    moment = np.cumsum(np.arange(used - 1) * counts[: used - 1]).astype(float)
    above = values.size - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (moment / below - (total - moment) / above) ** 2
    return low + (int(np.nanargmax(between)) + 1) * width


def inside(bright, axis):
    """How far inside the first and last run of bright voxels of its line each voxel lies."""
    size = bright.shape[axis]
    run = bright.copy()
    for step in range(1, RUN):
        shifted = np.roll(bright, step, axis)
        index = [slice(None)] * 3
        index[axis] = slice(0, step)
        shifted[tuple(index)] = False
        run &= shifted
    has = run.any(axis)
    first = np.where(has, run.argmax(axis) - (RUN - 1), 10**9)
    last = np.where(has, size - 1 - np.flip(run, axis).argmax(axis), -(10**9))
    shape = [1, 1, 1]
    shape[axis] = size
    at = np.arange(size).reshape(shape)
    return np.minimum(at - np.expand_dims(first, axis), np.expand_dims(last, axis) - at), last


def tissues(values):
    low, high = np.quantile(values, [0.002, 0.96])
    counts, _ = np.histogram(values[(values > low) & (values < high)], bins=256, range=(low, high))
    bins = np.arange(256)
    means, shares, deviation, before = np.array([256 / 6, 128, 1280 / 6]), np.full(3, 1 / 3), 32.0, -np.inf
    for _ in range(500):
        density = shares * np.exp(-0.5 * ((bins[:, None] - means) / deviation) ** 2)
        total = density.sum(1) + 1e-300
        likelihood = (counts * np.log(total / deviation)).sum()
        part = counts[:, None] * density / total[:, None]
        weight = part.sum(0)
        means = (part * bins[:, None]).sum(0) / weight
        within = (counts * bins**2).sum() - (means**2 * weight).sum()
        shares, deviation = weight / counts.sum(), np.sqrt(within / counts.sum())
        if abs(likelihood - before) < 1e-8 * abs(likelihood):
            break
        before = likelihood
    width = (high - low) / 256
    return low + (means + 0.5) * width, deviation * width


started = time.perf_counter()
threshold = otsu(data)
bright = data > threshold
x, _ = inside(bright, 2)
y, _ = inside(bright, 1)
z, last = inside(bright, 0)
upper = (last.max() - np.arange(nz) <= UPPER)[:, None, None]
head = (x >= 0) & (y >= 0) & (z >= 0)
interior = (x >= DEPTH) & (y >= DEPTH) & (z >= DEPTH) & upper
air = (x < -MARGIN) & (y < -MARGIN) & (z < -MARGIN) & upper
means, deviation = tissues(data[interior])
noise = data[air].astype(np.float64)
root = np.sqrt((data.astype(np.float64) ** 2).sum())
scaled = data[data > 0].astype(np.float64) / root
entropy = -(scaled * np.log(scaled)).sum() / (np.sqrt(data.size) * np.log(np.sqrt(data.size)))
values = {
    "snrForeground": means[2] / deviation,
    "snrBackground": np.sqrt(2 - np.pi / 2) * means[2] / noise.std(ddof=1),
    "cnrWhiteGrey": (means[2] - means[1]) / np.sqrt(noise.var(ddof=1) + 2 * deviation**2),
    "entropyFocus": entropy,
    "foregroundBackgroundEnergy": (data[head].astype(np.float64) ** 2).mean() / (noise**2).mean(),
}
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "values": {name: float(value) for name, value in values.items()}}))
