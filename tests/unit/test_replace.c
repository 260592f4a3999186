/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are written whole or not at all: the target is the old one or the complete new one, with its permissions,
 * links are followed, and whatever ends the writer leaves no temporary file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "machine/machine.h"
#include "base/replace.h"

static char error[ERROR_MAX];
static char home[4096]; /* where the test began */

/* Each test has an empty directory of its own and is in it. */
static int set_up(void **state)
{
	char directory[] = P_tmpdir "/vforkscope-test.XXXXXX";

	if (!getcwd(home, sizeof home) || !mkdtemp(directory) || chdir(directory))
		return -1;
	*state = strdup(directory);
	return 0;
}

static int tear_down(void **state)
{
	DIR *here = opendir(".");
	struct dirent *entry;
	int rc;

	while ((entry = readdir(here)))
		if (unlink(entry->d_name) && errno == EISDIR && *entry->d_name != '.')
			rmdir(entry->d_name);
	closedir(here);
	rc = chdir(home) || rmdir(*state);
	free(*state);
	return rc;
}

static size_t entries(void)
{
	DIR *here = opendir(".");
	size_t n = 0;

	while (readdir(here))
		n++;
	closedir(here);
	return n - 2; /* . and .. */
}

static void put(const char *name, const char *text, mode_t mode)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(name, mode), 0);
}

static bool has(const char *name, const char *text)
{
	char buf[100] = "";
	FILE *f = fopen(name, "r");
	size_t n = f ? fread(buf, 1, sizeof buf - 1, f) : 0;

	if (f)
		fclose(f);
	return f && n == strlen(text) && !strcmp(buf, text);
}

static mode_t mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(lstat(name, &st), 0);
	return st.st_mode;
}

/* Replaces, through the descriptor or (as SQLite does) through the name. */
static bool write_text(const char *path, const char *text, bool named)
{
	struct replace *r = replace_open(path, named ? REPLACE_FILE : REPLACE_ANY, error);
	const char *name;

	if (!r)
		return false;
	if (named) {
		name = replace_name(r, error);
		assert_non_null(name);
		put(name, text, 0600);
	} else {
		replace_write(r, text, strlen(text));
	}
	return replace_commit(r, error);
}

static void makes_a_file(void **state)
{
	mode_t mask = umask(027);

	(void)state;
	assert_true(write_text("new", "text", false));
	assert_true(has("new", "text"));
	assert_int_equal(mode_of("new"), S_IFREG | 0640);
	umask(mask);
	assert_int_equal(entries(), 1);
}

static void replaces_and_keeps_the_mode(void **state)
{
	static const mode_t modes[] = {0600, 0644, 0666, 0755};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof modes / sizeof *modes; i++) {
		put("target", "old", modes[i / 2]);
		assert_true(write_text("target", "new", i % 2));
		assert_true(has("target", "new"));
		assert_int_equal(mode_of("target"), S_IFREG | modes[i / 2]);
	}
	put("target", "old", 04755);
	assert_true(write_text("target", "new", false));
	assert_int_equal(mode_of("target"), S_IFREG | 0755);
	assert_int_equal(entries(), 1);
}

static void nothing_changes_before_the_end(void **state)
{
	struct replace *r;

	(void)state;
	put("target", "old", 0644);
	r = replace_open("target", REPLACE_ANY, error);
	assert_true(replace_write(r, "new", 3));
	assert_true(has("target", "old"));
	replace_abort(r);
	assert_true(has("target", "old"));
	r = replace_open("target", REPLACE_FILE, error);
	assert_non_null(replace_name(r, error));
	assert_int_equal(entries(), 2);
	replace_abort(r);
	assert_true(has("target", "old"));
	assert_true(replace_possible("absent", REPLACE_FILE, error));
	assert_int_equal(entries(), 1);
}

static void follows_links(void **state)
{
	(void)state;
	assert_int_equal(mkdir("directory", 0777), 0);
	put("directory/target", "old", 0600);
	assert_int_equal(symlink("target", "directory/near"), 0);
	assert_int_equal(symlink("directory/near", "far"), 0);
	assert_true(write_text("far", "new", false));
	assert_true(S_ISLNK(mode_of("far")));
	assert_true(S_ISLNK(mode_of("directory/near")));
	assert_true(has("directory/target", "new"));
	assert_int_equal(mode_of("directory/target"), S_IFREG | 0600);

	assert_int_equal(symlink("directory/absent", "dangling"), 0);
	assert_true(write_text("dangling", "made", true));
	assert_true(S_ISLNK(mode_of("dangling")));
	assert_true(has("directory/absent", "made"));

	assert_int_equal(symlink("loop", "loop"), 0);
	assert_false(write_text("loop", "", false));
	assert_string_equal(error, "loop: cannot be written: Too many levels of symbolic links");
	unlink("directory/target");
	unlink("directory/near");
	unlink("directory/absent");
}

static void other_names_keep_the_old_contents(void **state)
{
	(void)state;
	put("one", "old", 0644);
	assert_int_equal(link("one", "two"), 0);
	assert_true(write_text("one", "new", false));
	assert_true(has("one", "new"));
	assert_true(has("two", "old"));
}

static void refuses_in_one_line(void **state)
{
	static const struct {
		const char *path;
		const char *why;
	} cases[] = {
		{".", ".: cannot be written: is a directory"},
		{"", ": cannot be written: is no name of a file"},
		{"new/", "new/: cannot be written: is no name of a file"},
		{"none/new", "none/new: cannot be written: none: No such file or directory"},
		{"file/new", "file/new: cannot be written: Not a directory"},
		{"fifo", "fifo: cannot be written: not a regular file"},
		{"/dev/full", "/dev/full: cannot be written: not a regular file"},
		{"/dev/stdout", "/dev/stdout: cannot be written: not a regular file"},
	};

	(void)state;
	put("file", "", 0644);
	assert_int_equal(mkfifo("fifo", 0666), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_null(replace_open(cases[i].path, REPLACE_FILE, error));
		assert_string_equal(error, cases[i].why);
	}
	assert_int_equal(entries(), 2);
}

static void writes_devices_and_pipes_at_once(void **state)
{
	int fds[2];
	char name[32], got[5] = "";

	(void)state;
	assert_true(write_text("/dev/null", "gone", false));
	assert_false(write_text("/dev/full", "text", false));
	assert_string_equal(error, "/dev/full: cannot be written: No space left on device");
	assert_int_equal(pipe(fds), 0);
	snprintf(name, sizeof name, "/dev/fd/%d", fds[1]);
	assert_true(write_text(name, "text", false));
	assert_int_equal(read(fds[0], got, sizeof got), 4);
	assert_string_equal(got, "text");
	close(fds[0]);
	close(fds[1]);
	assert_false(write_text(name, "text", false));
	assert_int_equal(entries(), 0);
}

/* A shell's `>file` is a descriptor, too: what was written before stays, and so does the file. */
static void continues_a_redirection(void **state)
{
	int fd = open("redirected", O_WRONLY | O_CREAT | O_APPEND, 0666);
	char name[32];

	(void)state;
	assert_int_equal(write(fd, "one ", 4), 4);
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	assert_true(write_text(name, "two", false));
	assert_int_equal(write(fd, " three", 6), 6);
	close(fd);
	assert_true(has("redirected", "one two three"));
}

/* Runs a part in a process of its own and returns how that ended. */
static int apart(void (*part)(int tell))
{
	int fds[2], status;
	pid_t pid;
	char byte;

	fflush(NULL);
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		part(fds[1]);
		_exit(0);
	}
	close(fds[1]);
	while (read(fds[0], &byte, 1) == 1) /* a byte: that signal is to be sent now; the end: it has ended */
		kill(pid, byte);
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* As somebody who may not write everywhere. */
static void part_read_only(int tell)
{
	(void)tell;
	if (!getuid() && (setgid(65534) || setuid(65534)))
		_exit(1);
	if (write_text("locked/new", "", false) ||
	    strcmp(error, "locked/new: cannot be written: locked: Permission denied"))
		_exit(2);
	if (write_text("readable", "new", false) || strcmp(error, "readable: cannot be written: Permission denied"))
		_exit(3);
	if (!write_text("mine", "new", false) || !write_text("mine", "newer", true))
		_exit(4);
}

static void respects_permissions(void **state)
{
	(void)state;
	assert_int_equal(mkdir("locked", 0777), 0);
	assert_int_equal(chmod("locked", 0555), 0);
	assert_int_equal(chmod(".", 0777), 0);
	put("readable", "old", 0444);
	assert_int_equal(apart(part_read_only), 0);
	assert_true(has("readable", "old"));
	assert_true(has("mine", "newer"));
	assert_int_equal(entries(), 3);
}

/* A disk with room for 1000 bytes. */
static void part_full(int tell)
{
	static char text[200000];
	const struct rlimit room = {1000, 1000};

	(void)tell;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &room);
	memset(text, 'x', sizeof text - 1);
	for (size_t size = 2000; size < sizeof text; size *= 10) {
		text[size] = '\0';
		if (write_text("target", text, false) || strcmp(error, "target: cannot be written: File too large"))
			_exit(1);
		text[size] = 'x';
	}
}

static void a_full_disk_keeps_the_old(void **state)
{
	(void)state;
	put("target", "old", 0644);
	assert_int_equal(apart(part_full), 0);
	assert_true(has("target", "old"));
	assert_int_equal(entries(), 1);
}

static int deadly;
static bool with_name;

static void part_killed(int tell)
{
	char byte = (char)deadly;
	struct replace *r = replace_open("target", REPLACE_FILE, error);

	if (with_name)
		replace_name(r, error);
	replace_write(r, "new", 3);
	if (write(tell, &byte, 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static void a_killed_writer_leaves_nothing(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGKILL};

	(void)state;
	put("target", "old", 0644);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		int status;

		deadly = signals[i];
		with_name = deadly != SIGKILL; /* it leaves none only while the file has no name */
		status = apart(part_killed);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), deadly);
		if (deadly == SIGKILL && entries() == 2)
			skip(); /* this file system has no files without names */
		assert_int_equal(entries(), 1);
		assert_true(has("target", "old"));
	}
}

static void part_exit(int tell)
{
	static struct replace *volatile r; /* stays reachable */

	(void)tell;
	r = replace_open("target", REPLACE_FILE, error);
	replace_name(r, error);
	exit(0);
}

static void part_ignoring(int tell)
{
	char byte = SIGHUP;
	struct replace *r;
	const char *name;

	signal(SIGHUP, SIG_IGN); /* as nohup does */
	r = replace_open("target", REPLACE_FILE, error);
	name = replace_name(r, error);
	if (write(tell, &byte, 1) != 1)
		_exit(1);
	raise(SIGHUP);
	put(name, "new", 0600);
	_exit(!replace_commit(r, error));
}

static void an_ended_writer_leaves_nothing(void **state)
{
	(void)state;
	assert_int_equal(apart(part_exit), 0);
	assert_int_equal(entries(), 0);
	assert_int_equal(apart(part_ignoring), 0);
	assert_true(has("target", "new"));
	assert_int_equal(entries(), 1);
}

/* A name as long as a name can be leaves no room for a longer one beside it. */
static void takes_the_longest_names(void **state)
{
	char name[256] = "";

	(void)state;
	memset(name, 'n', 255);
	assert_true(write_text(name, "text", true));
	assert_true(has(name, "text"));
	assert_int_equal(entries(), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(makes_a_file),
		TEST(replaces_and_keeps_the_mode),
		TEST(nothing_changes_before_the_end),
		TEST(follows_links),
		TEST(other_names_keep_the_old_contents),
		TEST(refuses_in_one_line),
		TEST(writes_devices_and_pipes_at_once),
		TEST(continues_a_redirection),
		TEST(respects_permissions),
		TEST(a_full_disk_keeps_the_old),
		TEST(a_killed_writer_leaves_nothing),
		TEST(an_ended_writer_leaves_nothing),
		TEST(takes_the_longest_names),
	};

	return cmocka_run_group_tests_name("replace", tests, NULL, NULL);
}
