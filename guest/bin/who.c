/* SPDX-License-Identifier: GPL-2.0-or-later */
/* who: who is logged in, by /etc/utmp. The machine has no login: where nobody is in it, it is the console's user. */
#include <pwd.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

static void print(const char *name, const char *line, time_t since)
{
	printf("%-8.8s %-8.8s %.12s\n", name, line, ctime(&since) + 4);
}

int main(void)
{
	FILE *f = fopen("/etc/utmp", "r");
	const struct passwd *p = getpwuid(getuid());
	struct utmp u;
	int somebody = 0;

	while (f != NULL && fread(&u, sizeof(u), 1, f) == 1)
		if (u.ut_name[0] != '\0') {
			print(u.ut_name, u.ut_line, u.ut_time);
			somebody = 1;
		}
	if (!somebody)
		print(p != NULL ? p->pw_name : "?", "console", time(NULL));
	return 0;
}
