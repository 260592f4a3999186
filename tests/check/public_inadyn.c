/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 12. The hook of github.com/troglobit/inadyn issue 266 (2019), told anew: setenv for the script that
 * is executed. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int run_hook(const char *script, const char *address)
{
	if (vfork() == 0) {
		setenv("INADYN_IP", address, 1);
		execl(script, script, (char *)NULL);
		_exit(127);
	}
	return wait(NULL) > 0;
}

int main(void)
{
	run_hook("/bin/true", "192.0.2.1");
	puts(getenv("INADYN_IP") == NULL ? "as it was" : "the environment has changed");
	return 0;
}
