/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of signals, for kill and trap. */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signals.h"

/* 29 is nobody's here. */
static const char *const names[NSIG] = {
	[0] = "EXIT",       [SIGHUP] = "HUP",       [SIGINT] = "INT",   [SIGQUIT] = "QUIT",   [SIGILL] = "ILL",
	[SIGTRAP] = "TRAP", [SIGIOT] = "IOT",       [SIGEMT] = "EMT",   [SIGFPE] = "FPE",     [SIGKILL] = "KILL",
	[SIGBUS] = "BUS",   [SIGSEGV] = "SEGV",     [SIGSYS] = "SYS",   [SIGPIPE] = "PIPE",   [SIGALRM] = "ALRM",
	[SIGTERM] = "TERM", [SIGURG] = "URG",       [SIGSTOP] = "STOP", [SIGTSTP] = "TSTP",   [SIGCONT] = "CONT",
	[SIGCHLD] = "CHLD", [SIGTTIN] = "TTIN",     [SIGTTOU] = "TTOU", [SIGIO] = "IO",       [SIGXCPU] = "XCPU",
	[SIGXFSZ] = "XFSZ", [SIGVTALRM] = "VTALRM", [SIGPROF] = "PROF", [SIGWINCH] = "WINCH", [SIGUSR1] = "USR1",
	[SIGUSR2] = "USR2",
};

int signal_number(const char *name)
{
	if (isdigit(name[0])) {
		char *end;
		long n = strtol(name, &end, 10);

		return *end == '\0' && n < NSIG ? (int)n : -1;
	}
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	for (int sig = 0; sig < NSIG; sig++)
		if (names[sig] != NULL && strcasecmp(names[sig], name) == 0)
			return sig;
	return -1;
}

const char *signal_name(int sig)
{
	return names[sig];
}

void signals_print(void)
{
	for (int sig = 1, n = 0; sig < NSIG; sig++)
		if (names[sig] != NULL)
			printf("%2d %-7s%s", sig, names[sig], ++n % 6 == 0 || sig == NSIG - 1 ? "\n" : " ");
}

int signals_named(char **numbers)
{
	int bad = 0;

	for (; *numbers != NULL; numbers++) {
		int n = atoi(*numbers);
		const char *name;

		n = n > 128 ? n - 128 : n;
		name = n > 0 && n < NSIG ? names[n] : NULL;
		if (name != NULL)
			puts(name);
		else
			bad = 1;
	}
	return bad;
}
