# SPDX-License-Identifier: GPL-2.0-or-later
# A display of the script's own, and what it takes to drive a window there; sourced after lib.sh. Leaves the working
# directory for $SCRATCH.
#
# However busy the host is, nothing here counts on something being done by now: every wait is for a condition, and every
# one of them ends.
for tool in Xvfb xdotool import convert compare; do
	if ! command -v $tool >/dev/null; then
		skip "the window" "no $tool"
		finish
	fi
done

patience=30 # seconds that a condition may take

# xdotool and import wait for ever where they meet a window that is just going away.
xdotool=$(type -P xdotool) import=$(type -P import)
xdotool() { timeout $patience "$xdotool" "$@"; }
import() { timeout $patience "$import" "$@"; }

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
Xvfb -noreset -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp 3>display >server 2>&1 &
server=$!
trap '{ kill -KILL $viewer $server; wait; } 2>/dev/null; chmod -R u+w "$SCRATCH"; rm -rf "$SCRATCH"' EXIT
await [ -s display ] || { cat server; exit 1; }
DISPLAY=:$(cat display)
export DISPLAY
unset XAUTHORITY

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

# open_viewer ARG...: its window is there and has the keyboard.
open_viewer()
{
	"$VFORKSCOPE" view "$@" 2>>err &
	viewer=$!
	await find_window && await focused
}

screen() { import -silent -window "$window" -depth 8 "$1"; }

# pixels FILE WxH+X+Y '#COLOUR': how many pixels of exactly that colour.
pixels()
{
	convert "$1" -alpha off -crop "$2" +repage -fill white +opaque "$3" -fill black -opaque "$3" -negate \
		-format '%[fx:int(mean*w*h+0.5)]' info:
}

# Pixels in which two pictures differ; nothing if they cannot be compared.
differ()
{
	local n
	n=$(compare -metric AE "$1" "$2" null: 2>&1)
	[[ ${n%% *} =~ ^[0-9.]+(e[+][0-9]+)?$ ]] && printf '%.0f' "${n%% *}"
}

# shown PICTURE: it is what the window shows. covered PICTURE PIXELS: it is, but for more than so many pixels.
shown() { screen now.png && [ "$(differ now.png "$1")" = 0 ]; }
covered() { screen now.png && [ "$(differ now.png "$1")" -gt "$2" ]; }

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

