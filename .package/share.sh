#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes what is installed under share/ beside the guest's files: manual pages, completion for shells, and with pictures
# what a desktop wants to know.
#
# usage: [HEADLESS=1] .package/share.sh PROGRAM SHARE
set -eu

program=$1 share=$2
here=$(dirname "$0")
rm -rf "$share"
mkdir -p "$share/man/man1" "$share/man/man5" "$share/bash-completion/completions" "$share/zsh/site-functions" \
	"$share/fish/vendor_completions.d" "$share/vforkscope/traces" "$share/vforkscope/schema"

"$program" help --man >"$share/man/man1/vforkscope.1"
for command in $("$program" help --names); do
	"$program" help --man "$command" >"$share/man/man1/vforkscope-$command.1"
done

# page NAME WHAT PAPER: a page of section 5 from a paper of docs/, which has the section NAME that whatis(1) looks for; its
# typewriter letters are bold, since a terminal has no others.
page()
{
	{
		printf "'\\\\\" t\n.TH %s 5 \"%s\" \"%s\" vforkscope\n" "$(echo "$1" | tr a-z A-Z)" "$date" "$version"
		printf '.SH NAME\n%s \\- %s\n' "$1" "$2"
		lowdown -t man "$here/../docs/$3" | awk '
			{ gsub(/\\fC/, "\\fB") }
			/^\.S[HS]/ {
				title = $0
				sub(/^\.S[HS] ?/, "", title)
				if (title == "")
					getline title
				print ".SH", begun ? title : "DESCRIPTION"
				begun = behind = 1
				next
			}
			!behind || !/^\.[LP]P$/ { print }
			{ behind = 0 }'
	} >"$share/man/man5/$1.5"
}
version=$("$program" --version)
date=$(sed -n 's/^\.TH VFORKSCOPE 1 "\([0-9-]*\)".*/\1/p' "$share/man/man1/vforkscope.1")
page vforkscope-process-script 'what a family of processes did, as text' process-script.md
page vforkscope-trace 'a recorded run' trace-format.md

"$program" help --completion bash >"$share/bash-completion/completions/vforkscope"
"$program" help --completion zsh >"$share/zsh/site-functions/_vforkscope"
"$program" help --completion fish >"$share/fish/vendor_completions.d/vforkscope.fish"

cp "$here"/../traces/*.vft "$here"/../traces/*.vps "$share/vforkscope/traces"
cp "$here"/../docs/*.json "$share/vforkscope"
cp "$here"/../docs/schema/*.json "$share/vforkscope/schema"

# The papers lie as they do in the sources, so that links in them lead somewhere; what is data is linked to.
papers=$share/doc/vforkscope
mkdir -p "$papers/docs/notebooks" "$papers/traces"
cp "$here"/../*.md "$here/../LICENSE" "$papers"
cp "$here"/../docs/*.md "$here"/../docs/*.png "$papers/docs"
cp "$here"/../docs/notebooks/*.ipynb "$here"/../docs/notebooks/*.py "$papers/docs/notebooks"
cp "$here"/../traces/README.md "$papers/traces"
ln -s ../../../vforkscope/schema "$papers/docs"
for file in "$share"/vforkscope/*.json; do
	ln -s "../../../vforkscope/${file##*/}" "$papers/docs"
done
for file in "$share"/vforkscope/traces/*; do
	ln -s "../../../vforkscope/traces/${file##*/}" "$papers/traces"
done

[ -z "${HEADLESS:-}" ] || exit 0
mkdir -p "$share/applications" "$share/icons/hicolor/scalable/apps" "$share/mime/packages"
cp "$here"/*.desktop "$share/applications"
cp "$here/vforkscope.svg" "$share/icons/hicolor/scalable/apps"
cp "$here/mime.xml" "$share/mime/packages/vforkscope.xml"
