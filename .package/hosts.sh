#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Other processors than this host's: the library, the program without pictures and some unit tests are built for them,
# and run under QEMU's user mode: the tests that run no engine, and the verification of a recorded run, whose states are
# the same on every host. (The other tests would take hours: one translator translates what another one writes.) To be
# run as root on a Debian that can be spoilt; .package/release.sh does.
#
# usage: .package/hosts.sh BUILD TRIPLET:ARCHITECTURE...		aarch64-linux-gnu:arm64, s390x-linux-gnu:s390x (big-endian)
#
# BUILD: where this host's own build is; the machine's programs are taken from there.
set -eu
cd "$(dirname "$0")/.."

build=$1
shift
libraries='unicorn capstone jansson sqlite3 zstd xxhash popt cmocka'
modules='jansson sqlite3 libzstd libxxhash popt'
# What looks into memory, files and numbers of the machine, and has no engine.
tests='decode_guard disasm dwarf event insn_length language output put replace script search symbols symtab
tb_cache unwind'

for host; do
	triplet=${host%:*} architecture=${host#*:} place=$PWD/$build/hosts/${host#*:} compilers=
	for tool in "$triplet-gcc:gcc-$triplet" "qemu-${triplet%%-*}:qemu-user"; do
		command -v "${tool%:*}" >/dev/null || compilers="$compilers ${tool#*:}"
	done
	[ -e "/usr/$triplet/include/stdio.h" ] || compilers="$compilers libc6-dev-$architecture-cross"
	dpkg --print-foreign-architectures | grep -qx "$architecture" || dpkg --add-architecture "$architecture"
	apt-get -q update
	[ -z "$compilers" ] || DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $compilers

	# Its libraries are unpacked only: they would not be run.
	rm -rf "$place"
	mkdir -p "$place/packages" "$place/root"
	(
		cd "$place/packages"
		for library in $libraries; do
			apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
				--no-enhances "lib$library-dev:$architecture" |
				sed -n 's/^ *Depends: \(lib[^: ]*\).*/\1/p' | grep -v '^libc6' | while read -r one; do
				apt-get -q download "$one:$architecture"
			done
			apt-get -q download "lib$library-dev:$architecture"
		done
		for package in *.deb; do
			dpkg-deb -x "$package" ../root
		done
	)
	export PKG_CONFIG_LIBDIR="$place/root/usr/lib/$triplet/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$place/root"
	mkdir -p "$place/headless"
	ln -s "$PWD/$build/guest" "$place/guest"
	cat >"$place/config.mk" <<-END
		EMU_CFLAGS = -isystem $place/root/usr/include $(pkg-config --cflags $modules capstone)
		EMU_LIBS = -L$place/root/usr/lib/$triplet $(pkg-config --libs unicorn $modules)
		CMOCKA_LIBS = $(pkg-config --libs cmocka)
	END
	cp "$place/config.mk" "$place/headless"
	unset PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
	# made for another host: set-up has no business with it
	touch -d tomorrow "$place/config.mk" "$place/headless/config.mk"
	make="make BUILD=$build/hosts/$architecture CC=$triplet-gcc AR=$triplet-ar CFLAGS=-O1"
	programs= fixtures=
	for fixture in variables lonely variables-dwarf2 variables-dwarf3 variables-dwarf4; do
		fixtures="$fixtures $build/hosts/$architecture/tests/unit/$fixture.elf"
	done
	for test in $tests; do
		programs="$programs $build/hosts/$architecture/tests/unit/test_$test"
	done
	$make $build/hosts/$architecture/libvforkscope.a
	$make $programs $fixtures
	$make HEADLESS=1 $build/hosts/$architecture/headless/vforkscope
	failed=
	# run PROGRAM...
	run()
	{
		QEMU_LD_PREFIX=/usr/$triplet timeout 600 "qemu-${triplet%%-*}" \
			-E LD_LIBRARY_PATH="$place/root/usr/lib/$triplet:/usr/$triplet/lib" "$@" || failed="$failed ${1##*/}"
	}
	for program in $programs; do
		run "$program"
	done
	run "$place/headless/vforkscope" replay --verify traces/return.vft
	[ -z "$failed" ] || {
		echo "hosts: failed on $architecture:$failed" >&2
		exit 1
	}
	echo "hosts: sound on $architecture"
done
