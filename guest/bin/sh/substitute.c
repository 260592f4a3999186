/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `command` and $(command): what it writes.
 *
 * Programs only, `ls | wc -l`, are started with vfork like any others, with the pipe as the last one's output; the
 * shell reads once they run. Anything else, `cd /tmp; ls`, needs fork: between vfork and exec the child would have to
 * be a shell, in our memory and on our stack, while we sleep and cannot read the pipe that it fills.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

static char *read_all(int fd)
{
	struct text t = {.arena = &work};
	char buffer[256];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0 || (n < 0 && errno == EINTR && !interrupted))
		for (ssize_t i = 0; i < n; i++)
			if (buffer[i] != '\0')
				text_put(&t, buffer[i]);
	while (t.n > 0 && t.s[t.n - 1] == '\n')
		t.n--;
	return text_end(&t);
}

static char *output_of(const struct node *node)
{
	struct job *j = job_new("");
	struct launch l = {.in = -1, .out = -1, .other = -1, .group = -1};
	char *text = "";
	int fds[2];
	pid_t pid;

	if (j == NULL)
		return text;
	if (pipe(fds) < 0) {
		complain("pipe: %s", strerror(errno));
		job_forget(j);
		return text;
	}
	close_on_exec(fds[0]);
	close_on_exec(fds[1]);
	if (starts_programs_only(node)) {
		launch_pipeline(node->left, fds[1], j, 0, 0);
	} else {
		l.out = fds[1];
		l.other = fds[0];
		pid = start_shell(&l, node, NULL);
		if (pid > 0)
			job_add(j, pid);
	}
	close(fds[1]);
	if (j->n > 0)
		text = read_all(fds[0]);
	close(fds[0]);
	substituted_status = job_wait(j);
	return text;
}

char *substitute(const char *command)
{
	struct arena *outer = tree;
	struct input from;
	const struct node *node;
	char *text = "";
	int line = current_line;

	tree = arena_new();
	input_string(&from, command);
	from.line = line;
	substituted++;
	node = parse_whole();
	input_pop();
	current_line = line;
	if (node != NULL)
		text = output_of(node);
	else
		substituted_status = parse_failed() ? MISTAKE : 0;
	arena_drop(tree);
	tree = outer;
	return text;
}
