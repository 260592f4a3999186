/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls about files and attributes with arguments drawn from a fixed sequence of pseudo-random ones: addresses that are
 * nowhere, at a page's edge, in the kernel; descriptors and lengths of every kind. Whatever comes, the kernel answers
 * with a result or an error, and the process still works afterwards. Once in a child of fork and once in a borrower.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "check.h"

#define CALLS 4000
#define TEXT 0x80004000u
#define NOWHERE 0x50000000u
#define STACKTOP 0x80000000u

static char room[16384];
static const unsigned numbers[] = {
	SYS_READ,     SYS_WRITE,         SYS_OPEN,   SYS_CLOSE,     SYS_CREAT,     SYS_UNLINK,       SYS_CHDIR,
	SYS_CHMOD,    SYS_LSEEK,         SYS_ACCESS, SYS_STAT,      SYS_LSTAT,     SYS_DUP,          SYS_GETGID,
	SYS_UMASK,    SYS_FSTAT,         SYS_DUP2,   SYS_FCNTL,     SYS_MKDIR,     SYS_GETTIMEOFDAY, SYS_SETREGID,
	SYS_SETREUID, SYS_GETDTABLESIZE, SYS_RMDIR,  SYS_GETRUSAGE, SYS_GETRLIMIT,
};
static const char *const paths[] = {
	"/tmp/a",     "/tmp/a/b",  "/tmp/d",  "/tmp/d/e",
	"/dev/null",  "/dev/kmem", "/",       "",
	".",          "..",        "/tmp/..", "/tmp/.",
	"//tmp//d//", "/vmunix",   "d",       "a-name-that-is-longer-than-any-directory-can-hold",
};

static unsigned argument(void)
{
	static const unsigned special[] = {
		0,       1,          2,    (unsigned)-1, 0x7fffffff, 0x80000000, TEXT, STACKTOP - 1,
		NOWHERE, 0xfffffff0, 4095, 4096,         19,         20};
	unsigned draw = rand();

	switch (draw % 8) {
	case 0:
		return special[draw / 8 % COUNT(special)];
	case 1:
	case 2:
	case 3:
		return (unsigned)paths[draw / 8 % COUNT(paths)];
	case 4:
	case 5:
		return 3 + draw / 8 % 8;
	case 6:
		return (unsigned)(room + draw / 8 % (sizeof room / 2));
	default:
		return draw / 8 % 600;
	}
}

/* Descriptors 0 to 2 are /dev/null meanwhile: nobody shall wait for the console, nor fill it. */
static int storm(void)
{
	for (int fd = 0; fd < 3; fd++) {
		close(fd);
		open("/dev/null", O_RDWR);
	}
	for (int i = 0; i < CALLS; i++) {
		unsigned number = numbers[rand() % COUNT(numbers)], a = argument(), b = argument(), c = argument();

		if (number == SYS_LSEEK && (a & 1)) /* no file shall take all of memory */
			number = SYS_FSTAT;
		if (number == SYS_READ && c > sizeof room / 2) /* our own variables lie behind it */
			b = NOWHERE;
		raw_call(number, a, b, c);
	}
	return 0;
}

static int sane(void)
{
	struct stat sb;
	int fd = creat("/tmp/after", 0644);
	int good = fd >= 0 && write(fd, "x", 1) == 1 && fstat(fd, &sb) == 0 && sb.st_size == 1;

	return good && close(fd) == 0 && unlink("/tmp/after") == 0;
}

int main(void)
{
	for (int seed = 1; seed <= 4; seed++) {
		pid_t pid;

		srand(seed);
		pid = seed % 2 ? fork() : vfork();
		if (pid == 0)
			_exit(storm());
		check_same(0, status_of(pid), seed % 2 ? "a storm of calls" : "a storm of calls by a borrower");
		check(sane(), "files still work");
	}
	return check_end();
}
