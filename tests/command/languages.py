#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tells where a translation has other values in braces, or other names between backquotes, than the text itself."""
import ast
import re
import subprocess
import sys

text = subprocess.run(["msgattrib", "--translated", "--no-wrap", sys.argv[1]], capture_output=True, check=True,
                      text=True).stdout
for english, other in re.findall(r'^msgid ("(?:.*)(?:\n".*)*)\nmsgstr ("(?:.*)(?:\n".*)*)', text, re.M):
    pair = ["".join(ast.literal_eval(line) for line in part.split("\n")) for part in (english, other)]
    for shape in r"\{[^}]*\}", r"`[^`]*`":
        found = [sorted(re.findall(shape, one)) for one in pair]
        if pair[0] and found[0] != found[1]:
            print(pair[0], "|", pair[1], "|", *found)
