/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long one try of a fuzzer may take. */
#ifndef TESTS_TIME_LIMIT_H
#define TESTS_TIME_LIMIT_H

/* From now on so many seconds of processor time are left: then the process says so, and ends with status 2. */
void time_limit(unsigned seconds);

#endif
