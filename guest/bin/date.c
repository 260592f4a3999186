/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date: the machine's time, which begins on a day when its system was new, or as --date says. */
#include <stdio.h>
#include <time.h>

int main(void)
{
	time_t now = time(NULL);

	fputs(ctime(&now), stdout);
	return 0;
}
