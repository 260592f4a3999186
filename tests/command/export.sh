#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope export perfetto: what it writes is in the format's published form, and has all loans, arrows and processes
# that the run's events have.
. "$(dirname "$0")/../lib.sh"

V=$VFORKSCOPE json=$SCRATCH/x.json

# exported NAME RUN...: the file is sound, and its numbers are those of the events.
exported()
{
	local name=$1
	shift
	run "$V" export perfetto "$@" -o "$json"
	same "$name: ends with 0" 0 "$status"
	run "$V" events "$@"
	same "$name: the format, loans, arrows, processes" "$(awk '
		$5 == "vfork.begin" { loans++ } $5 == "proc.create" { made++ }
		$5 == "proc.create" && /how=2/ { vforks++ } $5 == "proc.create" && /how=1/ { forks++ }
		END { print "loans", loans + 0, "vforks", vforks + 0, "forks", forks + 0, "processes", made }' <<<"$out"
	)" \
		"$(python3 tests/command/trace_event.py "$json")"
}

exported 'a lesson' borrow
exported 'a loan in a loan' nested
exported 'where vfork is fork' --system 4.4bsd order
exported 'a trace' traces/unkillable.vft
exported 'a script' traces/pipeline.vps
exported 'a make' traces/make.vps

run "$V" export perfetto borrow
same 'without -o it is printed' "$(python3 tests/command/trace_event.py <(printf '%s' "$out"))" \
	"$(vforkscope export perfetto borrow -o "$json" && python3 tests/command/trace_event.py "$json")"
like 'names of programs' '"process_name".*"init, then borrow"' "$out"
refuses 'another viewer' 'only for perfetto' "$V" export catapult borrow
refuses 'a program that is not' 'no such file' "$V" export perfetto nonesuch -o "$json"
finish
