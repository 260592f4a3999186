#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Set-up: finds what the build, the tests and the demo need, installs what is missing, and writes
# BUILD/config.mk for the Makefile.
#
# usage: [HEADLESS=1] [OS_RELEASE=FILE] .setup/deps.sh BUILD
#
# With HEADLESS=1 only what a program without pictures needs, for BUILD/headless/config.mk. OS_RELEASE tells of the
# system in place of /etc/os-release.
#
# Debian 12 and 13 are installed from their own packages. Elsewhere it says what is missing, by the names that the
# system has for it (.setup/names). Debian 12's Unicorn is
# too old, so there the Unicorn of Debian 13 is unpacked under BUILD/sysroot, for this build only: the system's
# package state stays as it is.
set -eu

given=${1:?usage: .setup/deps.sh BUILD}
mkdir -p "$given"
build=$(cd "$given" && pwd)
log=$build/setup.log
config=$build/config.mk
if [ -n "${HEADLESS:-}" ]; then
	mkdir -p "$build/headless"
	config=$build/headless/config.mk
fi

# Package and how to see that it is there: cmd NAME, pc MODULE (pkg-config), hdr HEADER (of the C compiler), font
# FAMILY.
packages='
gcc                     cmd cc
libc6-dev               hdr stdio.h
pkg-config              cmd pkg-config
gcc-m68k-linux-gnu      cmd m68k-linux-gnu-gcc
libcapstone-dev         pc capstone
libjansson-dev          pc jansson
libsqlite3-dev          pc sqlite3
libzstd-dev             pc libzstd
libxxhash-dev           pc libxxhash
libpopt-dev             pc popt
libcmocka-dev           pc cmocka
python3                 cmd python3
gettext                 cmd msgfmt
lowdown                 cmd lowdown
'
[ -n "${HEADLESS:-}" ] || packages="$packages
libsdl2-dev             pc sdl2
libcairo2-dev           pc cairo
libpango1.0-dev         pc pangocairo
libgif-dev              hdr gif_lib.h
zlib1g-dev              pc zlib
xvfb                    cmd Xvfb
xdotool                 cmd xdotool
fontconfig              cmd fc-list
fonts-inter             font Inter
fonts-jetbrains-mono    font JetBrains Mono
fonts-dejavu-core       font DejaVu Sans
"

say() { echo "setup: $*"; }
fail()
{
	echo "setup: $*" >&2
	exit 1
}

present()
{
	case $1 in
	cmd) command -v "$2" >/dev/null 2>&1 ;;
	pc) pkg-config --exists "$2" 2>/dev/null ;;
	hdr) echo "#include <$2>" | cc -E - >/dev/null 2>&1 ;;
	font) shift && fc-list -q ":family=$*" 2>/dev/null ;;
	esac
}

# Unicorn 2.1 on the system, or unpacked by an earlier set-up.
unicorn_on_system() { pkg-config --atleast-version=2.1 unicorn 2>/dev/null; }
unicorn_unpacked()
{
	[ -f "$build/sysroot/usr/include/unicorn/unicorn.h" ] &&
		ls "$build"/sysroot/usr/lib/*/libunicorn.a >/dev/null 2>&1
}

find_missing()
{
	echo "$packages" | while read -r package kind what; do
		[ -z "$package" ] || present "$kind" $what || echo "$package"
	done
	case $system in
	debian-12) ;;
	*) unicorn_on_system || unicorn_unpacked || echo libunicorn-dev ;;
	esac
}

as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

update_package_lists()
{
	say "reading the package lists (apt-get update)"
	as_root apt-get -q -o DPkg::Lock::Timeout=120 update >>"$log" 2>&1 ||
		say "apt-get update had errors; going on with the lists that are there"
}

# Why the last apt-get failed, as far as its own messages tell.
apt_reason()
{
	if grep -qiE 'could not resolve|failed to fetch|could not connect|unable to connect|no route|timed out' \
		"$log"; then
		echo "the package mirror cannot be reached (no network?)"
	else
		grep '^E:' "$log" | tail -n 1 | cut -c4- | grep . || echo "apt-get failed"
	fi
}

# Which column of .setup/names is this system's, and what installs packages there.
elsewhere()
{
	for one in ${ID:-} ${ID_LIKE:-}; do
		case $one in
		fedora) echo 2 dnf install ;;
		arch) echo 3 pacman -S ;;
		alpine) echo 4 apk add ;;
		opensuse* | suse) echo 5 zypper install ;;
		nixos) echo 7 nix-shell -p ;;
		*) continue ;;
		esac
		return
	done
	if command -v brew >/dev/null 2>&1; then
		echo 6 brew install
	elif command -v nix-shell >/dev/null 2>&1; then
		echo 7 nix-shell -p
	fi
}

# Debian's names of what is missing: says what to do about it on another system.
tell_packages()
{
	said="this is $title; only Debian 12 and 13 are set up automatically."
	how=$(elsewhere)
	[ -n "$how" ] || fail "$said Install what Debian calls:" $*
	names=$(for package; do
		awk -v package="$package" -v column="${how%% *}" '$1 == package { print $column }' "${0%/*}/names"
	done)
	known=$(echo "$names" | grep -vx -e - | tr '\n' ' ')
	unknown=$(for package; do
		echo "$names" | sed -n 1p | grep -qx -e - && echo "$package"
		names=$(echo "$names" | sed 1d)
	done)
	[ -z "$known" ] || said="$said Install (names not tried there): ${how#* } ${known% }"
	[ -z "$unknown" ] || said="$said${known:+;} what Debian calls:"
	fail "$said" $unknown
}

install_packages()
{
	case $system in
	debian-12 | debian-13) ;;
	*) tell_packages "$@" ;;
	esac
	[ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1 ||
		fail "not root and no sudo. Let root run: apt-get install --no-install-recommends" $*
	say "installing" $*
	update_package_lists
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
		install --no-install-recommends "$@" >>"$log" 2>&1 ||
		fail "could not install packages: $(apt_reason). The whole story is in $log"
}

# The mirror that this system's own apt uses for Debian's main archive; nothing when apt has no lists yet.
debian_mirror()
{
	apt-get indextargets --format '$(REPO_URI)' \
		'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null |
		head -n 1
}

# apt with a source list and state of its own; the signature is checked with Debian's keyring.
private_apt()
{
	apt-get -q -o Dir::Etc::sourcelist="$build/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$build/apt/lists" -o Dir::Cache="$build/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" "$@"
}

unpack_unicorn()
{
	mirror=$(debian_mirror)
	if [ -z "$mirror" ]; then
		[ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1 ||
			fail "apt has no package lists yet and this is not root. Let root run: apt-get update"
		update_package_lists
		mirror=$(debian_mirror)
	fi
	[ -n "$mirror" ] || fail "no Debian mirror in this system's apt sources: $(apt_reason)"
	say "unpacking Debian 13's Unicorn under $build/sysroot"
	rm -rf "$build/apt" "$build/sysroot" "$build/sysroot.new"
	mkdir -p "$build/apt/lists/partial" "$build/apt/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" \
		>"$build/apt/sources.list"
	private_apt update >>"$log" 2>&1 &&
		(cd "$build/apt/cache" && private_apt download libunicorn-dev/trixie >>"$log" 2>&1) &&
		dpkg-deb -x "$build"/apt/cache/libunicorn-dev_*.deb "$build/sysroot.new" >>"$log" 2>&1 ||
		fail "could not get Unicorn: $(apt_reason). The whole story is in $log"
	mv "$build/sysroot.new" "$build/sysroot"
	rm -rf "$build/apt"
	unicorn_unpacked || fail "Debian's libunicorn-dev holds no libunicorn.a: see $build/sysroot"
}

# Library headers are system headers to the compiler: it does not warn about them.
cflags_of() { pkg-config --cflags "$@" | sed 's/-I */-isystem /g'; }

write_config()
{
	emu='jansson sqlite3 libzstd libxxhash popt'
	pictures='sdl2 pangocairo cairo zlib'
	if unicorn_on_system; then
		unicorn_cflags=$(cflags_of unicorn)
		unicorn_libs=$(pkg-config --libs unicorn)
	else
		archive=$(ls "$given"/sysroot/usr/lib/*/libunicorn.a)
		unicorn_cflags="-isystem $given/sysroot/usr/include"
		unicorn_libs="$archive -lpthread -lm"
	fi
	cat >"$config.new" <<-END
		# Written by .setup/deps.sh; make runs it again when the system's packages change.
		UNICORN_CFLAGS = $unicorn_cflags
		EMU_CFLAGS = $(cflags_of $emu capstone)
		EMU_LIBS = $unicorn_libs $(pkg-config --libs $emu)
		CAPSTONE_LIBS = $(pkg-config --libs capstone)
		CMOCKA_CFLAGS = $(cflags_of cmocka)
		CMOCKA_LIBS = $(pkg-config --libs cmocka)
	END
	[ -n "${HEADLESS:-}" ] || cat >>"$config.new" <<-END
		PICTURE_CFLAGS = $(cflags_of $pictures)
		PICTURE_LIBS = $(pkg-config --libs $pictures) -lgif
	END
	mv "$config.new" "$config"
}

title='an unknown system' system=unknown
if [ -r "${OS_RELEASE:-/etc/os-release}" ]; then
	. "${OS_RELEASE:-/etc/os-release}"
	title=${PRETTY_NAME:-$title}
	system=${ID:-unknown}-${VERSION_ID:-unknown}
fi
: >"$log"

missing=$(find_missing)
[ -z "$missing" ] || install_packages $missing
missing=$(find_missing)
[ -z "$missing" ] || fail "still missing after the installation:" $missing "(see $log)"
unicorn_on_system || unicorn_unpacked || unpack_unicorn
write_config
say "everything needed is here"
