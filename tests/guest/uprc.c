/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many processes a user may have. Arguments: the most that there can be at a time; "effective" or "real", by which
 * user they are counted; "rlimit" where RLIMIT_NPROC can change it, and then which user must be root to have more:
 * "effective", "real", or "either". Elsewhere it is the effective one.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "check.h"

#define USER 7
#define OTHER 8
#define SOME 5

static int most, real, rlimit;
static int by_real, by_effective; /* root is not limited, by one or the other user */

/* What a process of the user has to tell. */
struct report {
	int made, error, again;
};

/* Zombies until there can be no more, or more than a user may have; and once more when they are gone. */
static struct report fill(int lends)
{
	struct report r = {0, 0, 0};

	while (r.made <= most) {
		pid_t pid = lends ? vfork() : fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0) {
			r.error = errno;
			break;
		}
		r.made++;
	}
	while (wait(NULL) > 0)
		r.again++;
	return r;
}

/* Does the same as another user in a child, and tells what came of it. A limit of 0 is none. */
static struct report as_user(int ruid, int euid, int lends, int limit)
{
	struct report r = {-1, 0, 0};
	int fds[2];

	pipe(fds);
	if (fork() == 0) {
		struct rlimit few = {(rlim_t)limit, (rlim_t)limit};

		if (limit)
			setrlimit(RLIMIT_NPROC, &few);
		setreuid(ruid, euid);
		r = fill(lends);
		write(fds[1], &r, sizeof(r));
		_exit(0);
	}
	close(fds[1]);
	read(fds[0], &r, sizeof(r));
	close(fds[0]);
	wait(NULL);
	return r;
}

static void limits(void)
{
	for (int lends = 0; lends < 2; lends++) {
		struct report r = as_user(USER, USER, lends, 0);
		char name[80];

		snprintf(name, sizeof(name), "%s: zombies and himself", lends ? "vfork" : "fork");
		check_same(most, r.made + 1, name);
		check_same(EAGAIN, r.error, "then EAGAIN");
		check_same(r.made, r.again, "all of them are collected");
	}
}

/* Some processes have the one user as the real one, others the other as the effective one: who is counted? */
static void whose(void)
{
	struct report r;
	pid_t pids[SOME];

	for (int i = 0; i < SOME; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			setreuid(USER, USER);
			for (;;)
				pause();
		}
	}
	sleep(1);
	r = as_user(USER, OTHER, 0, 0);
	check_same(real ? most - SOME : most, r.made + 1,
	           real ? "those of the real user" : "those of the effective user");
	for (int i = 0; i < SOME; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

/* Who is root by one of his two users only. */
static void half_root(void)
{
	if (most > 500)
		return; /* that is all of the table */
	check_same(by_effective ? 0 : EAGAIN, as_user(USER, -1, 1, 0).error, "root as effective user");
	check_same(by_real ? 0 : EAGAIN, as_user(-1, USER, 1, 0).error, "root as real user");
}

/* Root takes what there is, but for one slot; that one a user does not get. */
static void last_slot(void)
{
	int fds[2][2], answer[2] = {0, 0}, made = 0;
	pid_t user, pid;
	char c;

	pipe(fds[0]);
	pipe(fds[1]);
	user = fork();
	if (user == 0) {
		setreuid(USER, USER);
		read(fds[0][0], &c, 1);
		pid = fork();
		if (pid == 0)
			_exit(0);
		answer[0] = pid < 0 ? errno : 0;
		pid = vfork();
		if (pid == 0)
			_exit(0);
		answer[1] = pid < 0 ? errno : 0;
		write(fds[1][1], answer, sizeof(answer));
		_exit(0);
	}
	while ((pid = vfork()) >= 0) {
		if (pid == 0)
			_exit(0);
		made++;
	}
	check_same(EAGAIN, errno, "root is refused when every slot is taken");
	check(made > 2 * most || made > 500, "and not before");
	/* Any one of the zombies, but not the user's process. */
	check(wait(NULL) != user, "one slot is free");
	write(fds[0][1], "", 1);
	read(fds[1][0], answer, sizeof(answer));
	check_same(EAGAIN, answer[0], "fork: the last slot is not for a user");
	check_same(EAGAIN, answer[1], "vfork: nor here");
	waitpid(user, NULL, 0);
	while (wait(NULL) > 0)
		made--;
	check_same(1, made, "all zombies are collected");
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			close(fds[i][k]);
}

static void rlimits(void)
{
	struct rlimit limit;

	if (!rlimit) {
		check(getrlimit(RLIMIT_NPROC, &limit) == -1 && errno == EINVAL, "there is no RLIMIT_NPROC");
		check(setrlimit(RLIMIT_NPROC, &limit) == -1 && errno == EINVAL, "none to set, either");
		return;
	}
	check_same(0, getrlimit(RLIMIT_NPROC, &limit), "RLIMIT_NPROC");
	check_same(most, (long)limit.rlim_cur, "is what a user has");
	check_same(RLIM_INFINITY, (long)limit.rlim_max, "and may be raised");
	check_same(10, as_user(USER, USER, 0, 10).made + 1, "fork: another limit");
	check_same(10, as_user(USER, USER, 1, 10).made + 1, "vfork: another limit");
}

int main(int argc, char **argv)
{
	most = atoi(argv[1]);
	real = strcmp(argv[2], "real") == 0;
	rlimit = argc > 3 && strcmp(argv[3], "rlimit") == 0;
	by_real = argc > 4 && strcmp(argv[4], "effective") != 0;
	by_effective = argc <= 4 || strcmp(argv[4], "real") != 0;
	limits();
	whose();
	half_root();
	last_slot();
	rlimits();
	return check_end();
}
