/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: pictures that are saved. */
#include "act_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "picture.h"
#include "viewer.h"

enum { NAME = 160, SAVED_MAX = 1000 /* pictures of one instant */ };

/* A name for a picture of the instant: program, system and event. What may not stand in a file's name is a dash. */
static void name_it(const struct viewer *v, unsigned number, const char *ending, char name[NAME])
{
	const struct run_config *config = timeline_config(v->timeline);
	long event = v->mark.event < 0 ? 0 : v->mark.event;
	char hazard[16] = "", again[16] = "";

	if (v->mark.hazard)
		snprintf(hazard, sizeof hazard, ".%u", v->mark.hazard);
	if (number > 1)
		snprintf(again, sizeof again, "-%u", number);
	snprintf(name, NAME, "vforkscope-%.40s-%.20s-%ld%s%s.%s", config->program ? config->program : "run",
	         config->system, event, hazard, again, ending);
	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			*c = '-';
}

static void save(struct viewer *v, const char *ending)
{
	char name[NAME], error[ERROR_MAX];
	const struct snapshot *s = viewer_snapshot(v);
	struct view view = v->view;
	unsigned number = 1;

	do
		name_it(v, number, ending, name);
	while (access(name, F_OK) == 0 && ++number < SAVED_MAX);
	view.message = NULL;
	view.overlay = 0;
	if (number == SAVED_MAX)
		viewer_say(v, "%s is there, and %u others like it", name, number - 1);
	else if (picture_write(name, s, &view, error))
		viewer_say(v, "saved %s", name);
	else
		viewer_say(v, "%s", error);
}

void act_save(struct viewer *v)
{
	save(v, "png");
}

void act_save_svg(struct viewer *v)
{
	save(v, "svg");
}

void act_save_pdf(struct viewer *v)
{
	save(v, "pdf");
}
