/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A program that does not call vfork. */
#include <stdio.h>

int main(void)
{
	puts("hello");
	return 0;
}
