# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints the links of papers that lead nowhere: to a file that is not there, or to a heading that its paper does not
have.

usage: tests/links.py PLACE...	papers (.md) and notebooks (.ipynb), and directories that hold some
"""

import json
import os
import re
import sys
import urllib.parse


def text_of(name):
    """A paper's text; a notebook's is that of the cells that are no code."""
    with open(name, encoding="utf-8") as file:
        if not name.endswith(".ipynb"):
            return file.read()
        cells = json.load(file)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def without_code(text):
    text = re.sub(r"(?ms)^```.*?^```$", "", text)
    text = re.sub(r"(?m)^    .*$", "", text)
    return re.sub(r"`[^`\n]*`", "code", text)


def anchors(text):
    """What headings are called in links."""
    for heading in re.findall(r"(?m)^#+ +(.*)$", re.sub(r"(?ms)^```.*?^```$", "", text)):
        heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        yield re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def papers(places):
    for place in places:
        if not os.path.isdir(place):
            yield place
        for top, _, names in os.walk(place):
            yield from (os.path.join(top, name) for name in sorted(names) if name.endswith((".md", ".ipynb")))


count = 0
for paper in papers(sys.argv[1:]):
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(paper))):
        target, _, anchor = urllib.parse.unquote(link).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        count += 1
        path = os.path.join(os.path.dirname(paper), target) if target else paper
        if not os.path.exists(path):
            print(f"{paper}: {link}")
        elif anchor and path.endswith(".md") and anchor not in anchors(text_of(path)):
            print(f"{paper}: {link}: no such heading")
print(f"{count} links looked at", file=sys.stderr)
