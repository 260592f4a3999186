/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks between processes: flock, and a file that is there or not. A counter that all add to loses nothing. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 4
#define ROUNDS 25

static void add(const char *path)
{
	char text[20] = "";
	int fd = open(path, O_RDWR);
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n < 0)
		_exit(1);
	n = sprintf(text, "%d", atoi(text) + 1);
	if (pwrite(fd, text, (size_t)n, 0) != n)
		_exit(1);
	close(fd);
}

static void with_flock(void)
{
	int fd = open("lock.tmp", O_RDWR | O_CREAT, 0644);

	for (int i = 0; i < ROUNDS; i++) {
		flock(fd, LOCK_EX);
		add("count.tmp");
		flock(fd, LOCK_UN);
	}
	_exit(0);
}

static void with_file(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		int fd;

		while ((fd = open("held.tmp", O_CREAT | O_EXCL | O_WRONLY, 0600)) < 0) {
			if (errno != EEXIST)
				_exit(1);
			usleep(1000);
		}
		close(fd);
		add("count.tmp");
		unlink("held.tmp");
	}
	_exit(0);
}

static void work(const char *how, void (*worker)(void))
{
	int status, failed = 0, fd = open("count.tmp", O_RDWR | O_CREAT | O_TRUNC, 0644);
	char text[20] = "";

	fflush(stdout);
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			worker();
	while (wait(&status) > 0)
		failed += status != 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		exit(1);
	close(fd);
	printf("%s: %s, %d failed\n", how, text, failed);
}

/* A child that holds a lock until it is told to let it go. */
static pid_t holder(int how, int *tell)
{
	int ready[2], go[2];
	char byte = 0;
	pid_t pid;

	if (pipe(ready) < 0 || pipe(go) < 0)
		exit(1);
	pid = fork();
	if (pid == 0) {
		close(go[1]);
		flock(open("lock.tmp", O_RDWR), how);
		if (write(ready[1], &byte, 1) != 1 || read(go[0], &byte, 1) < 0)
			_exit(1);
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		exit(1);
	close(ready[0]);
	close(go[0]);
	*tell = go[1];
	return pid;
}

static void say(const char *what, int result)
{
	printf("%s: %s\n", what,
	       result == 0            ? "good"
	       : errno == EWOULDBLOCK ? "would wait"
	       : errno == EBADF       ? "no file"
	                              : "?");
	fflush(stdout);
}

static void rules(void)
{
	int a = open("lock.tmp", O_RDWR | O_CREAT, 0644), b = open("lock.tmp", O_RDWR), copy = dup(a), tell;
	pid_t pid;

	say("exclusive", flock(a, LOCK_EX));
	say("again by another file", flock(b, LOCK_EX | LOCK_NB));
	say("by a copy", flock(copy, LOCK_EX | LOCK_NB));
	close(a);
	say("closed, but for a copy", flock(b, LOCK_EX | LOCK_NB));
	close(copy);
	say("closed", flock(b, LOCK_EX | LOCK_NB));
	say("then shared", flock(b, LOCK_SH));
	say("unlocked", flock(b, LOCK_UN));
	pid = holder(LOCK_SH, &tell);
	say("shared by another, shared", flock(b, LOCK_SH | LOCK_NB));
	say("shared by another, exclusive", flock(b, LOCK_EX | LOCK_NB));
	close(tell);
	say("waited for", flock(b, LOCK_EX));
	printf("its end: %d\n", waitpid(pid, NULL, 0) == pid);
	say("unlocked", flock(b, LOCK_UN));
	pid = holder(LOCK_EX, &tell);
	say("held by another", flock(b, LOCK_SH | LOCK_NB));
	kill(pid, SIGKILL);
	say("and after its end", flock(b, LOCK_SH));
	wait(NULL);
	close(tell);
	close(b);
	say("no file", flock(b, LOCK_SH));
}

int main(void)
{
	rules();
	work("flock", with_flock);
	work("a file", with_file);
	unlink("lock.tmp");
	unlink("count.tmp");
	return 0;
}
