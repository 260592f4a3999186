/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. The child fills in what its parent's caller has from alloca. */
#include <alloca.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void start(int *result, int value)
{
	if (vfork() == 0) {
		if (value > 0)
			*result = value + 1;
		_exit(0);
	}
	wait(NULL);
}

int main(int argc, char **argv)
{
	int *result = alloca((size_t)argc * 16);

	memset(result, 0, (size_t)argc * 16);
	start(result, argc);
	printf("%s: %d\n", argv[0], *result);
	return 0;
}
