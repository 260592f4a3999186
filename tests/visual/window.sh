#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The real window on a virtual display, driven by key and mouse: what it shows is, to the pixel, the picture of the instant
# that it says it shows. The key S tells where it is: it writes vforkscope-EVENT.png.
. "$(dirname "$0")/../lib.sh"

for tool in xdotool import convert compare; do
	if ! command -v $tool >/dev/null; then
		skip "the window" "no $tool"
		finish
	fi
done

# Nothing here may wait for ever: xdotool for a window (--sync), import for a click where it knows no window.
xdotool=$(type -P xdotool) import=$(type -P import)
xdotool() { timeout 60 "$xdotool" "$@"; }
import() { timeout 60 "$import" "$@"; }

# SDL loads and unloads the display's drivers; what those leave behind is nobody's leak here.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

# await COMMAND...: tries it for ten seconds.
await()
{
	local i

	for ((i = 0; i < 50; i++)); do
		"$@" && return 0
		sleep 0.2
	done
	return 1
}

# The viewer's window, for a minute. A search fails when it comes across another window that is just going away.
find_window()
{
	local i

	for ((i = 0; i < 300; i++)); do
		window=$(xdotool search --onlyvisible --pid "$viewer" --name '^vforkscope: ' 2>/dev/null | head -n 1)
		[ -z "$window" ] || return 0
		sleep 0.2
	done
	return 1
}

cd "$SCRATCH" || exit 1
run vforkscope events return
pass=$(awk '$5 == "vm.pass" { print $1 }' .out) last=$(awk 'END { print $1 }' .out)

# Of a trace: the viewer gives up most of the host before it reads it, and must find what it needs in the rest.
vforkscope run --record return.vft return >/dev/null
"$VFORKSCOPE" view return.vft --at vm.pass 2>err &
viewer=$!
find_window
check "a window opens" [ -n "$window" ]
if [ -z "$window" ]; then
	kill $viewer
	finish
fi
same "its title" "vforkscope: return on 4.3bsd" "$(xdotool getwindowname "$window")"
xdotool windowfocus --sync "$window"

screen() { import -silent -window "$window" -depth 8 "$1"; }

# pixels FILE WxH+X+Y '#COLOUR': how many pixels of exactly that colour.
pixels()
{
	convert "$1" -alpha off -crop "$2" +repage -fill white +opaque "$3" -fill black -opaque "$3" -negate \
		-format '%[fx:int(mean*w*h+0.5)]' info:
}

# Pixels in which two pictures differ; only a number.
differ() { printf '%.0f' "$(compare -metric AE "$1" "$2" null: 2>&1 | sed 's/ .*//')"; }

# press KEY...
press() { xdotool key "$@"; }

# The event that the window is at: keys are taken in order, so this one's picture is made after all moves before it.
where()
{
	rm -f vforkscope-*.png
	press s
	await compgen -G 'vforkscope-*.png' >/dev/null
	basename vforkscope-*.png .png | sed 's/vforkscope-//'
}

# at EVENT
at()
{
	local event

	event=$(where)
	[ "$event" = "$1" ] || { echo "# at event $event, not $1"; return 1; }
}

# click X Y [BUTTON]: in the window's own coordinates.
click() { xdotool mousemove --window "$window" "$1" "$2" click "${3:-1}"; }

shown() { screen now.png && [ "$(differ now.png "$1")" = 0 ]; }

vforkscope shot return --at vm.pass -o pass.png
check "the window shows the picture of vm.pass" await shown pass.png
check "and S saves it" at "$pass"
check "the file is the one that shot makes" cmp pass.png "vforkscope-$pass.png"
check "the message about it goes away" await shown pass.png

press Right
check "right: one event forward" at $((pass + 1))
press Left Left
check "left: back" at $((pass - 1))
press End
check "end: the last event" at "$last"
press Home
check "home: the first event" at 0
press Left
vforkscope shot return --at 0 -o first.png
screen now.png
check "beyond the first event there is only a message" [ "$(differ now.png first.png)" -gt 50 ]
check "and the event stays" at 0
press n
notable=$(where)
check "N goes to a later event" [ "$notable" -gt 0 ]
press n n p p
check "P goes back over as many" at "$notable"
press p
check "P has nothing before the first of them" at "$notable"

# The damage of the lesson: seek it with the time axis, then look at the stack.
click 1020 800
check "a click at the end of the time axis" at "$last"
vforkscope shot return --at tty.write#2 -o damage.png
"$VFORKSCOPE" view return --at 'tty.write#2' 2>>err &
second=$!
kill $viewer
wait $viewer 2>/dev/null
viewer=$second
find_window
xdotool windowfocus --sync "$window"
check "it starts at the event asked for" await shown damage.png
check "destroyed words are crimson" [ "$(pixels now.png 500x500+1070+150 '#FBDDE3')" -gt 8000 ]
check "written page frames are vermilion" [ "$(pixels now.png 600x330+445+400 '#D55E00')" -gt 500 ]
check "lent pages are hatched blue on light blue" [ "$(pixels now.png 600x330+445+400 '#D6E8F4')" -gt 300 ]
press Home
vforkscope shot return --at 0 -o first.png
check "home" await shown first.png
check "before the loan nothing is crimson" [ "$(pixels now.png 1600x600+0+140 '#FBDDE3')" = 0 ]

# Mouse.
click 1519 24
check "the button forward" at 1
click 1471 24
check "the button back" at 0
click 700 800 5
check "the wheel over time moves by events" at 1
click 1567 24
check "the button to the end" at "$last"
xdotool mousemove --window "$window" 900 800 mousedown 1 mousemove --window "$window" 500 800 \
	mousemove --window "$window" 150 800 mouseup 1
press Home
check "dragging and home leave it at the first event" at 0

# Playing.
press space
sleep 2
press space
played=$(where)
check "space plays some events and stops" [ "$played" -ge 2 ]
sleep 1
check "paused means paused" at "$played"

# Looks.
press Home t
vforkscope shot return --at 0 --theme dark -o dark.png
check "T: the dark theme" await shown dark.png
press t t
press h
await shown first.png
screen help.png
check "H: help lies over it" [ "$(differ help.png first.png)" -gt 100000 ]
press h
check "H again: it is gone" await shown first.png
xdotool windowsize --sync "$window" 1024 640
vforkscope shot return --at 0 --size 1024x640 -o small.png
check "a smaller window is laid out anew" await shown small.png

press q
wait $viewer
same "Q ends it with status 0" 0 $?
same "nothing on stderr" "" "$(cat err)"

"$VFORKSCOPE" view return --size 8192x8192 2>err &
viewer=$!
find_window
same "a window is not larger than the screen" "$(xdotool getdisplaygeometry | tr ' ' x)" \
	"$(xdotool getwindowgeometry "$window" | awk '/Geometry/ { print $2 }')"
kill $viewer
wait $viewer 2>/dev/null
same "SIGTERM kills, as it does other programs" 143 $?
finish
