/* SPDX-License-Identifier: GPL-2.0-or-later */
/* V7's time of day, and the name of a time zone. */
#include <stddef.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/timeb.h>

int ftime(struct timeb *to)
{
	struct timeval now;

	if (gettimeofday(&now, NULL) < 0)
		return -1;
	*to = (struct timeb){now.tv_sec, (unsigned short)(now.tv_usec / 1000), 0, 0};
	return 0;
}

/* 4.3BSD's: the name of a zone so many minutes west. Those that have none are called by their distance. */
char *timezone(int west, int summer)
{
	static const struct {
		int west;
		const char *name, *summer;
	} zones[] = {{0, "GMT", "BST"},   {300, "EST", "EDT"},     {360, "CST", "CDT"},     {420, "MST", "MDT"},
	             {480, "PST", "PDT"}, {-60, "MET", "MET DST"}, {-120, "EET", "EET DST"}};
	static char name[16];
	int distance = west < 0 ? -west : west;

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (zones[i].west == west)
			return (char *)(summer ? zones[i].summer : zones[i].name);
	snprintf(name, sizeof(name), "GMT%c%d:%02d", west > 0 ? '-' : '+', distance / 60 % 100, distance % 60);
	return name;
}
