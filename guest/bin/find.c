/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * find: files below directories of which an expression is true: find directory ... [expression]
 *
 *	-name pattern   -type f|d|c|l|p   -size [+-]N[c]   -perm octal   -links [+-]N   -user name   -mtime [+-]days
 *	-newer file   -print   -exec command ... {} ... ;   -ok the same, asked   -prune   -depth
 *	( e )   ! e   e e (both)   e -o e
 *
 * -exec uses vfork, as 4.2BSD's find did until 1985 (see process.c of sh).
 */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <fnmatch.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS 64

struct file {
	const char *path, *name;
	struct stat sb;
	int pruned;
};

static char **words; /* of the expression, the next one */
static int depth_first, acts, failed;

static int any(struct file *f, int wanted);

static char *next(const char *of)
{
	if (*words == NULL)
		errx(2, "%s: a word is missing", of);
	return *words++;
}

/* N, +N (more) or -N (less) */
static int compare(long n, const char *word)
{
	long m = atol(word + (*word == '+' || *word == '-'));

	return *word == '+' ? n > m : *word == '-' ? n < m : n == m;
}

static int is_user(const struct file *f, const char *name)
{
	const struct passwd *p = getpwnam(name);

	if (p == NULL && !isdigit((unsigned char)*name))
		errx(2, "%s: no such user", name);
	return f->sb.st_uid == (p != NULL ? p->pw_uid : (uid_t)atoi(name));
}

static int is_type(const struct file *f, char letter)
{
	switch (letter) {
	case 'f':
		return S_ISREG(f->sb.st_mode);
	case 'd':
		return S_ISDIR(f->sb.st_mode);
	case 'c':
		return S_ISCHR(f->sb.st_mode);
	case 'l':
		return S_ISLNK(f->sb.st_mode);
	case 'p':
		return S_ISFIFO(f->sb.st_mode);
	}
	errx(2, "-type %c: no such type", letter);
}

static int is_newer(const struct file *f, const char *path)
{
	struct stat sb;

	if (stat(path, &sb) < 0)
		err(2, "%s", path);
	return f->sb.st_mtime > sb.st_mtime;
}

static int is_size(const struct file *f, const char *word)
{
	int bytes = word[strlen(word) - 1] == 'c';

	return compare(bytes ? f->sb.st_size : (f->sb.st_size + 511) / 512, word);
}

static int agreed(char *const *argv)
{
	int c, yes;

	fprintf(stderr, "< %s ... > ? ", argv[0]);
	yes = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	return yes == 'y';
}

/* All is made before the vfork; its child only becomes the command. */
static int run(const struct file *f, int asks, int wanted)
{
	char *argv[ARGUMENTS + 1];
	int n = 0, how = 1;
	pid_t pid;

	while (*words != NULL && strcmp(*words, ";") != 0) {
		char *word = *words++;

		if (n == ARGUMENTS)
			errx(2, "-exec: more than %d words", ARGUMENTS);
		argv[n++] = strcmp(word, "{}") == 0 ? (char *)f->path : word;
	}
	next("-exec");
	argv[n] = NULL;
	if (!wanted || n == 0 || (asks && !agreed(argv)))
		return 0;
	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0)
		err(2, "vfork");
	waitpid(pid, &how, 0);
	if (WIFEXITED(how) && WEXITSTATUS(how) == 127)
		errx(2, "%s: cannot be run", argv[0]);
	return how == 0;
}

/* One primary. `wanted`: its value counts; if not, its words are only read. */
static int one(struct file *f, int wanted)
{
	const char *word = next("expression");
	int value;

	if (strcmp(word, "(") == 0) {
		value = any(f, wanted);
		if (*words == NULL || strcmp(*words++, ")") != 0)
			errx(2, ") is missing");
		return value;
	}
	if (strcmp(word, "!") == 0)
		return !one(f, wanted);
	if (strcmp(word, "-print") == 0)
		return !wanted || puts(f->path) >= 0;
	if (strcmp(word, "-prune") == 0) {
		f->pruned |= wanted;
		return 1;
	}
	if (strcmp(word, "-depth") == 0)
		return 1;
	if (strcmp(word, "-exec") == 0 || strcmp(word, "-ok") == 0)
		return run(f, word[1] == 'o', wanted);
	if (strcmp(word, "-name") == 0)
		return fnmatch(next(word), f->name, 0) == 0;
	if (strcmp(word, "-type") == 0)
		return is_type(f, next(word)[0]);
	if (strcmp(word, "-size") == 0)
		return is_size(f, next(word));
	if (strcmp(word, "-perm") == 0)
		return (f->sb.st_mode & 07777) == (mode_t)strtol(next(word), NULL, 8);
	if (strcmp(word, "-links") == 0)
		return compare(f->sb.st_nlink, next(word));
	if (strcmp(word, "-user") == 0)
		return is_user(f, next(word));
	if (strcmp(word, "-mtime") == 0)
		return compare((time(NULL) - f->sb.st_mtime) / 86400, next(word));
	if (strcmp(word, "-newer") == 0)
		return is_newer(f, next(word));
	errx(2, "%s: no such word of an expression", word);
}

static int all(struct file *f, int wanted)
{
	int value = one(f, wanted);

	while (*words != NULL && strcmp(*words, "-o") != 0 && strcmp(*words, ")") != 0) {
		if (strcmp(*words, "-a") == 0)
			words++;
		value = one(f, wanted && value) && value;
	}
	return value;
}

static int any(struct file *f, int wanted)
{
	int value = all(f, wanted);

	while (*words != NULL && strcmp(*words, "-o") == 0) {
		words++;
		value = all(f, wanted && !value) || value;
	}
	return value;
}

static void judge(struct file *f, char **expression)
{
	int value = 1;

	words = expression;
	if (*words != NULL)
		value = any(f, 1);
	if (*words != NULL)
		errx(2, "%s: makes no sense", *words);
	if (value && !acts)
		puts(f->path);
}

static void walk(const char *path, const char *name, char **expression)
{
	struct file f = {.path = path, .name = name};
	struct dirent *entry;
	DIR *d;

	if (lstat(path, &f.sb) < 0) {
		warn("%s", path);
		failed = 1;
		return;
	}
	if (!depth_first)
		judge(&f, expression);
	if (S_ISDIR(f.sb.st_mode) && !f.pruned) {
		d = opendir(path);
		if (d == NULL) {
			warn("%s", path);
			failed = 1;
		}
		while (d != NULL && (entry = readdir(d)) != NULL) {
			char inner[PATH_MAX];

			if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
				continue;
			snprintf(inner, sizeof(inner), "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
			         entry->d_name);
			walk(inner, strrchr(inner, '/') + 1, expression);
		}
		if (d != NULL)
			closedir(d);
	}
	if (depth_first)
		judge(&f, expression);
}

int main(int argc, char **argv)
{
	int n = 1;

	while (n < argc && argv[n][0] != '-' && strcmp(argv[n], "(") != 0 && strcmp(argv[n], "!") != 0)
		n++;
	for (int i = n; i < argc; i++) {
		depth_first |= strcmp(argv[i], "-depth") == 0;
		acts |= strcmp(argv[i], "-print") == 0 || strcmp(argv[i], "-exec") == 0 || strcmp(argv[i], "-ok") == 0;
	}
	if (n == 1)
		walk(".", ".", argv + n);
	for (int i = 1; i < n; i++) {
		const char *slash = strrchr(argv[i], '/');

		walk(argv[i], slash != NULL && slash[1] != '\0' ? slash + 1 : argv[i], argv + n);
	}
	return failed;
}
