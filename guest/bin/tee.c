/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tee: copies its input to its output and to files; -a: to their ends. */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FILES_MAX 16

int main(int argc, char **argv)
{
	int option, files[FILES_MAX + 1] = {STDOUT_FILENO}, n = 1, failed = 0, flags = O_WRONLY | O_CREAT | O_TRUNC;
	char buffer[1024];
	ssize_t bytes;

	while ((option = getopt(argc, argv, "a")) != -1) {
		if (option != 'a')
			return 2;
		flags = O_WRONLY | O_CREAT | O_APPEND;
	}
	for (int i = optind; i < argc && n <= FILES_MAX; i++) {
		files[n] = open(argv[i], flags, 0666);
		if (files[n] < 0) {
			warn("%s", argv[i]);
			failed = 1;
		} else {
			n++;
		}
	}
	while ((bytes = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
		for (int i = 0; i < n; i++)
			if (write(files[i], buffer, bytes) != bytes)
				failed = 1;
	return failed;
}
