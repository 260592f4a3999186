/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the tree: who does a command, the shell or a child. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

#define CALLS_MAX 64 /* of functions, one in the other: the stack is not endless */

int status, substituted, substituted_status, interactive, current_line;

int tested;  /* a status that is asked for does not end the shell (-e) */
int calls;   /* of functions, one in the other */
int sourced; /* files that `.` reads, one in the other */
int spared;

/* Simple commands
 * ---------------------------------------------------------------------------------------------------- */

static void trace_command(const struct simple *s)
{
	const char *prompt = variable("PS4"), *blank = "";

	fputs(prompt != NULL ? prompt : "+ ", stderr);
	for (int i = 0; i < s->assignments.n; i++, blank = " ")
		fprintf(stderr, "%s%s", blank, s->assignments.v[i]);
	for (int i = 0; i < s->argv.n; i++, blank = " ")
		fprintf(stderr, "%s%s", blank, s->argv.v[i]);
	fputs("\n", stderr);
}

static void add_assignment(struct simple *s, const char *word)
{
	size_t name = assigned_name(word) + 1;
	struct text t = {.arena = &work};

	text_puts(&t, take_text(&work, word, name));
	text_puts(&t, expand_assigned(word + name));
	words_add(&s->assignments, text_end(&t));
}

/* Each knows those before it, `a=1 b=$a`. What they are to hold for, who runs the command knows. 0: told. */
static int add_assignments(struct simple *s, const struct word *w)
{
	struct was *before;
	int bad = 0;

	if (w == NULL)
		return 1;
	before = locals_mark();
	for (; w != NULL; w = w->next) {
		const char *name = take_text(&work, w->text, assigned_name(w->text));

		add_assignment(s, w->text);
		bad |= variable_fixed(name);
		if (w->next == NULL || bad)
			break;
		variable_keep(name);
		variable_set(name, s->assignments.v[s->assignments.n - 1] + strlen(name) + 1);
	}
	locals_restore(before);
	return !bad;
}

/* These take name=value words; there a value is not split, either. */
static int declares(const struct simple *s)
{
	return s->argv.n > 0 && (strcmp(s->argv.v[0], "export") == 0 || strcmp(s->argv.v[0], "readonly") == 0 ||
	                         strcmp(s->argv.v[0], "local") == 0);
}

static void add_declared(struct simple *s, const char *word)
{
	struct words *argv = &s->argv;

	add_assignment(s, word);
	words_add(argv, s->assignments.v[--s->assignments.n]);
	s->assignments.v[s->assignments.n] = NULL;
}

/* Whose command is it? `command` leaves functions out. */
static void find_command(struct simple *s)
{
	int functions = 1;

	while (s->argv.n > 1 && strcmp(s->argv.v[0], "command") == 0 &&
	       (s->argv.v[1][0] != '-' || strcmp(s->argv.v[1], "-p") == 0)) {
		s->argv.v++;
		s->argv.n--;
		if (s->argv.v[0][0] == '-' && s->argv.n > 1) {
			s->argv.v++;
			s->argv.n--;
		}
		s->commanded = 1;
		functions = 0;
	}
	if (s->argv.n == 0 || strchr(s->argv.v[0], '/') != NULL) /* that is a file's */
		return;
	s->function = functions ? function_find(s->argv.v[0]) : NULL;
	s->builtin = s->function == NULL ? builtin_find(s->argv.v[0]) : NULL;
}

/* Makes the words. 0 and $? if that failed. */
static int prepare(const struct node *n, struct simple *s)
{
	int bad = 0, before = substituted;

	*s = (struct simple){.commanded = 0};
	current_line = n->line;
	for (const struct word *w = n->words; w != NULL; w = w->next) {
		if (!assigned_name(w->text) || (!keywords && !declares(s)))
			expand(&s->argv, w->text);
		else if (keywords)
			add_assignment(s, w->text);
		else
			add_declared(s, w->text);
	}
	bad = !add_assignments(s, n->assignments);
	if (expand_failed() || bad) {
		status = script_ends(MISTAKE);
		return 0;
	}
	find_command(s);
	s->redirections = redirections_prepare(n->redirections, &bad);
	if (bad) {
		redirections_close(s->redirections);
		status = s->builtin != NULL && s->builtin->special ? script_ends(MISTAKE) : MISTAKE;
		return 0;
	}
	if (s->argv.n == 0)
		status = substituted == before ? 0 : substituted_status;
	if (trace)
		trace_command(s);
	return 1;
}

static int is_program(const struct simple *s)
{
	return s->argv.n > 0 && s->builtin == NULL && s->function == NULL;
}

static int assign(const struct words *assignments)
{
	int bad = 0;

	for (int i = 0; i < assignments->n; i++) {
		const char *a = assignments->v[i];
		size_t n = assigned_name(a);

		bad |= variable_set(take_text(&work, a, n), a + n + 1);
	}
	return bad;
}

static void call_function(const struct function *f, const struct words *argv)
{
	struct parameters saved = parameters;
	struct arena *arena = f->arena;
	struct was *locals = locals_mark();
	int outer_loops = loops;

	if (calls == CALLS_MAX) {
		complain("%s: more than %d functions call each other", argv->v[0], CALLS_MAX);
		status = MISTAKE;
		return;
	}
	calls++;
	loops = 0;
	arena->users++; /* it may define itself anew */
	parameters = (struct parameters){argv->v + 1, argv->n - 1, 0};
	execute(f->body);
	if (skipping == RETURN)
		skipping = NOTHING;
	locals_restore(locals);
	parameters_restore(saved);
	arena_drop(arena);
	loops = outer_loops;
	calls--;
}

/* What is assigned before a command of the shell's own holds while it runs, and its commands get it, too. */
static void run_own(const struct simple *s)
{
	struct was *before = locals_mark();

	for (int i = 0; i < s->assignments.n; i++)
		variable_keep(take_text(&work, s->assignments.v[i], assigned_name(s->assignments.v[i])));
	if (assign(&s->assignments)) {
		status = MISTAKE;
	} else if (s->function != NULL) {
		for (int i = 0; i < s->assignments.n; i++)
			variable_export(take_text(&work, s->assignments.v[i], assigned_name(s->assignments.v[i])));
		call_function(s->function, &s->argv);
	} else {
		status = s->builtin->run(s->argv.n, s->argv.v);
	}
	if (s->assignments.n > 0) /* `local` made some that are to stay */
		locals_restore(before);
}

/* Assignments alone, or before a special command, after which they stay. */
static void run_special(const struct simple *s)
{
	if (assign(&s->assignments))
		status = script_ends(MISTAKE);
	else if (s->builtin != NULL)
		status = s->builtin->run(s->argv.n, s->argv.v);
}

/* What needs no child, or is in its child already. */
void execute_simple(const struct simple *s)
{
	int special = s->argv.n == 0 || (s->builtin != NULL && s->builtin->special && !s->commanded);
	struct saved *saved = NULL;

	spared += s->commanded;
	if (s->builtin != NULL && s->builtin->run == exec_builtin) {
		status = redirect(s->redirections) < 0 || assign(&s->assignments) ? script_ends(MISTAKE)
		                                                                  : exec_builtin(s->argv.n, s->argv.v);
	} else if (redirect_saving(s->redirections, &saved) < 0) {
		redirect_back(saved);
		saved = NULL;
		status = s->builtin != NULL && special ? script_ends(MISTAKE) : MISTAKE;
	} else if (special) {
		run_special(s);
	} else {
		run_own(s);
	}
	spared -= s->commanded;
	redirect_back(saved);
	redirections_close(s->redirections);
}

static void launch_words(struct launch *l, const struct simple *s)
{
	l->argv = s->argv.v;
	l->envp = make_environment(&s->assignments);
	l->paths = find_paths(s->argv.v[0]);
	l->redirections = s->redirections;
}

/* Pipelines
 * ----------------------------------------------------------------------------------------------------------- */

static pid_t launch_simple(struct launch *l, const struct simple *s)
{
	pid_t pid;

	if (is_program(s)) {
		launch_words(l, s);
		pid = start_program(l);
	} else {
		pid = start_shell(l, NULL, s);
	}
	redirections_close(s->redirections);
	return pid;
}

/* ${name=word} and $((name = 1)) in one of these words: that is to be the child's variable. */
static int sets_variable(const struct word *w)
{
	for (; w != NULL; w = w->next) {
		for (const char *p = w->text; (p = strchr(p, OPEN)) != NULL; p++) {
			const char *end = skip_part(p);

			if (p[1] == '(')
				p = end - 1;
			else if (memchr(p, '=', end - p) != NULL)
				return 1;
		}
	}
	return 0;
}

/* One command of a pipeline in a child; words that make no sense are that child's end, not the shell's. */
static pid_t launch_one(const struct node *n, struct launch *l)
{
	static char *mistaken[] = {"exit", "2", NULL};
	struct simple s;
	int good;

	if (n->kind != COMMAND)
		return start_shell(l, n, NULL);
	if (sets_variable(n->words) || sets_variable(n->assignments)) {
		struct node *alone = take(&work, sizeof(*alone)), *command = take(&work, sizeof(*command));

		*command = *n;
		command->next = NULL;
		*alone = (struct node){.kind = PIPELINE, .line = n->line, .left = command, .text = ""};
		return start_shell(l, alone, NULL);
	}
	spared++;
	good = prepare(n, &s);
	spared--;
	if (!good)
		s = (struct simple){.argv = {mistaken, 2, 0}, .builtin = builtin_find(mistaken[0])};
	return launch_simple(l, &s);
}

static void add(struct job *j, struct launch *l, pid_t pid)
{
	if (pid <= 0)
		return;
	job_add(j, pid);
	if (l->group == 0)
		l->group = j->group = pid;
}

static struct launch launch_plan(int unwaited, int grouped)
{
	return (struct launch){.in = -1,
	                       .out = -1,
	                       .other = -1,
	                       .group = grouped && job_control ? 0 : -1,
	                       .foreground = !unwaited,
	                       .unwaited = unwaited};
}

/*
 * Each child has its program before the next is started: vfork comes back only then. So a pipeline's commands start one
 * after the other, and yet run at the same time.
 */
void launch_pipeline(const struct node *n, int out, struct job *j, int unwaited, int grouped)
{
	struct launch l = launch_plan(unwaited, grouped);
	pid_t pid = 0;

	fflush(stdout);
	for (const struct node *c = n->left; c != NULL && pid >= 0; c = c->next) {
		int fds[2] = {-1, out};

		if (c->next != NULL) {
			if (pipe(fds) < 0) {
				complain("pipe: %s", strerror(errno));
				break;
			}
			close_on_exec(fds[0]);
			close_on_exec(fds[1]);
		}
		l.out = fds[1];
		l.other = fds[0];
		pid = launch_one(c, &l);
		add(j, &l, pid);
		if (l.in >= 0)
			close(l.in);
		if (c->next != NULL)
			close(fds[1]);
		l.in = fds[0];
	}
	if (l.in >= 0)
		close(l.in);
}

int starts_programs_only(const struct node *node)
{
	if (node->kind != LIST || node->left->next != NULL || node->left->kind != PIPELINE || node->left->negated)
		return 0;
	for (const struct node *c = node->left->left; c != NULL; c = c->next) {
		const char *name = c->words != NULL ? c->words->text : NULL;

		if (c->kind != COMMAND || name == NULL || strpbrk(name, "$`'\"\\*?[~") != NULL ||
		    builtin_find(name) != NULL || function_find(name) != NULL)
			return 0;
	}
	return 1;
}

/* A program, or a subshell, that the shell waits for. */
static void run_child(const struct node *node, const struct simple *simple, const char *text)
{
	struct job *j = job_new(text);
	struct launch l = launch_plan(0, 1);

	if (j == NULL) {
		status = 1;
		return;
	}
	fflush(stdout);
	add(j, &l, simple != NULL ? launch_simple(&l, simple) : start_shell(&l, node, NULL));
	status = job_wait(j);
}

static void run_pipeline(const struct node *n)
{
	const struct node *c = n->left;
	struct simple s;
	struct job *j;

	if (c->next != NULL) {
		j = job_new(n->text);
		if (j == NULL) {
			status = 1;
			return;
		}
		launch_pipeline(n, -1, j, 0, 1);
		status = job_wait(j);
	} else if (c->kind == SUBSHELL) {
		run_child(c, NULL, n->text);
	} else if (c->kind != COMMAND) {
		execute(c);
	} else if (prepare(c, &s)) {
		if (is_program(&s))
			run_child(NULL, &s, n->text);
		else
			execute_simple(&s);
	}
}

/* What is in a compound command has left already, or was asked for its status. */
static int asks_itself(const struct node *first)
{
	return first->next == NULL && first->kind != COMMAND && first->kind != SUBSHELL;
}

static void execute_pipeline(const struct node *n)
{
	struct mark begin = mark();

	tested += n->negated;
	run_pipeline(n);
	tested -= n->negated;
	if (n->negated && skipping == NOTHING)
		status = status == 0;
	else if (leave_on_error && status != 0 && !tested && skipping == NOTHING && !asks_itself(n->left))
		leave(status);
	release(begin);
}

static void execute_background(const struct node *n)
{
	struct job *j = job_new(n->text);
	struct launch l = launch_plan(1, 1);
	struct mark begin = mark();

	if (j == NULL) {
		status = 1;
		return;
	}
	fflush(stdout);
	if (n->left->kind == PIPELINE)
		launch_pipeline(n->left, -1, j, 1, 1);
	else
		add(j, &l, start_shell(&l, n->left, NULL));
	if (j->n > 0) {
		background = j->pids[j->n - 1];
		job_to_background(j);
		status = 0;
	} else {
		status = 1;
		job_forget(j);
	}
	release(begin);
}

/* What a compound command is around, without its redirections. */
static void execute_inner(const struct node *n)
{
	switch (n->kind) {
	case IF:
	case WHILE:
	case UNTIL:
	case FOR:
	case CASE:
		execute_control(n);
		break;
	case FUNCTION:
		function_define(n);
		status = 0;
		break;
	default: /* GROUP, and SUBSHELL in its child */
		execute(n->left);
	}
}

/* What the shell does itself, with its redirections undone afterwards. */
static void execute_compound(const struct node *n)
{
	struct mark begin = mark();
	struct saved *saved = NULL;
	int bad = 0;
	struct redirection *r = redirections_prepare(n->redirections, &bad);

	current_line = n->line;
	if (bad || redirect_saving(r, &saved) < 0)
		status = MISTAKE;
	else
		execute_inner(n);
	redirect_back(saved);
	redirections_close(r);
	release(begin);
}

void execute(const struct node *n)
{
	traps_run();
	if (n == NULL || skipping != NOTHING || interrupted || (parse_only && !interactive))
		return;
	switch (n->kind) {
	case PIPELINE:
		execute_pipeline(n);
		break;
	case BACKGROUND:
		execute_background(n);
		break;
	case LIST:
		for (const struct node *each = n->left; each != NULL; each = each->next)
			execute(each);
		break;
	case AND:
	case OR:
		if (condition(n->left) == (n->kind == AND))
			execute(n->right);
		break;
	case SUBSHELL: /* a function's body; elsewhere a pipeline is around it */
		run_child(n, NULL, "( )");
		break;
	default:
		execute_compound(n);
	}
	traps_run();
}

/*
 * In a child that ends with it: its last program needs no child of its own, the child becomes it. There is nothing to
 * put back, but a trap on EXIT needs the shell.
 */
void execute_last(const struct node *n)
{
	struct simple s;
	struct launch l = launch_plan(0, 0);

	if (n->kind == LIST) {
		const struct node *each = n->left;

		for (; each->next != NULL; each = each->next)
			execute(each);
		if (skipping == NOTHING && !interrupted)
			execute_last(each);
	} else if (n->kind == SUBSHELL && n->redirections == NULL) {
		execute_last(n->left);
	} else if (n->kind == SUBSHELL) {
		execute_compound(n);
	} else if (n->kind == PIPELINE && n->left->next == NULL && n->left->kind == COMMAND && !n->negated &&
	           !trapped_exit()) {
		if (!prepare(n->left, &s))
			return;
		if (!is_program(&s)) {
			execute_simple(&s);
			return;
		}
		launch_words(&l, &s);
		fflush(stdout);
		signals_child(0);
		become(&l);
	} else {
		execute(n);
	}
}
