#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Builds packages for this Debian from the source archive: the program, the library, and what compiles with that; and
# has lintian look at them.
#
# usage: .package/deb.sh VERSION RELEASED ARCHIVE BUILD
set -eu

version=$1 released=$2 archive=$3 build=$4
for tool in dpkg-buildpackage:dpkg-dev dh:debhelper lintian:lintian; do
	command -v "${tool%:*}" >/dev/null || missing="${missing:-} ${tool#*:}"
done
[ -z "${missing:-}" ] || {
	echo "make deb: needs the packages$missing" >&2
	exit 1
}
rm -rf "$build/deb"
mkdir -p "$build/deb"
tar -xzf "$archive" -C "$build/deb"
tree=$build/deb/vforkscope-$version
cp -R "$tree/.package/debian" "$tree/debian"
maintainer=$(sed -n 's/^Maintainer: //p' "$tree/debian/control")
[ -z "${DEBEMAIL:-}" ] || maintainer="${DEBFULLNAME:-$DEBEMAIL} <$DEBEMAIL>"
sed -i "s/^Maintainer: .*/Maintainer: $maintainer/" "$tree/debian/control"
cat >"$tree/debian/changelog" <<END
vforkscope ($version) unstable; urgency=medium

  * See /usr/share/doc/vforkscope/CHANGELOG.md.

 -- $maintainer  $(date -u -R -d "$released")
END
# Where the engine was unpacked for this build only (Debian 12's own is too old), the package is built with it, too.
if [ -d "$build/sysroot" ]; then
	mkdir -p "$tree/build"
	cp -R "$build/sysroot" "$tree/build/sysroot"
else
	sed -i 's/^Build-Depends: .*/&, libunicorn-dev (>= 2.1)/' "$tree/debian/control"
fi
(cd "$tree" && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS dpkg-buildpackage -b -us -uc) >"$build/deb/log" 2>&1 || {
	tail -n 20 "$build/deb/log" >&2
	exit 1
}
packages=$(cd "$build/deb" && ls ./*vforkscope*_"$version"_*.deb | grep -v dbgsym)
(cd "$build/deb" && lintian --fail-on error,warning $packages)
# What one package has of the papers, the others need not have.
dpkg-deb -x "$build"/deb/vforkscope_"$version"_*.deb "$build/deb/root"
# The license is what all of this system have.
ln -s /usr/share/common-licenses "$build/deb/root/usr/share/common-licenses"
astray=$(python3 tests/links.py "$build/deb/root/usr/share" 2>/dev/null)
[ -z "$astray" ] || {
	echo "make deb: links that lead nowhere:" "$astray" >&2
	exit 1
}
rm -f "$build"/*vforkscope*.deb
for package in $packages; do
	mv "$build/deb/$package" "$build/"
	echo "$build/${package#./}"
done
