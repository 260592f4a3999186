/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What POSIX and System V have besides 4.3BSD, and the library makes of it. The machine begins on the 5th of June 1986,
 * a Thursday, at noon; /home/dates has templates for getdate. */
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <langinfo.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <ulimit.h>
#include <utmpx.h>

#include "check.h"

static void check_text(const char *expected, const char *actual, const char *name)
{
	check(actual != NULL && strcmp(expected, actual) == 0, name);
	if (actual == NULL || strcmp(expected, actual) != 0)
		printf("# expected %s, got %s\n", expected, actual != NULL ? actual : "nothing");
}

static void check_fails(int error, long result, const char *name)
{
	check(result == -1 && errno == error, name);
}

static char walked[400];

static int note(const char *path, const struct stat *sb, int what)
{
	sprintf(walked + strlen(walked), "%s:%d ", path, what);
	return S_ISREG(sb->st_mode) && strcmp(path, "t/stop") == 0 ? 7 : 0;
}

static int note_there(const char *path, const struct stat *sb, int what, struct FTW *where)
{
	(void)sb;
	sprintf(walked + strlen(walked), "%s:%d:%d:%d ", path + where->base, what, where->level,
	        access(path + where->base, F_OK) == 0);
	return 0;
}

static void trees(void)
{
	mkdir("t", 0755);
	mkdir("t/d", 0755);
	close(creat("t/d/f", 0644));
	symlink("nowhere", "t/s");
	check_same(0, ftw("t", note, 3), "ftw");
	check_text("t:1 t/d:1 t/d/f:0 t/s:4 ", walked,
	           "ftw: directories before what is in them, a link that leads nowhere");
	walked[0] = '\0';
	check_same(0, nftw("t", note_there, 1, FTW_PHYS | FTW_DEPTH | FTW_CHDIR), "nftw");
	check_text("f:0:2:1 d:5:1:1 s:4:1:0 t:5:0:1 ", walked, "nftw: in the directory, what is in one before it");
	close(creat("t/stop", 0644));
	check_same(7, ftw("t", note, 1), "ftw ends when the function says so");
	check_fails(ENOENT, ftw("t/none", note, 1), "ftw of what is not there");
}

static int handled;

static void handler(int sig)
{
	handled = sig;
}

static void signals(void)
{
	char stack[SIGSTKSZ];
	stack_t to = {stack, sizeof(stack), 0}, was;
	sigset_t set, pending;
	int sig = 0;

	check(sigset(SIGUSR1, handler) == SIG_DFL && sigset(SIGUSR1, SIG_HOLD) == handler, "sigset");
	raise(SIGUSR1);
	check(handled == 0, "SIG_HOLD blocks");
	check(sigset(SIGUSR1, handler) == SIG_HOLD && handled == SIGUSR1, "what was held comes when it is no more");
	handled = 0;
	sighold(SIGUSR1);
	raise(SIGUSR1);
	check(handled == 0 && sigrelse(SIGUSR1) == 0 && handled == SIGUSR1, "sighold, sigrelse");
	handled = 0;
	sigignore(SIGUSR1);
	raise(SIGUSR1);
	check(handled == 0 && sigset(SIGUSR1, handler) == SIG_IGN, "sigignore");

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	check(sigwait(&set, &sig) == 0 && sig == SIGUSR1 && handled == 0,
	      "sigwait takes what waits, without its handler");
	sigpending(&pending);
	check(pending == 0, "... and then it waits no more");
	alarm(1);
	check(sigwait(&set, &sig) == 0 && sig == SIGALRM, "sigwait waits");
	raise(SIGUSR1);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	check(handled == SIGUSR1, "the handler is there again");

	check(sigaltstack(NULL, &was) == 0 && was.ss_flags == SS_DISABLE, "no other stack");
	check(sigaltstack(&to, NULL) == 0 && sigaltstack(NULL, &was) == 0 && was.ss_sp == stack &&
	              was.ss_size == sizeof(stack) && was.ss_flags == 0,
	      "sigaltstack");
	to.ss_size = MINSIGSTKSZ - 1;
	check_fails(ENOMEM, sigaltstack(&to, NULL), "a stack that is too small");
	to.ss_flags = SS_DISABLE;
	check(sigaltstack(&to, &was) == 0 && sigaltstack(NULL, &was) == 0 && was.ss_flags == SS_DISABLE, "none again");
}

/* A descriptor is not ready, and a signal that was blocked ends the waiting. */
static void waiting(void)
{
	struct timespec none = {0, 0}, long_time = {50, 0};
	sigset_t set, open_mask;
	struct pollfd list = {.events = POLLRDNORM};
	int fds[2];
	fd_set reads;

	pipe(fds);
	FD_ZERO(&reads);
	FD_SET(fds[0], &reads);
	check_same(0, pselect(fds[0] + 1, &reads, NULL, NULL, &none, NULL), "pselect: nothing is there");
	sigset(SIGALRM, handler);
	sigemptyset(&set);
	sigprocmask(SIG_BLOCK, NULL, &open_mask);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	alarm(1);
	FD_SET(fds[0], &reads);
	check_fails(EINTR, pselect(fds[0] + 1, &reads, NULL, NULL, &long_time, &open_mask),
	            "pselect's mask lets it in");
	sigprocmask(SIG_BLOCK, NULL, &open_mask);
	check(sigismember(&open_mask, SIGALRM) && handled == SIGALRM, "... and the old mask comes back");
	write(fds[1], "x", 1);
	list.fd = fds[0];
	check(poll(&list, 1, 0) == 1 && list.revents == POLLRDNORM, "poll: what is normal");
}

static void numbers(void)
{
	int point, negative;
	char text[40];

	check_text("31416", ecvt(-3.14159, 5, &point, &negative), "ecvt");
	check(point == 1 && negative, "ecvt: the point and the sign");
	check_text("3142", fcvt(3.14159, 3, &point, &negative), "fcvt");
	check_same(1, point, "fcvt: the point");
	check_text("123", fcvt(0.00123, 5, &point, &negative), "fcvt of a small one");
	check_same(-2, point, "... has its point to the left");
	check_text("0.1", gcvt(0.1, 6, text), "gcvt");
	check_text("zz1", l64a(a64l("zz1")), "a64l, l64a");
	check_same(64 * 64, a64l("../"), "a64l: the lowest first");
	check_same(-1, (long)a64l("zzzzz1"), "a64l: 32 bits");
	check(imaxabs(-5000000000) == 5000000000 && imaxdiv(7, 2).rem == 1 && strtoimax("-0x10", NULL, 0) == -16 &&
	              strtoumax("99999999999", NULL, 10) == 99999999999,
	      "the widest integers");
	signgam = 0;
	check(lgamma(-0.5) > 1.26 && signgam == -1, "lgamma and its sign");
	errno = 0;
	check(isinf(atanh(1)) && errno == ERANGE, "atanh of 1");
	check(isnan(acosh(0.5)) && errno == EDOM, "acosh of less than 1");
	check(cbrtf(27) == 3 && fmaxl(1, 2) == 2 && lroundf(2.5f) == 3 && ilogb(8) == 3, "other types");
}

static void words(void)
{
	static char list[] = "ro,size=12,what", bits[64];
	char *const names[] = {"rw", "ro", "size", NULL};
	char *at = list, *value = NULL, to[8], key[64];
	wchar_t wide[8];

	check(getsubopt(&at, names, &value) == 1 && value == NULL, "getsubopt: a word");
	check(getsubopt(&at, names, &value) == 2 && strcmp(value, "12") == 0, "... with a value");
	check(getsubopt(&at, names, &value) == -1 && strcmp(value, "what") == 0 && *at == '\0',
	      "... that is not known");
	check(mbstowcs(wide, "ab", 8) == 2 && wide[1] == 'b' && wide[2] == 0 && wcstombs(to, wide, 8) == 2 &&
	              strcmp(to, "ab") == 0 && mblen("", 1) == 0 && mbtowc(wide, "\377", 1) == 1 && wide[0] == 0xff,
	      "characters are bytes");
	check_fails(EILSEQ, wctomb(to, 0x100), "... and no more");
	check_text("Thursday", nl_langinfo(DAY_5), "nl_langinfo");
	check_text("Dec", nl_langinfo(ABMON_12), "nl_langinfo, short");

	/* the first vector of FIPS 46's tables: key and text are 0 but for the first bit of the text */
	memset(key, 0, sizeof(key));
	bits[0] = 1;
	setkey(key);
	encrypt(bits, 0);
	check(memcmp(bits, "\1\0\0\1\0\1\0\1\1\1\1\1\1\0\0\0", 16) == 0, "encrypt: 95F8...");
	encrypt(bits, 1);
	check(bits[0] == 1 && memchr(bits + 1, 1, 63) == NULL, "... and back");
}

static void dates(void)
{
	struct tm *tm;

	unsetenv("DATEMSK");
	check(getdate("Monday") == NULL && getdate_err == 1, "getdate without templates");
	setenv("DATEMSK", "/home/dates", 1);
	tm = getdate("Monday");
	check(tm != NULL && tm->tm_mday == 9 && tm->tm_hour == 12, "the next Monday, at this time");
	tm = getdate("Thursday");
	check(tm != NULL && tm->tm_mday == 5, "Thursday is today");
	tm = getdate("10:30");
	check(tm != NULL && tm->tm_mday == 6 && tm->tm_hour == 10 && tm->tm_min == 30, "half past ten is tomorrow");
	tm = getdate("24 December 1985");
	check(tm != NULL && tm->tm_year == 85 && tm->tm_wday == 2, "a date");
	tm = getdate("02/28");
	check(tm != NULL && tm->tm_year == 87, "February is next year's");
	check(getdate("31 April 1986") == NULL && getdate_err == 8, "there is no such day");
	check(getdate("soon") == NULL && getdate_err == 7, "no template");
}

static void system_says(void)
{
	struct flock lock = {.l_type = F_WRLCK};
	char path[3];
	int fd;

	check(confstr(_CS_PATH, NULL, 0) == 5 && confstr(_CS_PATH, path, sizeof(path)) == 5 && strcmp(path, "/b") == 0,
	      "confstr");
	check(sysconf(_SC_LINE_MAX) == 2048 && sysconf(_SC_STREAM_MAX) == 20 && sysconf(_SC_THREADS) == -1, "sysconf");
	check_fails(EINVAL, sysconf(-5), "sysconf of what is not known");
	check_same(255, pathconf("/", _PC_MAX_CANON), "pathconf");
	fd = creat("locked", 0644);
	check_fails(EINVAL, fcntl(fd, F_SETLK, (int)&lock), "no locks of records");
	check_fails(EINVAL, lockf(fd, F_LOCK, 0), "nor by lockf");
	check_fails(EOPNOTSUPP, lchown("t/s", 1, 1), "a link has no owner of its own");
	check(lchown("locked", 1, 1) == 0 && getsid(0) == getpgrp(), "lchown, getsid");
	check(ulimit(UL_SETFSIZE, 2L) == 2 && ulimit(UL_GETFSIZE) == 2, "ulimit");
	signal(SIGXFSZ, SIG_IGN);
	check(write(fd, walked, sizeof(walked)) == 400 && lseek(fd, 1024, SEEK_SET) == 1024, "as much as that");
	check_fails(EFBIG, write(fd, "x", 1), "... and no more");
	check(getutxent() == NULL && nl_langinfo(-1)[0] == '\0', "nobody is logged in");
}

int main(void)
{
	chdir("/tmp");
	trees();
	signals();
	waiting();
	numbers();
	words();
	dates();
	system_says();
	return check_end();
}
