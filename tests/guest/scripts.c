/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that are programs, but not for the machine: those that begin with #!, and those that execvp gives to the shell.
 * And files that are programs and cannot be written. Arguments: how many bytes the first line of a #! file may have,
 * 0 where there are no such files; "name" or "path", which of its interpreter's that has as argument 0.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "check.h"

static int line_length, by_path;

/* A file with that content. */
static void make(const char *path, const char *content, int mode)
{
	int fd = creat(path, 0600);

	write(fd, content, strlen(content));
	close(fd);
	chmod(path, mode);
}

static void copy(const char *from, const char *to)
{
	static char block[4096];
	int in = open(from, O_RDONLY), out = creat(to, 0755), n;

	while ((n = (int)read(in, block, sizeof block)) > 0)
		write(out, block, n);
	close(in);
	close(out);
}

/* The first line that a program wrote that a borrower executes in this way; "error" and the number if it could not. */
static const char *said(int (*execute)(const char *, char *const *), const char *file, char *const argv[])
{
	static char line[300];
	int fds[2], n, length = 0, status;
	pid_t pid;

	pipe(fds);
	pid = vfork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		execute(file, argv);
		_exit(errno);
	}
	close(fds[1]);
	while ((n = (int)read(fds[0], line + length, sizeof line - 1 - (size_t)length)) > 0)
		length += n;
	line[length] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	if (status != 0)
		snprintf(line, sizeof line, "error %d", status >> 8);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static void check_said(const char *expected, const char *actual, const char *name)
{
	check(strcmp(expected, actual) == 0, name);
	if (strcmp(expected, actual) != 0)
		printf("# expected '%s', got '%s'\n", expected, actual);
}

static void given_to_the_shell(void)
{
	char *two[] = {"zero", "one", "two", NULL}, *none[] = {NULL};

	make("/tmp/plain", "echo $# $1 $2\n", 0755);
	check_said("2 one two", said(execvp, "/tmp/plain", two), "execvp gives what is no program to the shell");
	check_said("0", said(execvp, "/tmp/plain", none), "without arguments, too");
	check_said("error 8", said(execv, "/tmp/plain", two), "execv does not");
	setenv("PATH", "/nowhere:/tmp:/bin", 1);
	check_said("2 one two", said(execvp, "plain", two), "found by PATH");
	setenv("PATH", "/bin", 1);
	unlink("/tmp/plain");
}

/* What the interpreter in these tests does: it tells its arguments. */
static int interpreter(char **argv)
{
	for (; *argv != NULL; argv++)
		printf("[%s]", *argv);
	printf("\n");
	return 0;
}

static void check_script(const char *content, const char *expected, const char *name)
{
	char *two[] = {"zero", "one", "two", NULL}, line[300];

	make("/tmp/script", content, 0755);
	snprintf(line, sizeof line, "[%s]%s", by_path ? "/tmp/teller" : "teller", expected);
	check_said(strncmp(expected, "error", 5) == 0 ? expected : line, said(execv, "/tmp/script", two), name);
}

static void interpreted(void)
{
	char *none[] = {NULL}, *one[] = {"zero", NULL}, line[300] = "#!/tmp/teller ";
	size_t length = strlen(line);

	check_script("#!/tmp/teller\nanything\n", "[/tmp/script][one][two]",
	             "the interpreter, the path, the arguments");
	check_script("#!/tmp/teller -x\n", "[-x][/tmp/script][one][two]", "an argument in the line");
	check_script("#! \t /tmp/teller  \t-x y\n", "[-x y][/tmp/script][one][two]",
	             "one argument only, whatever it is");
	check_script("#!/tmp/teller  \n", "[/tmp/script][one][two]", "blanks are none");
	check_script("#!\n", "error 8", "no interpreter");
	check_script("#!/tmp/teller", "error 8", "no end of the line");
	check_script("#!/tmp/nowhere\n", "error 2", "one that is not there");
	check_script("#!/tmp\n", "error 13", "one that cannot be executed");
	make("/tmp/inner", "#!/tmp/teller\n", 0755);
	check_script("#!/tmp/inner\n", "error 8", "one that has an interpreter itself");
	unlink("/tmp/inner");
	make("/tmp/script", "#!/tmp/teller\n", 0755);
	check_said(by_path ? "[/tmp/teller][/tmp/script]" : "[teller][/tmp/script]", said(execv, "/tmp/script", one),
	           "without arguments");
	check_said(by_path ? "[/tmp/teller][/tmp/script]" : "[teller][/tmp/script]", said(execv, "/tmp/script", none),
	           "even without argument 0");
	chmod("/tmp/script", 0644);
	check_said("error 13", said(execv, "/tmp/script", one), "who may not execute the script");

	if (line_length < (int)sizeof line) {
		memset(line + length, 'y', (size_t)line_length - length);
		strcpy(line + line_length - 1, "\n");
		make("/tmp/script", line, 0755);
		check(strncmp(said(execv, "/tmp/script", one), "error", 5) != 0, "the longest first line");
		strcpy(line + line_length - 1, "y\n");
		check_script(line, "error 8", "one that is longer");
	}
	unlink("/tmp/script");
}

/* The program of a process cannot be written, and what somebody may write cannot be executed. */
static void busy(const char *self)
{
	char *argv[] = {"sleeper", NULL};
	int fd, fds[2];
	char c;
	pid_t pid;

	copy(self, "/tmp/sleeper");
	fd = open("/tmp/sleeper", O_WRONLY);
	check_said("error 26", said(execv, "/tmp/sleeper", argv), "exec of what is open for writing: ETXTBSY");
	close(fd);
	pipe(fds);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		execv("/tmp/sleeper", argv);
		_exit(1);
	}
	read(fds[0], &c, 1);
	check(open("/tmp/sleeper", O_WRONLY) == -1 && errno == ETXTBSY, "open for writing of a program that runs");
	check(truncate("/tmp/sleeper", 0) == -1 && errno == ETXTBSY, "truncate");
	check(access("/tmp/sleeper", W_OK) == -1 && errno == ETXTBSY, "access tells it");
	fd = open("/tmp/sleeper", O_RDONLY);
	check(fd >= 0, "it can be read");
	close(fd);
	kill(pid, SIGUSR1);
	read(fds[0], &c, 1);
	wait(NULL);
	check(open("/tmp/sleeper", O_WRONLY) == -1 && errno == ETXTBSY, "its child has the same program");
	kill(-pid, SIGKILL);
	close(fds[1]);
	while (read(fds[0], &c, 1) > 0)
		;
	close(fds[0]);
	fd = open("/tmp/sleeper", O_WRONLY);
	check(fd >= 0, "when all have ended it can be written");
	close(fd);
	unlink("/tmp/sleeper");
}

static void wake(int sig)
{
	(void)sig;
}

/* The program that others want to write: when it is told to it forks and ends. */
static int sleeper(void)
{
	setpgrp(0, getpid());
	signal(SIGUSR1, wake);
	sigblock(sigmask(SIGUSR1)); /* until it waits for it */
	write(1, "x", 1);
	sigpause(0);
	if (fork() == 0) {
		write(1, "x", 1);
		for (;;)
			pause();
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/') != NULL ? strrchr(argv[0], '/') + 1 : argv[0];

	if (strcmp(name, "teller") == 0)
		return interpreter(argv);
	if (strcmp(name, "sleeper") == 0)
		return sleeper();
	line_length = atoi(argv[1]);
	by_path = argc > 2 && strcmp(argv[2], "path") == 0;
	given_to_the_shell();
	copy(argv[0], "/tmp/teller");
	if (line_length > 0)
		interpreted();
	else
		check_script("#!/tmp/teller\n", "error 8", "there is no such thing");
	unlink("/tmp/teller");
	busy(argv[0]);
	return check_end();
}
