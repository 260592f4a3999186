/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls TEST TIMES
 *
 * Does one thing with the kernel TIMES times: a system call, a signal, a change of process, a message through a pipe.
 * The tests are those of the measurements of 1985 (emu/measure/history.c), under their names.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char message[512];

static void caught(int sig)
{
	(void)sig;
}

static void asks(int times)
{
	while (times-- > 0)
		getpid();
}

static void signals_itself(int times)
{
	signal(SIGUSR1, caught);
	while (times-- > 0)
		kill(getpid(), SIGUSR1);
}

/* Two processes wake each other; blocked outside sigpause, no signal is lost. */
static void signals_another(int times)
{
	pid_t parent = getpid(), child;

	signal(SIGUSR1, caught);
	sigblock(sigmask(SIGUSR1));
	child = fork();
	for (int i = 0; i < times / 2; i++) {
		if (child == 0) {
			sigpause(0);
			kill(parent, SIGUSR1);
		} else {
			kill(child, SIGUSR1);
			sigpause(0);
		}
	}
	if (child == 0)
		_exit(0);
	wait(NULL);
}

static void transfer(int out, int in, size_t bytes)
{
	if (write(out, message, bytes) != (ssize_t)bytes || read(in, message, bytes) != (ssize_t)bytes)
		_exit(1);
}

static void writes_to_itself(int times, size_t bytes)
{
	int fd[2];

	if (pipe(fd) < 0)
		_exit(1);
	while (times-- > 0)
		transfer(fd[1], fd[0], bytes);
}

/* To a child and back. */
static void exchanges(int times, size_t bytes)
{
	int to[2], from[2];

	if (pipe(to) < 0 || pipe(from) < 0)
		_exit(1);
	if (fork() == 0) {
		for (int i = 0; i < times; i++)
			if (read(to[0], message, bytes) != (ssize_t)bytes ||
			    write(from[1], message, bytes) != (ssize_t)bytes)
				_exit(1);
		_exit(0);
	}
	while (times-- > 0)
		transfer(to[1], from[0], bytes);
	wait(NULL);
}

int main(int argc, char **argv)
{
	const char *test = argc > 2 ? argv[1] : "";
	int times = argc > 2 ? atoi(argv[2]) : 0;

	if (strcmp(test, "syscall") == 0)
		asks(times);
	else if (strcmp(test, "signocsw") == 0)
		signals_itself(times);
	else if (strcmp(test, "csw") == 0)
		signals_another(times);
	else if (strcmp(test, "pipeself4") == 0)
		writes_to_itself(times, 4);
	else if (strcmp(test, "pipeself512") == 0)
		writes_to_itself(times, 512);
	else if (strcmp(test, "pipeback4") == 0)
		exchanges(times, 4);
	else if (strcmp(test, "pipeback512") == 0)
		exchanges(times, 512);
	else
		return 2;
	return 0;
}
