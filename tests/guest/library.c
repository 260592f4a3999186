/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The library: buffered files, scanf, sorting, the environment, getopt, spawning, pthread_atfork, time, nlist. */
#include <ctype.h>
#include <fcntl.h>
#include <getopt.h>
#include <nlist.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <time.h>

#include "check.h"

#define WORK "/tmp/work"

static void streams(void)
{
	char line[40];
	FILE *f = fopen(WORK, "w");
	int c;

	check(f && fprintf(f, "%s %d\n%c\n", "line", 1, 'x') == 9 && ftell(f) == 9 && fclose(f) == 0,
	      "fopen for writing");
	f = fopen(WORK, "a");
	check(f && fputs("end", f) == 0 && fclose(f) == 0, "for appending");
	f = fopen(WORK, "r");
	check(f && fgets(line, sizeof line, f) && strcmp(line, "line 1\n") == 0 && ftell(f) == 7, "fgets, ftell");
	c = getc(f);
	check(c == 'x' && ungetc(c, f) == 'x' && getc(f) == 'x' && !feof(f), "ungetc");
	check(fseek(f, -3, SEEK_END) == 0 && fread(line, 1, 10, f) == 3 && feof(f) && !ferror(f), "fseek, fread, feof");
	rewind(f);
	check(getc(f) == 'l' && fputc('x', f) == EOF && fclose(f) == 0,
	      "rewind; what is open for reading is not written");
	f = fopen(WORK, "r+");
	check(getc(f) == 'l' && fseek(f, 0, SEEK_CUR) == 0 && putc('I', f) == 'I' && fseek(f, 0, SEEK_SET) == 0 &&
	              fgets(line, 5, f) && strcmp(line, "lIne") == 0,
	      "r+: reading and writing");
	check(freopen("/etc/rc", "r", f) == f && getc(f) == '/' && fclose(f) == 0, "freopen");
	check(fopen("/nothing", "r") == NULL && errno == ENOENT && fopen(WORK, "q") == NULL && errno == EINVAL,
	      "fopen fails");
	f = fdopen(open(WORK, O_RDONLY), "r");
	check(f && setvbuf(f, NULL, _IONBF, 0) == 0 && getc(f) == 'l' && lseek(fileno(f), 0, SEEK_CUR) == 1 &&
	              fclose(f) == 0,
	      "fdopen, unbuffered");
	check(remove(WORK) == 0, "remove");
}

static void more_streams(void)
{
	char name[L_tmpnam], work[] = "/tmp/wXXXXXX", *line = NULL;
	FILE *f = tmpfile();
	size_t size = 0;
	fpos_t place;
	int fd;

	check(f && fputs("first\n", f) == 0 && fgetpos(f, &place) == 0 && fputs("second, longer\nend", f) == 0,
	      "tmpfile");
	rewind(f);
	check(getline(&line, &size, f) == 6 && strcmp(line, "first\n") == 0 && fsetpos(f, &place) == 0, "getline");
	check(getdelim(&line, &size, ',', f) == 7 && getline(&line, &size, f) == 8 && getline(&line, &size, f) == 3 &&
	              strcmp(line, "end") == 0 && getline(&line, &size, f) == -1,
	      "getdelim, the last line without its end");
	free(line);
	rewind(f);
	check(putw(0x12345678, f) == 0 && fseek(f, 0, SEEK_SET) == 0 && getw(f) == 0x12345678, "putw, getw");
	fclose(f);
	check(tmpnam(name) == name && access(name, F_OK) == -1, "tmpnam");
	fd = mkstemp(work);
	check(fd >= 0 && access(work, F_OK) == 0 && strcmp(work, "/tmp/wXXXXXX") != 0, "mkstemp");
	check(rename(work, name) == 0 && remove(name) == 0 && dprintf(fd, "%d", 12345) == 5 &&
	              lseek(fd, 0, SEEK_CUR) == 5,
	      "rename, remove, dprintf");
	close(fd);
	strcpy(work, "/tmp/dXXXXXX");
	check(mkdtemp(work) == work && remove(work) == 0, "mkdtemp; remove takes a directory");
	check(mkstemp(strcpy(work, "/tmp/none")) == -1 && errno == EINVAL, "no template");
}

static void scanning(void)
{
	char word[20], set[20];
	int a, b, n;
	unsigned x;
	short s;

	check(sscanf(" 12 -7 word", "%d%d %s", &a, &b, word) == 3 && a == 12 && b == -7 && strcmp(word, "word") == 0,
	      "%d %s");
	check(sscanf("ff,0x1F,017", "%x,%i,%i", &x, &a, &b) == 3 && x == 255 && a == 31 && b == 15, "%x %i");
	check(sscanf("abc123", "%[a-c]%hd%n", set, &s, &n) == 2 && strcmp(set, "abc") == 0 && s == 123 && n == 6,
	      "%[ %h %n");
	check(sscanf("12345", "%2d%*1d%d", &a, &b) == 2 && a == 12 && b == 45, "widths and %*");
	check(sscanf("x", "%d", &a) == 0 && sscanf("", "%d", &a) == EOF && sscanf("5%", "%d%%", &a) == 1,
	      "what does not match");
	check(sscanf("-", "%d", &a) == 0 && sscanf("ab", "%c%c", word, word + 1) == 2 && word[1] == 'b', "%c");
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void sorting(void)
{
	int numbers[100], good = 1, key = 37, missing = 1000;

	srand(1);
	for (int i = 0; i < 100; i++)
		numbers[i] = i * 37 % 100;
	qsort(numbers, 100, sizeof *numbers, by_number);
	for (int i = 0; i < 100; i++)
		good &= numbers[i] == i;
	check(good, "qsort");
	check(bsearch(&key, numbers, 100, sizeof *numbers, by_number) == &numbers[37] &&
	              bsearch(&missing, numbers, 100, sizeof *numbers, by_number) == NULL,
	      "bsearch");
	good = rand();
	srand(1);
	check(rand() == good && rand() != good, "rand");
	check(div(-7, 2).quot == -3 && div(-7, 2).rem == -1 && labs(-5) == 5, "div");
}

static void strings(void)
{
	char text[] = "a,b;;c";

	check(strcmp(strtok(text, ",;"), "a") == 0 && strcmp(strtok(NULL, ",;"), "b") == 0 &&
	              strcmp(strtok(NULL, ",;"), "c") == 0 && strtok(NULL, ",;") == NULL,
	      "strtok");
	check(strspn("aab", "a") == 2 && strcspn("xyz", "z") == 2 && *strpbrk("xyz", "zy") == 'y', "strspn, strpbrk");
	strcpy(text, "abcabc");
	bcopy(text, text + 1, 5);
	check(index(text, 'b') == text + 2 && rindex(text, 'b') == text + 5 && bcmp(text, "aabcab", 7) == 0,
	      "index, rindex, bcopy, bcmp");
	bzero(text, 3);
	check(text[0] == '\0' && text[2] == '\0' && text[3] == 'c', "bzero");
	check(strcasecmp("HeLLo", "hEllO") == 0 && strncasecmp("ABx", "aby", 2) == 0, "strcasecmp");
	check(ispunct('!') && !ispunct('a') && isxdigit('f') && iscntrl('\t'), "ctype");
}

static void environment(void)
{
	check(setenv("WORD", "one", 1) == 0 && strcmp(getenv("WORD"), "one") == 0, "setenv");
	check(setenv("WORD", "two", 0) == 0 && strcmp(getenv("WORD"), "one") == 0, "and not if it is there");
	check(putenv("WORD=three") == 0 && strcmp(getenv("WORD"), "three") == 0, "putenv");
	check(unsetenv("WORD") == 0 && getenv("WORD") == NULL && getenv("PATH") != NULL, "unsetenv");
	check(setenv("A=B", "", 1) == -1 && errno == EINVAL, "no = in a name");
}

static void options(void)
{
	char *argv[] = {"program", "-ab", "-cvalue", "-d", "other", "-x", "--", "rest", NULL};
	char found[40] = "";
	int c;

	opterr = 0;
	while ((c = getopt(8, argv, "abc:d:")) != -1) {
		sprintf(found + strlen(found), "%c%s", c, c == 'c' || c == 'd' ? optarg : "");
	}
	check(strcmp(found, "abcvaluedother?") == 0 && strcmp(argv[optind], "rest") == 0, "getopt");
}

static void long_options(void)
{
	static int flag;
	static const struct option known[] = {{"all", no_argument, NULL, 'a'},
	                                      {"file", required_argument, NULL, 'f'},
	                                      {"filter", optional_argument, &flag, 7},
	                                      {NULL, 0, NULL, 0}};
	char *argv[] = {"program",  "--all",      "-ab",   "--file=one", "--file", "two",    "--al",
	                "--filter", "--filter=x", "--fil", "--all=x",    "--no",   "--file", NULL};
	char found[100] = "";
	int c, index = -1;

	optind = 1;
	while ((c = getopt_long(13, argv, "ab", known, &index)) != -1) {
		sprintf(found + strlen(found), "%c%s ", c != 0 ? c : '0' + flag,
		        (c == 'f' || c == 0) && optarg != NULL ? optarg : "");
	}
	check(strcmp(found, "a a b fone ftwo a 7 7x ? ? ? ? ") == 0 && optind == 13 && index == 2, "getopt_long");
	if (strcmp(found, "a a b fone ftwo a 7 7x ? ? ? ? ") != 0)
		printf("# %s\n", found);
	argv[1] = "--";
	optind = 1;
	check(getopt_long(13, argv, "ab", known, NULL) == -1 && optind == 2, "-- ends the options");
}

static int prepared, in_parent, in_child;

static void prepare(void)
{
	prepared++;
}

static void parent(void)
{
	in_parent++;
}

static void child(void)
{
	in_child++;
}

/* With vfork_forks it calls the functions, too. */
static void atfork(int vfork_forks)
{
	pid_t pid;

	pthread_atfork(prepare, parent, child);
	pid = fork();
	if (pid == 0)
		_exit(in_child + 2 * in_parent);
	check_same(EXITED(1), status_of(pid), "fork calls the child's function");
	check(prepared == 1 && in_parent == 1, "and the parent's");
	pid = vfork();
	if (pid == 0)
		_exit(0);
	check_same(0, status_of(pid), "vfork");
	if (vfork_forks)
		check(prepared == 2 && in_parent == 2 && in_child == 0, "calls them, too");
	else
		check(prepared == 1 && in_parent == 1 && in_child == 0, "calls none of them");
}

static void spawning(void)
{
	posix_spawn_file_actions_t actions;
	char *argv[] = {"echo", "spawned", NULL}, line[20] = "";
	pid_t pid;
	FILE *f;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, WORK, O_WRONLY | O_CREAT, 0644);
	check(posix_spawnp(&pid, "echo", &actions, NULL, argv, environ) == 0 && status_of(pid) == 0, "posix_spawnp");
	posix_spawn_file_actions_destroy(&actions);
	f = fopen(WORK, "r");
	check(f && fgets(line, sizeof line, f) && strcmp(line, "spawned\n") == 0, "its output went where it was sent");
	fclose(f);
	remove(WORK);
}

/* What posix_spawn says; the children it may have left are gone then. */
static int spawn_fails(const char *file, const posix_spawn_file_actions_t *actions)
{
	char *argv[] = {"nothing", NULL};
	pid_t pid = 0;
	int error = posix_spawn(&pid, file, actions, NULL, argv, environ);

	check(wait(NULL) == -1 && errno == ECHILD, "no child is left");
	return error;
}

static void failing_spawn(void)
{
	posix_spawn_file_actions_t actions;
	int fd;

	check_same(ENOENT, spawn_fails("/bin/nothing", NULL), "posix_spawn tells what exec could not do");
	check_same(EACCES, spawn_fails("/etc", NULL), "and again");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, 17, 1);
	check_same(EBADF, spawn_fails("/bin/true", &actions), "an action that fails");
	posix_spawn_file_actions_destroy(&actions);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir(&actions, "/nowhere");
	check_same(ENOENT, spawn_fails("/bin/true", &actions), "a directory that is not there");
	posix_spawn_file_actions_destroy(&actions);
	/* The pipe that an error may come through is out of the actions' way, and does not stay. */
	posix_spawn_file_actions_init(&actions);
	for (fd = 3; fd < getdtablesize() - 1; fd++)
		posix_spawn_file_actions_adddup2(&actions, 0, fd);
	check_same(ENOENT, spawn_fails("/bin/nothing", &actions), "with all but one descriptor in use");
	posix_spawn_file_actions_destroy(&actions);
	check_same(3, dup(0), "posix_spawn leaves no descriptors behind");
	close(3);
}

static void on_signal(int sig)
{
	(void)sig;
}

/* The program that is spawned: tells what it was given, as the attributes say. */
static int probe(void)
{
	struct sigaction usr1, usr2, term;
	sigset_t mask;
	char path[64];

	sigaction(SIGUSR1, NULL, &usr1);
	sigaction(SIGUSR2, NULL, &usr2);
	sigaction(SIGTERM, NULL, &term);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	return (getpgrp() == getpid()) | (usr1.sa_handler == SIG_DFL) << 1 | (usr2.sa_handler == SIG_IGN) << 2 |
	       (term.sa_handler == SIG_DFL) << 3 | (sigismember(&mask, SIGHUP) == 1) << 4 |
	       (geteuid() == getuid()) << 5 | (strcmp(getcwd(path, sizeof path), "/etc") == 0) << 6;
}

static int spawn_probe(const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr)
{
	char *argv[] = {"library", "probe", NULL};
	pid_t pid;

	return posix_spawnp(&pid, "library", actions, attr, argv, environ) == 0 ? status_of(pid) : -1;
}

static void attributes(void)
{
	const short all = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_RESETIDS;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t set;
	short flags;
	pid_t pid;

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	signal(SIGTERM, on_signal);
	setreuid(-1, 7);
	posix_spawnattr_init(&attr);
	check_same(EXITED(4 | 8), spawn_probe(NULL, &attr), "without attributes the child inherits");
	check(posix_spawnattr_setflags(&attr, all) == 0 && posix_spawnattr_getflags(&attr, &flags) == 0 && flags == all,
	      "setflags, getflags");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	posix_spawnattr_setsigdefault(&attr, &set);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	posix_spawnattr_setsigmask(&attr, &set);
	check(posix_spawnattr_setpgroup(&attr, 0) == 0 && posix_spawnattr_getpgroup(&attr, &pid) == 0 && pid == 0,
	      "setpgroup, getpgroup");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir(&actions, "/etc");
	check_same(EXITED(127), spawn_probe(&actions, &attr), "with all of them it gets what they say");
	posix_spawn_file_actions_destroy(&actions);
	setreuid(-1, 0);
	signal(SIGUSR1, SIG_DFL);
	signal(SIGUSR2, SIG_DFL);
	check(signal(SIGTERM, SIG_DFL) == on_signal, "our own handler is still there");
	sigprocmask(SIG_BLOCK, NULL, &set);
	check(set == 0, "and nothing is blocked");
	check(posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSCHEDULER) == ENOSYS &&
	              posix_spawnattr_setflags(&attr, 0x400) == EINVAL,
	      "flags that there are not");
}

static void commands(void)
{
	char line[20] = "";
	FILE *f;

	check_same(EXITED(3), system("exit 3"), "system");
	check(system(NULL) != 0 && signal(SIGINT, SIG_DFL) == SIG_DFL, "and signals are as before");
	f = popen("echo from a pipe", "r");
	check(f && fgets(line, sizeof line, f) && strcmp(line, "from a pipe\n") == 0 && pclose(f) == 0, "popen");
}

static void clocks(void)
{
	time_t when = 951782400; /* 2000-02-29 00:00:00 */
	struct tms used;
	struct nlist names[] = {{.n_name = "_no_such_name"}, {.n_name = "proc"}, {.n_name = NULL}};

	check(strcmp(ctime(&when), "Tue Feb 29 00:00:00 2000\n") == 0, "ctime");
	when = 0;
	check(strcmp(ctime(&when), "Thu Jan  1 00:00:00 1970\n") == 0, "the beginning");
	check(time(NULL) > 300000000 && clock() >= 0, "time, clock");
	check(nlist("/vmunix", names) == 1 && names[0].n_value == 0 && names[1].n_value >= 0x80000000, "nlist");
	check(nlist("/etc/rc", names) == -1, "nlist of what is no program");
	check(times(&used) >= 0 && used.tms_utime > 0 && used.tms_utime + used.tms_stime < 100 * sysconf(_SC_CLK_TCK) &&
	              used.tms_cutime + used.tms_cstime > 0,
	      "times");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "probe") == 0)
		return probe();
	streams();
	more_streams();
	scanning();
	sorting();
	strings();
	environment();
	options();
	long_options();
	atfork(argc > 1 && strcmp(argv[1], "atfork") == 0);
	spawning();
	failing_spawn();
	attributes();
	commands();
	clocks();
	return check_end();
}
