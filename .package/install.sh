#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs, or takes away what was installed.
#
# usage: .package/install.sh install DESTDIR PREFIX LIBDIR PROGRAM PICTURES GUEST SHARE LIBRARY API <NAMES  (of GUEST)
#        .package/install.sh uninstall DESTDIR PREFIX
#
# LIBDIR is where libraries lie below PREFIX: lib, lib64, lib/x86_64-linux-gnu. PICTURES, what the program loads to make
# pictures ('': it makes none), lies below lib in any case, where the program looks for it.
#
# PREFIX/share/vforkscope/installed has the names of all files, relative to PREFIX, and with a slash behind it each
# directory that was not there before, the deepest first: nothing else is taken away.
set -eu
umask 022

action=$1 root=$2$3 prefix=$3
data=share/vforkscope
list=$root/$data/installed

# What was installed before; a directory in which somebody else has put something stays.
take_away()
{
	[ -e "$list" ] || return 0
	names=$(cat "$list")
	rm "$list"
	printf '%s\n' "$names" | sed '/\/$/d' | tr '\n' '\0' | (cd "$root" && xargs -0 rm -f)
	printf '%s\n' "$names" | sed -n '/\/$/p' | while IFS= read -r name; do
		rmdir "$root/$name" 2>/dev/null || :
	done
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

# put MODE FROM TO: a file
files=
put()
{
	directory "${3%/*}"
	install -m "$1" "$2" "$root/$3"
	files="$files$3
"
}

# put_all FROM TO NAMES: files of a directory, one a line, readable, and links as they are. One process for those that
# follow each other in a directory: there are hundreds.
put_all()
{
	from=$1 to=$2 names=$3 place=
	set --
	while IFS= read -r name; do
		target=$to/$name
		if [ "${target%/*}" != "$place" ]; then
			[ $# = 0 ] || install -m 644 "$@" "$root/$place"
			set --
			place=${target%/*}
			directory "$place"
		fi
		if [ -L "$from/$name" ]; then
			ln -sfn "$(readlink "$from/$name")" "$root/$target"
		else
			set -- "$@" "$from/$name"
		fi
		files="$files$target
"
	done <<-END
		$names
	END
	[ $# = 0 ] || install -m 644 "$@" "$root/$place"
}

case $action in
install)
	libraries=$4 program=$5 pictures=$6 guest=$7 share=$8 library=$9 soname=${9##*/}
	shift 9
	api=$1
	take_away
	mkdir -p "$root"
	put 755 "$program" bin/vforkscope
	[ -z "$pictures" ] || put 644 "$pictures" lib/vforkscope/pictures.so
	put_all "$guest" "$data/guest" "$(cat)"
	put_all "$share" share "$(cd "$share" && find . ! -type d ! -name .made | sed 's/^..//' | sort)"
	put 755 "$library" "$libraries/$soname"
	ln -sf "$soname" "$root/$libraries/${soname%.so.*}.so"
	files="${files}$libraries/${soname%.so.*}.so
"
	put 644 "$api/vforkscope.h" include/vforkscope.h
	put 644 "$api/vforkscope.pc" "$libraries/pkgconfig/vforkscope.pc"
	# a prefix may have any letters but a newline
	prefix=$(printf '%s' "$prefix" | sed 's/[\\&|]/\\&/g; s/ /\\\\ /g')
	sed "s|@PREFIX@|$prefix|; s|@LIBDIR@|$libraries|" "$api/vforkscope.pc" >"$root/$libraries/pkgconfig/vforkscope.pc"
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
