#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random system calls: whatever a program asks for, the kernel does not panic, hang or lose a process.
. "$(dirname "$0")/../lib.sh"

calls=$SCRATCH/calls
vforkscope cc -Wall -Wextra -Werror tests/guest/calls.c -o "$calls"
for system in 4.3bsd 2.11bsd 3bsd 4.4bsd linux-2.0 linux uclinux irix solaris private-stack; do
	for seed in 1 2 3 4; do
		run vforkscope run --quiet --max-instructions 500000000 --system $system "$calls" $seed
		same "seed $seed, $system: all children end, and the program" '0 ' "$status $err"
		like "seed $seed, $system: it has seen them end" '^ok - every child has ended' "$out"
	done
done
finish
