/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a confined process can still do. Each deed is done by a child of its own, which tells its errno. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/confine.h"
#include "base/alloc.h"

static char root[64]; /* shut/, kept/, work/: nothing, reading and writing are granted; each with a file f */

static unsigned more; /* flags beside the usual */

static void chdir_here(void)
{
	if (chdir(root))
		_exit(200);
}

static int opens(const char *path, int how)
{
	return open(path, how, 0600) < 0 ? errno : 0;
}

static int reads_shut(void)
{
	return opens("shut/f", O_RDONLY);
}

static int reads_upwards(void)
{
	return opens("kept/../shut/f", O_RDONLY);
}

static int reads_through_a_link(void)
{
	return opens("kept/link", O_RDONLY);
}

static int lists_shut(void)
{
	return opens("shut", O_RDONLY | O_DIRECTORY);
}

static int reads_kept(void)
{
	return opens("kept/f", O_RDONLY);
}

static int writes_kept(void)
{
	return opens("kept/f", O_WRONLY);
}

static int makes_in_kept(void)
{
	return opens("kept/new", O_WRONLY | O_CREAT);
}

static int removes_from_kept(void)
{
	return unlink("kept/f") ? errno : 0;
}

static int writes_work(void)
{
	return opens("work/f", O_WRONLY | O_TRUNC);
}

static int makes_in_work(void)
{
	return opens("work/new", O_WRONLY | O_CREAT);
}

static int removes_from_work(void)
{
	return unlink("work/victim") ? errno : 0;
}

static int renames_in_work(void)
{
	return rename("work/from", "work/below/to") ? errno : 0;
}

static int reads_the_one_file(void)
{
	return opens("one", O_RDONLY);
}

static int starts(const char *path)
{
	char *argv[] = {(char *)path, NULL};

	execv(path, argv);
	return errno;
}

static int starts_from_work(void)
{
	return starts("work/program");
}

static int truncates_kept(void)
{
	return truncate("kept/f", 0) ? errno : 0;
}

static int connects(void)
{
	/* nobody listens on the port */
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(1), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (struct sockaddr *)&to, sizeof to) ? errno : 0;
}

static int signals_the_parent(void)
{
	return kill(getppid(), 0) ? errno : 0;
}

static int makes_a_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int knows_no_new_privileges(void)
{
	char line[4096];
	FILE *f = fopen("/proc/self/status", "r");
	int result = ENOENT;

	while (f && fgets(line, sizeof line, f))
		if (!strcmp(line, "NoNewPrivs:\t1\n"))
			result = 0;
	return result;
}

struct deed {
	const char *name;
	int (*does)(void);
	int result;  /* its errno */
	int version; /* since this version of the interface */
	int before;  /* its errno before */
};

static const struct deed deeds[] = {
	{"read what is not granted", reads_shut, EACCES, 1, 0},
	{"the same upwards", reads_upwards, EACCES, 1, 0},
	{"the same through a link", reads_through_a_link, EACCES, 1, 0},
	{"list what is not granted", lists_shut, EACCES, 1, 0},
	{"read", reads_kept, 0, 1, 0},
	{"write where reading is granted", writes_kept, EACCES, 1, 0},
	{"create where reading is granted", makes_in_kept, EACCES, 1, 0},
	{"remove where reading is granted", removes_from_kept, EACCES, 1, 0},
	{"write", writes_work, 0, 1, 0},
	{"create", makes_in_work, 0, 1, 0},
	{"remove", removes_from_work, 0, 1, 0},
	{"rename into another directory", renames_in_work, 0, 2, EXDEV},
	{"read a file that is granted alone", reads_the_one_file, 0, 1, 0},
	{"start what was written", starts_from_work, EACCES, 1, 0},
	{"truncate where reading is granted", truncates_kept, EACCES, 3, 0},
	{"connect", connects, EACCES, 4, ECONNREFUSED},
	{"signal a process outside", signals_the_parent, EPERM, 6, 0},
	{"no_new_privs is set", knows_no_new_privileges, 0, 1, 0},
};

static void put(const char *path, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs("#!/bin/true\n", f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

static void make_files(void)
{
	const char *const directories[] = {"shut", "kept", "work", "work/below"};
	const char *const files[] = {"shut/f", "kept/f", "work/f", "work/victim", "work/from", "one"};

	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
		mkdir(directories[i], 0700);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		put(files[i], 0600);
	put("work/program", 0700);
	if (symlink("../shut/f", "kept/link"))
		assert_int_equal(errno, EEXIST);
}

/* Does the deed in a confined child with the highest version as given; its errno, or -1 - result if not confined. */
static int outcome(const struct deed *deed, const char *highest)
{
	const struct confine_rule rules[] = {
		{"kept", CONFINE_READ},  {"work", CONFINE_WRITE}, {"one", CONFINE_READ},
		{"none", CONFINE_WRITE}, {"/proc", CONFINE_READ},
	};
	int status;
	pid_t pid;

	make_files();
	pid = fork();
	if (!pid) {
		enum confine_result result;

		if (highest)
			setenv("VFORKSCOPE_LANDLOCK", highest, 1);
		result = confine_here(rules, sizeof rules / sizeof *rules,
		                      CONFINE_NO_NETWORK | CONFINE_NO_SIGNALS | more);
		_exit(result == CONFINE_DONE ? deed->does() : 255 - (int)result);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) > 200 ? WEXITSTATUS(status) - 256 : WEXITSTATUS(status);
}

static void deeds_of_every_version(void **state)
{
	(void)state;
	if (confine_possible() != CONFINE_DONE)
		skip();
	for (int version = 1; version <= 6; version++) {
		char highest[2] = {(char)('0' + version), '\0'};

		for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
			const struct deed *deed = &deeds[i];
			int expected = version >= deed->version ? deed->result : deed->before,
			    got = outcome(deed, highest);

			/* a kernel that is older than the version asked for does as the older one */
			if (got != expected && !(version >= deed->version && got == deed->before && deed->version > 1))
				fail_msg("version %d: %s: %s", version, deed->name, strerror(got));
		}
	}
}

static void newest_version(void **state)
{
	(void)state;
	if (confine_possible() != CONFINE_DONE)
		skip();
	assert_int_equal(outcome(&deeds[0], NULL), EACCES);
	assert_int_equal(outcome(&deeds[4], "99"), 0);
}

static void sockets(void **state)
{
	const struct deed deed = {"make a socket", makes_a_socket, 0, 1, 0};

	(void)state;
	if (confine_possible() != CONFINE_DONE)
		skip();
	assert_int_equal(outcome(&deed, NULL), 0);
	more = CONFINE_NO_SOCKETS;
	assert_int_equal(outcome(&deed, NULL), EACCES);
	assert_int_equal(outcome(&deeds[4], NULL), 0); /* everything else goes on */
	more = 0;
}

static void switched_off(void **state)
{
	(void)state;
	assert_int_equal(outcome(&deeds[0], "0"), -1 - (int)CONFINE_OFF);
	setenv("VFORKSCOPE_LANDLOCK", "0", 1);
	assert_int_equal(confine_possible(), CONFINE_OFF);
	assert_non_null(strstr(confine_reason(CONFINE_OFF), "VFORKSCOPE_LANDLOCK"));
	unsetenv("VFORKSCOPE_LANDLOCK");
}

/* What is given up stays so when more is asked for. */
static int asks_again(void)
{
	const struct confine_rule rules[] = {{"/", CONFINE_WRITE}};

	confine_here(rules, 1, 0);
	return opens("shut/f", O_RDONLY);
}

static void for_ever(void **state)
{
	(void)state;
	const struct deed deed = {"ask again", asks_again, EACCES, 1, 0};

	if (confine_possible() != CONFINE_DONE)
		skip();
	assert_int_equal(outcome(&deed, NULL), EACCES);
}

static int leaves_no_descriptor(void)
{
	return dup(0) == 3 ? 0 : EMFILE;
}

static void nothing_stays_open(void **state)
{
	(void)state;
	const struct deed deed = {"descriptors", leaves_no_descriptor, 0, 1, 0};

	if (confine_possible() != CONFINE_DONE)
		skip();
	closefrom(3);
	assert_int_equal(outcome(&deed, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deeds_of_every_version),
		cmocka_unit_test(newest_version),
		cmocka_unit_test(sockets),
		cmocka_unit_test(switched_off),
		cmocka_unit_test(for_ever),
		cmocka_unit_test(nothing_stays_open),
	};
	char *command;
	int failed;

	snprintf(root, sizeof root, "/tmp/vforkscope-test.XXXXXX");
	if (!mkdtemp(root))
		return 1;
	chdir_here();
	failed = cmocka_run_group_tests_name("confine", tests, NULL, NULL);
	command = alloc_format("rm -rf %s", root);
	if (system(command))
		failed++;
	free(command);
	return failed;
}
