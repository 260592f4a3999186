/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cat: writes files, or its input, one after the other. */
#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static int copy(int fd, const char *name)
{
	char buffer[4096];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		for (ssize_t done = 0, part; done < n; done += part)
			if ((part = write(STDOUT_FILENO, buffer + done, n - done)) < 0)
				err(1, "stdout");
	if (n < 0)
		warn("%s", name);
	return n < 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc < 2)
		return copy(STDIN_FILENO, "stdin");
	for (int i = 1; i < argc; i++) {
		int fd = strcmp(argv[i], "-") == 0 ? STDIN_FILENO : open(argv[i], O_RDONLY);

		if (fd < 0) {
			warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		failed |= copy(fd, argv[i]);
		if (fd != STDIN_FILENO)
			close(fd);
	}
	return failed;
}
