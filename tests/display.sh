# SPDX-License-Identifier: GPL-2.0-or-later
# A display of the script's own, and what it takes to drive a window there; sourced after lib.sh. Leaves the working
# directory for $SCRATCH.
#
# However busy the host is, nothing here counts on something being done by now: every wait is for a condition, and every
# one of them ends.
for tool in Xvfb xdotool; do
	if ! command -v $tool >/dev/null; then
		skip "the window" "no $tool"
		finish
	fi
done

patience=30 # seconds that a condition may take

# xdotool waits for ever where it meets a window that is just going away.
xdotool=$(type -P xdotool)
xdotool() { timeout $patience "$xdotool" "$@"; }
# Looks at the screen: tests/screen.c.
look=$(dirname "$VFORKSCOPE")/tests/screen

# await COMMAND...: tries it until it succeeds.
await()
{
	local end=$((SECONDS + patience))

	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}

# Has not ended, or has not been waited for.
running() { [ -e "/proc/$1/exe" ]; }
gone() { ! running "$1"; }

# end PID: its exit status; if it does not end, it is made to.
end()
{
	await gone "$1" || kill -KILL "$1"
	wait "$1"
}

cd "$SCRATCH" || exit 1

# A display: the server writes its number when it takes clients. (xvfb-run waits for a signal, and for ever when that
# comes too early.)
viewer=
# Without -noreset it begins anew when its last client goes, and refuses the next one meanwhile.
# What it shows is in $SCRATCH/Xvfb_screen0, without a pointer over it.
Xvfb -noreset -nocursor -displayfd 3 -fbdir "$SCRATCH" -screen 0 1920x1200x24 -nolisten tcp 3>display >server 2>&1 &
server=$!
trap '{ kill -KILL $viewer $server; wait; } 2>/dev/null; chmod -R u+w "$SCRATCH"; rm -rf "$SCRATCH"' EXIT
await [ -s display ] || { cat server; exit 1; }
DISPLAY=:$(cat display)
export DISPLAY
unset XAUTHORITY
export XDG_STATE_HOME=$SCRATCH/state

# SDL loads and unloads the display's drivers; what those leave behind is nobody's leak here.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

find_window()
{
	window=$(xdotool search --onlyvisible --pid "$viewer" --name '^vforkscope: ' 2>/dev/null | head -n 1)
	[ -n "$window" ]
}

# Gives the viewer's window the keyboard; there is no window manager that would.
focused()
{
	xdotool windowfocus "$window" 2>/dev/null && [ "$(xdotool getwindowfocus 2>/dev/null)" = "$window" ]
}

# The window is there and has the keyboard. SDL may make it anew for its renderer, so it is looked for each time.
opened() { find_window && focused; }

# open_viewer ARG...: until it is opened.
open_viewer()
{
	"$VFORKSCOPE" view "$@" 2>>err &
	viewer=$!
	await opened
}

# screen FILE: what the window shows; it is where SDL has put it.
screen()
{
	local WINDOW SCREEN X Y WIDTH HEIGHT
	eval "$(xdotool getwindowgeometry --shell "$window" 2>/dev/null)"
	"$look" cut Xvfb_screen0 "${X:-}" "${Y:-}" "${WIDTH:-}" "${HEIGHT:-}" "$1"
}

# pixels FILE WxH+X+Y '#COLOUR': how many pixels of exactly that colour.
pixels() { "$look" count "$@"; }

# Pixels in which two pictures differ; nothing if they cannot be compared.
differ() { "$look" differ "$1" "$2"; }

# shown PICTURE: it is what the window shows. covered PICTURE PIXELS: it is, but for more than so many pixels.
shown() { screen now.xwd && [ "$(differ now.xwd "$1")" = 0 ]; }
covered() { screen now.xwd && [ "$(differ now.xwd "$1")" -gt "$2" ]; }

# press KEY...: to the viewer's window.
press() { await focused && xdotool key "$@"; }

saved() { compgen -G 'vforkscope-*.png' >/dev/null; }
saves() { press s && (patience=10 && await saved); }

# The event that the window is at: keys are taken in order, so this one's picture is made after all moves before it.
where()
{
	rm -f vforkscope-*.png
	await saves
	basename vforkscope-*.png .png | sed 's/.*-//'
}

# at EVENT
at()
{
	local event

	event=$(where)
	[ "$event" = "$1" ] || { echo "# at event $event, not $1"; return 1; }
}

# quit: the key Q, until it is taken.
quits() { press q; (patience=10 && await gone "$viewer"); }
quit()
{
	await quits
	end "$viewer"
}

# click X Y [BUTTON]: in the window's own coordinates.
click() { await focused && xdotool mousemove --window "$window" "$1" "$2" click "${3:-1}"; }

