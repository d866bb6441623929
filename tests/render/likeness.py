"""How alike two pictures of a slide look: structural similarity of what is left when they are a little blurred."""

from __future__ import annotations

from PIL import Image, ImageFilter

WIDTH, HEIGHT, BLOCK = 480, 264, 8
BLUR = 1.2
STEADY_MEAN, STEADY_SPREAD = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""The constants of Wang, Bovik, Sheikh and Simoncelli, Image quality assessment, 2004, section III B."""


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return the least of three similarities (red, green, blue), each the mean over blocks; 1 for the same picture."""
    return min(_similarity(a, b) for a, b in zip(_channels(one), _channels(other)))


def _channels(picture: Image.Image) -> list[bytes]:
    small = picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(BLUR))
    return [channel.tobytes() for channel in small.split()]


def _similarity(a: bytes, b: bytes) -> float:
    places = [(x, y) for y in range(0, HEIGHT, BLOCK) for x in range(0, WIDTH, BLOCK)]
    return sum(_block(_cut(a, x, y), _cut(b, x, y)) for x, y in places) / len(places)


def _cut(data: bytes, x: int, y: int) -> bytes:
    return b"".join(data[row * WIDTH + x : row * WIDTH + x + BLOCK] for row in range(y, y + BLOCK))


def _block(a: bytes, b: bytes) -> float:
    if a == b:
        return 1.0
    count = len(a)
    mean_a, mean_b = sum(a) / count, sum(b) / count
    spread_a = sum(v * v for v in a) / count - mean_a**2
    spread_b = sum(v * v for v in b) / count - mean_b**2
    common = sum(v * w for v, w in zip(a, b)) / count - mean_a * mean_b
    means = (2 * mean_a * mean_b + STEADY_MEAN) / (mean_a**2 + mean_b**2 + STEADY_MEAN)
    return means * (2 * common + STEADY_SPREAD) / (spread_a + spread_b + STEADY_SPREAD)
