#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints a GIF's width and height, and how long each of its pictures is shown, in hundredths of a second.

usage: gif.py FILE
"""
import struct
import sys


def colours(flags):
    """Bytes of the table of colours that the flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def behind_blocks(data, at):
    while data[at]:
        at += 1 + data[at]
    return at + 1


def delays(data):
    at = 13 + colours(data[10])
    delay = None
    while data[at] != 0x3B:  # the trailer
        if data[at] == 0x21:  # an extension; 0xF9: how the next picture is shown
            if data[at + 1] == 0xF9:
                delay, = struct.unpack_from("<H", data, at + 4)
            at = behind_blocks(data, at + 2)
        else:
            assert data[at] == 0x2C, f"no block begins at {at}"
            yield delay
            at = behind_blocks(data, at + 11 + colours(data[at + 9]))


with open(sys.argv[1], "rb") as f:
    gif = f.read()
assert gif[:6] == b"GIF89a"
print(*struct.unpack_from("<HH", gif, 6), *delays(gif))
