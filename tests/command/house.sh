#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The house: who may include whom, which files may know an outside library, and how long a file may be.
. "$(dirname "$0")/../lib.sh"

# Wings of emu/ from below; each includes only itself and what stands before it.
wings='base core machine debuginfo replay image script analysis check lesson measure cli gdb api'
# Parts of visualizer/ in the same sense.
parts='theme thing view draw panel scene'

# includes PATH...: lines "FILE NAME" for each include in quotes.
includes() { grep -HoE '^#[[:space:]]*include "[^"]*"' "$@" | sed -E 's/^([^:]*):#[[:space:]]*include "(.*)"/\1 \2/'; }

mapfile -t sources < <(find emu visualizer guest tests -name '*.[chS]' -o -name '*.inc' | LC_ALL=C sort)
same 'no include climbs' '' "$(includes "${sources[@]}" | awk '$2 ~ /\.\./')"
same 'emu/ includes its wings and guest/abi, by name' '' \
	"$(includes emu/*/*.[ch] |
	awk -v wings=" $wings abi " '{ split($2, at, "/"); if (!index(wings, " " at[1] " ")) print }')"
same 'no wing includes one above it' '' "$(includes emu/*/*.[ch] | awk -v wings="$wings" '
	BEGIN { n = split(wings, names, " "); for (i = 1; i <= n; i++) floor[names[i]] = i }
	{ split($1, from, "/"); split($2, to, "/"); if (floor[to[1]] > floor[from[2]]) print }')"
same 'every file of emu/ is in a wing' '' "$(find emu -name '*.[ch]' |
	awk -F/ -v wings=" $wings " 'NF != 3 || !index(wings, " " $2 " ")')"
same 'nothing but tests includes visualizer/' '' "$(includes emu/*/*.[ch] guest/*/*.[ch] | awk '$2 ~ /^visualizer/')"
same 'the parts of the picture are in their order' '' \
	"$(for file in visualizer/{theme,thing,view,draw,panel,scene}{,_*}.[ch]; do
	[ ! -e "$file" ] || includes "$file"
done | awk -v parts="$parts" '
	BEGIN { n = split(parts, names, " "); for (i = 1; i <= n; i++) floor[names[i]] = i }
	{ from = $1; sub(/.*\//, "", from); sub(/[_.].*/, "", from); to = $2; sub(/.*\//, "", to); sub(/[_.].*/, "", to)
	  if ($2 !~ /\// && floor[to] > floor[from]) print }')"
same 'the guest includes nothing of the host' '' "$(includes guest/*/*.[chS] guest/*/*/*.[ch] |
	awk -v wings=" $wings " '{ split($2, at, "/"); if (index(wings, " " at[1] " ")) print }')"
same 'guest/abi and emu/ have no file of the same name' '' \
	"$(basename -a guest/abi/*.h emu/*/*.h | sort | uniq -d)"

# only HEADER FILE...: those files, and no other, include the library.
only()
{
	local header=$1
	shift
	same "only $* knows <$header>" "$*" \
		"$(grep -lE "^#[[:space:]]*include <$header" emu/*/*.[ch] visualizer/*.[ch] | paste -sd' ')"
}
only unicorn/unicorn.h emu/core/cpu.c emu/core/cpu_bare.c emu/core/cpu_fill.c emu/core/cpu_hooks.c emu/core/cpu_watch.c
only capstone emu/debuginfo/disasm.c
only sqlite3.h emu/replay/trace.c emu/replay/trace_private.h
only zstd.h emu/replay/compress.c
only SDL.h visualizer/window.c
only pango visualizer/draw.c visualizer/draw.h

same 'no file has more than 700 lines' '' "$(find emu visualizer guest tests -type f -exec wc -l {} + |
	awk '$1 > 700 && $2 != "total" { print $2, $1 }')"
finish
