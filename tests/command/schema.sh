#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What commands print as JSON is as docs/schema/ says: each command's is held against its schema, which allows nothing
# beside what it names. check's is in check.sh, that of bench history in history.sh.
. "$(dirname "$0")/../lib.sh"

# fits NAME SCHEMA COMMAND...: what it prints fits docs/schema/SCHEMA.json.
fits()
{
	local name=$1 schema=$2
	shift 2
	same "$schema: $name" fits \
		"$(vforkscope "$@" --json | python3 tests/check/schema.py "docs/schema/$schema.json")"
}

commands=$(for command in $(vforkscope help --names); do
	! vforkscope help --man "$command" | grep -q '^\\fB\\-\\-json\\fR' || echo "$command"
done | sort)
check 'some commands print JSON' [ "$(wc -w <<<"$commands")" -gt 8 ]
same 'each of them has a schema, and no other' "$commands" "$(basename -a -s .json docs/schema/*.json | sort)"
same 'scripting.md has the table of them' "$commands" \
	"$(sed -nE 's/^\| `([a-z-]+)` \| \[schema\/\1\.json\]\(schema\/\1\.json\) \|.*/\1/p' docs/scripting.md | sort)"

trace="$SCRATCH/return.vft"
run vforkscope run -q --record "$trace" return
same 'a trace' 139 "$status"
fits 'all, with hazards' events events "$trace"
fits 'none' events events "$trace" --grep vm.swapout
fits 'in a loan' state state "$trace" --at hazard.frame
fits 'before any' state state "$trace" --at 0
fits 'the child of a fork' state state return fork --at fork.copy
fits 'lines, instructions, back' step step "$trace" --at spawn +2l -1i
fits 'to the end' step step "$trace" --at end -1i +1i
fits 'all writes' who who "$trace" --at report+1l report.first --all
fits 'the one before and the one behind' who who "$trace" --at report+1l report.first
fits 'by a system call' who who "$trace" --at main+1l use_fork
fits 'a place' find find "$trace" hazard.frame
fits 'none' find find "$trace" 'console nothing'
fits 'choices' what-if what-if "$trace" --choices
fits 'what comes of one' what-if what-if "$trace" --choose R
fits 'and of one without a hazard' what-if what-if "$trace" --choose X
fits 'they differ' diff diff "$trace" return@4.4bsd
fits 'they do not' diff diff "$trace" "$trace"
fits 'two systems' matrix matrix --systems 4.3bsd,linux return 'return fork'
fits 'a script' cost cost --system 4.3bsd traces/shell.vps
fits 'a log' cost cost --system 4.3bsd tests/command/strace/plain.log
fits 'one measure' bench bench vfork_pages_copied

run "$VFORKSCOPE" bench nothing_like_this
measures=$(sed -n 's/.*there are history //p' <<<"$err" | tr ' ' '\n')
check 'there are measures' [ "$(wc -l <<<"$measures")" -gt 20 ]
same 'bench.json has every measure' '' "$(sort <<<"$measures" | comm -23 - <(python3 -c '
import json
print(*sorted(json.load(open("docs/schema/bench.json"))["$defs"]["measures"]["properties"]), sep="\n")'))"

# What a schema does not say cannot be found wrong.
same 'schemas name all that there may be, and all of it must be there but for this' 'bench.measures: all
cost.at: log_line script_line
diff.difference: both
diff.values: both
events.items: hazard function file line' "$(python3 - docs/schema/*.json <<'P'
import json
import pathlib
import sys


def look(schema, name):
    if "properties" in schema:
        assert schema["additionalProperties"] is False, name
        assert not set(schema["required"]) - set(schema["properties"]), name
        left = [key for key in schema["properties"] if key not in schema["required"]]
        if left:
            print(f"{name}:", *left if schema["required"] or len(left) < 5 else ["all"])
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            for inner, one in value.items():
                look(one, f"{name}.{inner}" if key == "properties" else f"{name}.{inner}")
        elif isinstance(value, dict):
            look(value, f"{name}.{key}")


for file in map(pathlib.Path, sys.argv[1:]):
    look(json.loads(file.read_text(encoding="utf-8")), file.stem)
P
)"
held() { python3 tests/check/schema.py docs/schema/what-if.json; }
made=$(vforkscope what-if "$trace" --choose X --json)
like 'one more word in the output does not fit' 'has more$' "$(sed 's/^{/{"more": 1,/' <<<"$made" | held)"
like 'one less does not, either' 'has no outcome$' "$(grep -v '"outcome"' <<<"$made" | held)"

# The examples of scripting.md, as they stand there.
if command -v jq >/dev/null; then
	examples=$(sed -nE 's/^    (vforkscope .*\| jq .*)/\1/p' docs/scripting.md)
	same 'three examples with jq' 3 "$(wc -l <<<"$examples")"
	while IFS= read -r example; do
		run eval "$example"
		check "prints something: $example" [ "$status/${#err}" = 0/0 -a -n "$out" ]
	done <<<"$examples"
else
	skip 'the examples of scripting.md' 'no jq'
fi
finish
