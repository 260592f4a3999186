#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# vforkscope bench: what it can be asked, and that the programs it runs do what is measured. How fast they are is not
# tested
# here: the tests share their host with others.
. "$(dirname "$0")/../lib.sh"
programs=$VFORKSCOPE_GUEST/bench

run vforkscope bench vfork_pages_copied
same 'one measure: status' 0 "$status"
like 'one measure: vfork copies no page' '^vfork_pages_copied +0.00  .* \(at most 0\)$' "$out"
same 'one measure: nothing else' 1 "$(wc -l <<<"$out")"
run vforkscope bench --json vfork_pages_copied
like 'the same as JSON' '^ "vfork_pages_copied": 0.0$' "$out"
refuses 'mistyped measure' 'did you mean vfork_us' vforkscope bench vfrk_us

# Memory is no matter of speed: what an import takes does not grow with the log.
run vforkscope bench import_mb
like 'a log of 20,000 processes, 200 at once: memory of its import' '^import_mb +[0-9.]+  .* \(at most 64\)$' "$out"

events=$(vforkscope events "$programs/loans" 20 16)
same 'loans: as many loans as asked for' 20 "$(grep -c ' vm\.pass ' <<<"$events")"
same 'loans: every one comes back' 20 "$(grep -c ' vm\.return ' <<<"$events")"
run vforkscope run --ram 16 "$programs/loans" 3 8192
same 'loans: with 8 MB of data' 0 "$status"
run vforkscope run --ram 16 "$programs/loans" 3 65536
same 'loans: more data than there is' 1 "$status"

run vforkscope run --ram 64 "$programs/switches" 500 200
same 'switches: 500 processes pass the token and end' 0 "$status"
switches=$(vforkscope events --grep proc.switch "$programs/switches" 100 100 | wc -l)
check 'switches: each pass is a switch at least' test "$switches" -ge 100
finish
