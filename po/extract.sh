#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Prints what is to be translated as a template for po/*.po: the texts of the lessons that ship, and those that the
# sources mark (emu/base/language.h), or draw.
#
# usage: po/extract.sh VFORKSCOPE
set -eu

program=${1:?usage: po/extract.sh VFORKSCOPE}
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
header='msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
'

{
	echo "$header"
	LC_ALL=C LANGUAGE= "$program" lesson texts
} >"$scratch/lessons.pot"
xgettext --from-code=UTF-8 --no-wrap -o "$scratch/sources.pot" -k -ktr -kN_ -kCHOICE:4 -ktext_put:2 \
	-kdraw_text:6 -kviewer_say:2 -kpanel_empty:3 -kpanel_begin:4 \
	visualizer/act_*.c visualizer/keys.c visualizer/panel*.c visualizer/sheet.c emu/cli/teach.c emu/lesson/page.c \
	emu/analysis/caption_words.c emu/analysis/captions.c emu/analysis/changes.c emu/analysis/choice.[ch] \
	emu/analysis/choice_things.c emu/analysis/consequence.c emu/analysis/event_meaning.c emu/analysis/wait_text.c
sed -i 's/charset=CHARSET/charset=UTF-8/' "$scratch/sources.pot"
# What has no word in it is the same in every language: "%s", "%08x".
msguniq --no-wrap "$scratch/lessons.pot" -o "$scratch/unique.pot"
msgcat --no-wrap --use-first "$scratch/unique.pot" "$scratch/sources.pot" | msgattrib --no-wrap --no-obsolete |
	awk -v RS= -v ORS='\n\n' '{
		text = $0
		gsub(/(^|\n)(#[^\n]*|msgstr[^\n]*|msgid )/, "\n", text)
		gsub(/%[-+ #0-9.*]*(l|ll|z)?[a-zA-Z]/, "", text)
		gsub(/\\[nt]/, "", text)
		gsub(/\{[^}]*\}/, "", text)
		if (NR == 1 || text ~ /[a-zA-Z][a-zA-Z]/)
			print
	}'
