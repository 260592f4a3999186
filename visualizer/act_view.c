/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How it looks, what is open, buttons, and the end. */
#include "act_view.h"

#include <math.h>
#include <string.h>

#include "act_live.h"
#include "act_select.h"
#include "layout.h"
#include "motion.h"
#include "act_split.h"
#include "viewer.h"

#define WHEEL_ROWS 3
#define WHEEL_UNITS 40

void act_instructions(struct viewer *v)
{
	v->view.disassembly = !v->view.disassembly;
}

void act_theme(struct viewer *v)
{
	v->view.theme = (v->view.theme + 1) % THEME_COUNT;
}

void act_close(struct viewer *v)
{
	if (v->overlay)
		viewer_open(v, NULL);
	else if (splitting_enough(v) || motion_close(v) || watching_stop(v) || splitting_close(v) ||
	         selecting_untrack(v))
		return;
	else if (v->view.selection.kind)
		selecting_select(v, NULL);
	else if (v->view.maximised)
		v->view.maximised = 0;
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

/* Panels ----------------------------------------------------------------------------------------------------------- */

static void maximise(struct viewer *v, enum panel panel)
{
	v->view.maximised = v->view.maximised == panel ? 0 : panel;
}

static void show_panel(struct viewer *v, enum panel panel)
{
	const struct layout layout = layout_for(&v->view);
	const struct place *place = layout_place(&layout, panel);
	bool shown = place && place->open == panel;

	viewer_open_panel(v, panel);
	if (shown || v->view.maximised)
		maximise(v, panel);
}

#define SHOW(name, panel)                                                                                              \
	void act_show_##name(struct viewer *v)                                                                         \
	{                                                                                                              \
		show_panel(v, panel);                                                                                  \
	}

SHOW(source, PANEL_SOURCE)
SHOW(registers, PANEL_REGISTERS)
SHOW(spaces, PANEL_SPACES)
SHOW(pages, PANEL_PAGES)
SHOW(data, PANEL_DATA)
SHOW(files, PANEL_FILES)
SHOW(process, PANEL_PROCESS)
SHOW(stack, PANEL_STACK)
SHOW(time, PANEL_TIME)
SHOW(console, PANEL_CONSOLE)

void act_press_tab(struct viewer *v, const struct touch *touch)
{
	viewer_open_panel(v, (enum panel)touch->thing->number);
}

void act_double_panel(struct viewer *v, const struct touch *touch)
{
	maximise(v, (enum panel)touch->thing->number);
}

/* Scrolls, as far as there is something. */
static void scroll(struct viewer *v, enum panel panel, double rows, double aside)
{
	const struct drawn_scroll *can = draw_log_scroll(&v->log, (int)panel);

	if (can == NULL)
		return;
	v->view.panel[panel].scroll = fmin(fmax(v->view.panel[panel].scroll + rows, can->least), can->most);
	v->view.panel[panel].aside = fmin(fmax(v->view.panel[panel].aside + aside, 0), can->aside);
}

void act_wheel_panel(struct viewer *v, const struct touch *touch)
{
	bool aside = strstr(touch->modifiers, "Shift+") != NULL;

	scroll(v, (enum panel)touch->thing->number, aside ? 0 : -touch->by * WHEEL_ROWS,
	       aside ? -touch->by * WHEEL_UNITS : 0);
}

/* The panel under the pointer, else the stack, by most of what it shows. */
static void scroll_page(struct viewer *v, int way)
{
	const struct layout layout = layout_for(&v->view);
	enum panel panel = v->under ? v->under : v->view.maximised ? v->view.maximised : PANEL_STACK;
	const struct place *place = layout_place(&layout, panel);

	if (place)
		scroll(v, panel, way * fmax(1, floor(place->rect.h / 28)), 0);
}

void act_page_up(struct viewer *v)
{
	scroll_page(v, -1);
}

void act_page_down(struct viewer *v)
{
	scroll_page(v, 1);
}

/* Size of letters -------------------------------------------------------------------------------------------------- */

static const double sizes[] = {0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5};

#define SIZES (sizeof sizes / sizeof *sizes)

static void resize(struct viewer *v, int by)
{
	double now = v->view.type_size > 0 ? v->view.type_size : 1;
	size_t i = 0;

	while (i + 1 < SIZES && sizes[i] < now - 0.01)
		i++;
	if (by < 0 ? i > 0 : i + 1 < SIZES)
		v->view.type_size = sizes[by < 0 ? i - 1 : i + 1];
	viewer_say(v, "letters at %.0f %%", 100 * (v->view.type_size > 0 ? v->view.type_size : 1));
}

void act_larger(struct viewer *v)
{
	resize(v, 1);
}

void act_smaller(struct viewer *v)
{
	resize(v, -1);
}

void act_usual_size(struct viewer *v)
{
	v->view.type_size = 1;
	viewer_say(v, "letters at 100 %%");
}
