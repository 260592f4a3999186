#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Record a run, replay it, and look into it.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
lines=$PWD/tests/unit/guest/lines.c
cd "$SCRATCH" || exit 1

for program in borrow registers return stub exit; do
	run vforkscope run "$program"
	plain=$out$status
	run vforkscope run --record $program.vft "$program"
	same "$program: recording changes nothing" "$plain" "$out$status"
	run vforkscope replay --verify $program.vft
	same "$program: verifies" 0 "$status"
	like "$program: tells what agrees" 'checkpoints and [0-9]+ events agree' "$out"
	run vforkscope replay $program.vft
	same "$program: replay prints what the run printed" \
		"${plain%$(vforkscope run "$program" >/dev/null 2>&1; echo $?)}" "$out"
done

printf 'one\ntwo\nthree\n' | vforkscope run --record input.vft "$lines" >printed
run vforkscope replay input.vft
same 'a run with input replays without it' "$(cat printed)" "$out"
# The date is part of a trace. It goes on with the machine's time, over the end of a day.
same 'the machine begins when its system was new' "Thu Jun  5 00:00:00 1986
Tue Jan 26 00:00:00 1999" "$(vforkscope run date; vforkscope run --system linux date)"
run vforkscope run --date '2000-02-28T23:59:58' --record date.vft sh -c 'date; sleep 3; date'
same '--date' "Mon Feb 28 23:59:58 2000
Tue Feb 29 00:00:01 2000" "$out"
run vforkscope replay --verify date.vft
same 'and again from the trace' 0 "$status"
run vforkscope replay date.vft
like 'with the same date' '^Tue Feb 29 00:00:01 2000' "$out"

run vforkscope run --max-instructions 200000 --record limit.vft --system 4.4bsd cost
same 'a run cut by its limit: status' 124 "$status"
run vforkscope replay --verify limit.vft
same 'a run cut by its limit verifies' 0 "$status"
like 'it begins on the system asked for' '"4.4bsd"' "$(vforkscope events limit.vft --grep boot)"

run vforkscope events return.vft
trace=$out
run vforkscope events return
same 'a trace and its program have the same events' "$out" "$trace"
run vforkscope state return.vft --at vm.return
trace=$out
run vforkscope state return --at vm.return
same 'a trace and its program have the same states' "$out" "$trace"

cp "$VFORKSCOPE_GUEST/demos/borrow" gone
vforkscope run --record gone.vft ./gone >/dev/null
rm gone
run env VFORKSCOPE_DATA=/nonexistent "$VFORKSCOPE" replay --verify gone.vft
same 'a trace needs no files but itself' 0 "$status"

same 'a trace is an SQLite file' '3' "$(python3 - <<'P'
import sqlite3
print(sqlite3.connect("return.vft").execute('SELECT "to" FROM "vm.pass"').fetchone()[0])
P
)"
# diverges NAME REGEX SQL: return.vft, changed so, does not agree, and the place is told.
diverges()
{
	python3 - "$3" <<'P'
import shutil, sqlite3, sys
shutil.copy("return.vft", "changed.vft")
db = sqlite3.connect("changed.vft")
db.execute(sys.argv[1])
db.commit()
P
	run vforkscope replay --verify changed.vft
	same "$1: status 1" 1 "$status"
	like "$1: the first divergence is told" "changed.vft: diverges: $2" "$err"
}
diverges 'an argument' 'event [0-9]+ \(vm.return of pid 2, at @[0-9]+\) differs: from was 0x4, is 0x3$' \
	"UPDATE event_rows SET a0 = a0 + 1 WHERE id IN (SELECT seq FROM events WHERE name = 'vm.return')"
diverges 'two arguments' 'event .* differs: p0br was 0x7, is 0x8[0-9a-f]+; p0lr was 0x9, is 0x[0-9a-f]+$' \
	"UPDATE event_rows SET a2 = 7, a3 = 9 WHERE id IN (SELECT seq FROM events WHERE name = 'vm.return')"
diverges 'an event'\''s text' 'event .* differs: its text was "/bin/x", is "/bin/return"$' \
	"UPDATE event_rows SET text = '/bin/x' WHERE id IN (SELECT seq FROM events WHERE name = 'exec.done')
	AND text = '/bin/return'"
diverges 'machine time' 'event .* differs: machine time was [0-9]+ us, is [0-9]+ us$' \
	"UPDATE event_rows SET usec = usec + 1 WHERE id IN (SELECT seq FROM events WHERE name = 'vm.return')"
diverges 'another event' 'event [0-9]+ differs: recorded vfork.end of pid 2 at @[0-9]+, now vm.return of pid 2' \
	"UPDATE event_rows SET kind = (SELECT kind FROM kinds WHERE name = 'vfork.end')
	WHERE id IN (SELECT seq FROM events WHERE name = 'vm.return')"
diverges 'a printed byte' 'the console output differs at byte 1, at @[0-9]+: recorded 0x01, now 0x61 \(a\)$' \
	"UPDATE output SET data = X'01' WHERE rowid = 2"
diverges 'output that was not recorded' \
	'the console output differs at byte 5, at @[0-9]+: recorded nothing, now 0x74 \(t\)$' \
	'DELETE FROM output WHERE rowid > 5'
diverges 'output that does not come' 'the console output ends at byte [0-9]+; recorded were [0-9]+$' \
	"INSERT INTO output SELECT run, icount, X'21' FROM output ORDER BY rowid DESC LIMIT 1"
diverges 'a hash' 'the state at @[0-9]+ differs: .*; the trace has no state of that instant$' \
	"UPDATE checkpoints SET hash = '0123456789abcdef' WHERE icount > 0"
head -c 50000 return.vft >cut.vft
refuses 'a trace that is cut off' 'cut.vft: ' vforkscope replay --verify cut.vft
refuses 'a trace is not for run' 'is a trace' vforkscope run return.vft
refuses 'a trace has its system' 'system' vforkscope events --system 4.4bsd return.vft
# A run that does not end: how far it is is told to a person, and it ends in time.
cat >endless.c <<'C'
int main(void)
{
	for (;;)
		;
}
C
vforkscope run --max-instructions 200000 --record endless.vft endless.c >endless.out 2>&1
python3 - <<'P'
import sqlite3
db = sqlite3.connect("endless.vft")
db.execute("UPDATE runs SET end = 1 << 47")
db.execute("DELETE FROM checkpoints WHERE icount > 0")
db.commit()
P
run vforkscope replay --verify --max-seconds 1 endless.vft
same 'a run without end: status' 124 "$status"
like 'a run without end: the limit is named' 'stopped at @[0-9]+, .*--max-seconds' "$err"
same 'a run without end: no progress for who is no terminal' '' "$(tr -cd '\r' <.err)"
told=$(script -qec "'$VFORKSCOPE' replay --verify --max-seconds 4 endless.vft" /dev/null </dev/null)
like 'a run without end: progress for a person' '@[0-9]+ of 140737488355328' "$told"
refuses 'an instant that is never reached' '--max-seconds' vforkscope state --max-seconds 1 endless.vft

# The reader of a trace gives up the host before it reads: so it has when it ends, and is not yet waited for.
for command in events state replay 'shot -o picture.png'; do
	# shellcheck disable=SC2086 # the options
	given_up=$(python3 - "$VFORKSCOPE" $command return.vft <<'P'
import ctypes, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
status = dict(line.split(":", 1) for line in open(f"/proc/{child.pid}/status"))
landlock = ctypes.CDLL(None).syscall(444, None, 0, 1) > 0  # does the host have it?
print(int(status["NoNewPrivs"]) if landlock else 1)
P
	)
	same "$command: the host is given up" 1 "$given_up"
done

same 'no temporary file is left' '' "$(find . -name '*.vft.*')"
finish
