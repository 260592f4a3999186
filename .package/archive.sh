#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The source archive of what is committed: the same commit gives the same bytes.
#
# usage: .package/archive.sh VERSION OUT.tar.gz
set -eu
cd "$(dirname "$0")/.."

if ! top=$(git rev-parse --show-toplevel 2>/dev/null) || [ "$top" != "$(pwd -P)" ]; then
	echo "make dist: this is no clone; an archive is made from what is committed" >&2
	exit 1
fi
[ -z "$(git status --porcelain --untracked-files=no)" ] ||
	echo "make dist: note: changes that are not committed are not in it" >&2
mkdir -p "$(dirname "$2")"
git archive --format=tar --prefix="vforkscope-$1/" HEAD | gzip -9n >"$2.new"
mv "$2.new" "$2"
echo "$2"
