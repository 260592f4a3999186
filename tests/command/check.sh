#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The checker: what is told, in all its forms. That it finds what there is and nothing else, corpus.sh holds.
. "$(dirname "$0")/../lib.sh"
corpus=$PWD/tests/check
program=$VFORKSCOPE
papers=$PWD/docs

# The report of a return, as a person reads it.
run vforkscope check return
same 'something is found: status 1' 1 "$status"
like 'the function, and the line of the return' \
	'^guest/demos/return\.c:44:[0-9]+: error: the child of vfork returns from spawn\(\), .*\[left\]$' "$out"
like 'the source line' '^   44 \| \}' "$out"
like 'the return address, old and new' \
	'note: the child writes over the return address of spawn\(\): it led to main\(\) .* now it is 33333333$' "$out"
like 'the use' 'note: the parent \(pid 2\) returns from spawn\(\) to 33333333; its caller was at ' "$out"
like 'the crash' 'note: pid 2 dies of SIGSEGV\. It had gone astray to 33333333\.$' "$out"
like 'the rule' '^  rule +A child of vfork must not leave' "$out"
like 'what to write instead' '^  instead +Call vfork in the function that also calls execve' "$out"
like 'on which systems' '^  breaks on +16 of 23: all but 4\.4bsd' "$out"

like 'the command that shows it' '^  look +vforkscope view --hazard 1 return$' "$out"

cd "$SCRATCH" || exit 1
cat >known.c <<'C'
#include <unistd.h>
#include <sys/wait.h>
static int count;
int main(void)
{
	if (vfork() == 0) {
		count = 1;
		_exit(0);
	}
	wait(NULL);
	return count;
}
C
sed 's|count = 1;|count = 1; /* vfork-ok: a test */|' known.c >said.c
cp "$corpus/ok_exit.c" clean.c
run vforkscope check -O0 clean.c
same 'a clean program: status 0' '0 clean.c: clean' "$status $out"
run vforkscope check -O0 said.c
same 'a comment suppresses' '0 said.c: clean; 1 suppressed' "$status $out"
echo 'data known.c:7 # it is known' >known
run vforkscope check -O0 --suppress known known.c
same 'a file suppresses' '0 known.c: clean; 1 suppressed' "$status $out"
echo 'dada known.c' >wrong
refuses 'a wrong name in the file' '^vforkscope: wrong:1: dada: no such detector' \
	vforkscope check --suppress wrong known.c
run vforkscope check -O0 --github known.c
like "GitHub's commands" \
	'^::error file=known\.c,line=7,col=[0-9]+,title=vfork data::the child of vfork changes count \(1, ' "$out"
run vforkscope check -O0 --json --systems 4.3bsd,4.4bsd,irix known.c clean.c
same 'JSON' 'known.c found data 7 0 1 True ["4.3bsd", "irix"]
clean.c clean False' "$(python3 -c '
import json, sys
for p in json.load(sys.stdin)["programs"]:
    print(p["program"], p["status"], *(" ".join(map(str, (f["detector"], f["place"]["line"], f["was"], f["now"])))
          for f in p["findings"]), p["output_differs"], *(json.dumps(f["systems"]) for f in p["findings"]))
' <<<"$out")"
like 'JSON fits its schema' '^fits$' "$(
	vforkscope check --json --level undefined return known.c "$corpus/left_simple.c" |
		python3 "$corpus/schema.py" "$papers/schema/check.json"
)"
same 'the schema has all detectors' "$(vforkscope check --detectors | cut -d' ' -f1)" \
	"$(python3 -c '
import json, sys
print(*json.load(open(sys.argv[1]))["$defs"]["detector"]["enum"], sep="\n")' "$papers/schema/check.json")"
like 'what does not fit is told' '^\.programs\[0\]: has no runs$' "$(
	echo '{"schema": 1, "programs": [{"program": "x", "status": "clean"}]}' |
		python3 "$corpus/schema.py" "$papers/schema/check.json")"
run vforkscope check known.c
same 'the problem matcher takes a finding out of the text' 'known.c 7 9 error data' "$(python3 -c '
import json, re, sys
pattern = json.load(open(sys.argv[1]))["problemMatcher"][0]["pattern"][0]
for line in sys.stdin:
    found = re.match(pattern["regexp"], line.rstrip())
    if found:
        print(*(found[pattern[name]] for name in ("file", "line", "column", "severity", "code")))
' "$papers/problem-matcher.json" <<<"$out")"
mkdir 'a <b> & %'
cp known.c 'a <b> & %/naïve.c'
cp said.c 'a <b> & %/said:1.c'
echo 'int main(void) { return "</pre><script>"' >'a <b> & %/broken.c'
vforkscope check --sarif -O0 'a <b> & %' known.c >log.sarif 2>"$SCRATCH/.err"
same 'SARIF is as its standard has it' fits "$(python3 "$corpus/schema.py" "$corpus/sarif.json" <log.sarif)"
same 'SARIF: names are escaped, suppressions told, and what could not be checked' \
	'a%20%3Cb%3E%20&%20%25/na%C3%AFve.c False
a%20%3Cb%3E%20&%20%25/said%3A1.c True
known.c False
False a <b> & %/broken.c: the compiler found errors, see above' "$(python3 -c '
import json, sys
run = json.load(open("log.sarif"))["runs"][0]
for result in run["results"]:
    print(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "suppressions" in result)
done = run["invocations"][0]
print(done["executionSuccessful"], *(told["message"]["text"] for told in done["toolExecutionNotifications"]))
')"
vforkscope check --class 'a <b> & %' -O0 -o hostile.html 2>"$SCRATCH/.err"
same 'a page: all that is opened is closed, every link leads to a row, nothing of a program is taken for HTML' \
	'3 rows, [] open, scripts 0, lost links []; says expected ;: True' "$(python3 -c '
import html.parser
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.scripts = [], set(), [], 0
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        self.links += [attributes["href"][1:]] if "href" in attributes else []
        self.scripts += tag in ("script", "img", "b")
        if tag != "meta":
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
text = open("hostile.html", encoding="utf-8").read()
page = Page()
page.feed(text)
print(f"{len(page.links)} rows, {page.open} open, scripts {page.scripts}, "
      f"lost links {[link for link in page.links if link not in page.ids]}; says expected ;: "
      + str("expected" in text and "naïve" in text))
')"

# The instant of a finding.
run vforkscope check -O2 "$corpus/data_local_pointer.c"
like 'a local variable of the caller, by name, at -O2' \
	':14:[0-9]+: error: the child of vfork changes why of main\(\) \(2, was 0\), .*\[data\]$' "$out"
like 'the command that shows it' "^  look +vforkscope view --hazard 1 -O2 '?$corpus/data_local_pointer\.c'?$" "$out"
run vforkscope step -O2 --at finding#1 "$corpus/data_local_pointer.c"
like 'a finding is an instant' ' start +data_local_pointer\.c:14 +\*why = errno;$' "$out"
run vforkscope step --at finding return
like 'a hazard, too' ' spawn +return\.c:44 ' "$out"
refuses 'there are not so many' '^vforkscope: finding#9: check finds [0-9]+ in this run$' \
	vforkscope state --at finding#9 return
run vforkscope check --record trace.vft -O2 "$corpus/data_local_pointer.c"
run vforkscope step --at finding trace.vft
like 'in a trace, too' ' data_local_pointer\.c:14 ' "$out"
vforkscope shot --hazard 1 return -o one.svg
vforkscope shot --at hazard.left --panel explore return -o two.svg
check 'shot --hazard is that instant, with the explorer' cmp one.svg two.svg
refuses 'not both' '^vforkscope: --hazard and --at: only one of them$' \
	vforkscope shot --hazard 1 --at end return -o one.svg
refuses 'no such level' '^vforkscope: --optimize 7: takes a level of gcc' vforkscope run -O7 known.c
refuses 'what is compiled already has none' '^vforkscope: return: is not compiled here; ' vforkscope run -O2 return
refuses 'the clock does not tick so much later' '^vforkscope: --skew -1: takes 0 to 1000000 microseconds$' \
	vforkscope run --skew -1 known.c
run vforkscope check -O0 --sarif known.c
same 'SARIF' '2.1.0 data error known.c 7' "$(python3 -c '
import json, sys
log = json.load(sys.stdin)
result = log["runs"][0]["results"][0]
place = result["locations"][0]["physicalLocation"]
rules = log["runs"][0]["tool"]["driver"]["rules"]
print(log["version"], rules[result["ruleIndex"]]["id"], result["level"], place["artifactLocation"]["uri"],
      place["region"]["startLine"])
' <<<"$out")"
run vforkscope check -O0 --class . -o page.html
same 'a class: status 1' 1 "$status$out"
same 'a page with a row for each, and links' '3 1' \
	"$(grep -c '<tr><td><a href="#p' page.html) $(grep -c '<td>found</td>' page.html)"
same 'everybody can read it, and tell its signs without colours' '' \
	"$(python3 "$corpus/../contrast.py" page.html error=error warning=warning note=Limit)"
run vforkscope check --record trace.vft -O0 known.c
run vforkscope replay --verify trace.vft
same 'the run is kept' 0 "$status"

# Several files, by the compiler that make calls.
mkdir parts
cat >parts/one.c <<'C'
#include <unistd.h>
pid_t start(void)
{
	return vfork();
}
C
cat >parts/two.c <<'C'
#include <sys/wait.h>
#include <unistd.h>
pid_t start(void);
int main(void)
{
	if (start() == 0)
		_exit(0);
	wait(NULL);
	return 0;
}
C
printf 'prog: one.o two.o\n\t$(CC) -o $@ one.o two.o\n%%.o: %%.c\n\t$(CC) -c -o $@ $<\n' >parts/Makefile
env -u MAKEFLAGS -u MAKELEVEL make -s -C parts CC="'$program' cc" prog
run vforkscope check parts/prog
like 'a program of several files' '^parts/one\.c:[45]:[0-9]+: error: the child of vfork returns from start\(\)' "$out"

# What goes wrong only if the clock ticks at the right time: a look-up with a time limit, in the child.
cat >clock.c <<'C'
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
static void too_late(int sig)
{
	(void)sig;
}
static void look_up(void)
{
	for (volatile int i = 0; i < 2400; i++) /* some 14 ms */
		;
}
int main(void)
{
	struct itimerval soon = {{0, 0}, {0, 2000}}, never = {{0, 0}, {0, 0}};

	signal(SIGALRM, too_late);
	if (vfork() == 0) {
		setitimer(ITIMER_REAL, &soon, NULL);
		look_up();
		setitimer(ITIMER_REAL, &never, NULL);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
C
# Of a run with `handler` and of one without the phase of the clock, and how many runs there are.
read -r found missed runs <<<"$(vforkscope check -O0 --json --schedules 4 clock.c | python3 -c '
import json, sys
runs = json.load(sys.stdin)["programs"][0]["runs"]
print(*(next(run["skew"] for run in runs if run["detectors"] == want) for want in (["handler"], [])), len(runs))
')"
same 'as many runs as schedules' 4 "$runs"
run vforkscope check -O0 --skew "$missed" clock.c
same 'with one order of things nothing is found' '0 clock.c: clean' "$status $out"
run vforkscope check -O0 --skew "$missed" --schedules 4 clock.c
like 'with others it is' '^clock\.c:11:[0-9]+: warning: SIGALRM comes to the child of vfork, and too_late\(\) ' "$out"
like 'and how often' '^  found +-O0 on 4\.3bsd: .* from pid 2; [1-3] times in 4 runs$|^  found.*pid 2$' "$out"
run vforkscope check -O0 --skew "$found" clock.c
like 'the same phase, the same run: it is told with the command that shows it' \
	"^  look +vforkscope view --hazard 1 $([ "$found" = 0 ] || echo "--skew $found ")clock\\.c$" "$out"
run vforkscope step --skew "$found" --at finding#1 clock.c
like 'which has the finding' ' pid 3 \(kernel\) +psig ' "$out"

# A parent that goes astray into its program's beginning lends for ever.
run vforkscope check -O0 --json "$corpus/left_simple.c"
same 'a program that begins again and again is looked at so many times' \
	'64 pid 2 begins the program again and again: what it does after 64 times is not looked at' "$(python3 -c '
import json, sys
run = json.load(sys.stdin)["programs"][0]["runs"][0]
print(run["loans"], run["limit"])' <<<"$out")"
like 'and that is its fate' '"text":"pid 2 begins the program again and again, its stack lower each time\."' \
	"$(tr -d '\n' <<<"$out" | sed 's/": "/":"/g')"
sed 's/^\tif (vfork/\tfor (int i = 0; i < 100; i++)\n\t&/; s/^\twait/\twhile (wait(NULL) > 0)\n\t\t;/' clean.c >loop.c
run vforkscope check -O0 loop.c
same 'a loop does not' '0 loop.c: clean' "$status $out"

# The place in a long line, with characters of several bytes before it.
{
	sed '/count = 1;/,$d' known.c
	printf '\t\t/* %s */ /* %s */ count = 1; /* %s */\n' éàü "$(printf '%0150d' 0)" "$(printf '%0150d' 0)"
	sed '1,/count = 1;/d' known.c
} >wide.c
run vforkscope check -O0 wide.c
same 'the caret of a long line is under what it points at' 'count = 1' "$(python3 -c '
import sys
lines = sys.stdin.read().split("\n")
at = next(i for i, line in enumerate(lines) if line.endswith("[data]"))
print(lines[at + 1][lines[at + 2].index("^") - 6:][:9])' <<<"$out")"

# Characters are shown as a string, too.
cat >text.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static char path[64] = "/bin/", bytes[2] = {1, 2};
int main(void)
{
	char word[12] = "one\ttwo", *block = strdup("heap");

	if (vfork() == 0) {
		strcat(path, "true");
		strcpy(word, "three");
		memcpy(block, "HEAP", 4);
		bytes[1] = 3;
		_exit(127);
	}
	wait(NULL);
	printf("%s %s %s %d\n", path, word, block, bytes[1]);
	return 0;
}
C
run vforkscope check -O0 --json text.c
same 'an array of characters, and a block; bytes are none' '12 2f000000 "/bin/" 2f747275 "/bin/true"
13 6f6e6509 "one\ttwo" 74687265 "three"
14 68656170 "heap" 48454150 "HEAP"
15 258 259' "$(python3 -c '
import json, sys
for found in json.load(sys.stdin)["programs"][0]["findings"]:
    print(found["place"]["line"], found["was"], found["now"])' <<<"$out")"

# Input, of which every run gets all.
cat >reads.c <<'C'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static int sum;
int main(void)
{
	char line[20];
	int bad = 0;

	while (fgets(line, sizeof line, stdin))
		bad += line[0] == 'b';
	if (vfork() == 0) {
		sum += bad;
		_exit(0);
	}
	wait(NULL);
	printf("%d\n", sum);
	return 0;
}
C
vforkscope cc -o reads reads.c
printf 'good\ngood\n' >good
printf 'good\nbad\nbad\n' >bad
for program in reads.c ./reads; do
	same "$program: with this input it is clean" "$program: clean" "$(vforkscope check $program <good)"
	like "$program: with that one it is not" '^(\./)?reads\.c:13:[0-9]+: error: .* changes sum \(2, was' \
		"$(vforkscope check $program <bad)"
done
vforkscope check --json --schedules 2 reads.c <bad >runs.json
same 'each run has read all of it' '2 2 2 2' "$(python3 -c '
import json
print(*(run["output"].strip() for run in json.load(open("runs.json"))["programs"][0]["runs"]))')"

# Every limit is told by its name.
echo 'int main(void) { for (;;) ; }' >busy.c
printf '#include <unistd.h>\nint main(void) { for (;;) fork(); }' >fork_bomb.c
printf '#include <unistd.h>\nstatic char b[8192];\nint main(void) { for (;;) write(1, b, sizeof b); }' >flood.c
while read -r program told options; do
	run vforkscope check -O0 $options "$program"
	like "$program is cut off: ${told//_/ }" \
		"^$program: limit: on 4\\.3bsd stopped after ${told//_/ } \\(${options%% *}\\)$" "$out"
done <<'CASES'
busy.c 1000000_instructions --max-instructions 1000000
fork_bomb.c 1000_events --max-events 1000
flood.c 1_MB_of_console_output --max-console 1 --max-instructions 100000000
busy.c 1_s_of_processor_time --max-seconds 1 --max-instructions 2000000000
CASES
run vforkscope check -O0 busy.c fork_bomb.c flood.c
same 'and there is one that nobody has asked for' "$(for program in busy fork_bomb flood; do
	echo "$program.c: limit: on 4.3bsd stopped after 5000000 instructions (--max-instructions)"
	echo "$program.c: clean, but it has not called vfork"
done)" "$out"

echo 'int main(void) { return' >broken.c
run vforkscope check broken.c clean.c
same 'what cannot be compiled does not stop the others' '2 clean.c: clean' "$status $out"
refuses 'no level' '^vforkscope: --level all: takes breaks, systems or undefined$' vforkscope check --level all clean.c
refuses 'no such system' '^vforkscope: --systems vms: takes all, or names' vforkscope check --systems vms clean.c
same 'checker.md has the table of detectors' "$(vforkscope check --markdown)" \
	"$(grep -A 14 '^| detector | level' "$papers/checker.md")"
finish
