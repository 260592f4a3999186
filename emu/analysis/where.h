/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WHERE: an instant of a run as people write it. The one grammar of all commands and of the window:
 *
 *	WHERE    = START STEP...
 *	START    = N | @N | end | N% | EVENT[#K] | N.K | FILE:LINE[#K] | FUNCTION[#K] | FUNCTION.return[#K] |
 *	           finding[#K]
 *	STEP     = +N or -N, and a unit's letter behind it (step.h)
 *
 * N is the event of that number, @N so many instructions, N% a part of the run. #K: the K-th time, from 1, whoever it
 * is; without it the first. EVENT may be a hazard, too; hazard.h tells its instant, and N.K is the K-th hazard behind
 * event N. An event's instant is right after it; a line's and a function's right before its first instruction;
 * FUNCTION.return is right before the instruction that returns. location.h says in which programs lines and functions
 * are looked for. finding#K is where the finding K of `vforkscope check` happens in this run.
 */
#ifndef EMU_WHERE_H
#define EMU_WHERE_H

#include "analysis/session.h"
#include "base/error.h"

/* The grammar in one line, for help. */
#define WHERE_HELP                                                                                                     \
	"N (event), @N (instructions), N%, end, EVENT, HAZARD, FILE:LINE, FUNCTION or FUNCTION.return, "               \
	"#K behind it for the K-th time, and steps as +3i -2l +1e"

/* The mark that WHERE names. False and a line in error when it is wrong, or happens nowhere in the run. */
bool where_mark(struct session *, const char *where, struct timeline_mark *, char error[ERROR_MAX]);

/* Who knows of findings: the checker, which stands above this. Without one there are none. */
typedef bool where_finding(struct session *, uint64_t number, struct timeline_mark *, char error[ERROR_MAX]);
void where_findings(where_finding *);

/* Is it the name of one instant alone: a number, an N-th time, or something with steps? Others name what may happen
 * again and again, as a condition does. Whether it is right is not looked at. */
bool where_is_one(const char *where);

#endif
