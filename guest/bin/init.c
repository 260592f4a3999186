/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * init: runs the one program that the machine was started for, waits for it and stops the machine with its status.
 * The program begins in its home directory, which has a copy of each file of /etc/skel.
 *
 * /etc/rc holds the program's arguments, each ended by a NUL, and an empty string after the last. The first is the
 * path.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define RC "/etc/rc"
#define TTYS "/etc/ttys"
#define HOME "/home"
#define SKELETON "/etc/skel"
#define CANNOT_RUN 127

static char *environment[] = {"PATH=/bin", "HOME=" HOME, "TERM=console", NULL};

/* Says what failed and stops the machine. */
static void __attribute__((noreturn)) give_up(const char *what)
{
	perror(what);
	reboot(CANNOT_RUN);
	_exit(CANNOT_RUN);
}

/* The whole of RC, with two NULs after it so that an unfinished file ends too. */
static char *read_rc(void)
{
	int fd = open(RC, O_RDONLY);
	off_t size;
	char *text;

	if (fd < 0 || (size = lseek(fd, 0, SEEK_END)) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		give_up(RC);
	text = calloc(1, size + 2);
	if (text == NULL || read(fd, text, size) != size)
		give_up(RC);
	close(fd);
	return text;
}

/*
 * What TTYS says of the console: "echo" where somebody sits before it, who sees what he types; "data" where its input
 * is a file or a pipe, whose bytes are nobody's keys. Without TTYS there are keys that nobody sees.
 */
static void set_console(void)
{
	struct sgttyb modes;
	char line[64];
	int fd = open(TTYS, O_RDONLY);
	ssize_t n = fd >= 0 ? read(fd, line, sizeof(line) - 1) : 0;

	if (fd >= 0)
		close(fd);
	line[n > 0 ? n : 0] = '\0';
	if (n <= 0 || ioctl(STDIN_FILENO, TIOCGETP, &modes) < 0)
		return;
	if (strcmp(line, "console echo\n") == 0)
		modes.sg_flags |= ECHO;
	else if (strcmp(line, "console data\n") == 0)
		modes.sg_flags |= RAW;
	ioctl(STDIN_FILENO, TIOCSETN, &modes);
}

/* Copies a file of the skeleton. */
static void copy(const char *name)
{
	char from[PATH_MAX], to[PATH_MAX], buffer[4096];
	struct stat sb;
	ssize_t n;
	int in, out;

	sprintf(from, SKELETON "/%s", name);
	sprintf(to, HOME "/%s", name);
	in = open(from, O_RDONLY);
	if (in < 0 || fstat(in, &sb) < 0)
		give_up(from);
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, sb.st_mode & 0777);
	if (out < 0)
		give_up(to);
	while ((n = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, n) != n)
			give_up(to);
	if (n < 0)
		give_up(from);
	close(in);
	close(out);
}

static void go_home(void)
{
	struct dirent *entry;
	DIR *d = opendir(SKELETON);

	while (d != NULL && (entry = readdir(d)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			copy(entry->d_name);
	if (d != NULL)
		closedir(d);
	if (chdir(HOME) < 0)
		give_up(HOME);
}

/* Could a file that the kernel does not take for a program be a script? A damaged program has bytes that no text
 * has. */
static int is_text(const char *path)
{
	char bytes[64];
	int fd = open(path, O_RDONLY);
	int n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

	close(fd);
	return n >= 0 && memchr(bytes, '\0', n) == NULL;
}

/* An argument vector of the strings at text. */
static char **split(char *text)
{
	int n = 0;
	char **argv;

	for (char *p = text; *p != '\0'; p += strlen(p) + 1)
		n++;
	argv = calloc(n + 1, sizeof(*argv));
	if (argv == NULL)
		give_up(RC);
	for (int i = 0; i < n; i++, text += strlen(text) + 1)
		argv[i] = text;
	return argv;
}

int main(void)
{
	char **argv = split(read_rc());
	const char *name;
	pid_t child, pid;
	int status;

	if (argv[0] == NULL) {
		errno = ENOEXEC;
		give_up(RC);
	}
	set_console();
	go_home();
	environ = environment;
	child = fork();
	if (child < 0 && errno == EINVAL)
		child = vfork(); /* without memory management there is no fork */
	if (child < 0)
		give_up("init: fork");
	if (child == 0) {
		execve(argv[0], argv, environment);
		if (errno == ENOEXEC && is_text(argv[0]))
			execvp(argv[0], argv); /* a script */
		perror(argv[0]);
		_exit(CANNOT_RUN);
	}

	do /* orphans come here too */
		pid = wait(&status);
	while (pid > 0 && pid != child);
	if (pid < 0)
		give_up("init: wait");

	name = strrchr(argv[0], '/');
	name = name != NULL ? name + 1 : argv[0];
	if (WIFSIGNALED(status)) {
		printf("pid %d (%s): killed by signal %d (%s)\n", child, name, WTERMSIG(status),
		       WTERMSIG(status) < NSIG ? sys_siglist[WTERMSIG(status)] : "unknown");
		reboot(128 + WTERMSIG(status));
	} else {
		reboot(WEXITSTATUS(status));
	}
	give_up("init: reboot");
}
