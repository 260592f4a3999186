#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What somebody does with the package where nothing but it and what it depends on is installed (alone); and then with
# those tools of a system that it works together with. To be run by an ordinary user in a bare Debian, with
# tests/notebook.py and tests/command/gdb_client.py beside it; .package/release.sh does.
#
# usage: try.sh alone|together
set -eu
here=$(cd "$(dirname "$0")" && pwd)

fail()
{
	echo "not so: $*" >&2
	exit 1
}

# says WHAT REGEX COMMAND...: what the command prints has such a line; $status is what it ended with.
says()
{
	what=$1 regex=$2
	shift 2
	status=0
	"$@" >"$work/out" 2>&1 || status=$?
	grep -qE -- "$regex" "$work/out" || {
		cat "$work/out" >&2
		fail "$what: $* (status $status)"
	}
}

# The user's part, from a directory where he may not write.
alone()
{
	work=$(mktemp -d)
	cd /
	says 'a lesson is run' 'killed by signal 11' vforkscope run return
	[ "$status" = 139 ] || fail "its status: $status"
	for lesson in $(vforkscope demo | sed -n 's/^  \([a-z]*\)  *.*/\1/p'); do
		says "the lesson $lesson as text" . vforkscope demo "$lesson" --text
		[ "$status" = 0 ] || fail "the lesson $lesson: status $status"
		lessons=$((${lessons:-0} + 1))
	done
	[ "$lessons" -gt 30 ] || fail "only $lessons lessons"
	says 'lessons are true' 'steps.*: all true' vforkscope lesson check fork borrow registers return stub exit handler \
		descriptors message nested systems
	[ "$status" = 0 ] || fail "lesson check: status $status"
	says 'a trace is the same run' agree vforkscope replay --verify /usr/share/vforkscope/traces/return.vft
	says 'a process script is played' . vforkscope run /usr/share/vforkscope/traces/make.vps
	says 'a picture is described' 'spawn' vforkscope text return --at hazard.frame
	# Capstone is loaded at its first use, by name.
	says 'instructions are shown' 'move\.l ' vforkscope step return --at spawn +1i
	for kind in png svg pdf; do
		vforkscope shot borrow -o "$work/picture.$kind"
		[ -s "$work/picture.$kind" ] || fail "no picture.$kind"
	done
	vforkscope demo borrow --no-window --out "$work/borrow.gif" >/dev/null
	vforkscope html return -o "$work/return.html" >/dev/null
	[ -s "$work/borrow.gif" ] && [ -s "$work/return.html" ] || fail 'no film, or no page'
	says 'a window needs a display, and says so' '^vforkscope: .*display' env -u DISPLAY vforkscope view return
	# shellcheck disable=SC2016
	printf '$qC#b4' >"$work/packet"
	says 'GDB is answered' 'QC2' sh -c "vforkscope gdb --stdio return <'$work/packet'"
	says 'a program of his own needs the compiler, which is named' 'gcc-m68k-linux-gnu' \
		sh -c "echo 'int main(void) { return 0; }' >'$work/prog.c' && vforkscope run '$work/prog.c'"
	[ "$status" = 2 ] || fail "a program without a compiler: status $status"
	rm -r "$work"
}

together()
{
	work=$(mktemp -d)
	cd "$work"
	papers=/usr/share/doc/vforkscope
	# The Python module, and the notebooks.
	PYTHONDONTWRITEBYTECODE=1 python3 "$here/notebook.py" "$papers"/docs/notebooks/*.ipynb >notebooks
	[ "$(grep -c '^ok ' notebooks)" = 3 ] || { cat notebooks && fail 'the notebooks'; }
	says 'a connection as GDB makes it' . python3 "$here/gdb_client.py" vforkscope cost
	[ "$status" = 0 ] || { cat out && fail "gdb_client.py: status $status"; }
	# Manual pages, found by man and by whatis.
	for page in vforkscope $(vforkscope help --names | sed 's/^/vforkscope-/') vforkscope-trace \
		vforkscope-process-script; do
		says "man $page" NAME man "$page"
		says "whatis $page" '^vforkscope' whatis "$page"
	done
	# Completion.
	cat >complete.sh <<-'END'
		. /usr/share/bash-completion/bash_completion
		if type _comp_load >/dev/null 2>&1; then _comp_load vforkscope; else __load_completion vforkscope; fi
		complete -p vforkscope
		COMP_WORDS=(vforkscope run --system 4.4) COMP_CWORD=3
		_vforkscope vforkscope 4.4 --system
		echo "offers ${COMPREPLY[*]}"
	END
	says 'bash completes' '^offers 4\.4bsd$' bash complete.sh
	says 'zsh completes' '^_vforkscope$' zsh -fc 'autoload -Uz compinit && compinit -u -D && echo ${_comps[vforkscope]}'
	says 'fish completes' '^4\.4bsd' fish -c "complete -C 'vforkscope run --system 4.4'"
	# The window: SDL loads what it needs for that by itself. It writes where a user's state and caches go.
	mkdir home
	Xvfb -displayfd 3 -screen 0 1280x800x24 3>display 2>/dev/null &
	server=$!
	until [ -s display ]; do
		kill -0 $server || fail 'Xvfb has ended'
		sleep 0.1
	done
	DISPLAY=:$(cat display)
	export DISPLAY
	env -u XDG_STATE_HOME -u XDG_CACHE_HOME HOME="$work/home" vforkscope view return >window 2>&1 &
	window=$!
	says 'there is a window' '^vforkscope: return' timeout 60 xdotool search --sync --onlyvisible --name '^vforkscope' \
		getwindowname %@
	xdotool key q
	wait $window || { cat window && fail "the window ended with status $?"; }
	kill $server
	written=$(find home -type f ! -path 'home/.cache/*' ! -path 'home/.local/state/*')
	[ -z "$written" ] || fail "written where nobody asked for it: $written"
	# The desktop.
	desktop-file-validate /usr/share/applications/vforkscope*.desktop
	cp /usr/share/vforkscope/traces/return.vft a-trace
	cp /usr/share/vforkscope/traces/make.vps a-script
	for file in /usr/share/vforkscope/traces/return.vft a-trace; do
		says "the type of $file" 'application/x-vforkscope-trace' gio info -a standard::content-type "$file"
	done
	for file in /usr/share/vforkscope/traces/make.vps a-script; do
		says "the type of $file" 'text/x-vforkscope-process-script' gio info -a standard::content-type "$file"
	done
	says 'who opens it' 'vforkscope-view\.desktop' gio mime application/x-vforkscope-trace
	cd / && rm -r "$work"
}

"$1"
