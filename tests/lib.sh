# SPDX-License-Identifier: GPL-2.0-or-later
# Helpers for test scripts, which begin with
#
#	. "$(dirname "$0")/../lib.sh"
#
# and end with `finish`. The results are told as TAP. $VFORKSCOPE is the program under test (by default the one in
# build/), $VFORKSCOPE_GUEST is the directory of the guest's files, $SCRATCH a directory of the script's own.
set -u

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
VFORKSCOPE=${VFORKSCOPE:-$PWD/build/vforkscope}
VFORKSCOPE_GUEST=${VFORKSCOPE_GUEST:-$PWD/build/guest}
SCRATCH=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$SCRATCH"; rm -rf "$SCRATCH"' EXIT
results=0 failures=0

ok() { echo "ok $((++results)) - $*"; }
not_ok()
{
	failures=$((failures + 1))
	echo "not ok $((++results)) - $*"
}
skip() { echo "ok $((++results)) - $1 # SKIP $2"; }

vforkscope() { "$VFORKSCOPE" "$@"; }

# What PATH calls python3 may be a script that looks for one of several each time, so run.sh asks it once; and no
# program here needs modules that are installed beside it (-S), which may take longer to find than to run the program.
python3() { command "${PYTHON:-python3}" -S "$@"; }

# run COMMAND...: runs it and keeps $status, $out (stdout) and $err (stderr).
run()
{
	"$@" >"$SCRATCH/.out" 2>"$SCRATCH/.err" </dev/null
	status=$?
	out=$(<"$SCRATCH/.out") err=$(<"$SCRATCH/.err") # for which no process is started
}

# on_systems "SYSTEM..." "PROGRAM [ARG...]": runs it on each, in one machine that is made over, which takes half the
# time of runs by themselves; keeps what it printed there in ${printed[SYSTEM]} and its status in ${ended[SYSTEM]}. It
# is given no input.
declare -A printed ended
on_systems()
{
	local system
	printed=() ended=()
	for system in $1; do
		printed[$system]='' ended[$system]='did not run'
	done
	run vforkscope matrix --output --systems "${1// /,}" "$2"
	read_runs "$2"
}

# read_runs PROGRAM: the same from the answer of `matrix --output`, which is in $out.
read_runs()
{
	local line system=none shown=${1//$'\n'/\\n}
	shown=${shown//$'\t'/\\t} # as it is printed
	printed[none]=''
	while IFS= read -r line; do
		if [[ $line =~ ^'== '(.*)', '([^ ]*)': status '([0-9]+)$ && ${BASH_REMATCH[1]} = "$shown" ]]; then
			system=${BASH_REMATCH[2]}
			printed[$system]='' ended[$system]=${BASH_REMATCH[3]}
		else
			printed[$system]+=${printed[$system]:+$'\n'}$line
		fi
	done <<<"$out"
	unset 'printed[none]'
}

# check NAME COMMAND...: passes if the command succeeds.
check()
{
	local name=$1
	shift
	if "$@"; then ok "$name"; else not_ok "$name: $* gave $?"; fi
}

# same NAME EXPECTED ACTUAL
same()
{
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1"
		diff <(printf '%s\n' "$2") <(printf '%s\n' "$3") | sed 's/^/# /'
	fi
}

# has_line REGEX TEXT: some line of the text matches the extended regular expression. grep is quicker with a long text
# only.
has_line()
{
	local line
	if [ ${#2} -gt 20000 ]; then
		grep -qE -- "$1" <<<"$2"
		return
	fi
	while IFS= read -r line; do
		[[ $line =~ $1 ]] && return
	done <<<"$2"
	return 1
}

# like NAME REGEX ACTUAL: passes if some line of ACTUAL matches the extended regular expression.
like()
{
	if has_line "$2" "$3"; then
		ok "$1"
	else
		not_ok "$1: no line matches $2"
		printf '%s\n' "$3" | sed 's/^/# /'
	fi
}

# refuses NAME REGEX COMMAND...: a user's mistake: status 2, exactly one line on stderr that matches, and perhaps where
# it is in what was given; nothing on stdout.
refuses()
{
	local name=$1 regex=$2 lines
	shift 2
	run "$@"
	mapfile lines <"$SCRATCH/.err"
	if [ ${#lines[@]} = 3 ] && [[ ${lines[1]} == "  "* && ${lines[2]} =~ ^\ +\^$'\n'$ ]]; then
		lines=("${lines[0]}") err=${lines[0]%$'\n'} # where in what was given it is wrong
	fi
	if [ "$status" = 2 ] && [ -z "$out" ] && [ ${#lines[@]} = 1 ] && [ "${lines[0]}" = "$err"$'\n' ] &&
		[[ $err =~ $regex ]]; then
		ok "$name"
	else
		not_ok "$name: status $status, stdout '$out', stderr '$err'"
	fi
}

# Must end every script: without it a script that stopped half-way would look complete.
finish()
{
	echo "1..$results"
	[ $failures = 0 ]
	exit
}
