#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Lessons and the window's words in other languages: all of the lessons is translated, with the same values in it, and
# what programs read stays English.
tests=$(realpath "$(dirname "$0")")
. "$tests/../lib.sh"

po/extract.sh "$VFORKSCOPE" >"$SCRATCH/all.pot" 2>"$SCRATCH/err"
same 'the template: nothing but what every msgid may be' '' \
	"$(grep -vE 'non-ASCII|This will cause|different from|^   |Empty msgid|meta data|^ *$' "$SCRATCH/err")"
# What a student reads: each of these texts has to be there. Of the lessons that is the course, of all else each.
course=()
for file in $(grep -l '^course:' guest/demos/*.lesson); do
	course+=(-N "$file")
done
msggrep "${course[@]}" -N 'visualizer/*' -N 'emu/*/*' "$SCRATCH/all.pot" -o "$SCRATCH/needed.pot"
check 'lessons and the words around them' [ "$(grep -c '^msgid' "$SCRATCH/needed.pot")" -ge 1300 ]
for file in po/*.po; do
	same "$file: is one, and its formats agree" '' "$(msgfmt -c -o /dev/null "$file" 2>&1)"
	same "$file: nothing is missing" '' \
		"$(msgcmp "$file" "$SCRATCH/needed.pot" 2>&1 | grep -v 'this message is not used$')"
	same "$file: nothing is left of texts that are gone" '' \
		"$(msgmerge -q -N "$file" "$SCRATCH/all.pot" | msgattrib --only-obsolete)"
	same "$file: values and names are the same" '' "$(python3 "$tests/languages.py" "$file")"
done

titles() { vforkscope demo "$@" | sed -n '1s/^[a-z]*: //p'; }
german='Ein Programm, zwei Speicher'
same 'in German' "$german" "$(titles fork --text --lang de)"
same 'by the locale' "$german" "$(LC_ALL= LC_MESSAGES= LANG=de_DE.UTF-8 titles fork --text)"
same 'by LANGUAGE' 'Satu program, dua memori' \
	"$(LC_ALL= LC_MESSAGES= LANG=de_DE LANGUAGE=id:de titles fork --text)"
same 'in the locale C' 'One program, two memories' "$(LC_ALL=C LANGUAGE=de titles fork --text)"
refuses 'another one' '--lang tlh: there are en, de, id$' vforkscope demo fork --text --lang tlh
for language in de id; do
	run vforkscope lesson check return --lang $language
	same "$language: a lesson is true of the machine" 0 "$status$err"
	run vforkscope html exit --lang $language -o "$SCRATCH/$language.html"
	check "$language: a page" python3 "$tests/page.py" "$SCRATCH/$language.html=6"
	like "$language: says which language it is in" "^<html lang=\"$language\">" \
		"$(sed -n 2p "$SCRATCH/$language.html")"
done
for command in 'state borrow --at vm.pass --json' 'events borrow --grep vm' 'explain hazard.left' 'run borrow'; do
	same "$command: is English in every locale" "$(vforkscope $command 2>&1)" \
		"$(LC_ALL= LC_MESSAGES= LANG=de_DE.UTF-8 LANGUAGE=de vforkscope $command 2>&1)"
done
finish
