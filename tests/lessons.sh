# SPDX-License-Identifier: GPL-2.0-or-later
# Helpers for the scripts that run lessons, which begin with this instead of lib.sh.
. "$(dirname "$0")/../lib.sh"

# outcomes TOPIC...: the machine does what is written of the topics' lessons (guest/demos/*.outcomes), in each run and
# under each system that is written there.
outcomes()
{
	local topic file name command
	for topic; do
		for file in $(grep -lE "^ \* Topic: $topic, " guest/demos/*.c); do
			name=$(basename "$file" .c)
			[ -e "guest/demos/$name.outcomes" ] || continue # cost: it prints times
			while IFS= read -r command; do
				outcome "$command" </dev/null
			done < <(sed -n 's/^run: //p' "guest/demos/$name.outcomes" | uniq)
		done
	done
}

# outcome "PROGRAM [ARG...]": one of its runs. In what is written "..." stands for anything.
outcome()
{
	local command=$1 system systems text shape end
	local -A texts=() shapes=() ends=()
	run vforkscope matrix --expected --output "$command"
	same "$command: what is written can be read" '0 ' "$status $err"
	printed=() ended=()
	read_runs "$command"
	for system in "${!printed[@]}"; do
		texts[$system]=${printed[$system]} ends[$system]=${ended[$system]}
	done
	out=$(sed -E '/^== /!{ s/[]\\*?()|+@![]/\\&/g; s/\.\.\./*/g; }' <<<"$out")
	printed=() ended=()
	read_runs "$command"
	for system in "${!printed[@]}"; do
		shapes[$system]=${printed[$system]}
	done
	systems=${!texts[*]}
	on_systems "$systems" "$command"
	for system in $systems; do
		text=${texts[$system]} shape=${shapes[$system]} end=${ends[$system]}
		# shellcheck disable=SC2053 # it is a pattern
		if [[ ${printed[$system]} == $shape ]]; then
			text=${printed[$system]}
		fi
		same "$command, $system: does what is written" "$text"$'\n'"status $end" \
			"${printed[$system]}"$'\n'"status ${ended[$system]}$err"
	done
}

# where WORD PROGRAM: the systems under which that is its outcome in the matrix.
where()
{
	vforkscope matrix --expected "$2" | awk -v word="$1" '
		NR == 1 { split($0, systems) }
		NR == 2 { for (i = 2; i <= NF; i++) if ($i == word) print systems[i] }'
}

# Of each kind some, for what is not written of each system.
lends='4.3bsd 4.2bsd 3bsd' shares='netbsd freebsd linux sunos4 solaris hpux posix'
copies='4.4bsd netbsd-1.3 linux-2.0' flat=uclinux
