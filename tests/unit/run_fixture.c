/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Timelines of real guest programs for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "image/library.h"
#include "run_fixture.h"

void fixture_prepare(const char *program, const char *system, struct run_config *config)
{
	const char *argv[4] = {NULL}, *guest = getenv("VFORKSCOPE_GUEST");
	char error[ERROR_MAX] = "", words[256], *rest = NULL;

	snprintf(words, sizeof words, "%s", program);
	if (strchr(program, '/')) /* of which blanks are a part */
		argv[0] = program;
	else
		for (size_t i = 0; i < 3 && (argv[i] = strtok_r(i ? NULL : words, " ", &rest)); i++)
			;
	setenv("VFORKSCOPE_DATA", guest ? guest : "build/guest", 1);
	if (!library_prepare(&(struct launch){.system = system}, argv, config, error))
		fail_msg("%s", error);
}

/* Types the text in small pieces. */
static size_t type(void *arg, uint8_t *buf, size_t size, bool wait, bool *quit)
{
	const char **text = arg;
	size_t n = *text ? strnlen(*text, size < 3 ? size : 3) : 0;

	(void)wait;
	(void)quit;
	if (n) {
		memcpy(buf, *text, n);
		*text += n;
	}
	return n;
}

struct timeline *fixture_run_on(const char *system, const char *program, const char *input, uint64_t spacing)
{
	char error[ERROR_MAX] = "";
	struct run_config config;
	struct timeline *t;

	fixture_prepare(program, system, &config);
	config.spacing = spacing;
	t = timeline_new(&config, error);
	run_config_free(&config);
	if (!t)
		fail_msg("%s", error);
	timeline_console(t, &(struct console){.arg = &input, .keys = type});
	if (timeline_complete(t) != DRIVE_HALT)
		fail_msg("%s", timeline_problem(t));
	timeline_console(t, NULL);
	return t;
}

struct timeline *fixture_run(const char *program, const char *input, uint64_t spacing)
{
	return fixture_run_on(NULL, program, input, spacing);
}
