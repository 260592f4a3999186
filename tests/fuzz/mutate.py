#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes damaged copies of a file, TO.1 to TO.COUNT. The number is the seed: the same damage every time.

usage: mutate.py COUNT FROM TO HEADER
HEADER: so many bytes at the file's beginning get most of the damage, because they say what the rest means.
"""
import random
import sys

BORDERS = (0, 1, 0x7F, 0x80, 0xFF)


def damage(data, header, rng):
    kind = rng.randrange(4)
    if kind == 0:
        return data[: rng.randrange(len(data))]
    end = len(data) if kind == 1 else min(header, len(data))
    for _ in range(rng.randint(1, 40 if kind == 1 else 4)):
        data[rng.randrange(end)] = rng.choice(BORDERS + (rng.randrange(256),))
    if kind == 3:  # a part of it somewhere else
        size = rng.randint(1, 4096)
        at, to = rng.randrange(len(data)), rng.randrange(len(data))
        data[to : to + size] = data[at : at + size]
    return data


def main():
    count, source, target, header = sys.argv[1:]
    with open(source, "rb") as f:
        data = f.read()
    for seed in range(1, int(count) + 1):
        with open(f"{target}.{seed}", "wb") as f:
            f.write(damage(bytearray(data), int(header), random.Random(seed)))


main()
