/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where characters come from: the terminal, a script, or a string. Inputs are a stack, for `.` and eval.
 *
 * What a command reads itself must not be read ahead of it. A terminal gives a line at a time; anything else that is
 * the standard input is read byte by byte. A script has a descriptor of the shell's own, which no command gets.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

struct input *input;
int input_left_blank;

static void push(struct input *i, int fd, const char *name)
{
	memset(i, 0, sizeof(*i));
	i->below = input;
	i->fd = fd;
	i->name = name;
	i->line = 1;
	i->buffer = i->bytes;
	input = i;
}

void input_file(struct input *i, int fd, const char *name, int prompts)
{
	push(i, fd, name);
	i->interactive = prompts;
}

void input_string(struct input *i, const char *text)
{
	push(i, -1, NULL);
	i->buffer = (char *)text;
	i->n = strlen(text);
}

void input_alias(const char *name, const char *text)
{
	struct input *i = take(tree, sizeof(*i));
	int line = input->line;

	input_string(i, text);
	i->alias = name;
	i->line = line;
}

int input_has_alias(const char *name)
{
	for (const struct input *i = input; i != NULL && i->alias != NULL; i = i->below)
		if (strcmp(i->alias, name) == 0)
			return 1;
	return 0;
}

void input_pop(void)
{
	input = input->below;
}

void input_pop_aliases(void)
{
	while (input->alias != NULL)
		input_pop();
}

/* Shows it; variables in it have their values. */
static const char *prompt(void)
{
	const char *text = variable(input->fresh ? "PS1" : "PS2");
	int before = status;

	if (input->fresh)
		jobs_notice();
	text = text != NULL ? expand_here(text) : "";
	expand_failed();
	status = before;
	fputs(text, stderr);
	fflush(stderr);
	return text;
}

/* A line of who types: it may be edited where he sees it. */
static ssize_t read_typed(void)
{
	const char *text = prompt();
	char *line;
	int n = edit_line(text, &line);

	if (n == EDIT_NOT)
		return read(input->fd, input->bytes, sizeof(input->bytes));
	input->buffer = line;
	return n;
}

/* More characters. 0 at the end, or when ^C was typed: then the command is to be forgotten. */
static int fill(void)
{
	size_t bytes = input->fd == STDIN_FILENO && !input->interactive ? 1 : sizeof(input->bytes);
	ssize_t n;

	if (input->fd < 0 || input->ended)
		return 0;
	input->buffer = input->bytes;
	n = input->interactive ? read_typed() : read(input->fd, input->bytes, bytes);
	input->fresh = 0;
	for (; n < 0 && errno == EINTR && !interrupted; n = read(input->fd, input->bytes, bytes))
		traps_run();
	if (n < 0 && errno != EINTR)
		complain("cannot read commands: %s", strerror(errno));
	if (n < 0 && interrupted)
		input->abandoned = 1;
	else if (n <= 0)
		input->ended = 1;
	input->at = 0;
	input->n = n > 0 ? n : 0;
	return n > 0;
}

int input_get(void)
{
	int c;

	while (input->alias != NULL && input->npushed == 0 && input->at == input->n) {
		input_left_blank = input->n > 0 && strchr(" \t", input->buffer[input->n - 1]) != NULL;
		input_pop();
	}
	if (input->npushed > 0) {
		c = input->pushed[--input->npushed];
	} else {
		if (input->abandoned || (input->at == input->n && !fill())) {
			if (input->fd < 0)
				input->ended = 1;
			return END;
		}
		c = (unsigned char)input->buffer[input->at++];
		if (show_input && input->fd >= 0 && !input->interactive)
			fputc(c, stderr);
	}
	if (c == '\n')
		input->line++;
	return c;
}

void input_unget(int c)
{
	input->pushed[input->npushed++] = c;
	if (c == '\n')
		input->line--;
}

void input_discard(void)
{
	int c = input->npushed > 0 ? input->pushed[0] : 0; /* the last of them in the text */

	input->npushed = 0;
	while (c != '\n' && input->at < input->n)
		c = input->buffer[input->at++];
}
