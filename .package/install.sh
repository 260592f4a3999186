#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs, or takes away what was installed.
#
# usage: .package/install.sh install DESTDIR PREFIX PROGRAM GUEST SHARE LIBRARY API <NAMES      (of GUEST)
#        .package/install.sh uninstall DESTDIR PREFIX
#
# PREFIX/share/vforkscope/installed has the names of all files, relative to PREFIX, and with a slash behind it each
# directory that was not there before, the deepest first: nothing else is taken away.
set -eu
umask 022

action=$1 root=$2$3
data=share/vforkscope
list=$root/$data/installed

# What was installed before; a directory in which somebody else has put something stays.
take_away()
{
	[ -e "$list" ] || return 0
	names=$(cat "$list")
	rm "$list"
	while IFS= read -r name; do
		case $name in
		*/) rmdir "$root/$name" 2>/dev/null || : ;;
		*) rm -f "$root/$name" ;;
		esac
	done <<-END
		$names
	END
}

# Makes a directory below the root, and keeps in $made which ones were not there.
made=
directory()
{
	[ ! -d "$root/$1" ] || return 0
	case $1 in
	*/*) directory "${1%/*}" ;;
	esac
	mkdir "$root/$1"
	made="$1/
$made"
}

# put MODE FROM TO
files=
put()
{
	directory "${3%/*}"
	install -m "$1" "$2" "$root/$3"
	files="$files$3
"
}

case $action in
install)
	program=$4 guest=$5 share=$6 library=$7 api=$8 soname=${7##*/}
	take_away
	mkdir -p "$root"
	put 755 "$program" bin/vforkscope
	while IFS= read -r name; do
		put 644 "$guest/$name" "$data/guest/$name"
	done
	names=$(cd "$share" && find . -type f ! -name .made | sed 's/^..//' | sort)
	while IFS= read -r name; do
		put 644 "$share/$name" "share/$name"
	done <<-END
		$names
	END
	put 755 "$library" "lib/$soname"
	ln -sf "$soname" "$root/lib/${soname%.so.*}.so"
	files="${files}lib/${soname%.so.*}.so
"
	put 644 "$api/vforkscope.h" include/vforkscope.h
	put 644 "$api/vforkscope.pc" lib/pkgconfig/vforkscope.pc
	# a prefix may have any letters but a newline
	prefix=$(printf '%s' "$3" | sed 's/[\\&|]/\\&/g; s/ /\\\\ /g')
	sed "s|@PREFIX@|$prefix|" "$api/vforkscope.pc" >"$root/lib/pkgconfig/vforkscope.pc"
	printf '%s%s/installed\n%s' "$files" "$data" "$made" >"$list"
	echo "installed $(printf '%s' "$files" | wc -l) files under $root"
	;;
uninstall)
	if [ ! -e "$list" ]; then
		echo "nothing of vforkscope's is installed under $root" >&2
		exit 1
	fi
	take_away
	echo "nothing of it is left under $root"
	;;
esac

# The system's list of types and of desktop entries, where this prefix has them.
for name in mime/mime.cache:update-mime-database:mime applications/mimeinfo.cache:update-desktop-database:applications; do
	tool=${name#*:}
	[ ! -e "$root/share/${name%%:*}" ] || "${tool%:*}" "$root/share/${tool#*:}" 2>/dev/null || :
done
