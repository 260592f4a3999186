/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of actions and gestures. */
#include "keys.h"

#include <string.h>

#include "act_edit.h"
#include "act_explore.h"
#include "act_file.h"
#include "act_journey.h"
#include "act_lesson.h"
#include "act_lessons.h"
#include "act_live.h"
#include "act_open.h"
#include "act_sheet.h"
#include "act_select.h"
#include "act_split.h"
#include "act_time.h"
#include "act_view.h"
#include "base/language.h"

const char *const action_groups[GROUPS] = {
	[GROUP_TIME] = N_("Time"),          [GROUP_THINGS] = N_("Selection"), [GROUP_EXPLORE] = N_("Explorer"),
	[GROUP_SPLIT] = N_("Side by side"), [GROUP_PANELS] = N_("Panels"),    [GROUP_VIEW] = N_("View"),
	[GROUP_FILE] = N_("File"),          [GROUP_LESSON] = N_("Lesson"),
};

/* clang-format off */
const struct action actions[] = {
	{"forward", "Right", "→", N_("one event forward"), GROUP_TIME, false, act_forward},
	{"back", "Left", "←", N_("one event back"), GROUP_TIME, false, act_back},
	{"next instruction", "]", "]", N_("one instruction forward"), GROUP_TIME, false, act_next_insn},
	{"previous instruction", "[", "[", N_("one instruction back"), GROUP_TIME, false, act_previous_insn},
	{"next line", ".", ".", N_("on to the next line of the process that runs"), GROUP_TIME, false, act_next_line},
	{"previous line", ",", ",", N_("back to its last line"), GROUP_TIME, false, act_previous_line},
	{"over", "Shift+Right", "Shift →", N_("the next line, over calls"), GROUP_TIME, false, act_over},
	{"over back", "Shift+Left", "Shift ←", N_("the same back"), GROUP_TIME, false, act_over_back},
	{"out", "Shift+Up", "Shift ↑", N_("out of the function, to its caller"), GROUP_TIME, false, act_out},
	{"out back", "Shift+Down", "Shift ↓", N_("back to where it was called"), GROUP_TIME, false, act_out_back},
	{"next hazard", "F", "F", N_("on to the next hazard"), GROUP_TIME, false, act_next_hazard},
	{"previous hazard", "Shift+F", "Shift F", N_("back to the last hazard"),
	 GROUP_TIME, false, act_previous_hazard},
	{"next notable", "N", "N", N_("on to the next notable event"), GROUP_TIME, false, act_next_notable},
	{"previous notable", "P", "P", N_("back to the last notable event"), GROUP_TIME, false, act_previous_notable},
	{"next switch", "Ctrl+Right", "Ctrl →", N_("on to another process"), GROUP_TIME, false, act_next_switch},
	{"previous switch", "Ctrl+Left", "Ctrl ←", N_("back to where it began"),
	 GROUP_TIME, false, act_previous_switch},
	{"play", "Space R", "Space  R", N_("play, pause"), GROUP_TIME, true, act_play},
	{"play backward", "Shift+Space", "Shift Space", N_("play backward, pause"), GROUP_TIME, true, act_play_back},
	{"faster", "+ =", "+", N_("play faster"), GROUP_TIME, true, act_faster},
	{"slower", "-", "-", N_("play more slowly"), GROUP_TIME, true, act_slower},
	{"first", "Home", "Home", N_("to where the program begins"), GROUP_TIME, false, act_first},
	{"last", "End", "End", N_("to the end of the run"), GROUP_TIME, false, act_last},
	{"boot", "B", "B", N_("to the boot, before the program"), GROUP_TIME, false, act_boot},
	{"go to", "/", "/", N_("go to an instant, or look for what happens"), GROUP_TIME, false, act_find},
	{"next hit", "F3", "F3", N_("to the next of what was found"), GROUP_TIME, false, act_next_hit},
	{"previous hit", "Shift+F3", "Shift F3", N_("to the one before"), GROUP_TIME, false, act_previous_hit},
	{"bookmark", "M", "M", N_("bookmark this instant, with a note"), GROUP_TIME, false, act_bookmark},
	{"bookmarks", "'", "'", N_("list the bookmarks"), GROUP_TIME, false, act_bookmarks},
	{"history back", "Alt+Left", "Alt ←", N_("back to where you were"), GROUP_TIME, false, act_history_back},
	{"history forward", "Alt+Right", "Alt →", N_("forward again"), GROUP_TIME, false, act_history_forward},
	{"zoom in", "Z", "Z", N_("Time: show less of the run"), GROUP_TIME, true, act_zoom_in},
	{"zoom out", "Shift+Z", "Shift Z", N_("Time: show more of the run"), GROUP_TIME, true, act_zoom_out},
	{"type", "Ctrl+]", "^]", N_("type at the program's console; again: no more"), GROUP_VIEW, false, act_type},
	{"explore", "E", "E", N_("what the child could do next, by keys"), GROUP_EXPLORE, false, act_explore},
	{"undo", "U", "U", N_("take the last choice back"), GROUP_EXPLORE, false, act_undo},
	{"select next", "Tab", "Tab", N_("select the next thing in the picture"), GROUP_THINGS, true, act_select_next},
	{"select previous", "Shift+Tab", "Shift Tab", N_("select the one before"),
	 GROUP_THINGS, true, act_select_previous},
	{"last write", "W", "W", N_("to who wrote what is selected last"), GROUP_THINGS, false, act_last_write},
	{"next write", "X", "X", N_("to who writes it next"), GROUP_THINGS, false, act_next_write},
	{"first write", "C", "C", N_("to who wrote it first in the program"), GROUP_THINGS, false, act_first_write},
	{"follow", "G", "G", N_("select what it points at"), GROUP_THINGS, true, act_follow},
	{"track", "K", "K", N_("all its writes in Time; again: off"), GROUP_THINGS, true, act_track},
	{"watch", "Y", "Y", N_("pin its value below the caption; again: off"), GROUP_THINGS, true, act_watch},
	{"instructions", "D", "D", N_("source or machine instructions"), GROUP_VIEW, true, act_instructions},
	{"theme", "T", "T", N_("light, dark, high contrast"), GROUP_VIEW, true, act_theme},
	{"source", "1", "1", N_("source: in front; again: alone; again: back"), GROUP_PANELS, true, act_show_source},
	{"registers", "2", "2", N_("registers: likewise"), GROUP_PANELS, true, act_show_registers},
	{"spaces", "3", "3", N_("address spaces: likewise"), GROUP_PANELS, true, act_show_spaces},
	{"pages", "4", "4", N_("page frames: likewise"), GROUP_PANELS, true, act_show_pages},
	{"data", "5", "5", N_("data: likewise"), GROUP_PANELS, true, act_show_data},
	{"files", "6", "6", N_("files: likewise"), GROUP_PANELS, true, act_show_files},
	{"process", "7", "7", N_("process: likewise"), GROUP_PANELS, true, act_show_process},
	{"stack", "8", "8", N_("stack: likewise"), GROUP_PANELS, true, act_show_stack},
	{"time", "9", "9", N_("Time: likewise"), GROUP_PANELS, true, act_show_time},
	{"console", "0", "0", N_("console: likewise"), GROUP_PANELS, true, act_show_console},
	{"page up", "PageUp", "PgUp", N_("the panel under the pointer, or the stack, up"),
	 GROUP_PANELS, true, act_page_up},
	{"page down", "PageDown", "PgDn", N_("the same down"), GROUP_PANELS, true, act_page_down},
	{"larger", "Ctrl++ Ctrl+= Ctrl+Shift+=", "Ctrl +", N_("larger letters"), GROUP_VIEW, true, act_larger},
	{"smaller", "Ctrl+-", "Ctrl -", N_("smaller letters"), GROUP_VIEW, true, act_smaller},
	{"usual size", "Ctrl+0", "Ctrl 0", N_("letters of the usual size"), GROUP_VIEW, true, act_usual_size},
	{"lessons", "F2", "F2", N_("the lessons, with what is done"), GROUP_LESSON, false, act_lessons},
	{"next step", "Ctrl+PageDown", "Ctrl PgDn", N_("the next step; also Enter"),
	 GROUP_LESSON, false, act_next_step},
	{"previous step", "Ctrl+PageUp Backspace", "Ctrl PgUp", N_("the step before; also Backspace"),
	 GROUP_LESSON, false, act_previous_step},
	{"this step", "Ctrl+Home", "Ctrl Home", N_("back to the step's instant"), GROUP_LESSON, false, act_this_step},
	{"hint", "Ctrl+H", "Ctrl H", N_("a hint for the experiment"), GROUP_LESSON, true, act_hint},
	{"present", "Ctrl+T", "Ctrl T", N_("for an audience: larger, with a clock"), GROUP_LESSON, true, act_present},
	{"black", "Ctrl+B", "Ctrl B", N_("black; again: the picture"), GROUP_LESSON, true, act_black},
	{"open", "Ctrl+O", "Ctrl O", N_("open a lesson, a program, a trace"), GROUP_FILE, false, act_open},
	{"edit", "O", "O", N_("the source in your editor; run it when it is saved"), GROUP_FILE, false, act_edit},
	{"split", "V", "V", N_("a second run beside this one; one run again"), GROUP_SPLIT, false, act_split},
	{"next difference", "J", "J", N_("to the first, the next difference of the two"), GROUP_SPLIT, false,
	 act_next_difference},
	{"previous difference", "Shift+J", "Shift J", N_("to the difference before"), GROUP_SPLIT, false,
	 act_previous_difference},
	{"forward together", ">", ">", N_("on to the next step that both have"),
	 GROUP_SPLIT, false, act_forward_together},
	{"back together", "<", "<", N_("back to the last step that both have"), GROUP_SPLIT, false, act_back_together},
	{"swap", "Shift+V", "Shift V", N_("left and right change places"), GROUP_SPLIT, false, act_swap},
	{"right system", "A", "A", N_("choose the system of the run at the right"),
	 GROUP_SPLIT, true, act_right_system},
	{"left system", "Shift+A", "Shift A", N_("that of the one at the left"), GROUP_SPLIT, true, act_left_system},
	{"save", "S", "S", N_("save the picture as PNG"), GROUP_FILE, true, act_save},
	{"save SVG", "", "", N_("save the picture as SVG"), GROUP_FILE, true, act_save_svg},
	{"save PDF", "", "", N_("save the picture as PDF"), GROUP_FILE, true, act_save_pdf},
	{"help", "H ? F1", "H  ?", N_("keys and mouse"), GROUP_VIEW, false, act_help},
	{"words", "F4", "F4", N_("what words and letters in the picture mean"), GROUP_VIEW, false, act_words},
	{"menu", "F10", "F10", N_("all that can be done"), GROUP_VIEW, false, act_menu},
	{"close", "Escape", "Esc", N_("close what is open, stop the run, then quit"),
	 GROUP_VIEW, false, act_close},
	{"quit", "Q", "Q", N_("close the window"), GROUP_FILE, false, act_quit},
};
const size_t nactions = sizeof actions / sizeof actions[0];

const struct gesture gestures[] = {
	{GESTURE_PRESS, THING_BUTTON, NULL, NULL, act_press_button},
	{GESTURE_PRESS, THING_TAB, N_("click a tab"), N_("show that panel"), act_press_tab},
	{GESTURE_DOUBLE, THING_PANEL, N_("double click"), N_("the panel alone, and back"), act_double_panel},
	{GESTURE_WHEEL, THING_PANEL, N_("wheel"), N_("scroll; with Shift to the side"), act_wheel_panel},
	{GESTURE_PRESS, THING_PANEL, N_("click in Console"), N_("type there, if the program reads it"),
	 act_press_console},
	{GESTURE_PRESS, THING_CHOICE, N_("click a choice"), N_("the child does that"), act_press_choice},
	{GESTURE_PRESS, THING_VARIANT, N_("click its names"), N_("the next function, variable, signal"),
	 act_press_variant},
	{GESTURE_PRESS, THING_ANSWER, N_("click an answer"), N_("give it to the lesson's question"), act_press_answer},
	{GESTURE_PRESS, THING_BRANCH, N_("click a branch"), N_("look at that run"), act_press_branch},
	{GESTURE_PRESS, THING_KINDS, N_("click"), N_("select a word, a page, a line ..."), act_press_thing},
	{GESTURE_PRESS, THING_TIME, NULL, NULL, act_press_time},
	{GESTURE_DRAG, THING_TIME, N_("drag in Time"), N_("move; with Shift, or the middle button: the axis"),
	 act_drag_time},
	{GESTURE_RELEASE, THING_TIME, NULL, NULL, act_release_time},
	{GESTURE_WHEEL, THING_TIME, N_("wheel in Time"), N_("zoom; with Shift: the axis"), act_wheel_time},
	{GESTURE_PRESS, THING_HAZARD, N_("click a flag"), N_("to that hazard"), act_press_hazard},
	{GESTURE_PRESS, THING_EVENT, NULL, NULL, act_press_event},
	{GESTURE_PRESS, THING_BOOKMARK, NULL, NULL, act_press_bookmark},
};
const size_t ngestures = sizeof gestures / sizeof gestures[0];
/* clang-format on */

const struct action *action_named(const char *name)
{
	for (size_t i = 0; i < nactions; i++)
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
	return NULL;
}

/* Is it one of the words? */
static bool among(const char *words, const char *word)
{
	size_t n = strlen(word);

	while (*words) {
		size_t length = strcspn(words, " ");

		if (length == n && strncmp(words, word, n) == 0)
			return true;
		words += length;
		words += *words == ' ';
	}
	return false;
}

const struct action *action_with_key(const char *key)
{
	for (size_t i = 0; i < nactions; i++)
		if (among(actions[i].keys, key))
			return &actions[i];
	return NULL;
}

const struct gesture *gesture_on(enum gesture_kind kind, enum thing_kind on)
{
	const struct gesture *any = NULL;

	for (size_t i = 0; i < ngestures; i++) {
		if (gestures[i].kind != kind)
			continue;
		if (gestures[i].on == on)
			return &gestures[i];
		if (gestures[i].on == THING_KINDS && thing_kind_selectable(on))
			any = &gestures[i];
	}
	return any;
}
