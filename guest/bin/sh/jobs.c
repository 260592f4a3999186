/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Jobs: pipelines that were started, and waiting for them.
 *
 * On a terminal each job has a process group of its own, and one of them, or the shell, has the terminal: ^C and ^Z go
 * to that group only. Who borrows cannot be stopped, so ^Z reaches a command when it has its program.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sh.h"

#define JOBS 32
#define REMEMBERED (-1)

int job_control, terminal = -1;
pid_t background;

static struct job jobs[JOBS];
static int remembered; /* how many of them are */
static long clock;     /* counts what happens to jobs */
static pid_t own_group;
static struct sgttyb modes; /* of the terminal, as the shell has it */

void jobs_begin(void)
{
	terminal = to_shell_fd(STDIN_FILENO);
	if (terminal < 0)
		return;
	/* started in the background: not before somebody brings us to the front */
	while (tcgetpgrp(terminal) != getpgrp(0))
		killpg(getpgrp(0), SIGTTIN);
	signals_begin();
	own_group = getpid();
	if (setpgrp(0, own_group) < 0 || tcsetpgrp(terminal, own_group) < 0)
		return;
	ioctl(terminal, TIOCGETP, &modes);
	job_control = 1;
}

/* What happened
 * ------------------------------------------------------------------------------------------------------- */

static void find_state(struct job *j)
{
	enum job_state state = DONE;

	for (int i = 0; i < j->n; i++) {
		if (j->states[i] == RUNNING)
			state = RUNNING;
		else if (j->states[i] == STOPPED && state == DONE)
			state = STOPPED;
	}
	if (state != j->state) {
		j->recent = ++clock;
		j->told = 0;
	}
	j->state = state;
}

static void note(pid_t pid, int how)
{
	for (struct job *j = jobs; j < jobs + JOBS; j++) {
		for (int i = 0; j->state != FREE && i < j->n; i++) {
			if (j->pids[i] != pid || j->states[i] == DONE)
				continue;
			j->how[i] = how;
			j->states[i] = WIFSTOPPED(how) ? STOPPED : DONE;
			find_state(j);
			return;
		}
	}
}

/* Hears of one child. 0 when there is nothing to hear of, or when a signal came first. */
static int reap(int wait_for_it)
{
	int how;
	pid_t pid = wait3(&how, WUNTRACED | (wait_for_it ? 0 : WNOHANG), NULL);

	if (pid > 0)
		note(pid, how);
	return pid > 0;
}

/* Nobody is there any more to hear of. */
static void lose(struct job *j)
{
	for (int i = 0; i < j->n; i++) {
		if (j->states[i] == DONE)
			continue;
		j->states[i] = DONE;
		j->how[i] = NOT_FOUND << 8;
	}
	find_state(j);
}

static int exit_status(int how)
{
	return WIFSTOPPED(how)    ? SIGNALLED + WSTOPSIG(how)
	       : WIFSIGNALED(how) ? SIGNALLED + WTERMSIG(how)
	                          : WEXITSTATUS(how);
}

static int job_status(const struct job *j)
{
	for (int i = 0; i < j->n; i++)
		if (j->states[i] == STOPPED)
			return exit_status(j->how[i]);
	return j->n > 0 ? exit_status(j->how[j->n - 1]) : 1;
}

/* The table
 * ------------------------------------------------------------------------------------------------------------ */

/* What it had of each process nobody looks at while there are none. */
void job_forget(struct job *j)
{
	if (j->number != 0)
		free((char *)j->text);
	if (j->number == REMEMBERED)
		remembered--;
	j->state = FREE;
	j->number = j->group = j->n = j->told = 0;
}

void jobs_forget(void)
{
	for (struct job *j = jobs; j < jobs + JOBS; j++)
		if (j->state != FREE)
			job_forget(j);
}

struct job *job_new(const char *text)
{
	struct job *oldest = NULL;

	for (struct job *j = jobs; j < jobs + JOBS; j++) {
		if (j->state == FREE) {
			oldest = j;
			break;
		}
	}
	if (oldest == NULL) {
		while (reap(0))
			;
		for (struct job *j = jobs; j < jobs + JOBS; j++)
			if (j->state == DONE && (oldest == NULL || j->recent < oldest->recent))
				oldest = j;
		if (oldest == NULL) {
			complain("there are %d jobs, the most that can be", JOBS);
			return NULL;
		}
		job_forget(oldest);
	}
	oldest->text = text;
	oldest->state = RUNNING;
	oldest->recent = ++clock;
	return oldest;
}

/* It has ended and was waited for: it has no number any more, but who asks for its pid again is told. */
static void job_remember(struct job *j)
{
	if (j->number != REMEMBERED)
		remembered++;
	j->number = REMEMBERED;
	j->told = 1;
}

void job_add(struct job *j, pid_t pid)
{
	for (struct job *old = jobs; old < jobs + JOBS && remembered > 0; old++)
		if (old->number == REMEMBERED && old->pids[old->n - 1] == pid)
			job_forget(old); /* the number is another's now */
	j->pids[j->n] = pid;
	j->states[j->n++] = RUNNING;
}

/* It may outlive the command that it is of. */
static void number_job(struct job *j)
{
	int n = 1;

	if (j->number > 0)
		return;
	j->text = need(strdup(j->text));
	for (const struct job *other = jobs; other < jobs + JOBS; other++) {
		if (other->state == FREE || other->number != n)
			continue;
		n++;
		other = jobs - 1;
	}
	j->number = n;
}

void job_to_background(struct job *j)
{
	number_job(j);
	j->recent = ++clock;
	j->told = 1;
	if (interactive)
		fprintf(stderr, "[%d] %d\n", j->number, j->pids[j->n - 1]);
}

/* The one touched last (%+), or the one before it (%-). */
static struct job *recent_job(int before)
{
	struct job *last = NULL, *second = NULL;

	for (struct job *j = jobs; j < jobs + JOBS; j++) {
		if (j->state == FREE || j->number <= 0)
			continue;
		if (last == NULL || j->recent > last->recent) {
			second = last;
			last = j;
		} else if (second == NULL || j->recent > second->recent) {
			second = j;
		}
	}
	return before ? second : last;
}

/* %n, %+, %%, %-, %text that it begins with, %?text in it, or one of its pids. Null: told. */
struct job *job_named(const char *name)
{
	struct job *found = NULL;
	int n;

	if (name[0] == '%' && (name[1] == '\0' || strcmp(name, "%+") == 0 || strcmp(name, "%%") == 0))
		found = recent_job(0);
	else if (strcmp(name, "%-") == 0)
		found = recent_job(1);
	for (struct job *j = jobs; j < jobs + JOBS && found == NULL; j++) {
		if (j->state == FREE || j->number == 0)
			continue;
		if (name[0] == '%' && j->number == REMEMBERED)
			continue;
		if (name[0] != '%') {
			for (int i = 0; i < j->n; i++)
				if (number(name, &n) && j->pids[i] == n)
					found = j;
		} else if (number(name + 1, &n)) {
			if (j->number == n)
				found = j;
		} else if (name[1] == '?' ? strstr(j->text, name + 2) != NULL
		                          : strncmp(j->text, name + 1, strlen(name + 1)) == 0) {
			found = j;
		}
	}
	if (found == NULL)
		complain("%s: no such job", name);
	return found;
}

int jobs_stopped(void)
{
	for (const struct job *j = jobs; j < jobs + JOBS; j++)
		if (j->state == STOPPED)
			return 1;
	return 0;
}

/* Telling
 * -------------------------------------------------------------------------------------------------------------- */

static const char *death(int how, char text[48])
{
	int sig = WTERMSIG(how);

	sprintf(text, "%.28s%s", sig < NSIG ? sys_siglist[sig] : "Killed", WCOREDUMP(how) ? " (core dumped)" : "");
	return text;
}

static const char *in_words(const struct job *j, char text[48])
{
	int how = job_status(j) > SIGNALLED ? j->how[j->n - 1] : job_status(j) << 8;

	if (j->state == RUNNING)
		return "Running";
	if (j->state == STOPPED) {
		int sig = job_status(j) - SIGNALLED;

		return sig == SIGTTIN ? "Stopped (tty input)" : sig == SIGTTOU ? "Stopped (tty output)" : "Stopped";
	}
	if (WIFSIGNALED(how))
		return death(how, text);
	if (job_status(j) == 0)
		return "Done";
	sprintf(text, "Exit %d", job_status(j));
	return text;
}

static void tell(struct job *j, FILE *f)
{
	char text[48];

	fprintf(f, "[%d] %c %-12s %s\n", j->number,
	        j == recent_job(0)   ? '+'
	        : j == recent_job(1) ? '-'
	                             : ' ',
	        in_words(j, text), j->text);
	j->told = 1;
}

static struct job *in_order(const struct job *before)
{
	struct job *found = NULL;

	for (struct job *j = jobs; j < jobs + JOBS; j++)
		if (j->state != FREE && j->number > (before != NULL ? before->number : 0) &&
		    (found == NULL || j->number < found->number))
			found = j;
	return found;
}

/* Those that are done are forgotten once it is told. */
static void tell_all(FILE *f, int news_only)
{
	struct job last = {.number = 0};

	while (reap(0))
		;
	for (struct job *j; (j = in_order(&last)) != NULL;) {
		last.number = j->number;
		if (!news_only || !j->told)
			tell(j, f);
	}
	for (struct job *j = jobs; j < jobs + JOBS; j++)
		if (j->state == DONE && j->number > 0 && j->told)
			job_forget(j);
}

void jobs_notice(void)
{
	tell_all(stderr, 1);
}

/* How a job in the foreground died. SIGPIPE is how pipelines end, and who typed ^C knows. */
static void tell_deaths(const struct job *j)
{
	char text[48];

	for (int i = 0; i < j->n; i++) {
		int how = j->how[i];

		if (!WIFSIGNALED(how) || WTERMSIG(how) == SIGPIPE)
			continue;
		if (WTERMSIG(how) != SIGINT)
			complain("%d: %s", j->pids[i], death(how, text));
		else if (interactive)
			interrupted = 1;
	}
}

/* Waiting
 * -------------------------------------------------------------------------------------------------------------- */

int job_wait(struct job *j)
{
	int result;

	if (j->n == 0) /* nothing could be started */
		find_state(j);
	while (j->state == RUNNING)
		if (!reap(1) && errno == ECHILD)
			lose(j);
	result = job_status(j);
	if (job_control && j->group != 0) {
		tcsetpgrp(terminal, own_group);
		if (result > SIGNALLED)
			ioctl(terminal, TIOCSETN, &modes);
	}
	if (j->state == STOPPED) {
		number_job(j);
		fputs("\n", stderr);
		tell(j, stderr);
		return result;
	}
	tell_deaths(j);
	job_forget(j);
	return result;
}

/* Lets a stopped job run on; -1: told. */
static int go_on(struct job *j)
{
	for (int i = 0; i < j->n; i++)
		if (j->states[i] == STOPPED)
			j->states[i] = RUNNING;
	find_state(j);
	j->recent = ++clock;
	j->told = 1;
	return killpg(j->group, SIGCONT);
}

static struct job *argument(int argc, char **argv)
{
	struct job *j;

	if (!job_control) {
		complain("%s: there is no job control here", argv[0]);
		return NULL;
	}
	while (reap(0))
		;
	j = job_named(argc > 1 ? argv[1] : "%");
	if (j != NULL && j->state == DONE) {
		complain("%s: the job has ended", argv[0]);
		j = NULL;
	}
	return j;
}

int fg_builtin(int argc, char **argv)
{
	struct job *j = argument(argc, argv);

	if (j == NULL)
		return 1;
	fprintf(stderr, "%s\n", j->text);
	tcsetpgrp(terminal, j->group);
	go_on(j);
	return job_wait(j);
}

int bg_builtin(int argc, char **argv)
{
	struct job *j = argument(argc, argv);

	if (j == NULL)
		return 1;
	fprintf(stderr, "[%d] %s &\n", j->number, j->text);
	go_on(j);
	return 0;
}

int jobs_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	tell_all(stdout, 0);
	return 0;
}

/* Without an argument: for all that run. A signal that the shell handles ends it. */
int wait_builtin(int argc, char **argv)
{
	int result = 0;

	for (int i = 1; i < argc || (argc == 1 && i == 1); i++) {
		struct job *j = argc > 1 ? job_named(argv[i]) : NULL;

		if (argc > 1 && j == NULL) {
			result = NOT_FOUND;
			continue;
		}
		for (;;) {
			const struct job *running = jobs;

			while (running < jobs + JOBS && (running->state != RUNNING || running->number == 0))
				running++;
			if (j != NULL ? j->state != RUNNING : running == jobs + JOBS)
				break;
			/* the child that sent the signal may have ended as well, and is heard of first */
			if (reap(1) && !traps_wait())
				continue;
			if (traps_wait() || errno == EINTR)
				return SIGNALLED + last_signal;
			if (j == NULL)
				break;
			lose(j);
		}
		if (j != NULL) {
			result = job_status(j);
			if (j->state == DONE && !interactive)
				job_remember(j);
		}
	}
	return result;
}

/* kill with %n: the kernel knows no jobs. A stopped one could not die of a signal that it does not get. */
int kill_builtin(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, result = 0;

	if (argc > 1 && strcmp(argv[1], "-l") == 0) {
		if (argc == 2)
			signals_print();
		return argc > 2 ? signals_named(argv + 2) : 0;
	}
	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		sig = signal_number(argv[2]);
		i = 3;
	} else if (argc > 1 && strcmp(argv[1], "--") == 0) {
		i = 2;
	} else if (argc > 1 && argv[1][0] == '-') {
		sig = signal_number(argv[1] + 1);
		i = 2;
	}
	if (sig < 0 || i >= argc) {
		if (sig < 0)
			complain("kill: %s: no such signal; kill -l lists them", i == 3 ? argv[2] : argv[1] + 1);
		else
			complain("usage: kill [-signal] pid | %%job ... or kill -l");
		return MISTAKE;
	}
	for (; i < argc; i++) {
		const struct job *j = argv[i][0] == '%' ? job_named(argv[i]) : NULL;
		int pid = 0, good = argv[i][0] == '%' ? j != NULL : number(argv[i], &pid);

		if (!good) {
			if (argv[i][0] != '%')
				complain("kill: %s: is no number of a process", argv[i]);
			result = 1;
			continue;
		}
		if (j != NULL && j->group == 0) {
			for (int k = 0; k < j->n; k++)
				if (j->states[k] != DONE)
					kill(j->pids[k], sig);
		} else if (j != NULL ? killpg(j->group, sig) < 0 : kill(pid, sig) < 0) {
			complain("kill: %s: %s", argv[i], strerror(errno));
			result = 1;
		}
		if (j != NULL && j->state == STOPPED && (sig == SIGTERM || sig == SIGHUP))
			killpg(j->group, SIGCONT);
	}
	return result;
}
