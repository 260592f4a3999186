/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test: the shell's and /bin/test. */
#ifndef SH_TEST_H
#define SH_TEST_H

int test_builtin(int argc, char **argv); /* 0 true, 1 false, 2 makes no sense */

#endif
