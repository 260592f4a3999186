/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands for the commands that make pictures where there is no pictures.so (main.c): they say so, whatever they are
 * asked. */
#include "picture_commands.h"

static int refuse(const struct command *command, int argc, const char **argv)
{
	(void)argc, (void)argv;
	return command_fail(
		"%s: this is a build without pictures (make HEADLESS=1); run, events, state and replay need none",
		command->name);
}

bool window_possible(void)
{
	return false;
}

#define WITHOUT_PICTURES(word)                                                                                         \
	{                                                                                                              \
		.name = (word), .synopsis = "", .help = "not in this build, which makes no pictures", .run = refuse,   \
		.foreign = true, .draws = true                                                                         \
	}

const struct command cmd_view = WITHOUT_PICTURES("view");
const struct command cmd_shot = WITHOUT_PICTURES("shot");
const struct command cmd_text = WITHOUT_PICTURES("text");
const struct command cmd_demo = WITHOUT_PICTURES("demo");

const struct measure *const picture_measures = NULL;
const size_t npicture_measures = 0;
