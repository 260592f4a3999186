/* SPDX-License-Identifier: GPL-2.0-or-later */
/* longjmp, line 13. exec has failed, and the child goes back to try something else. */
#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf again;

__attribute__((noipa)) static void start(const char *path)
{
	if (vfork() == 0) {
		execl(path, path, (char *)NULL);
		longjmp(again, 1);
	}
	wait(NULL);
}

int main(void)
{
	if (setjmp(again) == 0)
		start("/no/such/program");
	else
		execl("/bin/true", "true", (char *)NULL);
	return 0;
}
