# SPDX-License-Identifier: GPL-2.0-or-later
"""Executes notebooks as Jupyter does, cell by cell in one namespace, in their directory, without Jupyter.

usage: notebook.py FILE.ipynb...

Tells the results as TAP lines: one for each notebook, with the cell and its error if there is one. What a cell's last
expression gives is asked for its representations, as for being shown.
"""
import ast
import contextlib
import io
import json
import os
import pathlib
import sys
import traceback

SHOWN = "_repr_svg_", "_repr_png_"


def execute(source, name, space):
    """Executes a cell; returns what its last line gives if that is an expression, else None."""
    tree = ast.parse(source, name)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), space)
    return eval(compile(last, name, "eval"), space) if last else None


def run(path):
    """Executes a notebook. Returns (cells, asserts, pictures) or raises what a cell raised."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4, "nbformat is not 4"
    space, pictures, asserts = {"__name__": "__main__"}, 0, 0
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        assert cell["outputs"] == [] and cell["execution_count"] is None, f"cell {number} holds what it printed"
        source = "".join(cell["source"])
        asserts += source.count("assert ")
        shown = execute(source, f"{path.name}, cell {number}", space)
        made = [getattr(shown, name)() for name in SHOWN if hasattr(shown, name)]
        if made:
            data = [one for one in made if one is not None]
            assert len(data) == 1 and (data[0][:8] == b"\x89PNG\r\n\x1a\n" or "<svg" in data[0]), "no picture"
            pictures += 1
    return len(cells), asserts, pictures


def main():
    for path in [pathlib.Path(name).resolve() for name in sys.argv[1:]]:
        os.chdir(path.parent)
        sys.path[:1] = [str(path.parent)]
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                cells, asserts, pictures = run(path)
        except Exception:
            print(f"not ok {path.name}")
            print("# " + (printed.getvalue() + traceback.format_exc()).replace("\n", "\n# "))
        else:
            print(f"ok {path.name}: {cells} cells, {asserts} asserts, {pictures} pictures")


main()
