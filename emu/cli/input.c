/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard input that is no terminal: see input.h. */
#include "cli/input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/command.h"

bool input_there(void)
{
	return !isatty(STDIN_FILENO);
}

bool input_given(void)
{
	struct stat st;

	return !fstat(STDIN_FILENO, &st) && (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode));
}

size_t input_keys(void *arg, uint8_t *to, size_t size, bool wait, bool *quit)
{
	ssize_t n;

	(void)arg;
	(void)wait;
	(void)quit;
	do
		n = read(STDIN_FILENO, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		command_note("standard input: %s", strerror(errno));
	return n > 0 ? (size_t)n : 0;
}

size_t input_keys_again(void *arg, uint8_t *to, size_t size, bool wait, bool *quit)
{
	static uint8_t *kept;
	static size_t nkept, room;
	static bool ended;
	size_t *at = arg, n = 0;

	while (!ended && *at == nkept) {
		uint8_t more[4096];
		size_t got = input_keys(NULL, more, sizeof more, wait, quit);

		ended = !got;
		for (size_t i = 0; i < got; i++) {
			kept = alloc_room(kept, nkept, &room, 1);
			kept[nkept++] = more[i];
		}
	}
	while (n < size && *at < nkept)
		to[n++] = kept[(*at)++];
	return n;
}
