/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The measurements of 1985, made again. */
#include "measure/history.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "image/library.h"

/* clang-format off */
const struct history_row history[] = {
	{"forks0",         "fork, _exit, wait",
	 {"forks", "fork", "0", "N"},                  {37.5, 41, 22},      true},
	{"forks100k",      "the same with 100 KB of data",
	 {"forks", "fork", "100", "N"},                {217.5, 223, 176},   true},
	{"vforks0",        "vfork, _exit, wait",
	 {"forks", "vfork", "0", "N"},                 {34.5, 37, 22},      false},
	{"vforks100k",     "the same with 100 KB of data",
	 {"forks", "vfork", "100", "N"},               {35, 37, 22},        false},
	{"execs0null",     "fork, exec, exit, wait",
	 {"forks", "fork", "0", "N", "/bin/true"},     {97.5, 92, 66},      false},
	{"execs100knull",  "the same with 100 KB of data",
	 {"forks", "fork", "100", "N", "/bin/true"},   {283.5, 278, 216},   false},
	{"vexecs0null",    "vfork, exec, exit, wait",
	 {"forks", "vfork", "0", "N", "/bin/true"},    {100, 92, 66},       false},
	{"vexecs100knull", "the same with 100 KB of data",
	 {"forks", "vfork", "100", "N", "/bin/true"},  {100, 92, 66},       false},
	{"execs100kbig",   "fork, exec of 256 KB, wait",
	 {"forks", "fork", "100", "N", "/bin/big"},    {318, 385, 263},     false},
	{"vexecs100kbig",  "vfork, exec of 256 KB, wait",
	 {"forks", "vfork", "100", "N", "/bin/big"},   {126, 200, 101},     false},
	{"syscall",        "getpid",
	 {"calls", "syscall", "N"},                    {0.28, 0.29, 0.23},  false},
	{"signocsw",       "a signal to oneself",
	 {"calls", "signocsw", "N"},                   {1.65, 2.3, 1.6},    false},
	{"csw",            "a signal to another, switch",
	 {"calls", "csw", "N"},                        {4.5, 6.0, 4.5},     false},
	{"pipeself4",      "4 bytes to oneself",
	 {"calls", "pipeself4", "N"},                  {2.15, 2.9, 2.6},    false},
	{"pipeself512",    "512 bytes to oneself",
	 {"calls", "pipeself512", "N"},                {4.75, 5.9, 5.5},    false},
	{"pipeback4",      "4 bytes to a child and back",
	 {"calls", "pipeback4", "N"},                  {5.7, 7.5, 6.6},     false},
	{"pipeback512",    "512 bytes to a child and back",
	 {"calls", "pipeback512", "N"},                {11.0, 13.8, 12.5},  false},
};

const struct history_ratio history_ratios[] = {
	{"forks100k",     "vforks100k",     "fork over vfork, 100 KB",              6.8, 9.2},  /* 8.0 within 15 % */
	{"execs100knull", "vexecs100knull", "fork over vfork with exec, 100 KB",    2.64, 3.96}, /* 3.3 within 20 % */
	{"forks0",        "vforks0",        "fork over vfork, the smallest process", 0.9, 1.1},
};
/* clang-format on */

const size_t history_rows = sizeof history / sizeof *history;
const size_t history_nratios = sizeof history_ratios / sizeof *history_ratios;

/* Milliseconds of machine time from power-up to the end of a run with so many rounds; negative on failure. */
static double run(const struct history_row *row, unsigned rounds, char error[ERROR_MAX])
{
	const char *argv[sizeof row->argv / sizeof *row->argv + 1] = {NULL};
	struct run_config config;
	struct machine *m;
	char count[16];
	double time = -1;

	snprintf(count, sizeof count, "%u", rounds);
	for (size_t i = 0; i < sizeof row->argv / sizeof *row->argv && row->argv[i]; i++)
		argv[i] = strcmp(row->argv[i], "N") ? row->argv[i] : count;
	if (!library_prepare(&(struct launch){0}, argv, &config, error))
		return -1;
	m = run_config_machine(&config, error);
	if (m) {
		if (machine_run(m, limits_default.instructions) == STOP_HALT && machine_halt(m)->status == 0)
			time = (double)machine_usec(m) / 1000;
		else
			error_set(error, "%s does not end well", row->name);
		machine_free(m);
	}
	run_config_free(&config);
	return time;
}

double history_measure(const struct history_row *row, char error[ERROR_MAX])
{
	enum { FEW = 10, MANY = 60 };
	double few = run(row, FEW, error), many = few < 0 ? -1 : run(row, MANY, error);

	return many < 0 ? -1 : (many - few) / (MANY - FEW);
}
