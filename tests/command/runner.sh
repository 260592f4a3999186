#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/run.sh itself: what it says of tests that go wrong, and that nothing is left of one that hangs, nor of a run
# that ^C ends.
. "$(dirname "$0")/../lib.sh"
terminal=$PWD/tests/command/terminal.py

# A tree with tests of its own.
tree=$SCRATCH/tree temporary=$SCRATCH/temporary
export FOUND=$SCRATCH/found # where they leave what is looked at afterwards
mkdir -p "$tree/tests/command" "$tree/build/tests" "$temporary" "$FOUND"
cp tests/run.sh tests/lib.sh "$tree/tests"

# Makes a test of standard input.
a_test() { cat >"$tree/tests/command/$1.sh"; }

# runner LIMIT [PATTERN]: $status and $out of a run of that tree.
runner() { run env TMPDIR="$temporary" TEST_TIMEOUT="$1" JOBS=1 "$tree/tests/run.sh" build "${2:-}"; }

# left: what there is still of a run: files, processes.
left()
{
	local pid state
	find "$temporary" -mindepth 1
	for pid in $(<"$FOUND/pids"); do
		read -r _ _ state _ 2>/dev/null <"/proc/$pid/stat" || continue
		[ "$state" = Z ] || echo "process $pid, state $state"
	done
}

a_test fine <<<'echo "ok 1 - a"; echo "ok 2 - b # SKIP not here"; echo "ok 3 - c"; echo 1..3'
a_test wrong <<<'echo "ok 1 - a"; echo "not ok 2 - b"; echo "# because"; echo 1..2; exit 1'
a_test crash <<<'echo "ok 1 - a"; echo 1..1; kill -SEGV $$'
a_test killed <<<'echo "ok 1 - a"; echo 1..1; kill -KILL $$'
a_test short <<<'echo 1..3; echo "ok 1 - a"'
a_test half <<<'echo "ok 1 - a"'
a_test silent <<<'exit 0'
a_test status <<<'echo "ok 1 - a"; echo 1..1; exit 3'
runner 60
same 'it fails when a test does' 1 "$status"
same 'and says what was wrong' \
	"$(printf '  %-36s %4d passed%s\n' \
		command/crash.sh 1 ', 1 failed (killed by signal 11)' \
		command/fine.sh 2 ', 1 skipped' \
		command/half.sh 1 ', 1 failed (ended half-way: no line 1..N (status 0))' \
		command/killed.sh 1 ', 1 failed (killed by signal 9)' \
		command/short.sh 1 ', 1 failed (told 1 of 3 results (status 0))' \
		command/silent.sh 0 ', 1 failed (told no results (status 0))' \
		command/status.sh 1 ', 1 failed (ended with status 3)' \
		command/wrong.sh 1 ', 1 failed')
8 passed, 7 failed" "$(grep passed <<<"$out")"
like 'with its words' '^    # because$' "$out"
like 'what was skipped is told' '^1 skipped$' "$out"
same 'nothing is left' '' "$(find "$temporary" -mindepth 1)"
runner 60 fine
same 'when all pass its status is 0' '0 2 passed, 0 failed' "$status ${out##*$'\n'}"
runner 60 nothing
same 'when there is no test it is 1' '1 0 passed, 0 failed' "$status $out"
# One test ends while the counts of another are being written, which takes a second here.
for n in 1 2; do
	a_test "together$n" <<<"sleep 0.$((2 * n)); echo 'ok 1 - a'; echo 'ok 2 - b'; echo 1..2"
done
echo()
{
	case ${1:-} in '2 0 0 '*) sleep 1 ;; esac
	builtin echo "$@"
}
export -f echo
run env TMPDIR="$temporary" JOBS=2 "$tree/tests/run.sh" build together
unset -f echo
same 'no count is read before it is whole' '4 passed, 0 failed' "${out##*$'\n'}"
rm "$tree"/tests/command/together?.sh
a_test fine <<<'# Not in make check.
echo "ok 1 - a"; echo 1..1'
run env TMPDIR="$temporary" JOBS=1 "$tree/tests/run.sh" --quick build 'fine|status'
same 'make check leaves thorough ones out, and says so' \
	"$(printf '  %-36s %4d passed%s\n' command/status.sh 1 ', 1 failed (ended with status 3)')
1 thorough ones left out; make test has them
1 passed, 1 failed" "$out"

# One that hangs and does not want to die; nor do its children: one by one they also ignore signals, have a session of
# their own, or an environment.
rm "$tree/tests/command"/*
a_test fine <<<'echo "ok 1 - a"; echo 1..1'
a_test hangs <<'SH'
cd "$TMPDIR" && mkfifo told never && exec 3<>told
trap '' TERM INT HUP
mkdir -p closed/deep && : >closed/deep/file && chmod 500 closed/deep closed
(trap - TERM INT HUP; exec sh -c 'echo $$ >&3; exec cat never') &
sh -c 'echo $$ >&3; cat never' &
setsid sh -c 'echo $$ >&3; cat never' &
env -i "$(command -v sh)" -c 'echo $$ >&3; read -r line <never' &
echo $$ >&3
for child in 1 2 3 4 5; do
	read -r pid <&3
	echo "$pid"
done >"$FOUND/some" && mv "$FOUND/some" "$FOUND/pids"
echo 'ok 1 - a'
echo 1..1
read -r line <never
SH
for limit in 1 4 16 64; do # on a busy host it may be killed before it hangs
	runner "$limit"
	[ ! -e "$FOUND/pids" ] || break
done
same 'five processes hung' 5 "$(wc -l <"$FOUND/pids")"
same 'a test that hangs has failed, and the others go on' "1   command/fine.sh                         1 passed
  command/hangs.sh                        1 passed, 1 failed (ran longer than $limit s)
2 passed, 1 failed" "$status $out"
same 'nothing is left of it' '' "$(left)"

# ^C, some times, since it may come at any place of the runner. Without a limit that could end it instead.
if why=$(python3 -c 'import pty; pty.openpty()' 2>&1); then
	ends=
	for _ in 1 2 3 4 5 6 7 8; do
		rm "$FOUND/pids"
		run env TMPDIR="$temporary" TEST_TIMEOUT=100000 JOBS=2 \
			timeout -s KILL 60 python3 "$terminal" interrupt "$FOUND/pids" "$tree/tests/run.sh" build
		ends+="$status$err $(wc -l <"$FOUND/pids") $(left)"$'\n'
	done
	same '^C ends a run of five processes that hang, and nothing is left' \
		"$(printf '130 5 \n%.0s' {1..8})" "${ends%$'\n'}"
else
	skip '^C' "the host gives no pseudo-terminal: ${why##*$'\n'}"
fi
finish
