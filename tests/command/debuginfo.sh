#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Programs whose debugging information would be work without end: they run and are recorded, and what is shown of them
# takes seconds of processor time at most. A note says what is not shown.
. "$(dirname "$0")/../lib.sh"
cd "$SCRATCH" || exit 1

# program NAME <REST: a source of a program of a few instructions, with sections behind it.
program()
{
	cat - "$1.rest" >"$1.S" <<'S'
	.text
	.globl main
	.type main, @function
main:	link.w %a6, #-4
	moveq #20, %d0 | getpid
	trap #0
	moveq #0, %d0
	unlk %a6
	rts
end:	.size main, . - main
	.section .debug_abbrev, "", @progbits
abbreviations:
	.byte 1, 0x11, 1, 3, 8, 0x1b, 8, 0x11, 1, 0x12, 6, 0, 0 | a unit: name, directory, low_pc, high_pc
	.byte 2, 0x2e, 1, 3, 8, 0x11, 1, 0x12, 6, 0, 0          | a function: name, low_pc, high_pc
	.byte 3, 0x0b, 1, 1, 0x13, 0x11, 1, 0x12, 6, 0, 0       | a block: sibling, low_pc, high_pc
	.byte 4, 0x11, 0, 3, 8, 0, 0                            | a unit without children: name
	.byte 0
	.section .debug_info, "", @progbits
S
}

cat >units.rest <<'S'
	.rept 200000
	.long 12
	.short 4
	.long abbreviations
	.byte 4, 4
	.ascii "u.c"
	.byte 0
	.endr
S
cat >siblings.rest <<'S'
begin:	.long finish - begin - 4
	.short 4
	.long abbreviations
	.byte 4, 1
	.asciz "t.c"
	.asciz "/t"
	.long main, end - main
	.byte 2
	.asciz "main"
	.long main, end - main
	.rept 500 | the sibling of each block is the first one inside of it
	.byte 3
	.long . - begin + 12
	.long main, end - main
	.endr
	.rept 502
	.byte 0
	.endr
finish:
S
cp siblings.rest compressed.rest

# bounded COMMAND...: with at most 5 seconds of processor time.
bounded()
{
	(
		ulimit -t 5
		exec "$@"
	)
}

for name in units siblings compressed; do
	program $name
	run vforkscope cc -o $name $name.S
	same "$name: compiled" 0 "$status"
done
m68k-linux-gnu-objcopy --compress-debug-sections=zlib compressed

for name in units siblings compressed; do
	case $name in
	units) note='note: units: .* too many compilation units' ;;
	compressed) note='note: compressed: .* compressed sections' ;;
	*) note=^$ ;;
	esac
	run bounded "$VFORKSCOPE" run --record $name.vft ./$name
	same "$name: runs, and is recorded" "0 " "$status $err"
	run bounded "$VFORKSCOPE" events --grep syscall.enter --json $name.vft
	at=$(printf '%s\n' "$out" | sed -nE 's/.*"seq": ([0-9]+),.*"number": 20,.*/\1/p' | tail -n 1)
	run bounded "$VFORKSCOPE" state --at "${at:-none}" $name.vft
	same "$name: its state" 0 "$status"
	like "$name: its stack goes back from main" 'return to _start' "$out"
	like "$name: what is not shown" "$note" "$err"
	run bounded "$VFORKSCOPE" shot --at "${at:-none}" -o $name.svg $name.vft
	same "$name: a picture" 0 "$status"
	like "$name: what is not shown in it" "$note" "$err"
done

finish
