#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed: all of it is found, nothing is left when it is taken away; manual pages and completion say what
# --help says, and the examples in them are so.
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
	for file in traces/*.v?? docs/*.md docs/*.png docs/schema/* docs/notebooks/*.{py,ipynb}; do
		cmp -s "$file" "$share/vforkscope/${file#docs/}" || cmp -s "$file" "$share/doc/vforkscope/$file" ||
			cmp -s "$file" "$share/doc/vforkscope/${file#docs/}" || echo "$file"
	done
)"
same 'nothing but the program holds the name of the place where it was built' '' \
	"$(grep -rlF "$PWD" "$share" "$SCRATCH/nothing" 2>/dev/null)"
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
