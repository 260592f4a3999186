#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What has to be true before a version goes out, seen on bare Debian 12 and 13: a clean clone is built twice, in other
# places, to the same bytes, and by other compilers without a warning; other processors find the same states; what is
# installed can be used by an ordinary user and is taken away whole; the package passes lintian, is installed where no
# compiler is, and its lessons run (try.sh); all tests pass. Needs root and debootstrap, and some hours of nobody's
# time.
#
# usage: [STAGES=STAGE...] .package/release.sh VERSION ROOTS [RELEASE...]
#
# ROOTS: a directory for the roots; RELEASE: bookworm, trixie; STAGES: some of builds processors install tests package.
# ROOTS/RELEASE.bare is made by debootstrap once. What is worked in is a fresh copy of it each time: what an earlier try
# installed would hide a missing step.
set -eu
cd "$(dirname "$0")/.."

version=$1 roots=$2
shift 2
[ $# -gt 0 ] || set -- bookworm trixie
fail()
{
	echo "release-check: $*" >&2
	exit 1
}
[ "$(id -u)" = 0 ] || fail 'debootstrap and chroot need root'
command -v debootstrap >/dev/null || fail 'needs the package debootstrap'
git diff --quiet HEAD || fail 'there are changes that are not committed'
grep -q "^## $version (" CHANGELOG.md || fail "CHANGELOG.md says nothing of $version"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
[ -n "$mirror" ] || fail 'no Debian mirror in this system'\''s apt sources: apt-get update'

mounted=
leave()
{
	for place in $mounted; do
		umount -l "$place" 2>/dev/null || :
	done
}
trap leave EXIT

stages=${STAGES:-builds processors install tests package}
wanted() { [[ " $stages " == *" $1 "* ]]; }

# enter ROOT: makes it possible to run something in it.
enter()
{
	for name in proc dev; do
		mount --rbind "/$name" "$1/$name"
		mounted="$1/$name $mounted"
		# what is unmounted there stays mounted here
		mount --make-rslave "$1/$name"
	done
	cp /etc/resolv.conf "$1/etc/resolv.conf" 2>/dev/null || :
	# How apt reaches its mirror from here.
	cp /etc/apt/apt.conf.d/*proxy* "$1/etc/apt/apt.conf.d/" 2>/dev/null || :
}

# inside ROOT SCRIPT: with the environment of somebody who has just logged in.
inside()
{
	chroot "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh -euc "$2"
}

bare() { # bare RELEASE ROOT
	local pristine=$roots/$1.bare

	leave
	mounted=
	if [ ! -d "$pristine" ]; then
		rm -rf --one-file-system "$pristine.new"
		debootstrap --variant=minbase "$1" "$pristine.new" "$mirror" >"$2.log" 2>&1 || fail "debootstrap $1: see $2.log"
		mv "$pristine.new" "$pristine"
	fi
	rm -rf --one-file-system "$2" || fail "$2 cannot be removed: is something mounted in it?"
	cp -a "$pristine" "$2"
	enter "$2"
	git clone -q --bare . "$2/root/vforkscope.git"
}

for release; do
	root=$roots/$release
	mkdir -p "$roots"
	echo "== $release: a bare root with make, git and a clean clone"
	bare "$release" "$root"
	inside "$root" '
		apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install make git
		cd && git clone -q vforkscope.git a-clone' >>"$root.log" 2>&1 ||
		fail "make and git cannot be installed: see $root.log"

	if wanted builds; then
		echo "== $release: two builds, the same bytes"
		inside "$root" '
			git clone -q /root/vforkscope.git "/root/another clone, elsewhere"
			cd "/root/another clone, elsewhere"
			umask 077
			TZ=Asia/Tokyo LC_ALL=C.UTF-8 USER=somebody make all build/share/.made
			cd ~/a-clone && make all build/share/.made
			diff -r --exclude=.made build/share "/root/another clone, elsewhere/build/share"
			diff -r build/guest "/root/another clone, elsewhere/build/guest"
			cmp build/vforkscope "/root/another clone, elsewhere/build/vforkscope"
			cmp build/pictures.so "/root/another clone, elsewhere/build/pictures.so"' >"$root.twice" 2>&1 ||
			fail "two builds differ: see $root.twice"
		echo "== $release: other compilers: clang, and musl's headers, without a warning"
		inside "$root" '
			DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install clang musl-tools
			cd ~/a-clone
			make CC=clang OUT=/root/clang CFLAGS="-O1 -Werror" tests
			headers="-idirafter /usr/include -idirafter /usr/include/$(cc -print-multiarch)"
			make CC=musl-gcc OUT=/root/musl CFLAGS="-O1 -Werror $headers" /root/musl/libvforkscope.a \
				$(printf "/root/musl/obj/visualizer/%s.o " main program command_table cmd_help headless)
			rm -r /root/clang /root/musl' >"$root.compilers" 2>&1 ||
			fail "other compilers: see $root.compilers"
	fi

	if wanted processors && [ "$release" != bookworm ]; then # whose engine is too old
		echo "== $release: other processors: aarch64, and s390x, which is big-endian"
		inside "$root" 'cd ~/a-clone && make &&
			.package/hosts.sh build aarch64-linux-gnu:arm64 s390x-linux-gnu:s390x' >"$root.hosts" 2>&1 ||
			fail "other processors: see $root.hosts"
	fi

	if wanted install; then
		echo "== $release: installed, used by an ordinary user, taken away"
		inside "$root" '
			cd ~/a-clone && make
			find / -xdev -path /proc -prune -o -path /root -prune -o -path /tmp -prune -o -print | sort >/root/before
			make install
			useradd -m student
			cd / && su student -c "vforkscope run return; [ \$? = 139 ] && vforkscope lesson check fork &&
				vforkscope replay --verify /usr/local/share/vforkscope/traces/return.vft &&
				vforkscope shot borrow -o /tmp/student.png"
			userdel -r student 2>/dev/null
			cd ~/a-clone && make uninstall
			find / -xdev -path /proc -prune -o -path /root -prune -o -path /tmp -prune -o -print | sort >/root/after
			diff /root/before /root/after | grep -v /etc/ | grep "^[<>]" && exit 1 || :' >"$root.install" 2>&1 ||
			fail "installed: see $root.install"
	fi

	if wanted tests; then
		echo "== $release: all tests, with the tools that some look for"
		inside "$root" '
			DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install \
				chromium ffmpeg fish gdb-multiarch groff jq zsh
			cd ~/a-clone && make test' >"$root.test" 2>&1 ||
			fail "make test: see $root.test"
		tail -n 1 "$root.test"
	fi

	if wanted package; then
		echo "== $release: archive and packages, made in two places: the same bytes"
		inside "$root" '
			export DEBIAN_FRONTEND=noninteractive
			apt-get -q -y install debhelper lintian dpkg-dev
			cd ~/a-clone && make deb && mkdir /root/packages && cp build/*.deb /root/packages
			git clone -q /root/vforkscope.git "/root/a third clone, for packages" && cd "/root/a third clone, for packages"
			umask 077
			TZ=Asia/Tokyo LC_ALL=C.UTF-8 make deb
			for file in build/vforkscope-*.tar.gz build/*.deb; do
				cmp "$file" ~/a-clone/"$file"
			done' >"$root.deb" 2>&1 ||
			fail "make deb: see $root.deb"
		rm -rf "$roots/$release-packages"
		mv "$root/root/packages" "$roots/$release-packages"
		echo "== $release: the package in a bare root, without a compiler"
		bare "$release" "$root"
		cp "$roots/$release-packages"/*.deb "$root/root/"
		mkdir "$root/opt/try"
		cp .package/try.sh tests/notebook.py tests/command/gdb_client.py "$root/opt/try"
		inside "$root" '
			export DEBIAN_FRONTEND=noninteractive
			apt-get -q update
			apt-get -q -y --no-install-recommends install /root/vforkscope_*.deb
			if command -v m68k-linux-gnu-gcc || command -v cc; then exit 1; fi
			useradd -m student
			touch /root/ready
			su student -c "sh /opt/try/try.sh alone"
			written=$(find / -xdev -newer /root/ready -user student ! -path "/proc/*" ! -path "/dev/*" -type f |
				grep -vE "^/home/student/\.(cache/fontconfig|local/state)/" || :)
			[ -z "$written" ] || { echo "written where nobody asked for it: $written"; exit 1; }
			apt-get -q -y --no-install-recommends install python3 man-db bash-completion zsh fish desktop-file-utils \
				shared-mime-info libglib2.0-bin xvfb xdotool
			su student -c "sh /opt/try/try.sh together"
			apt-get -q -y --no-install-recommends install /root/libvforkscope*.deb gcc libc6-dev pkgconf
			sed -n "/^\/\* writer.c:/,/^\`\`\`/p" /usr/share/doc/vforkscope/docs/api.md | sed "\$d" >/tmp/writer.c
			cc -o /tmp/writer /tmp/writer.c $(pkg-config --cflags --libs vforkscope)
			/tmp/writer return report+1l report.first | grep "in main(), line 61"
			apt-get -q -y purge vforkscope libvforkscope0 libvforkscope-dev
			left=$(find / -xdev \( -path /proc -o -path /dev -o -path /root -o -path /home \) -prune -o \
				-name "*vforkscope*" -print)
			[ -z "$left" ] || { echo "left: $left"; exit 1; }' >"$root.package" 2>&1 ||
			fail "the package: see $root.package"
	fi
	leave
	mounted=
	rm -rf --one-file-system "$root"
done
echo "release-check: $version is sound on $* (${stages// /, })"
