#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which sources are shown and kept: those below the directory of the source that was named, of a ready-made program
# those below --sources, and never what debugging information names.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
images=$PWD/tests/images.py
cd "$SCRATCH" || exit 1

# kept TRACE: names of the sources in a trace, and in $SCRATCH/images all that is in it.
kept()
{
	rm -rf images
	python3 "$images" "$1" images | sed -n 's/^source://p' | paste -sd' '
}

# shown PROG|TRACE: what the source of its first loan is called, and how many lines of it there are.
shown()
{
	vforkscope state "$@" --at vm.pass --json | python3 -c '
import json, sys
source = json.load(sys.stdin)["source"]
print(source and source["file"], source and len(source["lines"]))'
}

mkdir -p work/parts aside
echo 'int secret(void); /* SECRET */' >secret.h
echo 'static int part(void) { return 1; }' >work/parts/part.h
cat >work/prog.c <<'C'
#include <unistd.h>
#include "parts/part.h"

int main(void)
{
	if (vfork() == 0)
		_exit(part());
	return 0;
}
C
lines=$(wc -l <work/prog.c)

# Compiled from a source.
vforkscope run --record own.vft work/prog.c
same 'a source and what it includes from below' 'parts/part.h prog.c' "$(kept own.vft)"
same 'they are shown' "prog.c $lines" "$(shown work/prog.c)"
mv work away
same 'and kept: without them the trace shows the same' "prog.c $lines" "$(shown own.vft)"
mv away work
ln -s work/prog.c another.c
sed -i 's,"parts/,"work/parts/,' work/prog.c
vforkscope run --record named.vft another.c
same 'what was named itself may be a link' 'another.c work/parts/part.h' "$(kept named.vft)"
sed -i 's,"work/parts/,"parts/,' work/prog.c

# Ready-made: nothing, unless a directory is named.
(cd work && vforkscope cc prog.c -o prog)
vforkscope run --record none.vft work/prog
same 'a ready-made program: no source' '' "$(kept none.vft)"
same 'a ready-made program: none is shown' 'prog.c 0' "$(shown work/prog)"
vforkscope run --sources work --record asked.vft work/prog
same '--sources' 'parts/part.h prog.c' "$(kept asked.vft)"
same '--sources: shown' "prog.c $lines" "$(shown work/prog --sources work)"
vforkscope run --sources aside --record none.vft work/prog
same '--sources elsewhere' '' "$(kept none.vft)"
vforkscope cc "$PWD/work/parts/../prog.c" -o absolute
vforkscope run --sources work/ --record absolute.vft ./absolute
same '--sources: absolute names below it' "$PWD/work/parts/part.h $PWD/work/prog.c" "$(kept absolute.vft)"
refuses '--sources: no such directory' '^vforkscope: --sources nowhere: No such file' vforkscope run --sources nowhere \
	work/prog
refuses '--sources: a file' '^vforkscope: --sources secret.h: is not a directory' vforkscope run --sources secret.h \
	work/prog
refuses '--sources: a source' 'ready-made' vforkscope run --sources work work/prog.c
refuses '--sources: a lesson' 'ready-made' vforkscope run --sources work return
refuses '--sources: a trace' 'is a trace; .*--sources' vforkscope state own.vft --sources work

# A stranger's program whose debugging information names files of this host: as an absolute path, upwards, through
# links, as a source that we ship; and what is no file.
# stranger NAME: makes work/stranger with that name in it, and stranger.vft.
stranger()
{
	sed "2i # 1 \"$1\"" work/prog.c >work/stranger.c
	(cd work && vforkscope cc stranger.c -o stranger)
	vforkscope run --sources work --record stranger.vft work/stranger
}
stranger parts/part.h
same 'a name that may be read is' 'parts/part.h 1' "$(shown work/stranger --sources work)"
same 'and is kept' 'parts/part.h stranger.c' "$(kept stranger.vft)"
ln -s ../secret.h work/link.h
ln -s .. work/up
mkfifo work/fifo.h
for name in "$SCRATCH/secret.h" ../secret.h parts/../../secret.h "$SCRATCH/work/../secret.h" link.h up/secret.h fifo.h \
	parts \
	"/vforkscope/guest/../../..$SCRATCH/secret.h" /vforkscope/guest/demos \
	"/vforkscope/guest/$(realpath --relative-to="$VFORKSCOPE_GUEST/src" secret.h)"; do
	stranger "$name"
	like "$name: not shown" '(secret|link|fifo)\.h 0$|parts 0$|demos 0$' "$(shown work/stranger --sources work)"
	same "$name: not in the trace" 'parts/part.h stranger.c' "$(kept stranger.vft)"
	same "$name: no word of it is" '' "$(grep -rl SECRET images)"
	like "$name: not shown by the trace" ' 0$' "$(shown stranger.vft)"
done
finish
