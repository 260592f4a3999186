/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How it looks, what is open, buttons, and the end. */
#ifndef VISUALIZER_ACT_VIEW_H
#define VISUALIZER_ACT_VIEW_H

#include "keys.h"

void act_instructions(struct viewer *);
void act_theme(struct viewer *);
void act_close(struct viewer *);
void act_quit(struct viewer *);

void act_larger(struct viewer *);
void act_smaller(struct viewer *);
void act_usual_size(struct viewer *);
void act_page_up(struct viewer *);
void act_page_down(struct viewer *);

/* Shows a panel; if it is shown, in the place of all; then again as before. */
void act_show_source(struct viewer *);
void act_show_registers(struct viewer *);
void act_show_spaces(struct viewer *);
void act_show_pages(struct viewer *);
void act_show_data(struct viewer *);
void act_show_files(struct viewer *);
void act_show_process(struct viewer *);
void act_show_stack(struct viewer *);
void act_show_time(struct viewer *);
void act_show_console(struct viewer *);

void act_press_tab(struct viewer *, const struct touch *);
void act_double_panel(struct viewer *, const struct touch *);
void act_wheel_panel(struct viewer *, const struct touch *);
void act_press_button(struct viewer *, const struct touch *);

#endif
