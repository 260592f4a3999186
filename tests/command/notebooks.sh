#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Python module for notebooks, and the notebooks, whose cells are executed.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
export VFORKSCOPE PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/docs/notebooks TMPDIR=$SCRATCH/tmp
mkdir "$TMPDIR"

told=$(python3 tests/notebook.py docs/notebooks/*.ipynb)
same 'each notebook was executed, and holds what it asserts' "$(basename -a docs/notebooks/*.ipynb)" \
	"$(sed -nE 's/^ok ([^ ]*): [0-9]+ cells, [1-9][0-9]* asserts, .*/\1/p' <<<"$told")"
grep -v '^ok' <<<"$told"

mkdir "$SCRATCH/wrong"
printf '{"nbformat": 4, "cells": [{"cell_type": "code", "execution_count": null, "outputs": [], "source": ["%s"]}]}' \
	'assert 1 == 2' >"$SCRATCH/wrong/wrong.ipynb"
like 'one that asserts what is not so does not pass' '^not ok wrong\.ipynb$' \
	"$(python3 tests/notebook.py "$SCRATCH/wrong/wrong.ipynb")"

module()
{
	python3 - <<'P'
import ast
import os
import tempfile

import vforkscope

with open(vforkscope.__file__, encoding="utf-8") as file:
    ast.parse(file.read(), feature_version=(3, 9))


def refused(call):
    try:
        call()
    except vforkscope.Error as error:
        return f"{error.status} {str(error).splitlines()[0]}"
    return "not refused"


run = vforkscope.run("echo", "-n", "$(id); 'a  b' &&", "--system", ram=4)
print(run.status, repr(run.output))
print(vforkscope.run("cat", input="é\n").output.encode(), vforkscope.run("sh", "-c", "exit 3").status)
print(vforkscope.run("borrow", max_instructions=100000).status)
print([event["name"] for event in run.events("halt,exec.done")])
place = run.find("event halt")[0]
print(run.state(place)["icount"] == place["icount"], run.find("console no such text"))

opened = vforkscope.Run(run.path)
print(opened.output == run.output, opened.status, len(opened.text("end", panel="console").splitlines()) > 1)
picture = opened.picture("end", size="800x450", form="svg")
print(picture._repr_png_(), picture._repr_svg_()[:5])
opened.close()
print(os.path.exists(run.path))

print(refused(lambda: run.state("--json")))
print(refused(lambda: vforkscope.run("no-such-program")))
print(refused(lambda: vforkscope.run("echo", system="vms")))
print(refused(lambda: vforkscope.Run("no-such.vft")))
print(refused(lambda: run.what_if("end", "_exit(0)")))

del run, opened, place
print(os.listdir(tempfile.gettempdir()))
os.environ["VFORKSCOPE"] = "/no/such/command"
print(refused(lambda: vforkscope.matrix("return")))
P
}
run module
same 'the module' "0 0 \"\$(id); 'a  b' && --system\"
b'\\xc3\\xa9\\n' 3
None
['exec.done', 'exec.done', 'halt']
True []
True 0 True
None <?xml
True
2 vforkscope: --json: no event or function is called so
2 vforkscope: no-such-program: no such file, shipped program or lesson
2 vforkscope: vms: no such system
None no-such.vft: no such file
2 vforkscope: pid 1 is in the kernel at @, and never runs in user mode again
[]
None /no/such/command: No such file or directory" \
	"$status $(sed -E 's/; (there are 4|is it).*//; s/@[0-9]+/@/' <<<"$out")$err"
finish
