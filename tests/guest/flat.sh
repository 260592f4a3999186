#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A machine without memory management, from outside: where programs lie, which programs can be moved, the shell, and
# what the instruments make of it.
. "$(dirname "$0")/../lib.sh"
guest() { vforkscope run --max-instructions 500000000 --system uclinux "$@"; }

# Which programs can be moved ------------------------------------------------------------------------------------------
cat >"$SCRATCH/plain.c" <<'C'
#include <stdio.h>
static const char *text = "moved";
int main(void)
{
	puts(text);
	return 0;
}
C
plain=$SCRATCH/plain
vforkscope cc "$plain.c" -o "$plain"
run guest "$plain"
same 'a program that the linker has left notes in is moved' 'moved 0' "$out $status"
m68k-linux-gnu-objcopy --remove-section=.rela.text --remove-section=.rela.data "$plain" "$SCRATCH/bare"
run guest "$SCRATCH/bare"
like 'one without them is no program there' 'Exec format error' "$out"
same 'and is not run' 127 "$status"
run vforkscope run "$SCRATCH/bare"
same 'where there is memory management it is one' 'moved 0' "$out $status"
cat >"$SCRATCH/half.c" <<'C'
int main(void)
{
	return 0;
}
__asm__(".data\n.short main\n.text\n"); /* half an address */
C
vforkscope cc "$SCRATCH/half.c" -o "$SCRATCH/half"
run guest "$SCRATCH/half"
like 'an address of 16 bits cannot be moved' 'Exec format error' "$out"

# Wild notes: each field of the sections, their entries and the symbols is made something that it must not be.
cat >"$SCRATCH/wild.py" <<'P'
import struct, sys
source, to = sys.argv[1:]
data = open(source, "rb").read()
shoff, = struct.unpack_from(">I", data, 32)
count, = struct.unpack_from(">H", data, 48)
header = lambda n: shoff + n * 40
field = lambda n, k: struct.unpack_from(">I", data, header(n) + 4 * k)[0]
rela = next(n for n in range(count) if field(n, 1) == 4)
entries = field(rela, 4)
changes = {
    "shoff": (32, ">I", 0xFFFFFFF0),
    "shentsize": (46, ">H", 39),
    "shnum": (48, ">H", 0xFFFF),
    "offset": (header(rela) + 16, ">I", 0x7FFFFFF0),
    "size": (header(rela) + 20, ">I", 0xFFFFFFFF),
    "link": (header(rela) + 24, ">I", count),
    "info": (header(rela) + 28, ">I", 0xFFFFFFFF),
    "symbols": (header(field(rela, 6)) + 20, ">I", 0x40000000),
    "nosymbols": (header(field(rela, 6)) + 20, ">I", 0),
    "symbols-at": (header(field(rela, 6)) + 16, ">I", 0xFFFFFFF0),
    "place": (entries, ">I", 0xFFFFFFFE),
    "beyond": (entries, ">I", 0x00100000),
    "symbol": (entries + 4, ">I", 0xFFFFFF01),
    "type": (entries + 4, ">I", struct.unpack_from(">I", data, entries + 4)[0] | 0xFF),
}
for name, (at, kind, value) in changes.items():
    damaged = bytearray(data)
    struct.pack_into(kind, damaged, at, value)
    open(f"{to}.{name}", "wb").write(damaged)
print(*changes)
P
for name in $(python3 "$SCRATCH/wild.py" "$plain" "$SCRATCH/wild"); do
	run guest "$SCRATCH/wild.$name"
	same "notes with a wild $name are refused" '127 1' "$status $(grep -c 'Exec format error' <<<"$out")"
done

# The shell ------------------------------------------------------------------------------------------------------------
run guest sh -c 'echo one | cat; ls / | wc -l; echo two >/tmp/f; cat /tmp/f; true && echo three'
same 'the shell: commands, pipes, files' "one
$(vforkscope run sh -c 'ls / | wc -l')
two
three 0" "$out $status"
run guest sh -f -c 'echo; cat /etc/rc; echo $?'
like 'the shell with -f says that there is no fork' '^sh: (line 1: )?fork: Invalid argument' "$out"

# Where programs lie ---------------------------------------------------------------------------------------------------
# blocks WHERE PROGRAM...: "pid base end p0br p0lr p1lr" of every process that has memory
blocks()
{
	local where=$1
	shift
	vforkscope state --system uclinux "$@" --at "$where" --json | python3 -c '
import json, sys
for p in json.load(sys.stdin)["processes"]:
	if p["base"]:
		pages = p["tsize"] + p["dsize"] + p["ssize"]
		print(p["pid"], p["base"], p["base"] + pages * 4096, p["p0br"], p["p0lr"], p["p1lr"])'
}
all=$(blocks 'exec.done#3' "$VFORKSCOPE_GUEST/demos/tracing")
same 'three programs are in memory' '1 2 3' "$(cut -d' ' -f1 <<<"$all" | paste -sd' ')"
check 'none of them over another one' awk '{ from[NR] = $2; to[NR] = $3 } END {
	for (i = 1; i <= NR; i++) for (j = 1; j < i; j++) if (from[i] < to[j] && from[j] < to[i]) exit 1 }' <<<"$all"
same 'all have the same map, and no P1' 1 "$(cut -d' ' -f4-6 <<<"$all" | sort -u | grep -c ' 2048 262144$')"
during=$(blocks 'vm.share#2' borrow)
same 'a borrower is in the same place as its lender' "$(sed -n 's/^2 //p' <<<"$during")" \
	"$(sed -n 's/^3 //p' <<<"$during")"

same 'page i is page frame i; text, data and stack are one piece' 'text data stack' "$(
	vforkscope state --system uclinux borrow --at vm.share#2 --json | python3 -c '
import json, sys
pages = [p for p in json.load(sys.stdin)["pages"] if p["pid"] == 2]
assert all(p["pfn"] == p["va"] >> 12 for p in pages)
assert [p["va"] for p in pages] == list(range(pages[0]["va"], pages[0]["va"] + 4096 * len(pages), 4096))
parts = [p["part"] for p in pages]
print(*sorted(set(parts), key=parts.index))')"

# The instruments
# --------------------------------------------------------------------------------------------------------
run vforkscope state --system uclinux return --at exit.begin --json
same 'the stack is found and named, the damage too' 'main spawn report _exit: return address 858993459' "$(python3 -c '
import json, sys
s = json.load(sys.stdin)
calls = [f["function"] for f in s["stack"]]
words = [w for f in s["stack"] for w in f["words"] if w["damaged"] and w["what"].startswith("return")]
print(" ".join(calls) + ":", words[0]["what"].split("+")[0], words[0]["value"])' <<<"$out")"
run vforkscope state --system uclinux return --at exit.begin
like 'the caption knows function and line' 'return.c:[0-9]+' "$out"
run vforkscope run --system uclinux --record "$SCRATCH/flat.vft" return
run vforkscope replay --verify "$SCRATCH/flat.vft"
same 'a recorded run replays' 0 "$status"
for format in png svg pdf; do
	run vforkscope shot --system uclinux return --at exit.begin -o "$SCRATCH/flat.$format"
	check "a picture as $format" test "$status" = 0 -a -s "$SCRATCH/flat.$format"
done
vforkscope shot --system uclinux borrow -o "$SCRATCH/start.png"
vforkscope shot --system uclinux borrow --at vfork.begin#2 -o "$SCRATCH/second.png"
check 'the picture starts with the program'\''s own vfork, the second one: the first is init'\''s' \
	cmp -s "$SCRATCH/start.png" "$SCRATCH/second.png"
finish
