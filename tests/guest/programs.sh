#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the programs here that check the kernel from inside, each on the systems in its row. They tell their results
# themselves (check.h); their names get the program's and the system's in front, and how the run ended is a result, too.
. "$(dirname "$0")/../lib.sh"
here=$PWD/tests/guest

# on NAME "SYSTEM..." [ARG...]
on()
{
	local name=$1 systems=$2 system line
	shift 2
	if [ ! -e "$SCRATCH/$name" ]; then
		run vforkscope cc -Wall -Wextra -Werror "$here/$name.c" -o "$SCRATCH/$name"
		same "$name compiles without a warning" '' "$err"
	fi
	on_systems "$systems" "$SCRATCH/$name${*:+ $*}"
	for system in $systems; do
		while IFS= read -r line; do
			case $line in
			'ok - '* | 'not ok - '*) echo "${line%%ok - *}ok - $name, $system: ${line#*ok - }" ;;
			'#'* | 1..* | pid* | panic*) echo "$line" ;;
			esac
		done <<<"${printed[$system]}"
		same "$name, $system: ends well" '0 ' "${ended[$system]} $err"
	done
}

#  program   systems                  what it is to expect
on faults    '4.3bsd 4.4bsd'
on errors    '4.3bsd 4.4bsd uclinux'
on flat      'uclinux'
on loan      '4.3bsd 4.2bsd ultrix 2.11bsd 3bsd' lent
on loan      'netbsd freebsd linux sunos4 sunos4-sparc solaris posix private-stack' lent
on loan      'macos-11'               lent once
on loan      '4.4bsd netbsd-1.3 openbsd' held
on loan      'linux-2.0 macos aix'    free
on copies    '4.3bsd 4.4bsd linux-2.0'
on limits    '4.3bsd'                 lent
on limits    '4.4bsd linux-2.0'       copied
on uprc      '4.3bsd private-stack'   41 effective
on uprc      '4.2bsd 3bsd sunos4 ultrix' 26 effective
on uprc      '2.11bsd'                21 effective
on uprc      '4.4bsd'                 40 real rlimit real
on uprc      'netbsd-1.3 openbsd'     80 real rlimit real
on uprc      'netbsd'                 160 real rlimit effective
on uprc      'macos-11 macos'         266 real rlimit real
on uprc      'freebsd'                460 real rlimit effective
on uprc      'linux'                  256 real rlimit either
on uprc      'linux-2.0'              256 real rlimit real
on uprc      'solaris'                507 real
on uprc      'posix'                  25 real
on uprc      'hpux'                   256 real
on uprc      'aix'                    128 real
on bounds    '4.4bsd'                 64 20480 1024 40 rlimit
on bounds    '4.3bsd'                 64 20480 1024 41
on bounds    '3bsd'                   20 5120 1024 26
on bounds    'netbsd'                 128 262144 1024 160 rlimit
on bounds    'linux'                  256 131072 4096 256 rlimit
on bounds    'posix'                  20 4096 256 25
on forkx     'solaris'
on forkx     '4.3bsd 4.4bsd linux-2.0' none
on clone     'linux'
on mapping   'linux solaris hpux aix' all segv
on mapping   '4.4bsd netbsd freebsd'  all bus
on mapping   'linux-2.0'              private segv
on mapping   'uclinux'                flat
on mapping   '4.3bsd sunos4 private-stack' none
on swap      '4.3bsd 4.2bsd ultrix 3bsd' reserved
on swap      'linux freebsd 4.4bsd 2.11bsd' late
on deadwood  '4.3bsd 4.2bsd 3bsd'
on processes '4.3bsd 4.4bsd'
on children  '4.3bsd 4.4bsd'
on files     '4.3bsd'                 lent
on files     '4.4bsd linux-2.0'       copied
on library   '4.3bsd 2.11bsd 4.4bsd linux solaris sunos4-sparc irix macos-11 macos private-stack'
on library   'linux-2.0 aix'          atfork
on numbers   '4.3bsd'
on textbook  '4.3bsd uclinux'
on patterns  '4.3bsd uclinux'
on names     '4.3bsd 4.4bsd'
on names     '4.2bsd'                 plain
on scripts   '4.3bsd 4.2bsd sunos4'   32 name
on scripts   '4.4bsd'                 32 path
on scripts   'linux'                  128 path
on scripts   '3bsd'                   0
on waiting   '4.3bsd 4.4bsd'          copied
on waiting   'linux'                  cleared
on wild      '4.3bsd 4.4bsd linux'
on signals   '4.3bsd 4.4bsd sunos4 hpux'
on sending   '4.3bsd 4.2bsd sunos4'
on sending   '4.4bsd netbsd freebsd'  handlers=all group=some ids=any most=kill orphan=lives
on sending   'linux'                  first=sent handlers=all group=some ids=any xcpu=seconds most=kill orphan=lives
on sending   'linux-2.0'              held=no handlers=all group=some ids=any xcpu=seconds most=kill orphan=lives
on sending   'solaris'                first=kill group=some ids=any orphan=lives
on ticks     '4.3bsd linux'
on alarms    '4.3bsd sunos4'
on alarms    '4.4bsd solaris'         blocked
on alarms    'linux linux-2.0'        blocked long
on jobs      '4.3bsd 4.4bsd sunos4'
on stops     '4.3bsd 4.2bsd 2.11bsd 4.4bsd netbsd-1.3 openbsd sunos4 irix hpux macos-11 posix private-stack' \
	stop=pends read=eio write=ok
on stops     'ultrix'                 stop=pends read=eof write=ok
on stops     'freebsd'                stop=pends read=eio write=eio
on stops     'netbsd'                 stop=keys read=eio write=ok
on stops     'solaris'                stop=keys read=held write=held
on stops     'linux'                  stop=stops read=held write=held
on stops     '3bsd'                   stop=none read=held write=ok
on jobs      'linux-2.0 macos'        free
on tracing   '4.3bsd 4.2bsd 2.11bsd 4.4bsd netbsd linux'
on tracing   'freebsd'                polls
on tracing   'linux-2.0'              free
on held      '4.3bsd 4.2bsd ultrix 2.11bsd sunos4 private-stack'
on held      '4.4bsd netbsd-1.3'      channel=own options=known
on held      'netbsd openbsd'         channel=own options=known zombies=none timers=cleared
on held      'freebsd'                stop=second options=known zombies=none timers=cleared
on held      'solaris'                stop=now channel=own options=known zombies=none timers=cleared
on held      'irix hpux posix'        channel=own options=known zombies=none timers=cleared
on held      'linux'                  kill=now channel=own options=known minimum=none zombies=none timers=cleared
# every system, and what is peculiar to it
on families  '4.3bsd 4.2bsd ultrix macos-11' usage=parent
on families  '3bsd'                   usage=faults
on families  '2.11bsd netbsd freebsd posix'
on families  '4.4bsd netbsd-1.3 openbsd' memory=own stack=own
on families  'linux-2.0 macos aix'    memory=own stack=own held=no
on families  'linux'                  kill=now
like 'families, linux: the borrower outlives its lender' '^ok - the borrower has the memory' "${printed[linux]}"
on families  'sunos4'                 table=user
on families  'sunos4-sparc'           table=user registers=child
on families  'solaris'                handlers=reset
on families  'irix'                   files=shared
on families  'hpux'                   table=signal growth=fatal
on families  'private-stack'          stack=own
finish
