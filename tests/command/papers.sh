#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The papers name what there is: every source file, lesson, system and command, and no file that is gone.
. "$(dirname "$0")/../lib.sh"

# words FILE...: what stands in backticks, without them.
words() { grep -oh '`[^`]*`' "$@" | tr -d '`' | tr ' ' '\n'; }

# unnamed FILE NAME...: those names that FILE has in no backticks, not even by a pattern such as cmd_*.c.
unnamed()
{
	local file=$1 patterns name pattern
	shift
	mapfile -t patterns < <(words "$file")
	for name; do
		for pattern in "${patterns[@]}"; do
			# shellcheck disable=SC2053 # a pattern is meant
			[[ $name == $pattern ]] && continue 2
		done
		echo "$name"
	done
}

same 'architecture.md has every file of emu and visualizer' '' \
	"$(unnamed docs/architecture.md $(basename -a emu/*/*.c visualizer/*.c))"
same 'architecture.md has no file that is gone' '' "$(
	for file in $(words docs/architecture.md | grep -E '^([a-z_]+/)*[a-z_*]+\.[ch]$'); do
		compgen -G "$file" >/dev/null || compgen -G "emu/*/$file" >/dev/null ||
			compgen -G "visualizer/$file" >/dev/null ||
			compgen -G "guest/abi/$file" >/dev/null || echo "$file"
	done
)"

run vforkscope demo
lessons=$(awk '/^  / { print $1 }' <<<"$out" | grep -v -- -O2)
check 'there are lessons' [ "$(wc -w <<<"$lessons")" -gt 20 ]
same 'README.md has every lesson' '' "$(unnamed README.md $lessons)"

version=$(sed -n 's/^VERSION := //p' Makefile)
run vforkscope --version
same 'the version is that of the Makefile' "0 vforkscope $version" "$status $out$err"
like 'CHANGELOG.md begins with it' "^## $version \\([0-9]{4}-[0-9]{2}-[0-9]{2}\\)$" "$(grep -m 1 '^## ' CHANGELOG.md)"

run vforkscope --help
help=$out
run vforkscope -h
same '-h is --help' "0 $help" "$status $out"
for command in $(sed -nE 's/^  vforkscope ([a-z]+) .*/\1/p' <<<"$help"); do
	run vforkscope "$command" --help
	expected=$out
	run vforkscope "$command" -h
	same "$command -h is $command --help" "0 $expected" "$status $out"
done
out=$help
systems=$(awk '/^Systems/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' <<<"$out")
check 'there are systems' [ "$(wc -w <<<"$systems")" -gt 10 ]
same 'systems.md has every system' '' "$(unnamed docs/systems.md $systems)"
same 'the papers use no command that is not there' '' "$(
	grep -oh 'vforkscope [a-z][a-z]*' <<<"$out" | sort -u >"$SCRATCH/commands"
	grep -ohE '(^    build/|`(build/)?)vforkscope [a-z]+' *.md docs/*.md | grep -oE 'vforkscope [a-z]+$' |
		sort -u | comm -23 - "$SCRATCH/commands"
)"
same 'links lead somewhere' '' "$(python3 tests/links.py *.md docs traces 2>/dev/null)"
printf '[a](gone.md) [b](#two-words) [c](#three) [d](https://nowhere)\n\n## Two `words`\n' >"$SCRATCH/paper.md"
same '... and one that does not is told' "$SCRATCH/paper.md: gone.md
$SCRATCH/paper.md: #three: no such heading" "$(python3 tests/links.py "$SCRATCH/paper.md" 2>/dev/null)"

# The commands of instants.md, as they stand there: none is refused, and what is looked for is found.
mkdir "$SCRATCH/instants"
sed -nE 's/^    (vforkscope (step|state|who|find|events|what-if|diff|replay) .*)/\1/p' docs/instants.md \
	>"$SCRATCH/lines"
check 'instants.md has commands' [ "$(wc -l <"$SCRATCH/lines")" -gt 30 ]
same 'each of them does what it is there for' '' "$(
	cd "$SCRATCH/instants" || exit
	for trace in return.vft=return mine.vft=borrow 'other.vft=borrow fork'; do
		vforkscope run -q --record "${trace%%=*}" ${trace#*=} >/dev/null 2>&1
	done
	while IFS= read -r line; do
		run eval "$line"
		case $status$line in
		0* | 1vforkscope\ diff*) [ -n "$out" -a -z "$err" ] ;;
		*) false ;;
		esac || echo "$line: status $status: $err"
	done <"$SCRATCH/lines"
)"

# What a trace says of itself, in the words of docs/trace-format.md.
run vforkscope run --record "$SCRATCH/true.vft" true
same "trace-format.md has a trace's numbers, tables, columns and keys" \
	"$(sed -nE 's/.*application_id` is (0x[0-9A-F]+) .*`user_version` is the format.s number, ([0-9]+) now.*/\1 \2/p
		s/^\*\*([a-z_]+)\*\*(\([^)]*\)).*/\1\2/p; s/^\| `([a-z]+)` \| .*/\1/p' docs/trace-format.md | sort)" \
	"$(python3 - "$SCRATCH/true.vft" <<'P' | sort
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
print("0x%08X" % db.execute("PRAGMA application_id").fetchone(), *db.execute("PRAGMA user_version").fetchone())
for table, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
    print(f"{table}({', '.join(column[1] for column in db.execute(f'PRAGMA table_info({table})'))})")
print(*(key for key, in db.execute("SELECT key FROM meta")), sep="\n")
P
)"

same 'no line is longer than 120 columns' '' "$(
	python3 - $(find Makefile .ci .setup emu visualizer guest tests -type f) <<'P'
import sys

for name in sys.argv[1:]:
    if not name.endswith((".png", ".md", ".pyc")) and "/strace/" not in name:
        for number, line in enumerate(open(name, encoding="utf-8"), 1):
            if len(line.rstrip("\n").expandtabs(8)) > 120:
                print(f"{name}:{number}")
P
)"
finish
