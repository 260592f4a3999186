#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Unpacks the images of a trace into a directory and prints their names.

usage: images.py TRACE DIRECTORY
"""
import ctypes
import os
import sqlite3
import sys

trace, directory = sys.argv[1:]
zstd = ctypes.CDLL("libzstd.so.1")
zstd.ZSTD_decompress.restype = ctypes.c_size_t
zstd.ZSTD_decompress.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
os.makedirs(directory, exist_ok=True)
rows = sqlite3.connect(trace).execute("SELECT name, raw_size, data FROM images ORDER BY name")
for name, size, data in rows:
    plain = ctypes.create_string_buffer(size + 1)
    assert zstd.ZSTD_decompress(plain, size, data, len(data)) == size
    with open(os.path.join(directory, name.replace("/", "\\")), "wb") as f:
        f.write(plain.raw[:size])
    print(name)
