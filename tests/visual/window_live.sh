#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The real window with runs that go on: a shell that is typed to, a program that never ends, an editor, another program;
# and with a display that does what displays do. Most of it is tested without a window, in test_live.c and test_storm.c.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../display.sh"

titled() { [ "$(xdotool getwindowname "$window" 2>/dev/null)" = "vforkscope: $1" ]; }
# Ticks of processor time that the viewer has taken.
ticks() { awk '{ print $14 + $15 }' "/proc/$viewer/stat"; }
ended() { [ "$(where)" -gt "$1" ]; }
changed() { screen now.xwd && [ "$(differ now.xwd "$1")" -gt 300 ]; }

# The shell: `view` without a program. A click on the console, which is below at the right, gives it the keyboard.
open_viewer
same "view without a program is the shell" "vforkscope: sh on 4.3bsd" "$(xdotool getwindowname "$window")"
begin=$(where)
screen before.xwd
click 1200 830
check "a click gives the console the keyboard" await changed before.xwd
await focused && xdotool type 'ps'
press Return ctrl+bracketright End
check "what is typed is run" await ended "$begin"
run_to=$(where)
press Left Left # to the last event, and from there
check "and can be looked at" at $((run_to - 1))
click 1200 830
await focused && xdotool type 'exit 3'
press Return
press ctrl+bracketright End
check "exit ends it" await ended "$run_to"

# It uses no processor when nobody does anything: in four seconds or more, for xdotool is asked in between.
idle()
{
	local hertz begin end from

	hertz=$(getconf CLK_TCK)
	press Home && where >/dev/null
	await shown "$(echo vforkscope-*.png)" || return 1 # the message about the picture has gone
	begin=$(ticks) from=$EPOCHREALTIME
	until [ $((${EPOCHREALTIME/[.,]/} - ${from/[.,]/})) -gt 4000000 ]; do
		running "$viewer" || return 1
		read -r -t 0.5 <> <(:)
	done
	end=$(ticks)
	echo "# figures: idle $((100 * (end - begin) / hertz / 4)) per cent of a processor"
	[ $((25 * (end - begin))) -le "$hertz" ]
}
check "idle it takes less than one per cent of a processor" idle
quit
same "Q ends it with status 0" 0 $?

# A program that never ends is there at once, and Esc stops it.
cat >endless.c <<'END'
int main(void) { for (;;) continue; }
END
open_viewer endless.c
check "a program that never ends has a window" titled "endless on 4.3bsd"
screen before.xwd
check "it grows" await changed before.xwd
press Escape
press End
here=$(where)
check "Esc stops it, and the window stays" at "$here"

# Resized as by somebody who cannot decide, and typed to by a cat.
for ((i = 0; i < 30; i++)); do
	xdotool windowsize "$window" $((640 + i * 37 % 900)) $((400 + i * 53 % 600)) \
		key --delay 0 Right h Escape F10 Down Escape t 3 3 3 n p
done
xdotool windowsize "$window" 1600 900
check "it goes on after all that" [ "$(where)" -ge 0 ]

# Another program in the same window; and the source in the editor.
press ctrl+o
await focused && xdotool type 'inside a loan'
press Return
check "a lesson is opened from inside" await titled "nested on 4.3bsd"
kill "$viewer"
end "$viewer" 2>/dev/null
cat >vi <<'END'
#!/bin/sh
echo "$@" >called
END
chmod +x vi
cat >own.c <<'END'
#include <stdio.h>
int main(void) { puts("one"); return 0; }
END
called() { [ -s called ]; }
VISUAL="$PWD/vi" open_viewer own.c
press End o
check "O calls the editor" await called
like "with the source" 'own\.c$' "$(<called)"
old=$(where)
screen before.xwd
sed 's/puts("one")/(puts("one"), puts("two"))/' own.c >new.c && mv new.c own.c
renewed() { press End && ended "$old"; }
check "what is saved is run" await renewed
quit

# A trace is shown by a process that has given up the rest.
vforkscope run --record trace.vft return >/dev/null 2>&1
open_viewer nested
press ctrl+o
await focused && xdotool type 'trace.vft'
press Return
reopened() { find_window && titled "return on 4.3bsd"; }
check "a trace is opened by the program, begun anew" await reopened
await focused && press ctrl+o
await focused && xdotool type './own.c'
press Return
check "which compiles nothing any more, and says so" running "$viewer"
press Escape
check "and stays where it was" titled "return on 4.3bsd"
quit

# Without fonts there is one line.
cat >fonts.conf <<'END'
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>
END
FONTCONFIG_FILE=$PWD/fonts.conf refuses "no fonts" 'no font to draw with' "$VFORKSCOPE" view return
# The display goes: no crash, and a line.
: >err
open_viewer return
kill -KILL $server
await gone "$viewer"
wait "$viewer"
check "a display that is gone does not kill it with a signal" [ $? -lt 128 ]
like "and it says so" 'the display is gone' "$(<err)"
finish
