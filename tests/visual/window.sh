#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The real window on a display of its own, driven by key and mouse: what it shows is, to the pixel, the picture of the
# instant that it says it shows. The key S tells where it is: it writes vforkscope-PROGRAM-SYSTEM-EVENT.png.
#
# However busy the host is, nothing here counts on something being done by now: every wait is for a condition, and every
# one of them ends.
. "$(dirname "$0")/../lib.sh"

. "$(dirname "$0")/../display.sh"

run vforkscope events return
pass=$(awk '$5 == "vm.pass" { print $1 }' .out) last=$(awk 'END { print $1 }' .out)
vforkscope shot return --at vm.pass -o pass.png
begin=$(awk '$5 == "exec.done" && $4 > 1 { print $1; exit }' .out)
vforkscope shot return --at 0 -o boot.png
vforkscope shot return --at "$begin" -o first.png
vforkscope shot return --at "$begin" --theme dark -o dark.png
vforkscope shot return --at "$begin" --size 1024x640 -o small.png
vforkscope shot return --at tty.write#2 -o damage.png
vforkscope shot return --at hazard.frame -o alone.png
vforkscope shot return --at hazard.frame --beside fork -o beside.png

# Of a trace: the viewer gives up most of the host before it reads it, and must find what it needs in the rest.
vforkscope run --record return.vft return >/dev/null
open_viewer return.vft --at vm.pass
check "a window opens" [ -n "$window" ]
[ -n "$window" ] || finish
same "its title" "vforkscope: return on 4.3bsd" "$(xdotool getwindowname "$window")"
check "the window shows the picture of vm.pass" await shown pass.png
check "and S saves it" at "$pass"
same "what was opened is remembered, before the host is given up" "$(realpath return.vft)" \
	"$(cat "$XDG_STATE_HOME/vforkscope/recent")"
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
check "destroyed words are crimson" [ "$(pixels now.xwd 500x500+1070+150 '#FBDDE3')" -gt 8000 ]
check "written page frames are vermilion" [ "$(pixels now.xwd 600x330+445+400 '#D55E00')" -gt 500 ]
check "lent pages are hatched blue on light blue" [ "$(pixels now.xwd 600x330+445+400 '#D6E8F4')" -gt 300 ]
press Home
check "home" await shown first.png
check "before the loan nothing is crimson" [ "$(pixels now.xwd 1600x600+0+140 '#FBDDE3')" = 0 ]

# Mouse.
click 1259 24
check "the button forward" at $((begin + 1))
click 936 24
check "the button back" at "$begin"
xdotool mousemove --window "$window" 700 800
check "there it shows all of time" await shown first.png
click 700 800 4
check "the wheel over time zooms" await covered first.png 1000
click 700 800 5
check "and back" await shown first.png
check "but moves nothing" at "$begin"
click 1409 24
check "the button to the end" at "$last"

# Signs, letters and text by the keyboard.
press slash
xdotool type --window "$window" vm.pass
press Return
check "/ and an instant's name lead there" at "$pass"
press bracketright bracketright bracketleft bracketleft
check "instructions forward and back" at "$pass"
press shift+f
press f
check "F goes to a hazard" await covered pass.png 1000
press alt+Left
check "Alt and the arrow go back to where one was" at "$pass"
press m
xdotool type --window "$window" 'lent here'
press Return
press Home
press apostrophe
press Return
check "a bookmark leads back" at "$pass"
press Home
xdotool mousemove --window "$window" 900 800 mousedown 1 mousemove --window "$window" 500 800 \
	mousemove --window "$window" 150 800 mouseup 1
press Home
check "dragging and home leave it where the program begins" at "$begin"
quit # bookmarks and what was found stay in Time
open_viewer return --at 'tty.write#2'

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

open_viewer return --at hazard.frame --beside fork
check "--beside: a second run at the right" await shown beside.png
press v
check "V: one run again" await shown alone.png
quit
same "a shipped lesson is no file to be remembered" 1 "$(wc -l <"$XDG_STATE_HOME/vforkscope/recent")"

open_viewer return --size 8192x8192
same "a window is not larger than the screen" "$(xdotool getdisplaygeometry | tr ' ' x)" \
	"$(xdotool getwindowgeometry "$window" | awk '/Geometry/ { print $2 }')"
kill "$viewer"
end "$viewer" 2>/dev/null
same "SIGTERM kills, as it does other programs" 143 $?
finish
