# SPDX-License-Identifier: GPL-2.0-or-later
# The pages of man, as C: of programs and lessons the first comment of their source, of system calls their number and
# what the headers say. Files: syscalls.h, headers, then sources.
function put(name, section, text)
{
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\"", text)
	gsub(/\n/, "\\n", text)
	printf "\t{\"%s\", %d, \"%s\"},\n", name, section, text
}

FNR == 1 {
	comment = 0
	name = FILENAME
	section = name ~ /demos\// ? 6 : 1
	sub(/\/main\.c$/, "", name)
	sub(/.*\//, "", name)
	sub(/\.c$/, "", name)
}

FILENAME ~ /syscalls\.h$/ && /^\tSYSCALL\(/ {
	split($0, part, /[(,)] */)
	number[part[4]] = part[2]
	next
}

FILENAME ~ /\.h$/ && /^[a-z].*;/ && match($0, /[a-z_0-9]+( __P\()?\(/) {
	call = substr($0, RSTART, RLENGTH)
	sub(/( __P\()?\($/, "", call)
	if (call in number && !(call in told)) {
		told[call] = 1
		put(call, 2, call ": system call " number[call] "\n\n" $0 "\n")
	}
	next
}

FILENAME ~ /\.c$/ && FNR > 1 && comment == 0 && /^\/\*/ { comment = 1; text = "" }

comment == 1 {
	line = $0
	ends = sub(/ ?\*\/ *$/, "", line)
	sub(/^\/\* ?/, "", line)
	sub(/^ \* ?/, "", line)
	if (line != "" || text != "")
		text = text line "\n"
	if (ends) {
		comment = 2
		put(name, section, text)
	}
}
