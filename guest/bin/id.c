/* SPDX-License-Identifier: GPL-2.0-or-later */
/* id: who one is to the kernel. -u, -g: only the effective number; -n: the name in its place. */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

static void print(const char *what, long number, const char *name)
{
	printf("%s%ld", what, number);
	if (name != NULL)
		printf("(%s)", name);
}

static const char *user(uid_t uid)
{
	const struct passwd *p = getpwuid(uid);

	return p != NULL ? p->pw_name : NULL;
}

static const char *group(gid_t gid)
{
	const struct group *g = getgrgid(gid);

	return g != NULL ? g->gr_name : NULL;
}

int main(int argc, char **argv)
{
	int option, which = 0, named = 0;

	while ((option = getopt(argc, argv, "ugn")) != -1) {
		if (option == '?')
			return 2;
		if (option == 'n')
			named = 1;
		else
			which = option;
	}
	if (which != 0) {
		long number = which == 'u' ? (long)geteuid() : (long)getegid();
		const char *name = named ? which == 'u' ? user(number) : group(number) : NULL;

		if (name != NULL)
			puts(name);
		else
			printf("%ld\n", number);
		return 0;
	}
	print("uid=", getuid(), user(getuid()));
	print(" gid=", getgid(), group(getgid()));
	if (geteuid() != getuid())
		print(" euid=", geteuid(), user(geteuid()));
	if (getegid() != getgid())
		print(" egid=", getegid(), group(getegid()));
	putchar('\n');
	return 0;
}
