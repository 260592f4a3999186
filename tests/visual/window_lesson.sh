#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The whole course in the real window, once by keyboard alone and once by mouse alone, with wrong answers and right
# ones.
# tests/visual/pupil.c plays it without a window and writes down each turn: what is pressed, where is clicked, and which
# picture there is then. The window must show that picture to the pixel; that what it tells is true of the machine is
# for test_lesson.c and `lesson check`.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../display.sh"

# Drawing is not what is tested here, and without a graphics card of software it takes half the time.
export SDL_RENDER_DRIVER=software SDL_FRAMEBUFFER_ACCELERATION=0

# plan: a line for each turn.
XDG_STATE_HOME=$SCRATCH/pupil "$(dirname "$VFORKSCOPE")/tests/visual/pupil" "$SCRATCH/plan" >told 2>&1
check 'the course can be played' [ $? = 0 ]
[ -s plan ] || { sed 's/^/# /' told; finish; }

# act keys|mouse KEYS PLACES: what one does in a turn.
act()
{
	local words=() place

	if [ "$1" = keys ]; then
		[ "$2" = - ] || xdotool key ${2//,/ }
		return
	fi
	for place in ${3//[,-]/ }; do
		words+=(mousemove --window "$window" "${place%:*}" "${place#*:}" click 1)
	done
	xdotool "${words[@]}" mousemove 0 0 # where it points at nothing
}

# Where the window is.
placed()
{
	opened && eval "$(xdotool mousemove 0 0 getwindowgeometry --shell "$window" 2>/dev/null)" &&
		[ -n "${HEIGHT:-}" ]
}

# course keys|mouse
course()
{
	local WINDOW SCREEN X Y WIDTH HEIGHT keys places sum what turns=0 other=

	rm -rf "$XDG_STATE_HOME"
	"$VFORKSCOPE" demo 2>err >out &
	viewer=$!
	await placed
	while read -r keys places sum what; do
		act "$1" "$keys" "$places"
		other=$("$look" await Xvfb_screen0 "$X" "$Y" "$WIDTH" "$HEIGHT" "$sum" $patience) || break
		turns=$((turns + 1))
	done <plan
	[ -z "$other" ] || echo "# $what: the picture is another one"
	same "by $1: each turn shows what it has to" "$(wc -l <plan)" $turns
	same "by $1: what is remembered of each lesson" "$(<pupil/vforkscope/lessons)" \
		"$(cat "$XDG_STATE_HOME/vforkscope/lessons")"
	press Escape
	quit
	same "by $1: Q ends it with status 0" 0 $?
	same "by $1: nothing on stderr" '' "$(<err)"
}
course keys
course mouse

noted() { grep -qx "$1" "$XDG_STATE_HOME/vforkscope/lessons" 2>/dev/null; }
rm -r "$XDG_STATE_HOME"
"$VFORKSCOPE" demo borrow 2>err >out &
viewer=$!
await opened
check 'a lesson by its name' await noted 'borrow 1 0 0 0 -'
kill "$viewer"
end "$viewer" 2>/dev/null
finish
