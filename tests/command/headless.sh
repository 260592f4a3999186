#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# make HEADLESS=1: no SDL, Cairo and Pango, neither to build nor to run, and every command that needs no picture. With
# pictures nothing of them is loaded but by who draws.
. "$(dirname "$0")/../lib.sh"
build=$(realpath "$VFORKSCOPE_GUEST/..")
headless=$build/headless/vforkscope

# A host that has none of them.
cat >"$SCRATCH/pkg-config" <<S
#!/bin/sh
case "\$*" in
*sdl2* | *cairo* | *pango*) exit 1 ;;
esac
exec $(command -v pkg-config) "\$@"
S
chmod +x "$SCRATCH/pkg-config"
mkdir "$SCRATCH/build"
ln -s "$build/sysroot" "$SCRATCH/build/sysroot"
run env PATH="$SCRATCH:$PATH" HEADLESS=1 .setup/deps.sh "$SCRATCH/build"
same 'set-up asks for none of them' '0 setup: everything needed is here' "$status $out$err"
same 'nor does the build' '' "$(grep -iE 'sdl|cairo|pango' "$SCRATCH/build/headless/config.mk")"

# Everything but the program's own link is there already.
run env -u MAKEFLAGS -u MAKELEVEL make HEADLESS=1 SAN= BUILD="$(realpath --relative-to=. "$build")" host
same 'it is built' '0 ' "$status $err"
same 'of nothing of its own' '' "$(find "$build/headless" -name '*.o')"
same 'it is the program that makes pictures elsewhere' '' "$(cmp "$headless" "$build/vforkscope" 2>&1)"
same 'no header of theirs is read' '' \
	"$(cat "$build"/obj/visualizer/{main,program,command_table,cmd_help,headless}.d | grep -iE 'sdl|cairo|pango')"
same 'no library of theirs is linked' '' "$(ldd "$headless" | grep -iE 'sdl|cairo|pango|libX11')"

# loads COMMAND...: which of what makes pictures, or shows instructions, is loaded for it.
loads()
{
	LD_DEBUG=files LD_DEBUG_OUTPUT=$SCRATCH/loaded "$VFORKSCOPE" "$@" >/dev/null 2>&1
	sed -nE 's/.*calling init: .*\/(pictures|libSDL2|libcairo|libcapstone)[-.].*/\1/p' "$SCRATCH"/loaded.* |
		sort -u | paste -sd' '
	rm "$SCRATCH"/loaded.*
}
for command in 'run borrow' 'events borrow' 'matrix borrow' --version; do
	same "$command: loads nothing of them" '' "$(loads $command)"
done
for command in 'state --at vm.pass borrow' 'replay --verify traces/borrow.vft'; do
	same "$command: loads what shows instructions alone" libcapstone "$(loads $command)"
done
for command in 'text borrow' 'bench vfork_pages_copied' help; do
	same "$command: loads all of them" 'libSDL2 libcairo libcapstone pictures' "$(loads $command)"
done

# What is there and cannot be loaded is told.
mkdir -p "$SCRATCH/bin" "$SCRATCH/lib/vforkscope"
cp "$VFORKSCOPE" "$SCRATCH/bin/vforkscope"
echo 'no program' >"$SCRATCH/lib/vforkscope/pictures.so"
refuses 'what makes pictures is damaged' 'what makes pictures cannot be loaded: .*pictures.so' \
	"$SCRATCH/bin/vforkscope" help
run env VFORKSCOPE_DATA="$VFORKSCOPE_GUEST" "$SCRATCH/bin/vforkscope" run borrow
same '... and nobody else minds' "$(vforkscope run borrow)" "$out"

for command in view shot text demo; do
	for word in borrow --help; do
		refuses "$command $word: says what is missing" "^vforkscope: $command: this is .* without pictures" \
			"$headless" $command $word
	done
done
for words in --man '--man view' '--completion bash' '--completion zsh' '--completion fish'; do
	run "$headless" help $words
	same "help $words: for those that are there, quietly" '0 ' "$status $err"
done
for command in 'run borrow' 'events borrow' 'state --at vm.pass borrow' 'matrix borrow' 'bench vfork_pages_copied'; do
	run vforkscope $command
	expected="$status $out"
	run "$headless" $command
	same "$command: as with pictures" "$expected" "$status $out"
done
run "$headless" run --record "$SCRATCH/run.vft" borrow
run vforkscope replay --verify "$SCRATCH/run.vft"
same 'its traces are verified with pictures' 0 "$status"
run "$headless" replay --verify "$SCRATCH/run.vft"
same '... and without' 0 "$status"
run env -u MAKEFLAGS -u MAKELEVEL make HEADLESS=1 test
same 'there is no test of it alone: status' 2 "$status"
like '... and it says why' 'HEADLESS=1 is a build without pictures' "$err"
finish
