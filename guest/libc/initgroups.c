/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The groups of a user out of /etc/group become the caller's. */
#include <grp.h>
#include <string.h>
#include <sys/param.h>
#include <unistd.h>

int initgroups(const char *name, gid_t group)
{
	gid_t groups[NGROUPS];
	struct group *g;
	int count = 0;

	groups[count++] = group;
	for (setgrent(); count < NGROUPS && (g = getgrent()) != NULL;) {
		if (g->gr_gid == group)
			continue;
		for (int i = 0; g->gr_mem[i] != NULL; i++) {
			if (strcmp(g->gr_mem[i], name) == 0) {
				groups[count++] = g->gr_gid;
				break;
			}
		}
	}
	endgrent();
	return setgroups(count, groups);
}
