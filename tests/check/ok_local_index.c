/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child goes through a list with the parent's own counter, and the parent begins it anew. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static const char *const places[] = {"/no/such/place/true", "/bin/true"};
	char *argv[3];
	int i, status = 0;

	for (i = 0; i < 3; i++) {
		if (vfork() == 0) {
			for (i = 0; i < 2; i++) {
				argv[0] = (char *)places[i];
				argv[1] = NULL;
				execv(places[i], argv);
			}
			_exit(127);
		}
		wait(&status);
		i = 3;
	}
	return status != 0;
}
