#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# docs/sources.md: every command in its tables prints what the row says.
# Not in make check.
. "$(dirname "$0")/../lib.sh"

declare -A printed
rows=0
while IFS=$'\t' read -r command expected; do
	if [ -z "${printed[$command]+there}" ]; then
		read -ra words <<<"$command"
		run vforkscope "${words[@]}"
		printed[$command]=$out$err
	fi
	check "$command: $expected" grep -qF -- "$expected" <<<"${printed[$command]}"
	rows=$((rows + 1))
done < <(sed -nE 's/^\| .* \| `build\/vforkscope ([^`]*)` \| `([^`]*)` \|$/\1\t\2/p' docs/sources.md)
check 'there are rows' [ "$rows" -gt 80 ]
same 'each row of a table of commands is one of them' "$rows" \
	"$(awk '/^\| statement \| command /{ on = 1; next } /^$/{ on = 0 } on && !/^\|---/' docs/sources.md | wc -l)"
finish
