#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel itself says on the console.
. "$(dirname "$0")/../lib.sh"

# A program that fills the table of processes and tries ten times more, twice, with two seconds between.
cat >"$SCRATCH/full.c" <<'C'
#include <unistd.h>
int main(void)
{
	for (int times = 0; times < 2; times++) {
		for (int failed = 0; failed < 10;) {
			pid_t pid = vfork();

			if (pid == 0)
				_exit(0);
			failed += pid < 0;
		}
		sleep(2);
	}
	return 0;
}
C
run vforkscope run "$SCRATCH/full.c"
same 'a table that is full is told of once a second' $'proc: table is full\nproc: table is full' "$out"
finish
