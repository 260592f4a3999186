#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Damaged programs: each is refused in one line, or does what it still says; the host never crashes, and the kernel
# never panics. (Damaged traces: traces.sh.)
# shellcheck disable=SC2317 # functions that check calls
. "$(dirname "$0")/../lib.sh"

count=80
mutate() { python3 tests/fuzz/mutate.py $count "$@"; }

# attempt COMMAND...: as run, for output that may be anything.
attempt()
{
	"$@" >"$SCRATCH/.out" 2>"$SCRATCH/.err" </dev/null
	status=$?
	out=$(tr -cd '[:print:]\n' <"$SCRATCH/.out") err=$(tr -cd '[:print:]\n' <"$SCRATCH/.err")
}

# A mistake must be told in one line, without anything on stdout.
one_line() { [ "$(wc -l <"$SCRATCH/.err")" = 1 ] && [ -z "$out" ]; }

# Guests end with any status of their own, by a signal (129 to 159), or by the limit (124). 125 is the kernel's panic,
# 70 a machine check: neither may be.
program_ends()
{
	case $status in
	2) one_line ;;
	70 | 125 | 126) return 1 ;;
	134 | 135 | 136 | 139) grep -q 'killed by signal' <<<"$out" ;; # the guest's signal, not the host's
	*) ! grep -qE 'panic|machine check' <<<"$out$err" ;;
	esac
}

borrow=$VFORKSCOPE_GUEST/demos/borrow broken=$SCRATCH/broken
systems=(4.3bsd 4.4bsd uclinux) refused=0
mutate "$borrow" "$broken" 148 # ELF and program headers
for seed in $(seq $count); do
	attempt vforkscope run --max-instructions 20000000 --system "${systems[seed % 3]}" "$broken.$seed"
	[ "$status" != 2 ] || refused=$((refused + 1))
	check "program $seed: refused, or it ends in the machine" program_ends
done
check 'some programs are refused, some are not' test $refused -gt 0 -a $refused -lt $count
finish
