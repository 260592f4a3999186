#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Records the lessons' traces anew, and README.md with them: `make traces`. Of each row of the lessons in the project's
# README it is the first one; in place of limits, whose 21,000 events take a megabyte, maxuprc, where a user may have
# few processes. What README.md says of process scripts stays as it is.
set -e
program=$(realpath "$1")
cd "$(dirname "$0")"
lessons=$(sed -n '/^| lesson | shows |/,/^$/p' ../README.md | sed -nE 's/^\| `([a-z]+)`.*/\1/p' | sed 's/^limits$/maxuprc/')
scripts=$(sed -n '/^## Process scripts/,$p' README.md)
rm -f ./*.vft
{
	echo '# Traces of lessons'
	echo
	echo 'One for each row of the lessons in [README.md](../README.md). They hold all that they need: `vforkscope view traces/NAME.vft` shows one on any host,'
	echo 'without a compiler. `make traces` records them anew, which is needed when a lesson, the kernel or the format of traces has changed; a test verifies them,'
	echo 'and tells when a lesson is no longer the one that was recorded.'
	echo
	echo '| trace | lesson | system |'
	echo '|---|---|---|'
	for lesson in $lessons; do
		options=()
		[ "$lesson" != maxuprc ] || options=(--system 4.2bsd)
		"$program" run "${options[@]}" --record "$lesson.vft" "$lesson" </dev/null >/dev/null 2>&1 || true
		"$program" replay --verify "$lesson.vft" >/dev/null
		title=$(sed -nE "s/^\| [0-9]+ \| \`$lesson\` \| ([^|]*) \|.*/\1/p" ../docs/lessons.md)
		system=$("$program" state --json --at end "$lesson.vft" | sed -nE 's/^ "system": "(.*)",$/\1/p' | head -1)
		echo "| [$lesson.vft]($lesson.vft) | $title | \`$system\` |"
	done
	printf '\n%s\n' "$scripts"
} >README.new
mv README.new README.md
