#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recorders that are killed, or whose disk becomes full, at random moments, one of each for each 100 of FUZZ: what was
# in the file while they ran is there afterwards, and verifies.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 # a trace's reader cannot open the list of leaks that are known

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

# try.py VFORKSCOPE kill|full SEED TRACE: records and looks into the file meanwhile; prints what was wrong.
cat >try.py <<'P'
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

program, how, seed, trace = sys.argv[1:]
random.seed(int(seed))
limit = "90000000" if how == "full" else "2000000000"  # so long that it does not end before it is killed
child = subprocess.Popen([program, "run", "--max-instructions", limit, "--record", trace, "busy"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
until = time.monotonic() + random.uniform(0, 1) if how == "kill" else float("inf")
begun, committed = False, 0
while child.poll() is None and not (begun and time.monotonic() > until):
    try:  # it may be in the middle of a step: then it is no database
        database = sqlite3.connect(f"file:{trace}?immutable=1", uri=True)
        committed = max(committed, database.execute("SELECT end FROM runs WHERE run = 0").fetchone()[0])
        database.close()
        if not begun and how == "kill":
            until = time.monotonic() + random.uniform(0, 0.5)
        begun = True
    except (sqlite3.Error, TypeError):
        pass
    time.sleep(0.002)
if how == "kill":
    child.send_signal(signal.SIGKILL)
told = child.communicate()[1].splitlines()
if how == "full" and (child.returncode != 2 or not [line for line in told if "cannot be written: " in line]):
    print("status", child.returncode, told)
if not os.path.exists(trace):
    print("there is no trace" if begun else "")
    sys.exit()
done = subprocess.run([program, "replay", "--verify", trace], capture_output=True, text=True)
end = re.search(r"its recording was cut off at @(\d+)", done.stderr)
if done.returncode != 0 or not end:
    print(done)
elif int(end[1]) < committed:
    print(f"committed up to @{committed}, afterwards @{end[1]}")
P

count=$(((${FUZZ:-200} + 99) / 100))
for seed in $(seq $count); do
	same "killed, $seed: what was committed stays" '' "$(python3 try.py "$VFORKSCOPE" kill "$seed" "k$seed.vft")"
	rm -f "k$seed.vft"
done

# A small file system of one's own, in a name space of one's own.
mkdir small
mount='mount -t tmpfs -o size=64k none small'
if ! unshare -Urm bash -c "$mount" 2>/dev/null; then
	skip 'full disks' 'no file system can be mounted here'
	finish
	exit
fi
for seed in $(seq $count); do
	kilobytes=$((130 + seed * 7919 % 500)) # from before the first step is there to some hundred
	this="${mount/64k/${kilobytes}k} && exec python3 try.py '$VFORKSCOPE' full $seed small/t.vft"
	same "a disk of $kilobytes KB: what was committed stays" '' "$(unshare -Urm bash -c "$this")"
done
finish
