#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs every test program under OUT/tests and every test script under tests/, counts their results and ends with
# "N passed, N failed". Lines "# figures: ..." of tests that pass are shown, too.
#
# usage: tests/run.sh OUT [PATTERN]
#
# A test tells its results as TAP: a line "1..N", and "ok ..." or "not ok ..." for each. One that crashes, runs longer than
# TEST_TIMEOUT seconds, tells fewer results than it announced or none at all counts as failed. With a PATTERN (an extended
# regular expression) only the tests whose path matches run.
set -u

cd "$(dirname "$0")/.." || exit 1
out=${1:?usage: tests/run.sh OUT [PATTERN]}
pattern=${2:-}
limit=${TEST_TIMEOUT:-300}
out=$(cd "$out" && pwd) || exit 1

export VFORKSCOPE=$out/vforkscope VFORKSCOPE_GUEST=$out/guest
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0} LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/lsan.supp:print_suppressions=0}
unset VFORKSCOPE_DATA

passed=0 failed=0 skipped=0
output=$(mktemp) || exit 1
trap 'rm -f "$output"' EXIT

# run_test NAME COMMAND...
run_test()
{
	local name=$1 status good bad skips plan problem=
	shift
	timeout -k 5 "$limit" "$@" </dev/null >"$output" 2>&1
	status=$?
	skips=$(grep -ciE '^[[:space:]]*(not )?ok\b.*# *skip' "$output")
	good=$(grep -viE '# *skip' "$output" | grep -cE '^[[:space:]]*ok\b')
	bad=$(grep -viE '# *skip' "$output" | grep -cE '^[[:space:]]*not ok\b')
	plan=$(sed -nE 's/^[[:space:]]*1\.\.([0-9]+).*/\1/p' "$output" | awk '{ n += $1 } END { print n + 0 }')
	if [ $status = 124 ] || [ $status = 137 ]; then
		problem="ran longer than $limit s"
	elif [ $status -gt 128 ]; then
		problem="killed by signal $((status - 128))"
	elif [ $((good + bad + skips)) = 0 ]; then
		problem="told no results (status $status)"
	elif [ "$plan" = 0 ]; then
		problem="ended half-way: no line 1..N (status $status)"
	elif [ $((good + bad + skips)) -lt "$plan" ]; then
		problem="told $((good + bad + skips)) of $plan results (status $status)"
	elif [ $status != 0 ] && [ "$bad" = 0 ]; then
		problem="ended with status $status"
	fi
	[ -z "$problem" ] || bad=$((bad + 1))
	passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
	printf '  %-36s %4d passed' "$name" "$good"
	[ "$skips" = 0 ] || printf ', %d skipped' "$skips"
	if [ "$bad" = 0 ]; then
		echo
		[ "$skips" = 0 ] || grep -iE '# *skip' "$output" | sed 's/^/    /'
		sed -n 's/^# figures: /    /p' "$output"
	else
		printf ', %d failed%s\n' "$bad" "${problem:+ ($problem)}"
		grep -vE '^[[:space:]]*(ok\b|1\.\.)' "$output" | tail -n 60 | sed 's/^/    /'
	fi
}

wanted() { [ -z "$pattern" ] || [[ $1 =~ $pattern ]]; }

# The programs of the sources that are here now, not what an older build left.
for source in tests/unit/test_*.c tests/visual/test_*.c; do
	[ -e "$source" ] || continue
	name=${source%.c}
	! wanted "$name" || run_test "${name#tests/}" "$out/$name"
done
while IFS= read -r script; do
	! wanted "$script" || run_test "${script#tests/}" bash "$PWD/$script"
done < <(find tests -mindepth 2 -name '*.sh' | LC_ALL=C sort)

[ $skipped = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
