#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random system calls: whatever a program asks for, the kernel does not panic, hang or lose a process.
. "$(dirname "$0")/../lib.sh"

calls=$SCRATCH/calls
vforkscope cc -Wall -Wextra -Werror tests/guest/calls.c -o "$calls"
systems='4.3bsd 2.11bsd 3bsd 4.4bsd linux-2.0 linux uclinux irix solaris private-stack'
for seed in 1 2 3 4; do
	on_systems "$systems" "$calls $seed"
	for system in $systems; do
		same "seed $seed, $system: all children end, and the program" '0 ' "${ended[$system]} $err"
		like "seed $seed, $system: it has seen them end" '^ok - every child has ended' "${printed[$system]}"
	done
done
finish
