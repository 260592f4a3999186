#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed: all of it is found, the library can be used, nothing is left when it is taken away; manual pages
# and completion say what --help says, and the examples in them are so.
# Not in make check.
. "$(dirname "$0")/../lib.sh"
root=$PWD

place="$SCRATCH/some place"
mkdir -p "$place/opt/v/share/vforkscope" "$place/opt/v/bin"
(umask 077 && make -s DESTDIR="$place" PREFIX=/opt/v install) >"$SCRATCH/make" 2>&1
same 'make install' 0 $?
top=$place/opt/v share=$place/opt/v/share
same 'others may read all of it, and run the program' '' "$(
	find "$top" \( -type f -o -mindepth 1 -type d \) ! -perm -o=r
	find "$top" -mindepth 1 -type d ! -perm -o=x
	find "$top/bin/vforkscope" ! -perm -o=x
)"
same 'each file of traces/ and docs/ is there' '' "$(
	for file in *.md LICENSE traces/* docs/*.md docs/*.png docs/*.json docs/schema/* docs/notebooks/*.{py,ipynb}; do
		[ "$file" = traces/make.sh ] || cmp -s "$file" "$share/doc/vforkscope/$file" || echo "$file"
	done
)"
same 'links in papers lead somewhere' '' "$(python3 tests/links.py "$share" 2>/dev/null)"
same 'links do not leave what is installed' '' "$(find "$top" -type l -lname '/*')"
same 'nothing but the program holds the name of the place where it was built' '' \
	"$(grep -rlF -e "$PWD/emu/" -e "$PWD/guest/" -e "$PWD/visualizer/" -e "$PWD/build/" -e "$PWD/docs/" "$share" \
		"$SCRATCH/nothing" 2>/dev/null)"
commands=$(vforkscope help --names)
check 'there are commands' [ "$(wc -l <<<"$commands")" -gt 20 ]
same 'each command has a page, and vforkscope itself' \
	"$(sort <<<"vforkscope"$'\n'"$(sed 's/^/vforkscope-/' <<<"$commands")")" \
	"$(cd "$share/man/man1" && ls | sed 's/\.1$//' | sort)"
if command -v mandoc >/dev/null; then
	same 'the pages are sound' '' "$(mandoc -T lint -W warning "$share"/man/man?/*)"
elif command -v groff >/dev/null; then
	same 'the pages are sound' '' "$(groff -t -man -ww -z "$share"/man/man?/* 2>&1)"
else
	skip 'the pages are sound' 'neither mandoc nor groff'
fi

# options FILE: the long options of a page, without the names of their values.
options() { sed -nE 's/\\-/-/g; s/^(\\fB-.\\fR, )?\\fB--([a-z-]+)\\fR.*/\2/p' "$1" | sort -u; }
for command in $commands; do
	run vforkscope "$command" --help
	[ "$command" = cc ] && out=
	same "$command: its page and completion have the options of --help" \
		"$(grep -oE -- '^ +(-., )?--[a-z][a-z-]*' <<<"$out" | grep -oE '[a-z][a-z-]+$' |
			grep -vE '^(help|usage)$' | sort -u)" \
		"$(options "$share/man/man1/vforkscope-$command.1")"
	all="help $(options "$share/man/man1/vforkscope-$command.1" | tr '\n' ' ')"
	same "$command: bash knows them" "$(tr ' ' '\n' <<<"$all" | sed '/^$/d' | sort)" \
		"$(sed -n "s/^    $command) words=.* options='\(.*\)' files=.*/\1/p" \
			"$share/bash-completion/completions/vforkscope" | tr ' ' '\n' | sed -n 's/^--//p' | sort)"
	same "$command: zsh knows them" "$(tr ' ' '\n' <<<"$all" | sed '/^$/d' | sort)" "$(
		sed -n "/^    $command) _arguments/,/ ;;\$/p" "$share/zsh/site-functions/_vforkscope" |
			grep -oE "'(\(-h\)|\*)?--[a-z-]+" | grep -oE '[a-z][a-z-]+$' | sort
	)"
	same "$command: fish knows them" "$(tr ' ' '\n' <<<"$all" | sed '/^$/d;/^help$/d' | sort)" "$(
		sed -n "s/.*__fish_seen_subcommand_from $command' -l \([a-z-]*\) .*/\1/p" \
			"$share/fish/vendor_completions.d/vforkscope.fish" | sort
	)"
done

# completed WORD...: what bash offers for the last one.
completed()
{
	bash -c '
		. "$1"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_vforkscope vforkscope "${@: -1}" "${@: -2:1}"
		echo "${COMPREPLY[*]}"' - "$share/bash-completion/completions/vforkscope" vforkscope "$@"
}
cd "$SCRATCH" || exit 1
same 'bash: a command' 'who what-if' "$(completed w)"
same 'bash: an option' '--system' "$(completed run --sys)"
same 'bash: a system' '4.3bsd 4.2bsd 4.4bsd' "$(completed run --system 4)"
same 'bash: the same behind =' '4.4bsd' "$(completed run --system = 4.4)"
same 'bash: a lesson' 'return' "$(completed view retu)"
same 'bash: a word of a command' 'check' "$(completed script ch)"
touch 'a file.vft' && mkdir odd
same 'bash: a file' 'a file.vft' "$(completed replay a)"
same 'bash: a file for an option' 'odd' "$(completed demo --out o)"
for shell in zsh fish; do
	case $shell in
	zsh) file=$share/zsh/site-functions/_vforkscope ;;
	fish) file=$share/fish/vendor_completions.d/vforkscope.fish ;;
	esac
	if command -v $shell >/dev/null; then
		check "$shell reads it" $shell -n "$file"
	else
		skip "$shell reads it" "no $shell"
	fi
done
if command -v fish >/dev/null; then
	same 'fish: a system' '4.2bsd 4.3bsd 4.4bsd' "$(
		fish -c "source '$file'; complete -C 'vforkscope run --system 4'" | cut -f1 | sort | tr '\n' ' ' |
			sed 's/ $//')"
fi
refuses 'completion for another shell' '--completion csh: takes bash.zsh.fish' vforkscope help --completion csh
refuses 'help: two answers' 'take one' vforkscope help --man --names
refuses 'help: a page of what is not there' 'no such command' vforkscope help --man nothing

# The examples: what they need is made by those before them. Windows and measures have tests of their own.
mkdir examples && cd examples || exit 1
mkdir guest && ln -s "$VFORKSCOPE_GUEST/src/demos" guest/demos
printf '%s\n' '#include <unistd.h>' 'int main(void) { if (vfork() == 0) _exit(0); return 0; }' >prog.c
printf '%s\n' '100 execve("/bin/true", ["true"], 0x0 /* 1 var */) = 0' '100 exit_group(0) = ?' \
	'100 +++ exited with 0 +++' >make.log
for command in run import $(grep -vxE 'run|import|view|bench|gdb' <<<"$commands"); do
	while read -r line; do
		[[ $line = *'demo fork' ]] && continue # which opens a window
		command timeout 100 bash -c 'vforkscope() { "$VFORKSCOPE" "$@"; }; '"$line" >out 2>err </dev/null
		status=$?
		want='^0$'
		[ "$command" = run ] && want='^(0|138|139)$' # what the program ended with
		[[ $line = *diff* ]] && want='^1$'           # they do part
		[[ $line = *'who return --at end'* ]] && want='^[02]$'
		if [[ $status =~ $want ]]; then
			ok "example: $line"
		else
			not_ok "example: $line: status $status, $(head -c 300 err)"
		fi
	done < <(sed -n 's/\\-/-/g; s/\\e/\\/g; s/^\\fB\(vforkscope .*\)\\fR$/\1/p' \
		"$share/man/man1/vforkscope-$command.1")
done
cd .. || exit 1

# The library, used outside of the tree: the programs of docs/api.md print what stands there.
mkdir "$SCRATCH/api" && cd "$SCRATCH/api" || exit 1
ln -s "$top" there # pkg-config and its callers do not agree on blanks
ln -s there/share/vforkscope/traces/return.vft .
same 'the header has the version' "#define VFORKSCOPE_VERSION \"$(vforkscope --version | sed 's/.* //')\"" \
	"$(grep '^#define VFORKSCOPE_VERSION' there/include/vforkscope.h)"
same 'the library shows what its header has, with the version of its ABI, and nothing else' \
	"$(grep -ohE '\*?vforkscope_[a-z_]+\(' <(grep -A1 ^VFORKSCOPE_PUBLIC there/include/vforkscope.h) |
		grep -oE '[a-z_]+' | sed 's/$/@@VFORKSCOPE_0/' | sort)" \
	"$(nm -D --defined-only there/lib/libvforkscope.so | awk '$2 != "A" { print $3 }' | sort)"
same 'programs ask for it by that version' 'libvforkscope.so.0' \
	"$(objdump -p there/lib/libvforkscope.so | awk '$1 == "SONAME" { print $2 }')"
awk '
	/^```c$/ { getline; out = $2; sub(/:$/, "", out); name = out; sub(/\.c$/, "", name) }
	/^```console$/ { getline; print substr($0, 3) >(name ".sh"); out = name ".want"; next }
	/^```$/ { out = "" }
	out { print >out }' there/share/doc/vforkscope/docs/api.md
# built NAME: made by what the paper says, with pkg-config told that the prefix is where DESTDIR has put it.
built()
{
	cc -std=c17 -Wall -Wextra -Wpedantic -Werror -o "$1" "$1.c" $(
		PKG_CONFIG_PATH=there/lib/pkgconfig pkg-config --define-variable=prefix="$PWD/there" --cflags --libs \
			vforkscope
	)
}
alike()
{
	sed -E 's/@[0-9]+/@N/; s/(event |[ps][cp]=)[0-9]+/\1N/g; s/([ps][cp]) [0-9a-f]{8}/\1 N/g
		s/(line [0-9]+): .*/\1/'
}
for name in events instant writer; do
	check "$name.c has at most 40 lines" [ "$(wc -l <$name.c)" -le 40 ]
	check "$name.c can be built" built $name
	run env LD_LIBRARY_PATH="$PWD/there/lib" sh $name.sh
	# Compilers differ in which instructions it takes, and how many.
	same "$name prints what the paper says" "0 $(alike <$name.want)" "$status $(alike <<<"$out")$err"
done
cat >misuse.c <<'END'
/* What callers do wrong is told, and ends nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vforkscope.h>

static void told(const char *what, bool failed, const char *why)
{
	printf("%s: %s\n", what, failed && strstr(vforkscope_error(), why) ? "told" : vforkscope_error());
}

int main(void)
{
	const char *const prog[] = {"cat", NULL}, *const none[] = {"no-such", NULL}, *const nothing[] = {NULL};
	struct vforkscope_options options = {.size = sizeof options, .input = "so it is\n", .input_size = 9};
	struct vforkscope_run *run = vforkscope_run_program(prog, &options), *second;
	struct vforkscope_instant at = {UINT64_MAX, 0, 0, 0}, odd = {0, 1 << 20, 0, 0};
	struct vforkscope_registers r;
	unsigned char byte;

	told("program", !vforkscope_run_program(none, NULL), "no such file");
	told("no program", !vforkscope_run_program(nothing, NULL), "no program");
	told("no trace", !vforkscope_open("misuse.c", NULL), "not a trace");
	told("instant", !vforkscope_state(run, &at), "no such instant");
	told("event of an instant", !vforkscope_console(run, &odd, NULL), "no such instant");
	told("WHERE", !vforkscope_at(run, "no.event", &at), "no event");
	told("event", !vforkscope_event(run, 1 << 20), "counted from 0");
	told("process", !vforkscope_registers(run, NULL, 77, &r), "no process 77");
	told("memory", vforkscope_memory(run, NULL, 1, 0x7ff00000, &byte, 1) == 0, "no memory");
	told("datum", !vforkscope_last_writer(run, NULL, 1, "nobody"), "no such");
	options.max_seconds = UINT64_MAX;
	told("limit", !vforkscope_run_program(prog, &options), "max_seconds");
	options = (struct vforkscope_options){.size = sizeof options, .system = "5.0bsd"};
	told("system", !vforkscope_run_program(prog, &options), "no such system");
	options = (struct vforkscope_options){.system = "linux"};
	told("size", !vforkscope_run_program(prog, &options), "sizeof");
	options = (struct vforkscope_options){.size = sizeof options, .max_instructions = 1000};
	second = vforkscope_run_program(prog, &options);
	told("cut off", second && vforkscope_status(second) == -1, "1000");
	vforkscope_close(second);
	if (!vforkscope_save(run, "cat.vft") || !(second = vforkscope_open("cat.vft", NULL)))
		return 1;
	printf("%zu events more, status %d, ABI %d\n%s", vforkscope_events(second) - vforkscope_events(run),
	       vforkscope_status(second), VFORKSCOPE_ABI, vforkscope_console(second, NULL, NULL));
	vforkscope_close(second);
	vforkscope_close(run);
	vforkscope_close(NULL);
	if (!(second = vforkscope_open("return.vft", NULL)) || !vforkscope_at(second, "vm.pass", &at))
		return 1;
	char *state = vforkscope_state(second, &at);
	puts(state);
	free(state);
	vforkscope_close(second);
	return 0;
}
END
check 'a program that misuses it can be built' built misuse
run env LD_LIBRARY_PATH="$PWD/there/lib" ./misuse
same 'what is wrong is told, and a run that is kept is the same run' \
	"0 $(printf '%s: told\n' program 'no program' 'no trace' instant 'event of an instant' WHERE event process \
		memory datum limit system size 'cut off')"$'\n''0 events more, status 0, ABI 0'$'\n''so it is' \
	"$status $(sed '/^{/,$d' <<<"$out")$err"
sed '/^{/,$!d' "$SCRATCH/.out" >state
check 'the state is that of state --json' cmp -s state <(vforkscope state return.vft --at vm.pass --json)
cd "$SCRATCH" || exit 1

# By somebody who has nothing but a home directory, from a directory where he may not write.
mkdir -p home data elsewhere
chmod a-w elsewhere
(
	cd elsewhere && export HOME="$SCRATCH/home" TMPDIR="$SCRATCH/data"
	"$top/bin/vforkscope" run return && "$top/bin/vforkscope" state return --at vm.pass
	"$top/bin/vforkscope" lesson check fork
	"$top/bin/vforkscope" replay --verify "$share/vforkscope/traces/return.vft"
	"$top/bin/vforkscope" shot borrow -o "$SCRATCH/shot.png"
) >/dev/null 2>&1
check 'a picture was made' [ -s shot.png ]
same 'nothing is written where nobody asked for it' '' \
	"$(find elsewhere data home -type f ! -path 'home/.cache/fontconfig/*')"

# Taken away again.
echo mine >"$share/vforkscope/mine"
make -s -C "$root" DESTDIR="$place" PREFIX=/opt/v uninstall >"$SCRATCH/make" 2>&1
same 'make uninstall' 0 $?
same 'nothing is left but what was there' "$(printf '%s\n' bin share share/vforkscope share/vforkscope/mine)" \
	"$(cd "$top" && find . -mindepth 1 | sed 's/^..//' | sort)"
finish
