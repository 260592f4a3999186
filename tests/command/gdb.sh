#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command gdb: its connection, its mistakes; and with GDB itself, where that is installed, the session of
# docs/gdb.md and some others.
. "$(dirname "$0")/../lib.sh"

run python3 tests/command/gdb_client.py "$VFORKSCOPE" cost
same 'a connection without GDB' '0 ' "$status $err"
check "all of it" [ "$(wc -l <<<"$out")" = 18 ]

refuses 'a port that is none' 'port 70000: a port is 1 to 65535' vforkscope gdb --port 70000 return
refuses 'an address that is none' 'nowhere: is no address' vforkscope gdb --address nowhere return
refuses "an address of somebody else's" '192\.0\.2\.1 port 0: ' vforkscope gdb --address 192.0.2.1 return
refuses 'a pipe with a port' 'one of them' vforkscope gdb --stdio --port 5 return
refuses 'no program' 'no such' vforkscope gdb nosuch
refuses 'an instant that is none' 'nowhere' vforkscope gdb --at nowhere return

# A packet through the pipe, of a program and of a trace; the answer is between its acknowledgement and its checksum.
packet()
{
	local sum=0 i
	for ((i = 0; i < ${#1}; i++)); do
		sum=$((sum + $(printf %d "'${1:i:1}")))
	done
	printf '$%s#%02x' "$1" $((sum % 256))
}
piped() { packet "$1" | vforkscope gdb --stdio "${@:2}" 2>"$SCRATCH/told" | sed -E 's/^\+\$(.*)#..$/\1/'; }
same 'a pipe' 'QC2' "$(piped qC return)"
same 'nothing is told there' '' "$(<"$SCRATCH/told")"
same 'a trace' 'T05thread:3;' "$(piped '?' --at vfork.end-10e traces/borrow.vft)"
same 'at an instant' 'QC3' "$(piped qC --at spawn.return return)"
same 'the end of the pipe is the end' 0 "$(vforkscope gdb --stdio return </dev/null >/dev/null && echo 0)"
packet 'Mff,1:00' | vforkscope gdb --stdio return 2>&1 >/dev/null | grep -q 'a recorded run is not changed'
same 'who writes is told on the other side' '0 0 0' "${PIPESTATUS[*]}"

gdb=$(command -v gdb-multiarch)
if [ -z "$gdb" ]; then
	skip 'sessions with GDB' 'there is no gdb-multiarch here'
	finish
fi

# session COMMAND...: what GDB says to them, each command behind (gdb); without lines about loading files and threads.
session()
{
	{
		printf 'set %s\n' 'width 0' 'confirm off' 'style enabled off' 'remotetimeout 100' 'trace-commands on'
		printf '%s\n' "$@"
	} >"$SCRATCH/commands"
	"$gdb" -nx -batch -x "$SCRATCH/commands" 2>&1 | sed -E 's/^\+/(gdb) /; s/ +$//' |
		grep -vE '^(Reading |warning: File transfers|\(gdb\) (continue$|set )|$)' |
		grep -vE '^\[(Inferior|New Thread|Switching to Thread)'
}
# What another kernel, library or compiler may have elsewhere or otherwise: of kernel and init no more is compared than
# that something is told.
unplaced()
{
	sed -E '/^#[0-9]+ .*(guest\/kernel\/| in \?\? \(\)$)/d; /\(kernel\)/d; s/^(.*Thread (1|99999) .*\)) .*$/\1/
		s/0x[0-9a-f]+/0xN/g; s/\b[0-9a-f]{8}\b/N/g; s/@[0-9]+ +[0-9]+/@N/g; s/@[0-9]+/@N/g
		s/page frame [0-9]+/page frame/
		s/\$[0-9a-f]+/$N/g; s/^[0-9]+\t/N\t/; s/ +/ /g
		s,libc/([a-zA-Z_0-9]*\.[chS]):[0-9]+,libc/\1:N,g'
}
shell=$SCRATCH/vforkscope # GDB starts it with a shell, and the place of the other may have spaces
ln -s "$VFORKSCOPE" "$shell"

mapfile -t commands < <(sed -n "s,^    (gdb) ,,p" docs/gdb.md | sed "s,build/vforkscope,$shell,")
session "${commands[@]}" | sed "s,$shell,build/vforkscope," >"$SCRATCH/session"
same 'the session of docs/gdb.md' \
	"$(sed -n '/^    (gdb) target/,/^## /s/^    //p' docs/gdb.md | sed -E 's/ +$//' |
		grep -vE '^(\(gdb\) continue|\[(New Thread|Switching to Thread).*)$' | unplaced)" \
	"$(unplaced <"$SCRATCH/session")"

said=$(session "target remote | $shell gdb --stdio return" 'tbreak printf' 'continue' 'finish' 'tbreak spawn' \
	'continue' 'reverse-finish' 'x/i $pc' 'stepi' 'finish')
like 'finish' '^main \(.*return\.c:5[79]$|in main \(.*return\.c:5[79]$' "$said"
like 'reverse-finish' '^=> 0x[0-9a-f]* <main\+[0-9]+>:.*(bsr|jsr)' "$said"
like 'finish: to main() spawn() does not come back' 'Thread 2 "return" received signal SIGSEGV' "$said"
said=$(session "target remote | $shell gdb --stdio return" 'tbreak main' 'continue' 'next' 'next' \
	'info registers ps' 'print use_fork' 'ptype spawn' 'set var use_fork = 1')
like 'next goes over calls' 'pid = spawn\(\);' "$said"
like 'the PSL has names' '^ps .*\[ .*MODE=3 \]' "$said"
like 'variables' '^\$1 = 0$' "$said"
like 'nothing is set' 'Cannot access memory|a recorded run is not changed' "$said"
said=$(session "target remote | $shell gdb --stdio --at spawn return" 'set scheduler-locking step' 'next' 'next' \
	'next' 'next' 'next')
like "next is the parent's, whatever its child does" 'Thread 2 "return" received signal SIGSEGV' "$said"
said=$(session "target remote | $shell gdb --stdio neighbour" 'break main' 'continue')
like 'without memory management: where the program was loaded' '^Thread 2 .*, main \(.*neighbour\.c:' "$said"
# Of the kernel that is here: what a trace leaves out of its kernel is taken from that.
vforkscope run --record "$SCRATCH/return.vft" return >/dev/null 2>&1
said=$(session "target remote | $shell gdb --stdio --at kernel:vfork $SCRATCH/return.vft" \
	'add-symbol-file target:/vmunix' 'backtrace 3' 'watch -l proc[2].p_stat' 'continue' 'reverse-stepi')
like 'a trace; the kernel' '^#0 .*vfork \(\) at guest/kernel/kern_vfork.c:' "$said"
like 'its callers' 'in syscall ' "$said"
like 'its tables are watched' 'Hardware watchpoint .*p_stat' "$said"
like 'and change' '^New value = ' "$said"
mkdir "$SCRATCH/other"
ln -s "$VFORKSCOPE_GUEST"/* "$SCRATCH/other/"
rm "$SCRATCH/other/kernel"
cat "$VFORKSCOPE_GUEST/kernel" - <<<'another' >"$SCRATCH/other/kernel"
elsewhere="env VFORKSCOPE_DATA=$SCRATCH/other $shell"
said=$(session "target remote | $elsewhere gdb --stdio --at kernel:vfork $SCRATCH/return.vft" \
	'add-symbol-file target:/vmunix' 'backtrace 3')
like 'a kernel that is elsewhere: its functions' '^#0 .* in vfork \(\)$' "$said"
like '... and their callers' ' in syscall \(\)$' "$said"
same '... and no complaint of what the trace leaves out' '' "$(grep -i 'dwarf\|error' <<<"$said")"
said=$(session "target remote | $shell gdb --stdio --at kernel:lend#2 nested" 'add-symbol-file target:/vmunix' \
	'display/x curproc->p_pid' 'x/3i $pc' 'print proc[1].p_pid' 'thread apply all backtrace 2' 'catch vfork' \
	'advance sleep')
like 'nested loans: display, and the kernel disassembled' '^1: /x curproc->p_pid = 0x3$' "$said"
like '... its instructions with their functions' '<lend\+?[0-9]*>:.*link' "$said"
same "... as the second one begins, each process's memory can be read" 0 "$(grep -c "Cannot access memory" <<<"$said")"
like '... the first lender has its frames' '^#1 .* in main \(argc=1, argv=0x7fffffb8\) at .*nested\.c:' "$said"
like 'advance, although what it cannot catch is told' '^(0x[0-9a-f]+ in )?sleep \(' "$said"
finish
