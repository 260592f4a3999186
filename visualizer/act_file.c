/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: pictures that are saved. */
#include "act_file.h"

#include <stdio.h>

#include "picture.h"
#include "viewer.h"

void act_save(struct viewer *v)
{
	char path[64], error[ERROR_MAX];
	struct view view = v->view;
	const struct snapshot *s = viewer_snapshot(v);

	view.message = NULL;
	snprintf(path, sizeof path, "vforkscope-%ld.png", v->mark.event < 0 ? 0 : v->mark.event);
	if (picture_write(path, s, &view, error))
		viewer_say(v, "saved %s", path);
	else
		viewer_say(v, "%s", error);
}
