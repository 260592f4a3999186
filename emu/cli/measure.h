/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `vforkscope bench` measures, as rows of tables: its own, and one of those who make pictures. */
#ifndef EMU_MEASURE_H
#define EMU_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

struct measure {
	const char *name;
	double (*run)(void);  /* once; negative when it cannot be made, and bench_error (measure/bench.h) tells why */
	double (*over)(void); /* the measure is run / over, taken one after the other; NULL: run alone */
	bool most;            /* bound is the most, not the least */
	double bound;
	const char *tells;
};

/* Rows behind the command's own; they must live as long as the program. */
void bench_extend(const struct measure *, size_t count);

#endif
