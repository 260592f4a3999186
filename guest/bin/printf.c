/* SPDX-License-Identifier: GPL-2.0-or-later */
/* printf: the shell's own, for programs that are no shell. */
#include "sh/printf.h"

int main(int argc, char **argv)
{
	return printf_builtin(argc, argv);
}
