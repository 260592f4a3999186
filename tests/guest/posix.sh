#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The headers of POSIX.1-2001, name by name (posix_names): each compiles on its own with all that it must have, and all
# functions are there. Then what some of those functions do (posix.c).
. "$(dirname "$0")/../lib.sh"

# A file for each header, with something that only compiles, or links, if the name is what it should be.
mkdir "$SCRATCH/names"
awk -v folder="$SCRATCH/names" '
	/^#/ { next }
	/^$/ { file = ""; next }
	file == "" {
		header = $1
		sub(/:$/, "", header)
		place = header
		gsub(/\//, "_", place)
		sub(/\.h$/, "", place)
		file = folder "/" place ".c"
		print "#include <" header ">" >file
		$1 = ""
	}
	{
		for (i = 1; i <= NF; i++) {
			n++
			word = $i
			if (word == "") continue
			if (sub(/\(\)$/, "", word)) {
				print "void (*const " place "_" n ")(void) = (void (*)(void))" word ";" >file
			} else if (sub(/#$/, "", word)) {
				print "#ifndef " word "\n#error " word " is no macro\n#endif" >file
			} else if (split(word, part, ".") == 2) {
				type = part[1] ~ /_t$/ ? part[1] : "struct " part[1]
				print "extern char " place "_" n "[sizeof((" type " *)0)->" part[2] "];" >file
			} else if (sub(/^:/, "", word) || word ~ /_t$/) {
				print "extern char " place "_" n "[sizeof(" word ")];" >file
			} else {
				print "static inline void " place "_" n "(void) { (void)(" word "); }" >file
			}
		}
	}' tests/guest/posix_names
echo 'int main(void) { return 0; }' >"$SCRATCH/names/main.c"
run vforkscope cc -std=c99 -D_XOPEN_SOURCE=600 "$SCRATCH"/names/*.c -o "$SCRATCH/all"
wrong=$err
[ "$status" = 0 ] && wrong=
for file in "$SCRATCH"/names/*.c; do
	name=${file##*/}
	[ "$name" = main.c ] && continue
	read -r _ header <"$file"
	same "$header" '' "$(grep -F "/$name:" <<<"$wrong" | head -5)"
done
same 'all of them link' '' "$wrong"

cat >"$SCRATCH/dates" <<'T'
%A
%d %B %Y
%H:%M
%m/%d
T
run vforkscope run --date '1986-06-05 12:00:00' --put "$SCRATCH/dates" tests/guest/posix.c
same 'what they do' '0' "$status"
same 'what they do, one by one' 1..67 "$(grep -v '^ok' <<<"$out")"
finish
