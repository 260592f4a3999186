#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Lessons in steps: those that ship are true of the machine, and a check finds what is not.
# Not in make check.
tests=$(realpath "$(dirname "$0")")
. "$tests/../lib.sh"

run vforkscope demo
mapfile -t course < <(sed -n '/^Lessons/,/^$/s/^  \([a-z]*\) .*/\1/p' "$SCRATCH/.out")
check 'there are ten lessons at least' [ ${#course[@]} -ge 10 ]
for name in "${course[@]}"; do
	run vforkscope lesson check "$name"
	like "$name: is true of the machine, with questions and an experiment" \
		"^$name: [1-8] steps?, [1-9] questions?, 1 experiment:" "$out"
	same "$name: nothing is wrong" 0 "$status$err"
	same "$name: the experiment comes last" try \
		"$(grep -oE '^(step|try):' "guest/demos/$name.lesson" | tail -1 | tr -d :)"
done

# Who scrolls up in Source reads the first comment of the program: that, too, asks before it tells.
for name in "${course[@]}"; do
	program=$(sed -nE 's/^run: ([^ ]*).*/\1/p' "guest/demos/$name.lesson")
	head=$(sed '/^ \* In the matrix:/q' "guest/demos/$program.c")
	same "$name: the program's first comment does not tell what comes of vfork, or of fork" '' \
		"$(grep -E '^ \*\s*v?fork:' <<<"$head")"
	like "$name: it says what to watch, and asks" ' \* Watch .*\?' "${head//$'\n'/ }"
	run vforkscope demo "$name" --text
	right=$(awk '/^ +[a-f]\) / { option = $0 } /^ +right: / { print option } / answer: / { print }' <<<"$out")
	for value in $(grep -oE '0x[0-9a-f]+|[0-9]{2,}' <<<"$right"); do
		check "$name: nor has it the right answer, $value" [ "${head/"$value"/}" = "$head" ]
	done
done

run vforkscope demo message --text
like 'a variable without a type is told in decimal' 'its errno is 2$' "$out"
run vforkscope demo stub --text
like 'a word of the stack is an address' ' 0x[0-9a-f]+ is an address inside main' "$out"

# The others are for reading on: a few steps each, whose captions name what the program is about.
mapfile -t others < <(grep -L '^course:' guest/demos/*.lesson | xargs basename -s .lesson)
same 'every program has captions of its own, but the one whose child does what one chooses' 'explore' \
	"$(comm -23 <(basename -s .c guest/demos/*.c | LC_ALL=C sort) \
		<(basename -s .lesson guest/demos/*.lesson | LC_ALL=C sort) | paste -sd' ')"
run vforkscope lesson check "${others[@]}"
same 'all of it is true of the machine' "$(printf '%s\n' "${others[@]}")" \
	"$(sed 's/: .*: all true of the machine$//' <<<"$out")"
same 'nothing is wrong' 0 "$status$err"
for name in "${others[@]}"; do
	same "$name: each step points at something, which is in the picture (test_lesson)" '' \
		"$(awk '/^step:/ { if (step && !points) print step; step = $0; points = 0 } /^point:/ { points++ }
			END { if (!points) print step }' "guest/demos/$name.lesson")"
done

# A page covers what its question asks to be pointed at, and what such words are called; another step tells it.
run vforkscope html return -o "$SCRATCH/return.html"
section() { tr -d '\n' <"$SCRATCH/return.html" | sed 's/<section/\n<section/g' | sed -n "$(($1 + 1))p"; }
like 'a page: what links frames is covered' '<abbr title="Covered: [^"]*">\?</abbr>' "$(section 2)"
check 'a page: and is not told' [ "$(grep -c 'return to main+' <<<"$(section 2)")" = 0 ]
like 'a page: where nothing is asked, it is' 'return to main\+' "$(section 1)"

# The program and the lesson of docs/write-a-lesson.md.
sed -n '/^    #include/,/^[^ ]/{s/^    //p;/^$/p}' docs/write-a-lesson.md >"$SCRATCH/mine.c"
sed -n '/^    title:/,/^[^ ]/{s/^    //p;/^$/p}' docs/write-a-lesson.md >"$SCRATCH/mine.lesson"
cd "$SCRATCH" || exit 1
run vforkscope lesson check mine.lesson
same "one's own, as the manual has it" '0 mine: 3 steps, 1 question, 1 experiment: all true of the machine' \
	"$status $out$err"
mkdir folder
cp mine.c mine.lesson folder
run vforkscope demo folder/ --text
like 'a folder is a lesson; values are filled in' 'pid 2 calls vfork, and "count" is 1$' "$out"
like 'the right option' 'right: The child.s store is' "$out"
like 'the wrong one' 'no: With fork it has' "$out"
run vforkscope demo folder --text
like 'without a stroke behind its name, too' 'pid 2 calls vfork, and "count" is 1$' "$out"
run vforkscope demo folder/ --sheet
same 'on paper there is room, and no verdict' '2 0' \
	"$(grep -c 'Your answer: ___' <<<"$out") $(grep -cE '^ *(right|no):' <<<"$out")"
like 'the answers stand at the end' '^ 3\. X: _exit\(0\)$' "$out"
run vforkscope demo mine.lesson --text --seed 1
one=$out
run vforkscope demo mine.lesson --text --seed 2
check 'a seed changes the order of options' [ "$one" != "$out" ]
sed 's/^run: .*/& 5\nvary: 1 from 6 to 900/; s/^try: .*/& {1 + 2}/' mine.lesson >vary.lesson
program() { grep -oE 'the program is mine.c [0-9]+' <<<"$out"; }
run vforkscope demo vary.lesson --text
same 'as it is written' 'the program is mine.c 5' "$(program)"
like 'a sum in a text' 'Make the parent find 1. 3$' "$out"
run vforkscope demo vary.lesson --text --seed 1
one=$(program)
run vforkscope demo vary.lesson --text --seed 2
check 'a seed chooses values' [ "$one" != "$(program)" ]
run vforkscope demo vary.lesson --text --seed 1
same 'the same seed the same ones' "$one" "$(program)"
sed -i 's/^vary: 1/vary: 2/' vary.lesson
refuses 'an argument that is not there' '^vforkscope: vary.lesson:5:7: run has no argument 2$' \
	vforkscope lesson check vary.lesson
refuses 'a seed' '--seed -1: a number from 0' vforkscope demo mine.lesson --text --seed -1
for name in borrow registers nested descriptors; do
	run vforkscope lesson check "$name" --seed 3
	same "$name: also with other values" 0 "$status"
done

# Where a program is named a lesson may be that has no program of its name: its program runs, as in the lesson.
run vforkscope run fork
same 'run: a lesson is its program, under its system' "$(vforkscope run --system 4.4bsd borrow fork 41)" "$out"
same 'and says so' 'vforkscope: note: fork is a lesson; its program is borrow fork 41, under 4.4bsd' "$err"
same 'with its ending, too' "$out" "$(vforkscope run fork.lesson 2>/dev/null)"
same 'under another system' "$(vforkscope run borrow vfork 41)" "$(vforkscope run --system 4.3bsd systems 2>/dev/null)"
same 'one that is a program is the program' "$(vforkscope run nested)" "$(vforkscope run nested 2>&1)"
refuses 'a lesson takes no arguments' 'fork: no such file' vforkscope run fork 41
run vforkscope state fork --at fork.copy
like 'state' '^borrow on 4.4bsd' "$out"
run vforkscope find fork 'write shared and mode user'
like 'find' ' main .*borrow.c' "$out"
run vforkscope text fork
like 'text: the lesson beside it' '^== Lesson' "$out"
like 'at its first step' 'a process is made' "$out"
run vforkscope shot fork --size 640x360 -o fork.png
same 'shot' "$(vforkscope shot fork.lesson --size 640x360 -o again.png && cksum <again.png)" "$(cksum <fork.png)"
printf 'x' >fork
refuses 'a file of that name comes first' '^vforkscope: fork: ' vforkscope run fork
rm fork
run vforkscope run --record fork.vft fork
same 'record' '4.4bsd' "$(vforkscope state fork.vft --at end | sed -nE '1s/^borrow on ([^,]*),.*/\1/p')"

# wrong WHAT EDIT PLACE LINE: edited so, the check tells that at that place.
wrong()
{
	sed "$2" mine.lesson >bad.lesson
	run vforkscope lesson check bad.lesson
	like "$1" "^bad.lesson:$3: $4" "$err"
	same "$1: status" 2 "$status"
}
wrong 'a claim' 's/^claim: count = 1/claim: count = 2/' 11:8 'is not so: count is 1$'
wrong 'a name' 's/^point: variable count/point: variable conut/' 10:8 'conut: '
wrong 'a value in a text' 's/{count}/{conut}/' 7:10 'conut: '
wrong 'no end of a value' 's/{count}/{count/' 7:10 '.*a } is missing'
wrong 'a panel' 's/^show: data/show: date/' 9:7 'date: there is no such panel; there are source, registers, .*'
wrong 'an instant' 's/^step: vm.pass/step: vm.swapout/' 13:7 'vm.swapout: does not happen'
wrong 'no right option' 's/^if: count at end = 2/if: count at end = 3/' 15:9 '.*none of the options is right'
wrong 'two of them' 's/^if: count at end = 1/if: count at end = 2/' 15:9 'several of the options are right'
wrong 'no fact' 's/^if: count at end = 2/if: it is so/' 17:5 'it is so: is no fact'
wrong 'an experiment that succeeds by itself' 's/^success: .*/success: count at end = 2/' 26:10 \
	'this is so in the run as it is'
wrong 'one that does not succeed' 's/^solution: X/solution: O/' 27:11 'does not succeed: '
wrong 'a choice that is none' 's/^solution: X/solution: Z/' 27:11 'Z: there is no such choice'
sed 's/^run: .*/run: gone.c/' mine.lesson >bad.lesson
refuses 'a program that is gone' 'gone.c' vforkscope lesson check bad.lesson
echo 'int main(void) { return x; }' >broken.c
sed 's/^run: .*/run: broken.c/' mine.lesson >bad.lesson
run vforkscope lesson check bad.lesson
same 'a program that is not compiled' 2 "$status"
refuses 'no lesson' 'nothere: no such lesson' vforkscope lesson check nothere
refuses 'what to do with lessons' 'there are lesson check' vforkscope lesson chekc return
refuses 'paper is for lessons' 'explore has no steps' vforkscope demo explore --sheet

# Pages of HTML.
run vforkscope html return -o return.html
same 'a page' 0 "$status$out$err"
vforkscope html mine.c -o mine.html
check 'pages are whole and small, and have one right answer to each question' \
	python3 "$tests/page.py" return.html=8 mine.html=4
same 'everybody can read them, and tell their signs without colours' '' \
	"$(python3 "$tests/../contrast.py" return.html mine.html damaged=ruined changed=was \
		differs=≠ lender=pid borrower=pid written=W none=-)"
printf '<style>.a{color:#888}.b{background:#fff}</style><p class=a>pale<p class=b>white<p>text\n' >pale.html
same '... which is looked at' 'pale.html: .a: #888 on #fff: 3.54
pale.html: b: by a colour alone: white
pale.html: p.a: #888 on #fff: 3.54' "$(python3 "$tests/../contrast.py" pale.html b=x)"
like 'a word that is asked for' 'data-find="7fffff98"' "$(<return.html)"
# sections.py: what would answer a question stands in so many of the steps that ask one, and in so many others.
cat >sections.py <<'P'
import re, sys
asks = others = 0
for section in open(sys.argv[1]).read().split("<section class=step>")[1:]:
    tells = bool(re.search("class=damaged|class=inherited|comes back<", section))
    asks += tells and "<p class=question>" in section and "vforkscope demo" not in section
    others += tells and "<div class=ask>" not in section
print(asks, others > 0)
P
same 'a page does not tell what it asks' '0 True' "$(python3 sections.py return.html)"
sed -n '/^<script>/,/<.script>/p' return.html | sed 's/<script>//; s/<.script>.*//' >page.js
if command -v node >/dev/null; then check 'its script is one' node --check page.js; fi
# The page in a browser, where there is one: what a student would do is done; what is seen then stands in its title.
cat >student.js <<'J'
<script>
const seen=[],see=what=>seen.push(what),now=()=>document.querySelector('section.now'),
said=()=>now().querySelector('.say').className+':'+!now().querySelector('.say').hidden;
see(document.getElementById('at').textContent);document.getElementById('next').click();
see(document.getElementById('at').textContent);
const word=now().querySelector('[data-find]').dataset.find;
now().querySelector('tr[data-word]:not([data-word="'+word+'"])').click();see(said());
now().querySelector('tr[data-word="'+word+'"]').click();see(said());
const press=key=>document.dispatchEvent(new KeyboardEvent('keydown',{key}));
press('ArrowRight');press('ArrowRight');see(document.getElementById('at').textContent);
press('1');see(said());press('3');see(said());press('ArrowLeft');see(document.getElementById('at').textContent);
document.title=seen.join(' | ');
</script></body></html>
J
sed '$d' return.html | cat - student.js >played.html
if browser=$(command -v chromium || command -v google-chrome); then
	HOME=$SCRATCH timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$SCRATCH/browser" \
		--enable-logging=stderr --dump-dom "file://$SCRATCH/played.html" >dom 2>log
	same 'in a browser: steps, a word and a choice, wrong and right' \
		'1 / 8 | 2 / 8 | say wrong:true | say right:true | 4 / 8 | say wrong:true | say right:true | 3 / 8' \
		"$(grep -oE '<title>[^<]*' dom | sed 's/<title>//')"
	same 'and nothing on its console' '' "$(grep CONSOLE log)"
else
	skip 'a page in a browser' 'there is no Chromium'
fi
refuses 'a page has a name' '-o FILE is missing' vforkscope html return

cd "$OLDPWD" || exit 1
run vforkscope lesson index
same 'lessons.md has the course' "$out" "$(sed -n '/^### 1\. /,/^## /p' docs/lessons.md | grep -v '^## ' | sed '1i\\' |
	sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
run vforkscope lesson format
same 'write-a-lesson.md has the fields' "$out" "$(sed -n '/^| field | of a/,$p' docs/write-a-lesson.md)"
finish
