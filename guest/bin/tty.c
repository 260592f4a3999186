/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tty: names the terminal that is its input. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int there = isatty(STDIN_FILENO);

	puts(there ? "/dev/console" : "not a tty");
	return !there;
}
