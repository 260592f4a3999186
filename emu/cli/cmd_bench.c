/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope bench: how fast the machine is, in processor time, as ratios to the bare engine or the host of the
 * same run. Medians. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/bench.h"
#include "cli/command.h"
#include "cli/measure.h"
#include "base/error.h"
#include "base/output.h"

enum { TIMES = 5, MEASURES_MAX = 40 };

static const struct measure own[] = {
	{"count_over_raw", bench_machine_mips, bench_bare_mips, false, 0.45,
         "speed in the machine / on the bare engine"},
	{"simh_over", bench_machine_mips, bench_simh_mips, false, 8,
         "speed in the machine / SIMH's VAX on a like loop"},
	{"machine_mips", bench_machine_mips, NULL, false, 0, "million instructions per second in the machine"},
	{"detail_mips", bench_detail_mips, NULL, false, 50, "the same with every instruction and store watched"},
	{"getpid_ns", bench_getpid_ns, NULL, true, 1500, "host time of a system call"},
	{"boot_ms", bench_boot_ms, NULL, true, 60, "from the command's start to init's first instruction"},
	{"vfork_us", bench_vfork_us, NULL, false, 0, "host time of vfork, _exit and wait together: a loan"},
	{"loan_over_host", bench_vfork_us, bench_host_loan_us, true, 0.7,
         "the same / the host's own vfork, _exit and wait"},
	{"loan_over_traps", bench_vfork_us, bench_trap_us, true, 130,
         "the same / a trap and its rte, and nothing else"},
	{"vfork_flat", bench_vfork_large_us, bench_vfork_us, true, 1.1, "the same with 8 MB of data / with 16 KB"},
	{"switch_us", bench_switch_us, NULL, true, 10, "host time of a switch among 500 processes"},
	{"diff_ms", bench_diff_ms, NULL, true, 500, "diff of the lesson return on two systems, as a command"},
	{"who_ms", bench_who_ms, NULL, true, 150, "who wrote a byte, in a run of 1,000 million instructions, p99"},
	{"record_over_plain", bench_record_s, bench_plain_s, true, 1.1,
         "300 million instructions recorded / not recorded"},
	{"verify_over_record", bench_verify_over_record, NULL, true, 1, "verifying that trace / recording it"},
	{"trace_kb", bench_trace_kb, NULL, true, 1024,
         "KB of a trace of 1,000 million instructions, beyond its images"},
	{"seek_ms", bench_seek_ms, NULL, true, 30, "host time to an instant anywhere in it, 99 of 100"},
	{"back_ms", bench_back_ms, NULL, true, 5, "host time back by one instruction, 99 of 100"},
	{"hazards_over", bench_hazards_s, bench_lent_s, true, 15,
         "the first search for hazards, in a run that is all loan / that run"},
	{"import_lines", bench_import_lines, NULL, false, 1, "million lines of a log of strace imported in a second"},
	{"import_mb", bench_import_mb, NULL, true, 64, "MB for a log through a pipe, 200 processes at once"},
	{"play_over_alone", bench_play_us, bench_alone_us, true, 1.5,
         "vfork, exec, exit of a script's process / the same of a program"},
	{"shell_over_bare", bench_shell_us, bench_command_us, true, 1.3,
         "a command in a loop of sh / the same by vfork, exec and wait alone"},
	{"crowd_ms", bench_crowd_ms, NULL, true, 1, "a process of a script, 300 at once, played and recorded"},
	{"vfork_pages_copied", bench_vfork_pages, NULL, true, 0, "pages copied by vfork"},
};

static struct measure measures[MEASURES_MAX];
static size_t nmeasures;

void bench_extend(const struct measure *more, size_t count)
{
	for (size_t i = 0; i < sizeof own / sizeof *own && !nmeasures; i++)
		measures[i] = own[i];
	nmeasures = nmeasures ? nmeasures : sizeof own / sizeof *own;
	for (size_t i = 0; i < count && nmeasures < MEASURES_MAX; i++)
		measures[nmeasures++] = more[i];
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Median of TIMES values; negative when it cannot be measured. */
static double median(const struct measure *m)
{
	double values[TIMES];

	for (int i = 0; i < TIMES; i++) {
		double over = m->over ? m->over() : 1;

		values[i] = over > 0 ? m->run() : -1;
		if (values[i] < 0)
			return -1;
		values[i] /= over;
	}
	qsort(values, TIMES, sizeof *values, compare);
	return values[TIMES / 2];
}

static void print(const struct measure *m, double value)
{
	if (value < 0)
		output_line("%-20s %10s  %s (not measured: %s)", m->name, "-", m->tells, bench_error);
	else if (m->bound > 0 || m->most)
		output_line("%-20s %10.2f  %s (at %s %g%s)", m->name, value, m->tells, m->most ? "most" : "least",
		            m->bound, (m->most ? value <= m->bound : value >= m->bound) ? "" : ": MISSED");
	else
		output_line("%-20s %10.2f  %s", m->name, value, m->tells);
	output_flush();
}

/* Which measures the words name; all, if there are none. False after a mistake, which has been told. */
static bool choose(const char **words, bool wanted[MEASURES_MAX])
{
	for (size_t i = 0; i < nmeasures; i++)
		wanted[i] = !words;
	for (; words && *words; words++) {
		const char *names[MEASURES_MAX + 1] = {NULL}, *near;
		char list[512] = "history";
		size_t found = nmeasures;

		for (size_t i = 0; i < nmeasures; i++) {
			size_t used = strlen(list);

			names[i] = measures[i].name;
			snprintf(list + used, sizeof list - used, " %s", names[i]);
			if (!strcmp(*words, names[i]))
				found = i;
		}
		if (found == nmeasures) {
			near = error_nearest(*words, names);
			if (near)
				command_fail("%s: no such measure; did you mean %s?", *words, near);
			else
				command_fail("%s: no such measure; there are %s", *words, list);
			return false;
		}
		wanted[found] = true;
	}
	return true;
}

static int bench(const struct command *command, int argc, const char **argv)
{
	int json = 0;
	const struct poptOption options[] = {
		{"json", '\0', POPT_ARG_NONE, &json, 0, "print a JSON object; null: not measured", NULL},
		POPT_AUTOHELP POPT_TABLEEND};
	poptContext context = command_parse(command, argc, argv, options, false);
	bool wanted[MEASURES_MAX];
	json_t *object;
	const char **words;
	bool of_history, good;

	if (!context)
		return EXIT_MISTAKE;
	bench_extend(NULL, 0); /* its own at least */
	words = poptGetArgs(context);
	of_history = words && !strcmp(words[0], "history") && !words[1];
	good = of_history || choose(words, wanted);
	poptFreeContext(context);
	if (of_history)
		return bench_history(json);
	if (!good)
		return EXIT_MISTAKE;
	object = json_object();
	for (size_t i = 0; i < nmeasures; i++) {
		double value = wanted[i] ? median(&measures[i]) : 0;

		if (!wanted[i])
			continue;
		if (json)
			json_object_set_new(object, measures[i].name, value < 0 ? json_null() : json_real(value));
		else
			print(&measures[i], value);
	}
	if (json) {
		output_json(object, JSON_INDENT(1) | JSON_REAL_PRECISION(5));
		output_break();
	} else {
		json_decref(object);
	}
	return 0;
}

const struct command cmd_bench = {
	"bench",
	"[--json] [history | MEASURE...]",
	"measure the machine's speed, medians of five; history: machine time beside a VAX-11/750 of 1985",
	bench,
	.about = "Figures of the host are processor time; ratios are of one run, so that they can be compared "
		 "between machines.",
	.examples = "bench boot_ms # one measure\n"
		    "bench history # machine time beside a VAX-11/750 of 1985",
	.draws = true,
};
