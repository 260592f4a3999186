#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The real window on a display of its own, driven by key and mouse: what it shows is, to the pixel, the picture of the
# instant that it says it shows. The key S tells where it is: it writes vforkscope-PROGRAM-SYSTEM-EVENT.png.
#
# However busy the host is, nothing here counts on something being done by now: every wait is for a condition, and every
# one of them ends.
. "$(dirname "$0")/../lib.sh"

for tool in Xvfb xdotool import convert compare; do
	if ! command -v $tool >/dev/null; then
		skip "the window" "no $tool"
		finish
	fi
done

patience=60 # seconds that a condition may take

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

run vforkscope events return
pass=$(awk '$5 == "vm.pass" { print $1 }' .out) last=$(awk 'END { print $1 }' .out)
vforkscope shot return --at vm.pass -o pass.png
begin=$(awk '$5 == "exec.done" && $4 > 1 { print $1; exit }' .out)
vforkscope shot return --at 0 -o boot.png
vforkscope shot return --at "$begin" -o first.png
vforkscope shot return --at "$begin" --theme dark -o dark.png
vforkscope shot return --at "$begin" --size 1024x640 -o small.png
vforkscope shot return --at tty.write#2 -o damage.png

# Of a trace: the viewer gives up most of the host before it reads it, and must find what it needs in the rest.
vforkscope run --record return.vft return >/dev/null
open_viewer return.vft --at vm.pass
check "a window opens" [ -n "$window" ]
[ -n "$window" ] || finish
same "its title" "vforkscope: return on 4.3bsd" "$(xdotool getwindowname "$window")"
check "the window shows the picture of vm.pass" await shown pass.png
check "and S saves it" at "$pass"
check "the file is the one that shot makes" cmp pass.png "vforkscope-return-4.3bsd-$pass.png"
check "the message about it goes away" await shown pass.png

press Right
check "right: one event forward" at $((pass + 1))
press Left Left
check "left: back" at $((pass - 1))
press End
check "end: the last event" at "$last"
press b
check "B: the boot" at 0
check "B: its picture" await shown boot.png
beyond() { press Left && covered "$1" 50; }
check "beyond the first event there is only a message" await beyond boot.png
check "and the event stays" at 0
press n
check "N goes to a later event, in the boot, too" [ "$(where)" -gt 0 ]
press Home
check "home: the program begins" at "$begin"
check "home: its picture" await shown first.png
check "back into the boot there is only a message" await beyond first.png
check "and the program's first event stays" at "$begin"
press n
notable=$(where)
check "N goes to a later event" [ "$notable" -gt "$begin" ]
press n n p p
check "P goes back over as many" at "$notable"
press p p
check "P does not lead into the boot" at "$begin"

# The damage of the lesson: seek it with the time axis, then look at the stack.
click 968 800
check "a click at the end of the time axis" at "$last"
kill "$viewer"
end "$viewer" 2>/dev/null
open_viewer return --at 'tty.write#2'
check "it starts at the event asked for" await shown damage.png
check "destroyed words are crimson" [ "$(pixels now.png 500x500+1070+150 '#FBDDE3')" -gt 8000 ]
check "written page frames are vermilion" [ "$(pixels now.png 600x330+445+400 '#D55E00')" -gt 500 ]
check "lent pages are hatched blue on light blue" [ "$(pixels now.png 600x330+445+400 '#D6E8F4')" -gt 300 ]
press Home
check "home" await shown first.png
check "before the loan nothing is crimson" [ "$(pixels now.png 1600x600+0+140 '#FBDDE3')" = 0 ]

# Mouse.
click 1519 24
check "the button forward" at $((begin + 1))
click 1471 24
check "the button back" at "$begin"
click 700 800 5
check "the wheel over time moves by events" at $((begin + 1))
click 1567 24
check "the button to the end" at "$last"
xdotool mousemove --window "$window" 900 800 mousedown 1 mousemove --window "$window" 500 800 \
	mousemove --window "$window" 150 800 mouseup 1
press Home
check "dragging and home leave it where the program begins" at "$begin"

# Playing. A message stays longer than playing stays at an event: when it has gone, others would have come.
played() { [ "$(where)" -ge $((begin + 2)) ]; }
press b space
check "space plays" await played
press space
played=$(where)
cp "vforkscope-return-4.3bsd-$played.png" played.png
check "space again pauses" await shown played.png
check "paused means paused" at "$played"

# Looks.
press Home t
check "T: the dark theme" await shown dark.png
press t t
check "T: all themes are gone through" await shown first.png
press h
check "H: help lies over it" await covered first.png 100000
press Escape
check "Esc: it is gone" await shown first.png
xdotool windowsize "$window" 1024 640
check "a smaller window is laid out anew" await shown small.png
quit
same "Q ends it with status 0" 0 $?
same "nothing on stderr" "" "$(cat err)"

open_viewer return --size 8192x8192
same "a window is not larger than the screen" "$(xdotool getdisplaygeometry | tr ' ' x)" \
	"$(xdotool getwindowgeometry "$window" | awk '/Geometry/ { print $2 }')"
kill "$viewer"
end "$viewer" 2>/dev/null
same "SIGTERM kills, as it does other programs" 143 $?
finish
