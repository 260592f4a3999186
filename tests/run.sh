#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs every test program under OUT/tests and every test script under tests/, a job for each processor and one more
# since some wait, tells their results in the order of their names and ends with "N passed, N failed". Lines
# "# figures: ..." of tests that pass are shown, too.
#
# usage: tests/run.sh [--slow] [--quick] OUT [PATTERN]
#
# A test tells its results as TAP: a line "1..N", and "ok ..." or "not ok ..." for each. One that crashes, runs longer
# than TEST_TIMEOUT seconds, tells fewer results than it announced or none at all counts as failed. When it has ended,
# whatever it started is killed; ^C ends the run, and nothing is left of it (tests/command/runner.sh). With a PATTERN
# (an extended regular expression) only the tests whose path matches run. JOBS is how many run at a time. --slow tells
# how much processor time the dearest took. --quick leaves out those that say "Not in make check" in their first lines.
set -u

cd "$(dirname "$0")/.." || exit 1
slow= quick_only=
[ "${1:-}" != --slow ] || { slow=1 && shift; }
[ "${1:-}" != --quick ] || { quick_only=1 && shift; }
out=${1:?usage: tests/run.sh [--slow] [--quick] OUT [PATTERN]}
pattern=${2:-}
limit=${TEST_TIMEOUT:-600} jobs=${JOBS:-$(($(nproc) + 1))}
out=$(cd "$out" && pwd) || exit 1
costs=$out/tests/costs # what each took the last time: processor seconds, name

export VFORKSCOPE=$out/vforkscope VFORKSCOPE_GUEST=$out/guest
export PYTHON=${PYTHON:-$(python3 -c 'import sys; print(sys.executable)')} # see lib.sh
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0}
leaks="suppressions='$PWD/tests/lsan.supp':print_suppressions=0" # in quotes for a path with spaces
export LSAN_OPTIONS=${LSAN_OPTIONS:-$leaks}
unset VFORKSCOPE_DATA LANGUAGE
export LC_MESSAGES=C ${LC_ALL:+LC_ALL=C.UTF-8} # whatever the user's language

work=$(mktemp -d) && chmod 711 "$work" || exit 1 # another user that a test becomes must get through

# kill_all DIRECTORY: every process whose temporary files go there, whatever group or session it has made its own, and
# the groups that they lead; until there is none, since one may start another meanwhile.
kill_all()
{
	local directory=${1//[^[:alnum:]\/]/.} environment pid killed=1
	while [ $killed = 1 ]; do
		killed=0
		for environment in $(grep -lzsE "^TMPDIR=$directory(/|\$)" /proc/[0-9]*/environ); do
			pid=${environment#/proc/} pid=${pid%/environ}
			[ "$pid" != $$ ] || continue
			kill -KILL -- "-$pid" 2>/dev/null
			kill -KILL "$pid" 2>/dev/null && killed=1
		done
	done
}

end()
{
	trap '' INT TERM HUP
	local pid
	for pid in $(jobs -p); do
		kill -KILL "$pid" 2>/dev/null
	done
	kill_all "$work"
	chmod -R u+w "$work" && rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# count OUTPUT: how many passed, failed and were skipped, and how many were announced.
count()
{
	awk '{ line = tolower($0) }
		line ~ /^[ \t]*(not )?ok([^a-z0-9_]|$).*# *skip/ { skipped++; next }
		line ~ /^[ \t]*ok([^a-z0-9_]|$)/ { passed++ }
		line ~ /^[ \t]*not ok([^a-z0-9_]|$)/ { failed++ }
		/^[ \t]*1\.\.[0-9]+/ { sub(/^[ \t]*1\.\./, ""); planned += $0 }
		END { print passed + 0, failed + 0, skipped + 0, planned + 0 }' "$1"
}

# run_test NUMBER COMMAND...: leaves in $work NUMBER.told what is to be told of it, and NUMBER.counts. The test has a
# process group of its own, from timeout, and ^C is not ignored in it as in what a shell starts in the background. That
# is not done by set -m: each command of this script would take the terminal then, and with it ^C.
run_test()
{
	local number=$1 name=${names[$1]} output=$work/$1.output status good bad skips plan problem= took
	local TIMEFORMAT='%R %U %S'
	shift
	export TMPDIR=$work/$number
	mkdir -m 711 "$TMPDIR"
	{
		time timeout -s KILL "$limit" env --default-signal=INT,QUIT "$@" </dev/null >"$output" 2>&1
	} 2>"$work/$number.time"
	status=$?
	kill_all "$TMPDIR"
	read -r good bad skips plan < <(count "$output")
	took=$(awk 'END { printf "%.2f %.2f", $2 + $3, $1 }' "$work/$number.time")
	if [ $status = 137 ] && awk -v limit="$limit" 'END { exit !($1 >= limit) }' "$work/$number.time"; then
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
	{
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
	} >"$work/$number.told"
	chmod -R u+w "$TMPDIR" && rm -rf "$TMPDIR" "$output"
	# whoever waits for the file looks whether it is there: it comes whole
	echo "$good $bad $skips $took" >"$work/$number.counted"
	mv "$work/$number.counted" "$work/$number.counts"
}

# The programs of the sources that are here now, not what an older build left.
names=() left_out=0
for source in tests/unit/test_*.c tests/visual/test_*.c $(find tests -mindepth 2 -name '*.sh' | LC_ALL=C sort); do
	name=${source%.c}
	[ -e "$source" ] && [[ $name =~ $pattern ]] || continue
	if [ -n "$quick_only" ] && head -n 12 "$source" | grep -q 'Not in make check'; then
		left_out=$((left_out + 1))
	else
		names+=("${name#tests/}")
	fi
done

# The dearest of the last time begin, so that none is left alone at the end; those that are new are taken for dear. The
# first time tests/costs tells which they are.
mapfile -t order < <(
	for number in "${!names[@]}"; do
		echo "$number ${names[number]}"
	done | awk -v costs="$costs" -v usual=tests/costs '
		function learn(file) {
			while ((getline line < file) > 0) { split(line, a, " "); cost[a[2]] = a[1]; n++ }
		}
		BEGIN { learn(costs); other = n ? 1000 : 0; if (!n) learn(usual) }
		{ print ($2 in cost) ? cost[$2] : other, $1 }' | sort -k1,1nr -k2,2n | cut -d' ' -f2
)

passed=0 failed=0 skipped=0 started=0 running=0 told=0
: >"$work/costs"
while [ $told -lt ${#names[@]} ]; do
	while [ $running -lt "$jobs" ] && [ $started -lt ${#names[@]} ]; do
		number=${order[started++]} name=${names[number]}
		running=$((running + 1))
		case $name in
		*.sh) run_test "$number" bash "$PWD/tests/$name" & ;;
		*) run_test "$number" "$out/tests/$name" & ;;
		esac
	done
	if [ ! -e "$work/$told.counts" ] && [ $running -gt 0 ]; then
		wait -n
		running=$((running - 1))
		continue
	fi
	if [ ! -e "$work/$told.counts" ]; then
		echo "  ${names[told]}: whoever ran it was killed" >"$work/$told.told"
		echo '0 1 0 0 0' >"$work/$told.counts"
	fi
	cat "$work/$told.told"
	read -r good bad skips cpu real <"$work/$told.counts"
	passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
	echo "$cpu ${names[told]} $real" >>"$work/costs"
	told=$((told + 1))
done
sort -k1,1nr "$work/costs" >"$work/dearest"
[ -n "$pattern$quick_only" ] || cut -d' ' -f1,2 "$work/dearest" >"$costs"

if [ -n "$slow" ]; then
	echo "processor time, and time by the clock, in seconds:"
	awk 'NR <= 20 { printf "  %-36s %7.2f %7.2f\n", $2, $1, $3 }
		{ all += $1 } END { printf "  %-36s %7.2f\n", "all together", all }' "$work/dearest"
fi
[ $left_out = 0 ] || echo "$left_out thorough ones left out; make test has them"
[ $skipped = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
