/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How it looks, what is open, buttons, and the end. */
#include "act_view.h"

#include "viewer.h"

void act_instructions(struct viewer *v)
{
	v->view.disassembly = !v->view.disassembly;
}

void act_theme(struct viewer *v)
{
	v->view.theme = (v->view.theme + 1) % THEME_COUNT;
}

/* A click anywhere closes the help. */
static bool help_touch(struct viewer *v, enum gesture_kind kind, const struct touch *touch)
{
	(void)touch;
	if (kind == GESTURE_PRESS)
		viewer_open(v, NULL);
	return true;
}

static const struct overlay help = {.panel = PANEL_HELP, .lets = true, .touch = help_touch};

void act_help(struct viewer *v)
{
	viewer_open(v, v->overlay == &help ? NULL : &help);
}

void act_close(struct viewer *v)
{
	if (v->overlay)
		viewer_open(v, NULL);
	else
		v->quit = true;
}

void act_quit(struct viewer *v)
{
	v->quit = true;
}

void act_press_button(struct viewer *v, const struct touch *touch)
{
	const struct action *action = action_named(touch->thing->name);

	if (action)
		viewer_act(v, action);
}
