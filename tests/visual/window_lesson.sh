#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons in the real window: the first one by keyboard alone, from the menu on; and a step by mouse. What each step
# shows is tested without a window, in test_lesson.c.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../display.sh"

noted() { grep -qx "$1" "$XDG_STATE_HOME/vforkscope/lessons" 2>/dev/null; }

# The menu lists the lessons over the first one.
"$VFORKSCOPE" demo --size 1280x720 2>err >out &
viewer=$!
await find_window
check 'demo opens the lessons' [ -n "$window" ]
check 'at the first step of the first' await noted 'fork 1 0 0 0'
press Escape
press Return
check 'by keyboard: the next step' await noted 'fork 2 0 0 0'
press Return
check 'and the next' await noted 'fork 3 0 0 0'
press 1
check 'a wrong answer' await noted 'fork 3 0 1 0'
press 2 ctrl+Next ctrl+Next
check 'the right one after it does not count; on to the next question' await noted 'fork 5 0 1 0'
press 1 Return
check 'a number that is typed, and right' await noted 'fork 5 1 2 0'
press ctrl+Next ctrl+Next k
check 'the experiment is recognised' await noted 'fork 7 2 3 1'
quit
same 'Q ends it with status 0' 0 $?
same 'nothing on stderr' '' "$(cat err)"

# By mouse: Next is below the lesson's text, at the right.
"$VFORKSCOPE" demo borrow --size 1280x720 2>err >out &
viewer=$!
await find_window
check 'a lesson by its name' await noted 'borrow 1 0 0 0'
click 1046 688
check 'by mouse: the next step' await noted 'borrow 2 0 0 0'
click 1046 688
check 'and the next' await noted 'borrow 3 0 0 0'
kill "$viewer"
end "$viewer" 2>/dev/null
finish
