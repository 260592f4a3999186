/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date: the machine's time, which begins with 1970 when the machine is started. */
#include <stdio.h>
#include <time.h>

int main(void)
{
	time_t now = time(NULL);

	fputs(ctime(&now), stdout);
	return 0;
}
