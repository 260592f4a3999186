#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The machine's shell does with the snippets in snippets/ what dash on the host does: their output and status. All of
# them are done in one run of the machine, each in a subshell, or by a shell of its own where that is what it is about.
# A snippet stands behind a line with a %; "% differs: why" is for one where the two are not the same.
. "$(dirname "$0")/../lib.sh"

if ! command -v dash >/dev/null; then
	skip 'snippets as in dash' 'the host has no dash'
	finish
fi

cat tests/guest/snippets/* >"$SCRATCH/snippets"
# The snippets, each as a line of a driver: sh -c '...'
awk -v quote="'" '
	function put() {
		if (n == 0) return
		gsub(quote, quote "\\" quote quote, text)
		own = text ~ /\$\$|trap|\$PPID|wait|\$-|\$0/
		printf "echo \"@ %d\"; %s %s%s%s%s 2>/dev/null </dev/null; echo \"= $?\"\n", n, own ? "sh -c" : "(eval",
			quote, text, quote, own ? "" : ")"
	}
	/^%/ { put(); text = ""; n++; next }
	n > 0 { text = text $0 "\n" }
	END { put() }' "$SCRATCH/snippets" >"$SCRATCH/driver"
mapfile -t differ < <(awk '/^%/ { n++ } /^% differs: ./ { print n }' "$SCRATCH/snippets")

# outputs FILE: in $of[n], what snippet n wrote and its status
outputs()
{
	local line n=0
	of=()
	while IFS= read -r line; do
		case $line in
		'@ '*) n=$((${line#@ } - 1)) of[n]= ;;
		*) of[n]+=$line$'\n' ;;
		esac
	done <"$1"
}

mkdir "$SCRATCH/bin"
ln -s "$(command -v dash)" "$SCRATCH/bin/sh"
vforkscope run --quiet --put "$SCRATCH/driver" sh -c 'mkdir /tmp/w; cd /tmp/w; . ~/driver' \
	>"$SCRATCH/sh.out" 2>"$SCRATCH/sh.err" </dev/null

# in $expected[n], what dash does with snippet n
ask_dash()
{
	rm -rf "$SCRATCH/host" && mkdir "$SCRATCH/host"
	(cd "$SCRATCH/host" && env -i HOME=/home PATH="$SCRATCH/bin:/bin:/usr/bin" LC_ALL=C dash ../driver) \
		>"$SCRATCH/dash.out" 2>/dev/null </dev/null
	outputs "$SCRATCH/dash.out"
	expected=("${of[@]}")
	outputs "$SCRATCH/sh.out"
}
ask_dash
alike=0 again=
for ((i = 0; i < ${#expected[@]}; i++)); do
	if [ "${expected[i]}" = "${of[i]:-}" ]; then
		alike=$((alike + 1))
		case " ${differ[*]} " in
		*" $((i + 1)) "*) not_ok "snippet $((i + 1)) is said to differ and does not" ;;
		esac
		continue
	fi
	case " ${differ[*]} " in *" $((i + 1)) "*) continue ;; esac
	if [ -z "$again" ]; then # on a busy host dash was seen to lose a trap: is it so once more?
		again=1 i=$((i - 1))
		ask_dash
		continue
	fi
	text=$(awk -v n=$((i + 1)) '/^%/ { i++; next } i == n' "$SCRATCH/snippets")
	same "snippet $((i + 1)): ${text//$'\n'/; }" "${expected[i]}" "${of[i]:-}"
done
same 'every snippet gave something' "${#expected[@]}" "${#of[@]}"
check "$alike snippets do what they do in dash, ${#differ[@]} are said to differ" [ "$alike" -ge 290 ]
finish
