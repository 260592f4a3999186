/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child that is to stop, or uses the terminal from the background, while its parent waits in vfork. A third process
 * looks whether they go on, and helps if they do not. Arguments, each of them expected:
 *
 *	stop=pends|keys|stops|none   what a stop signal does; keys: only SIGSTOP stops; none: there are no such signals
 *	read=eio|eof|held            reading from the background; where there is none one waits for input as everywhere
 *	write=ok|eio|held            writing with LTOSTOP, and changing the terminal's modes
 */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/vforkrule.h>

#include "check.h"

enum outcome { OK, EIO_GIVEN, OTHER, HELD, INVALID };

static char **answers;

static const char *answer(const char *what)
{
	for (int i = 1; answers[i]; i++)
		if (strncmp(answers[i], what, strlen(what)) == 0 && answers[i][strlen(what)] == '=')
			return answers[i] + strlen(what) + 1;
	return "";
}

static int expects(const char *what, const char *value)
{
	return strcmp(answer(what), value) == 0;
}

/* What the borrower does, in a process group of its own. */
static int stop_signal;

static enum outcome told(int result)
{
	return result >= 0 ? OK : errno == EIO ? EIO_GIVEN : errno == EINVAL ? INVALID : OTHER;
}

static enum outcome stop_itself(void)
{
	return told(kill(getpid(), stop_signal));
}

static enum outcome read_terminal(void)
{
	char c;

	return told((int)read(STDIN_FILENO, &c, 1));
}

static enum outcome write_terminal(void)
{
	return told((int)write(STDOUT_FILENO, "# from the background\n", 22));
}

static enum outcome change_modes(void)
{
	struct sgttyb modes;

	ioctl(STDIN_FILENO, TIOCGETP, &modes);
	return told(ioctl(STDIN_FILENO, TIOCSETN, &modes));
}

/* A middle process borrows to the one that acts; how that goes, and whether it needs help. */
static enum outcome outcome_of(enum outcome (*act)(void))
{
	int status, held = 0, fds[2], group = getpgrp(0);
	pid_t middle, borrower = 0, acts;

	pipe(fds);
	middle = fork();
	if (middle == 0) {
		signal(SIGTTOU, SIG_DFL);
		acts = vfork();
		if (acts == 0) {
			setpgrp(0, getpid());
			borrower = getpid();
			write(fds[1], &borrower, sizeof(borrower));
			_exit(act());
		}
		waitpid(acts, &status, WUNTRACED);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : OTHER);
	}
	read(fds[0], &borrower, sizeof(borrower));
	close(fds[0]);
	close(fds[1]);
	sleep(1);
	if (waitpid(middle, &status, WNOHANG) == 0) {
		held = 1;
		tcsetpgrp(STDIN_FILENO, borrower);
		kill(borrower, SIGCONT);
		waitpid(middle, &status, 0);
		tcsetpgrp(STDIN_FILENO, group);
	}
	if (!WIFEXITED(status) || (held && WEXITSTATUS(status) != OK))
		return OTHER;
	return held ? HELD : (enum outcome)WEXITSTATUS(status);
}

static enum outcome expected(const char *what)
{
	return expects(what, "ok") || expects(what, "eof") ? OK : expects(what, "eio") ? EIO_GIVEN : HELD;
}

static void stops(void)
{
	static const int signals[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
	static const char *const names[] = {"SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"};

	for (size_t i = 0; i < COUNT(signals); i++) {
		enum outcome is = expects("stop", "none")                                           ? INVALID
		                  : expects("stop", "stops") || (expects("stop", "keys") && i == 0) ? HELD
		                                                                                    : OK;

		stop_signal = signals[i];
		check_same(is, outcome_of(stop_itself), names[i]);
	}
}

static void terminal(void)
{
	int tostop = LTOSTOP;

	check_same(expected("read"), outcome_of(read_terminal), "reading");
	check_same(OK, outcome_of(write_terminal), "writing");
	ioctl(STDIN_FILENO, TIOCLBIS, &tostop);
	check_same(expected("write"), outcome_of(write_terminal), "writing where LTOSTOP is set");
	ioctl(STDIN_FILENO, TIOCLBIC, &tostop);
	check_same(expected("write"), outcome_of(change_modes), "changing the modes");
}

/* The rules can be asked for by everybody, and are changed by root only. */
static void rules(void)
{
	int was = vforkrule(VR_STOP, VR_ASK);

	check_same(expects("stop", "pends") ? VR_PENDS : expects("stop", "keys") ? VR_KEYS : VR_STOPS, was, "the rule");
	check_same(-1, vforkrule(VR_RULES, VR_ASK), "there is no such rule");
	check_same(EINVAL, errno, "as errno says");
	check_same(-1, vforkrule(VR_STOP, 3), "no such value");
	check_same(-1, vforkrule(VR_SIGTABLE, VR_USER), "a rule that is only told");
	check_same(was, vforkrule(VR_STOP, VR_PENDS), "a change tells what it was");
	check_same(VR_PENDS, vforkrule(VR_STOP, was), "and it was made");
	if (fork() == 0) {
		setreuid(7, 7);
		check_same(was, vforkrule(VR_STOP, VR_ASK), "a user may ask");
		check(vforkrule(VR_STOP, VR_PENDS) == -1 && errno == EPERM, "but not change");
		_exit(0);
	}
	wait(NULL);
	checks += 2;
}

int main(int argc, char **argv)
{
	(void)argc;
	answers = argv;
	signal(SIGTTOU, SIG_IGN);
	stops();
	terminal();
	rules();
	return check_end();
}
