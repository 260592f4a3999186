/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ordinary programs take from the library besides: accounts, regular expressions, directories, tables, time. */
#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <pwd.h>
#include <regex.h>
#include <search.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/timeb.h>
#include <termcap.h>
#include <termios.h>
#include <time.h>

static void accounts(void)
{
	struct passwd *p = getpwuid(0), entry, *found;
	struct group *g;
	char room[2048];
	int count = 0;

	check(p != NULL && strcmp(p->pw_name, "root") == 0 && strcmp(p->pw_dir, "/home") == 0, "getpwuid");
	p = getpwnam("guest");
	check(p != NULL && p->pw_uid == 99 && p->pw_gid == 99, "getpwnam");
	check(getpwnam("nobody") == NULL && getpwuid(7) == NULL, "getpwnam: nobody");
	for (setpwent(); getpwent() != NULL; count++)
		;
	endpwent();
	check_same(3, count, "getpwent");
	check(getpwnam_r("daemon", &entry, room, sizeof(room), &found) == 0 && found == &entry && entry.pw_uid == 1,
	      "getpwnam_r");
	check_same(ERANGE, getpwuid_r(0, &entry, room, 10, &found), "getpwuid_r: no room");
	g = getgrgid(0);
	check(g != NULL && strcmp(g->gr_name, "wheel") == 0 && strcmp(g->gr_mem[0], "root") == 0 &&
	              g->gr_mem[1] == NULL,
	      "getgrgid");
	check(getgrnam("guest") != NULL && getgrnam("none") == NULL, "getgrnam");
	check(getlogin() != NULL && strcmp(getlogin(), "root") == 0, "getlogin");
}

/* What a pattern matches in a string: "whole|part1|part2...", parts that do not match as -. */
static const char *matched(const char *pattern, int flags, const char *string)
{
	static char text[256];
	regmatch_t match[10];
	regex_t re;
	int error = regcomp(&re, pattern, flags);

	if (error != 0) {
		snprintf(text, sizeof(text), "error %d", error);
		return text;
	}
	if (regexec(&re, string, 10, match, 0) != 0) {
		strcpy(text, "none");
	} else {
		text[0] = '\0';
		for (size_t i = 0; i <= re.re_nsub; i++) {
			if (match[i].rm_so < 0)
				strcat(text, "-");
			else
				strncat(text, string + match[i].rm_so, match[i].rm_eo - match[i].rm_so);
			if (i < re.re_nsub)
				strcat(text, "|");
		}
	}
	regfree(&re);
	return text;
}

static void expressions(void)
{
	static const struct {
		const char *pattern;
		int flags;
		const char *string, *expected;
	} cases[] = {
		{"abc", 0, "xabcx", "abc"},
		{"a.c$", 0, "abcaxc", "axc"},
		{"^b", 0, "ab", "none"},
		{"a*", 0, "baaa", ""},
		{"xa*", 0, "bxaaa", "xaaa"},
		{"*a", 0, "b*a", "*a"},
		{"a^b$c", 0, "a^b$c", "a^b$c"},
		{"[^a-c]*", 0, "xyzabc", "xyz"},
		{"[]x]*", 0, "]x]a", "]x]"},
		{"[[:digit:]]\\{2,3\\}", 0, "a1b12345", "123"},
		{"\\(a*\\)b\\1", 0, "aaabaa", "aabaa|aa"},
		{"\\(foo\\|bar\\)baz", 0, "barbaz", "barbaz|bar"},
		{"\\<cat\\>", 0, "concat cat", "cat"},
		{"a+b?", REG_EXTENDED, "caab", "aab"},
		{"a|ab", REG_EXTENDED, "abc", "ab"}, /* the longest, not the first */
		{"(a|ab)(c|bcd)(d*)", REG_EXTENDED, "abcd", "abcd|a|bcd|"},
		{"(a*)(ab)*", REG_EXTENDED, "aab", "aab|a|ab"},
		{"(a*)*x", REG_EXTENDED, "aaax", "aaax|aaa"},
		{"(a*)*", REG_EXTENDED, "b", "|-"},
		{"x{0}y{2}", REG_EXTENDED, "xyyy", "yy"},
		{"(ab){2,}", REG_EXTENDED, "abababx", "ababab|ab"},
		{"a{1,2}b", REG_EXTENDED, "aaab", "aab"},
		{"hello", REG_ICASE, "HeLLo", "HeLLo"},
		{"[a-c]+", REG_EXTENDED | REG_ICASE, "xBCa", "BCa"},
		{"^b.*$", REG_NEWLINE, "a\nbcd\ne", "bcd"},
		{"a.b", REG_NEWLINE, "a\nb", "none"},
		{"(", REG_EXTENDED, "", "error 8"},
		{"\\(", 0, "", "error 8"},
		{"[a", 0, "", "error 7"},
		{"[[:foo:]]", 0, "", "error 4"},
		{"a\\", 0, "", "error 5"},
		{"\\1", 0, "", "error 6"},
		{"[z-a]", 0, "", "error 11"},
		{"a\\{2,1\\}", 0, "", "error 10"},
		{"+", REG_EXTENDED, "", "error 13"},
	};
	static char many[400];
	regex_t re;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got = matched(cases[i].pattern, cases[i].flags, cases[i].string);

		check(strcmp(got, cases[i].expected) == 0, cases[i].pattern);
		if (strcmp(got, cases[i].expected) != 0)
			printf("# in %s: expected %s, got %s\n", cases[i].string, cases[i].expected, got);
	}
	/* what takes other matchers for ever */
	memset(many, 'a', sizeof(many) - 1);
	check(regcomp(&re, "(a|aa)*(a*)*b", REG_EXTENDED) == 0 && regexec(&re, many, 0, NULL, 0) == REG_NOMATCH,
	      "each place is tried once");
	regfree(&re);
	check(re_exec("x") == -1 && re_comp("a[0-9]*z") == NULL && re_exec("xa12zx") == 1 && re_exec("xa12") == 0 &&
	              re_comp("") == NULL && re_comp("[a") != NULL && re_exec("az") == 1,
	      "re_comp and re_exec");
}

static int wanted(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void directories(void)
{
	struct dirent **list = NULL, *entry;
	char name[32], *path;
	long place = 0;
	int count = 0;
	DIR *d;

	mkdir("/tmp/many", 0755);
	for (int i = 0; i < 40; i++) {
		sprintf(name, "/tmp/many/%c%d", 'z' - i % 26, i);
		close(creat(name, 0644));
	}
	check_same(40, scandir("/tmp/many", &list, wanted, alphasort), "scandir");
	check(list != NULL && strcmp(list[0]->d_name, "a25") == 0 && strcmp(list[39]->d_name, "z26") == 0, "alphasort");
	d = opendir("/tmp/many");
	while ((entry = readdir(d)) != NULL)
		if (++count == 35) {
			place = telldir(d);
			entry = readdir(d);
			strcpy(name, entry->d_name);
		}
	seekdir(d, place);
	entry = readdir(d);
	check(entry != NULL && strcmp(entry->d_name, name) == 0, "seekdir goes back into the last block");
	closedir(d);

	symlink("many/a25", "/tmp/link");
	symlink("/tmp/../tmp", "/tmp/round");
	path = realpath("/tmp/round/./many/../link", NULL);
	check(path != NULL && strcmp(path, "/tmp/many/a25") == 0, "realpath");
	check(realpath("/tmp/none/x", NULL) == NULL && errno == ENOENT, "realpath: nothing there");
	check(strcmp(basename(strcpy(name, "/usr/lib//")), "lib") == 0 &&
	              strcmp(basename(strcpy(name, "/")), "/") == 0 &&
	              strcmp(dirname(strcpy(name, "/usr//lib/")), "/usr") == 0 &&
	              strcmp(dirname(strcpy(name, "x")), ".") == 0 && strcmp(dirname(strcpy(name, "/x")), "/") == 0,
	      "basename and dirname");
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static char walked[64];

static void walk(const void *node, VISIT when, int depth)
{
	(void)depth;
	if (when == postorder || when == leaf)
		strcat(walked, *(const char *const *)node);
}

static void tables(void)
{
	static const char *const words[] = {"m", "c", "x", "a", "d", "z"};
	static int numbers[8] = {3, 1, 4};
	size_t count = 3;
	void *root = NULL;
	int one = 1, five = 5;

	hcreate(4);
	hsearch((ENTRY){"ten", "10"}, ENTER);
	hsearch((ENTRY){"two", "2"}, ENTER);
	check(hsearch((ENTRY){"two", NULL}, FIND) != NULL && hsearch((ENTRY){"six", NULL}, FIND) == NULL &&
	              strcmp(hsearch((ENTRY){"ten", NULL}, FIND)->data, "10") == 0,
	      "hsearch");
	hdestroy();
	for (size_t i = 0; i < COUNT(words); i++)
		tsearch(words[i], &root, by_text);
	tdelete("c", &root, by_text);
	twalk(root, walk);
	check(strcmp(walked, "admxz") == 0 && tfind("c", &root, by_text) == NULL && tfind("d", &root, by_text) != NULL,
	      "tsearch, tdelete, twalk");
	check(lfind(&one, numbers, &count, sizeof(int), by_number) != NULL, "lfind");
	lsearch(&five, numbers, &count, sizeof(int), by_number);
	check(count == 4 && numbers[3] == 5, "lsearch");
}

static void times(void)
{
	struct timeb b;
	struct tm tm = {0}, other = {0};
	char text[64];
	time_t now = 518400000; /* 1986-06-06 */

	check(strptime("Fri Jun  6 12:34:56 1986", "%c", &tm) != NULL && timegm(&tm) == 518445296, "strptime %c");
	check(strptime("06/07/86 1:02 pm", "%D %I:%M %p", &other) != NULL && other.tm_year == 86 &&
	              other.tm_hour == 13 && other.tm_wday == 6 && other.tm_yday == 157,
	      "strptime %D %p");
	check(strptime("x", "%Y", &other) == NULL && strptime("13", "%m", &other) == NULL, "strptime: it is not so");
	strftime(text, sizeof(text), "%C %G-W%V-%u %k %l %r %s %n%t|%Ey", gmtime(&now));
	check(strcmp(text, "19 1986-W23-5  0 12 12:00:00 AM 518400000 \n\t|86") == 0, "strftime's letters");
	check(ftime(&b) == 0 && b.millitm < 1000, "ftime");
}

static void numbers(void)
{
	static const char format[] = "[%+- 5d] [% d] [%a] [%.2a] [%A] [%10.0a]";
	char text[80], state[64], *was;
	const char *volatile unchecked = format; /* the compiler would complain of a space beside a + */
	long first, second;

	snprintf(text, sizeof(text), unchecked, 12, 12, 1.0, 0.1, -255.5, 1.5);
	check(strcmp(text, "[+12  ] [ 12] [0x1p+0] [0x1.9ap-4] [-0X1.FFP+7] [    0x2p+0]") == 0,
	      "printf's flags and %a");
	check(strtod("0x1.8p3z", &was) == 12 && *was == 'z' && strtod("-0x.8", NULL) == -0.5 &&
	              strtod("0x1p-1074", NULL) > 0 && strtod("0x1p-1075", NULL) == 0 &&
	              strtod("0x1.00000000000008p0", NULL) == 1 && strtod("0x", &was) == 0 && *was == 'x',
	      "strtod with hexadecimal digits");
	{
		double x = 0;
		int n = 0;

		check(sscanf("0x1.8p1 7", "%lf %d", &x, &n) == 2 && x == 3 && n == 7, "scanf, too");
	}
	srandom(1);
	first = random();
	second = random();
	was = initstate(5, state, sizeof(state));
	random();
	setstate(was);
	check(random() != first, "setstate goes on with the state before");
	srandom(1);
	check(random() == first && random() == second, "srandom begins anew");
	srand48(1);
	first = lrand48();
	check_same(89400484, first, "lrand48");
}

static void streams(void)
{
	char *text, buffer[8] = "", *line = NULL;
	size_t bytes, room = 0;
	FILE *f = open_memstream(&text, &bytes);
	void *p;

	for (int i = 0; i < 1000; i++)
		fprintf(f, "%d,", i);
	fclose(f);
	check(bytes == 3890 && strlen(text) == 3890 && strncmp(text + 3880, "7,998,999,", 10) == 0, "open_memstream");
	f = fmemopen("one\ntwo\n", 8, "r");
	getline(&line, &room, f);
	check(strcmp(line, "one\n") == 0 && fgetc(f) == 't' && ftell(f) == 5 && fseek(f, 1, SEEK_SET) == 0 &&
	              fgetc(f) == 'n' && fseek(f, 0, SEEK_END) == 0 && fgetc(f) == EOF,
	      "fmemopen, reading");
	fclose(f);
	f = fmemopen(buffer, sizeof(buffer), "w");
	fputs("12345", f);
	fclose(f);
	check(strcmp(buffer, "12345") == 0, "fmemopen, writing");
	f = fopen("/tmp/append", "w");
	fputs("abcd", f);
	fclose(f);
	f = fopen("/tmp/append", "a");
	fputs("efg", f);
	check_same(7, ftell(f), "ftell counts what was there before");
	check(fclose(f) == 0 && fopen("/tmp/append", "wx") == NULL && errno == EEXIST, "fopen wx");
	check(posix_memalign(&p, 256, 100) == 0 && ((unsigned long)p & 255) == 0 && memset(p, 1, 100) == p,
	      "posix_memalign");
	free(p);
	check(((unsigned long)valloc(10) & 4095) == 0, "valloc");
}

static void calls(void)
{
	char text[8] = "";
	gid_t groups[16];
	int fd = open("/tmp/calls", O_RDWR | O_CREAT, 0644), other = open("/tmp/calls", O_RDONLY), directory, status;
	pid_t child;

	write(fd, "hello", 5);
	check(pwrite(fd, "J", 1, 0) == 1 && pread(fd, text, 5, 0) == 5 && strcmp(text, "Jello") == 0 &&
	              lseek(fd, 0, SEEK_CUR) == 5,
	      "pread and pwrite leave the offset alone");
	check(pread(fd, text, 1, -1) == -1 && errno == EINVAL && pread(other, text, 1, 99) == 0, "pread: bad places");
	check(getgroups(0, NULL) == 0 && initgroups("daemon", 7) == 0 && getgroups(16, groups) == 2 && groups[0] == 7 &&
	              groups[1] == 1,
	      "initgroups, getgroups");
	check(getgroups(1, groups) == -1 && errno == EINVAL && setgroups(17, groups) == -1 && errno == EINVAL,
	      "getgroups: no room");
	chown("/tmp/calls", 0, 1);
	chmod("/tmp/calls", 0040);
	child = vfork();
	if (child == 0) {
		setreuid(99, 99);
		_exit(open("/tmp/calls", O_RDONLY) < 0);
	}
	check_same(0, status_of(child), "a group that one is in counts for permissions, in a child, too");
	setgroups(0, groups);
	check(flock(fd, LOCK_EX) == 0 && flock(other, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK, "flock");
	child = vfork();
	if (child == 0)
		_exit(flock(fd, LOCK_UN) < 0);
	waitpid(child, &status, 0);
	check(status == 0 && flock(other, LOCK_EX) == 0, "a child unlocks what its parent has locked");
	check(flock(fd, LOCK_SH | LOCK_NB) == -1 && close(other) == 0 && flock(fd, LOCK_SH) == 0, "closing unlocks");
	mkdir("/tmp/there", 0755);
	directory = open("/tmp/there", O_RDONLY);
	check(fchdir(directory) == 0 && strcmp(getcwd(NULL, 0), "/tmp/there") == 0 && fchdir(fd) == -1 &&
	              errno == ENOTDIR,
	      "fchdir");
	check(fcntl(fd, F_DUPFD_CLOEXEC, 20) == 20 && fcntl(20, F_GETFD) == FD_CLOEXEC, "F_DUPFD_CLOEXEC");
	check(strcmp(crypt("password", "ab"), "abJnggxhB/yWI") == 0 && strcmp(crypt("", "zz"), "zz6dpSdr.LHZw") == 0,
	      "crypt");
	check(mknod("/tmp/node", S_IFREG | 0600, 0) == 0 && mknod("/tmp/node", 0600, 0) == -1 && errno == EEXIST &&
	              mknod("/tmp/null", S_IFDIR | 0600, 0) == -1 && errno == EINVAL,
	      "mknod");
}

static void long_doubles(void)
{
	volatile long double a = 1.5L, b = 2.25L;
	char text[64];

	check(a + b == 3.75L && a * b == 3.375L && b - a == 0.75L && a / b > 0.666L && a < b && -a < 0 && (int)b == 2 &&
	              (long double)7u == 7,
	      "long double computes");
	snprintf(text, sizeof(text), "%Lg %.3Lf %Le", a * b, a / b, strtold("-1e300", NULL));
	check(strcmp(text, "3.375 0.667 -1.000000e+300") == 0, text);
}

static char terminal[128];

static int put(int c)
{
	terminal[strlen(terminal)] = (char)c;
	return c;
}

static void termcap(void)
{
	char entry[1024], room[128], *p = room;

	check(tgetent(entry, "vt100") == 1 && tgetnum("co") == 80 && tgetflag("am") && !tgetflag("xx"), "tgetent");
	tputs(tgetstr("cl", &p), 1, put);
	tputs(tgoto(tgetstr("cm", &p), 9, 4), 1, put);
	check(strcmp(terminal, "\033[H\033[J\033[5;10H") == 0, "tgetstr, tgoto, tputs");
	check(tgetent(entry, "none") == 0, "tgetent: no such terminal");
}

static int order;

static void __attribute__((constructor)) before(void)
{
	order = order * 10 + 1;
}

static void __attribute__((destructor)) after(void)
{
	printf("# a destructor runs\n");
}

/* The library has both, in one file: ours is taken. */
char *index(const char *s, int c)
{
	(void)s;
	(void)c;
	return "own";
}

unsigned sleep(unsigned seconds)
{
	return seconds + 1;
}

static void own_functions(void)
{
	check(strcmp(index("abc", 'b'), "own") == 0 && strcmp(rindex("abcb", 'b'), "b") == 0, "our own index");
	check(sleep(1) == 2 && usleep(1) == 0, "our own sleep");
	check_same(1, order, "a constructor has run");
}

int main(void)
{
	union wait status = {.w_status = 3 << 8};
	struct termios modes;

	check(WIFEXITED(status) && WEXITSTATUS(status) == 3 && !WIFSTOPPED(status),
	      "WIFEXITED takes a union wait, too");
	check(tcgetattr(0, &modes) == 0 && modes.c_cc[VINTR] == 3, "tcgetattr");
	modes.c_lflag |= ICANON | ISIG;
	check(tcsetattr(0, TCSANOW, &modes) == 0 && tcgetattr(0, &modes) == 0 && (modes.c_lflag & (ICANON | ISIG)) != 0,
	      "tcsetattr");
	modes.c_lflag &= ~ICANON;
	check(tcsetattr(0, TCSANOW, &modes) == 0 && tcgetattr(0, &modes) == 0 && !(modes.c_lflag & ICANON) &&
	              modes.c_cc[VMIN] == 1,
	      "tcsetattr");
	accounts();
	expressions();
	directories();
	tables();
	times();
	numbers();
	streams();
	calls();
	long_doubles();
	termcap();
	own_functions();
	return check_end();
}
