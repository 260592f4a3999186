# SPDX-License-Identifier: GPL-2.0-or-later
# Helpers for the scripts that run lessons, which begin with this instead of lib.sh.
. "$(dirname "$0")/../lib.sh"

# lesson "PROGRAM [ARG...]" "SYSTEM..." STATUS, and the text as stdin
lesson()
{
	local command=$1 systems=$2 expected=$3 text system
	text=$(cat)
	on_systems "$systems" "$command"
	for system in $systems; do
		same "$command, $system: text" "$text" "${printed[$system]}"
		same "$command, $system: status" "$expected" "${ended[$system]}$err"
	done
}

# Of each kind some; what is peculiar to one system is in rows of its own.
lends='4.3bsd 4.2bsd 3bsd' shares='netbsd freebsd linux sunos4 solaris hpux posix'
copies='4.4bsd netbsd-1.3 linux-2.0' flat=uclinux
