#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What set-up says on systems that it does not set up itself: what to install, by the names they have for it.
. "$(dirname "$0")/../lib.sh"

table=$(grep -v '^#' .setup/names)
same 'each package that set-up looks for has its row' \
	"$( (echo libunicorn-dev && sed -nE 's/^([a-z0-9.+-]+)  +(cmd|pc|hdr|font) .*/\1/p' .setup/deps.sh) | sort)" \
	"$(awk '{ print $1 }' <<<"$table" | sort)"
same 'each row has a name or a dash for every system' '' "$(awk 'NF != 7' <<<"$table")"

# A host without what pkg-config knows, and without a compiler for the machine.
mkdir "$SCRATCH/bin" "$SCRATCH/brew"
printf '#!/bin/sh\nexit 1\n' >"$SCRATCH/bin/pkg-config"
printf '#!/bin/sh\nexit 0\n' >"$SCRATCH/brew/brew"
chmod +x "$SCRATCH"/*/*
# on SYSTEM...: the lines of its os-release; what set-up says there.
on()
{
	printf '%s\n' "$@" >"$SCRATCH/os-release"
	run env PATH="$SCRATCH/bin:$PATH" HEADLESS=1 OS_RELEASE="$SCRATCH/os-release" .setup/deps.sh "$SCRATCH/build"
	same "$1: one line says what is missing" '1 1 ' "$status $(wc -l <"$SCRATCH/.err") $out"
	err=${err#*only Debian 12 and 13 are set up automatically. }
}
on ID=fedora VERSION_ID=43 'PRETTY_NAME="Fedora Linux 43"'
like 'Fedora' '^Install \(names not tried there\): dnf install .*capstone-devel .*unicorn-devel$' "$err"
on ID=manjaro ID_LIKE=arch
like 'a system like Arch; what no name was found for is called as Debian does' \
	'pacman -S .*capstone .*unicorn; what Debian calls: .*libpopt-dev' "$err"
on ID=alpine VERSION_ID=3.22.0
like 'Alpine' 'apk add .*jansson-dev .*unicorn-dev$' "$err"
on 'ID="opensuse-tumbleweed"' 'ID_LIKE="opensuse suse"'
like 'openSUSE' 'zypper install .*libjansson-devel' "$err"
on ID=nixos
like 'Nix' 'nix-shell -p .*xxHash' "$err"
PATH=$SCRATCH/brew:$PATH on ID=gentoo
like 'Homebrew, wherever it is' 'brew install .*unicorn$' "$err"
on ID=gentoo
like 'another: as Debian calls it' '^Install what Debian calls: .*libcapstone-dev .*libunicorn-dev$' "$err"
finish
