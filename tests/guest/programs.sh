#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the programs here that check the kernel from inside, each on the systems in its row. They tell their results
# themselves (check.h); their names get the program's and the system's in front, and how the run ended is a result, too.
. "$(dirname "$0")/../lib.sh"
here=$PWD/tests/guest

# on NAME "SYSTEM..." [ARG...]
on()
{
	local name=$1 systems=$2 system
	shift 2
	run vforkscope cc -Wall -Wextra -Werror "$here/$name.c" -o "$SCRATCH/$name"
	same "$name compiles without a warning" '' "$err"
	for system in $systems; do
		run vforkscope run --max-instructions 500000000 --system "$system" "$SCRATCH/$name" "$@"
		sed -nE "s/^((not )?ok) - /\1 - $name, $system: /p; /^(#|1\.\.|pid|panic)/p" <<<"$out"
		same "$name, $system: ends well" '0 ' "$status $err"
	done
}

#  program   systems                  what it is to expect
on faults    '4.3bsd 4.4bsd'
on errors    '4.3bsd 4.4bsd'
on loan      '4.3bsd 4.2bsd 3bsd'     lent
on loan      'netbsd freebsd linux sunos4 sunos4-sparc solaris private-stack' lent
on loan      '4.4bsd netbsd-1.3'      held
on loan      'linux-2.0'              free
on copies    '4.3bsd 4.4bsd linux-2.0'
on limits    '4.3bsd'                 lent
on limits    '4.4bsd linux-2.0'       copied
on processes '4.3bsd 4.4bsd'
on files     '4.3bsd'                 lent
on files     '4.4bsd linux-2.0'       copied
on library   '4.3bsd 4.4bsd linux linux-2.0 solaris private-stack'
on library   'sunos4-sparc'           no-shell
on numbers   '4.3bsd'
on names     '4.3bsd 4.4bsd'
on waiting   '4.3bsd 4.4bsd linux'
on wild      '4.3bsd 4.4bsd linux'
on signals   '4.3bsd 4.4bsd'
on jobs      '4.3bsd 4.4bsd'
on jobs      'linux-2.0'              free
# what tells those apart that lend or share
on families  '3bsd 4.3bsd netbsd freebsd sunos4 solaris'
on families  'linux'                  kill=now
like 'families, linux: the borrower outlives its lender' '^ok - the borrower has the memory' "$out"
on families  'sunos4-sparc'           registers=child
on families  'irix'                   files=shared
on families  'hpux'                   growth=fatal
on families  'private-stack'          stack=own
finish
