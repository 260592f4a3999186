/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test: as a program of its own, for who has no shell. */
#include "sh/test.h"

int main(int argc, char **argv)
{
	return test_builtin(argc, argv);
}
