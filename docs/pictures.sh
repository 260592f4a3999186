#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the pictures of explorer.md, process-script.md and README.md anew, with the program that is given: `make
# pictures`. Each is what the window shows after the keys that stand there; the lesson explore opens with its card.
set -e
program=$(realpath "$1")
cd "$(dirname "$0")"
shot()
{
	local name=$1
	shift
	"$program" shot "$@" --size 1440x810 -o "$name.png"
}

shot explorer-choices explore
shot explorer-return explore --keys 'R'
shot explorer-branches explore --keys 'X U Q U L'
shot explorer-split return --at hazard.frame#2 --beside 4.4bsd
shot lesson-question return.lesson --keys 'Return Return Return Return 1'
shot lesson-fork fork.lesson --keys 'Return Return'
shot play-loan ../traces/make.vps --at exec.commit#9
shot play-time ../traces/make.vps --at exec.commit#9 --keys 9
