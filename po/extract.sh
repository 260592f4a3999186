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
# What draws, acts or says something in words; what programs print for other programs is not among them.
sources="visualizer/act_*.c visualizer/panel*.c visualizer/split*.c visualizer/card.c visualizer/journey.c
	visualizer/keys.c visualizer/motion.c visualizer/sheet.c emu/cli/teach.c emu/lesson/page.c
	emu/lesson/page_machine.c emu/lesson/fact_words.c
	emu/analysis/choice.h emu/machine/drive.c"
for name in call_text caption_words captions changes choice choice_things consequence contrast contrast_reason \
	event_meaning explain_events explain_systems hazard_text snapshot snapshot_data snapshot_names snapshot_self \
	snapshot_time term value_text wait_text; do
	sources="$sources emu/analysis/$name.c"
done
header='msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
'

{
	echo "$header"
	LC_ALL=C LANGUAGE= "$program" lesson texts
} >"$scratch/lessons.pot"
xgettext --from-code=UTF-8 --no-wrap -o "$scratch/sources.pot" -k -ktr -kN_ -ktext_put:2 -kdraw_text:6 -kviewer_say:2 \
	-kpanel_empty:3 -kpanel_begin:4 -knone:2 -ktitle:3 -krow:3 $sources
sed -i 's/charset=CHARSET/charset=UTF-8/' "$scratch/sources.pot"
# What has no word in it, or only names of the machine, is the same in every language: "%08x", "pid %u".
msguniq --no-wrap "$scratch/lessons.pot" -o "$scratch/unique.pot"
msgcat --no-wrap --use-first "$scratch/unique.pot" "$scratch/sources.pot" | msgattrib --no-wrap --no-obsolete |
	awk -v RS= -v ORS='\n\n' '{
		text = $0
		gsub(/(^|\n)(#[^\n]*|msgstr[^\n]*|msgid )/, "\n", text)
		gsub(/%[-+ #0-9.*]*(l|ll|z)?[a-zA-Z]/, "", text)
		gsub(/\\[nt]/, "", text)
		gsub(/\{[^}]*\}/, "", text)
		gsub(/pid|NULL|PTE|SIG_[A-Z]*/, "", text)
		if (NR == 1 || text ~ /[a-zA-Z][a-zA-Z]/)
			print
	}'
