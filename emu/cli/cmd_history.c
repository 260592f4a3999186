/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vforkscope bench history: machine time beside the measurements of 1985. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/bench.h"
#include "cli/command.h"
#include "machine/cost.h"
#include "measure/history.h"
#include "base/alloc.h"
#include "base/output.h"

static void print_row(const struct history_row *row, double here)
{
	output_line("%-15s %6g %6g %6g   %7.2f %6.2f  %s%s", row->name, row->published[HISTORY_41],
	            row->published[HISTORY_42], row->published[HISTORY_43], here, here / row->published[HISTORY_43],
	            row->tells, row->fitted ? " (fitted)" : "");
	output_flush();
}

static void print_prices(void)
{
	output_break();
	output_line("%-42s %10s", "beyond an instruction's microsecond", "more us");
	for (size_t i = 0; i < COST_KINDS; i++)
		output_line("%-42s %10.1f  %s", cost_table[i].what, cost_table[i].tenths / 10.0, cost_table[i].source);
}

static size_t row_named(const char *name)
{
	size_t i = 0;

	while (strcmp(history[i].name, name) != 0)
		i++;
	return i;
}

/* Prints or collects one ratio. False if it is out of its bounds. */
static bool ratio(const struct history_ratio *r, const double *here, json_t *out)
{
	size_t a = row_named(r->name), b = row_named(r->over);
	double value = here[a] / here[b];
	double then = history[a].published[HISTORY_43] / history[b].published[HISTORY_43];
	bool ok = value >= r->least && value <= r->most;

	if (out)
		json_array_append_new(out, json_pack("{s:s, s:f, s:f, s:f, s:f}", "ratio", r->tells, "published", then,
		                                     "here", value, "least", r->least, "most", r->most));
	else
		output_line("%-37s %6.2f   %7.2f%s", r->tells, then, value, ok ? "" : "  OUT OF BOUNDS");
	return ok;
}

static json_t *row_object(const struct history_row *row, double here)
{
	const double *p = row->published;

	return json_pack("{s:s, s:s, s:[f,f,f], s:f, s:b}", "test", row->name, "tells", row->tells, "published", p[0],
	                 p[1], p[2], "here", here, "fitted", row->fitted);
}

int bench_history(bool json)
{
	double *here = alloc_new(history_rows, sizeof *here);
	json_t *rows = json ? json_array() : NULL, *ratios = json ? json_array() : NULL;
	bool ok = true;
	int status;

	if (!json)
		output_lines(0, "milliseconds a round on a VAX-11/750, and in machine time here\n\n"
		                "test            4.1BSD 4.2BSD 4.3BSD      here  /4.3\n");
	for (size_t i = 0; i < history_rows && ok; i++) {
		here[i] = history_measure(&history[i], bench_error);
		ok = here[i] >= 0;
		if (ok && json)
			json_array_append_new(rows, row_object(&history[i], here[i]));
		else if (ok)
			print_row(&history[i], here[i]);
	}
	status = ok ? 0 : command_fail("%s", bench_error);
	if (ok && !json) {
		output_break();
		output_line("%37s 4.3BSD      here", "");
	}
	for (size_t i = 0; i < history_nratios && ok; i++)
		if (!ratio(&history_ratios[i], here, ratios))
			status = 1;
	if (ok && !json)
		print_prices();
	if (ok && json) {
		json_t *prices = json_array();
		json_t *object = json_pack("{s:O, s:O, s:o}", "tests", rows, "ratios", ratios, "prices", prices);

		for (size_t i = 0; i < COST_KINDS; i++)
			json_array_append_new(prices, json_pack("{s:s, s:f}", "what", cost_table[i].what, "usec",
			                                        cost_table[i].tenths / 10.0));

		output_json(object, JSON_INDENT(1) | JSON_REAL_PRECISION(5));
		output_break();
	}
	json_decref(rows);
	json_decref(ratios);
	free(here);
	return status;
}
