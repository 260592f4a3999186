#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A recording that is cut off, by a signal, a limit or a disk, is a trace up to there; branches are kept in traces.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit

cat >busy.c <<'C'
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	for (;;) {
		if (vfork() == 0)
			_exit(0);
		wait(NULL);
		for (volatile int i = 0; i < 20000; i++)
			;
	}
}
C
vforkscope cc busy.c -o busy

# killed.py: kills who records a while after the trace is there, and verifies it; says what was wrong.
cat >killed.py <<'P'
import os, random, signal, subprocess, sys, time
random.seed(4)
good = 0
for i in range(6):
    if os.path.exists("k.vft"):
        os.unlink("k.vft")
    child = subprocess.Popen([sys.argv[1], "run", "--record", "k.vft", "busy"])
    while not os.path.exists("k.vft") and child.poll() is None:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.25))
    child.send_signal(signal.SIGKILL)
    child.wait()
    done = subprocess.run([sys.argv[1], "replay", "--verify", "k.vft"], capture_output=True, text=True)
    if done.returncode == 0 and "its recording was cut off at @" in done.stderr:
        good += 1
    else:
        print(done)
print(good, *sorted(name for name in os.listdir(".") if name.startswith("k")))
P
same 'who is killed leaves a trace that verifies, and nothing else' '6 k.vft killed.py' \
	"$(python3 killed.py "$VFORKSCOPE")"
run vforkscope state k.vft --at end
like 'it can be looked at' '^busy on 4.3bsd' "$out"

# A file that may be no larger, as on a full disk; large enough for some steps of it, on a fast host, too.
(ulimit -f 500; exec "$VFORKSCOPE" run --max-instructions 90000000 --record full.vft busy) >full.out 2>&1
same 'a disk that is full: status' 2 $?
same 'a disk that is full: one line' 1 "$(grep -c 'full.vft: cannot be written: File too large$' full.out)"
run vforkscope replay --verify full.vft
same 'a disk that is full: what was recorded stays' 0 "$status"

# A directory that goes away.
mkdir gone
(
	for _ in $(seq 1000); do [ ! -e gone/x.vft ] && sleep 0.01; done
	rm -r gone
) &
run vforkscope run --max-instructions 150000000 --record gone/x.vft busy
wait
same 'a directory that has vanished: status' 2 "$status"
like 'a directory that has vanished: told' 'gone/x.vft: cannot be written: No such file or directory$' "$err"

vforkscope run --record return.vft return >/dev/null 2>&1
before=$(cksum <return.vft)
run vforkscope what-if return.vft --at spawn.return-1l --do '_exit(0)' --name lives
same 'a branch with a name: status' 0 "$status"
run vforkscope replay --verify return.vft:lives
like 'it verifies' 'return.vft:lives: [0-9]+ checkpoints and [0-9]+ events agree' "$out"
run vforkscope replay --verify return.vft
same 'and the run that it leaves' 0 "$status"
run vforkscope what-if return.vft:lives --at spawn.return-1l --do '_exit(7)' --name again
same 'a branch is left again: status' 0 "$status"
run vforkscope replay return.vft:again
like 'and prints what it did' 'I call spawn' "$out"
run vforkscope diff return.vft return.vft:lives
same 'two runs of a trace can be compared' 1 "$status"
run vforkscope state return.vft:lives --at end
like 'and looked at' '^return on 4.3bsd' "$out"
refuses 'a branch that is not there' 'return.vft: it has no branch nobody; there are main, lives, again' \
	vforkscope state return.vft:nobody
refuses 'a name that is there' 'lives: there is a branch of that name already' \
	vforkscope what-if return.vft --at spawn --do return --name lives
refuses 'a name that is none' 'letters, digits' vforkscope what-if return.vft --at spawn --do return --name 'a b'
refuses 'a branch without a trace' 'in which trace\? --record' vforkscope what-if return --at spawn --do return --name x
run vforkscope what-if return --at spawn.return-1l --do '_exit(0)' --name lives --record both.vft
run vforkscope replay --verify both.vft:lives
same 'a branch of a program, and the program'\''s run, in a new trace' 0 "$status"
vforkscope run --record same.vft return >/dev/null 2>&1
same 'the same run makes the same file' "$before" "$(cksum <same.vft)"
check 'of less than 150 KB' test "$(stat -c %s same.vft)" -lt 150000
run vforkscope what-if same.vft --at spawn.return-1l --do 'execl("/bin/echo", "echo", "hello", 0)'
like 'a file that the run has not read is not in the trace' 'machine check: block [0-9]+ of the disk is read' "$out"
finish
