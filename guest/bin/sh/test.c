/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test, also written [ ... ]: compares words and numbers, asks about files. The shell does it itself; /bin/test is the
 * same.
 *
 *	or      and { -o and }
 *	and     not { -a not }
 *	not     ! not | ( or ) | -letter word | word operator word | word
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static char **words; /* the next one, up to the null pointer */
static const char *wrong;

static int is_or(void);

static int number_of(const char *word)
{
	char *end;
	long n = strtol(word, &end, 10);
	size_t blanks = strspn(end, " \t\n");

	if (end == word || end[blanks] != '\0')
		wrong = word;
	return (int)n;
}

static int is_about_file(char letter, const char *path)
{
	struct stat sb;

	switch (letter) {
	case 'r':
		return access(path, R_OK) == 0;
	case 'w':
		return access(path, W_OK) == 0;
	case 'x':
		return access(path, X_OK) == 0;
	}
	if (letter == 'h' || letter == 'L')
		return lstat(path, &sb) == 0 && S_ISLNK(sb.st_mode);
	if (stat(path, &sb) < 0)
		return 0;
	switch (letter) {
	case 'b':
	case 'S':
		return 0; /* the machine has no such file, nor that of S */
	case 'p':
		return S_ISFIFO(sb.st_mode);
	case 'u':
		return (sb.st_mode & S_ISUID) != 0;
	case 'g':
		return (sb.st_mode & S_ISGID) != 0;
	case 'k':
		return (sb.st_mode & S_ISVTX) != 0;
	case 'O':
		return sb.st_uid == geteuid();
	case 'G':
		return sb.st_gid == getegid();
	case 'd':
		return S_ISDIR(sb.st_mode);
	case 'f':
		return S_ISREG(sb.st_mode);
	case 'c':
		return S_ISCHR(sb.st_mode);
	case 's':
		return sb.st_size > 0;
	default:
		return 1;
	}
}

static int is_unary(char letter, const char *word)
{
	switch (letter) {
	case 'n':
		return *word != '\0';
	case 'z':
		return *word == '\0';
	case 't':
		return isatty(number_of(word));
	default:
		return is_about_file(letter, word);
	}
}

/* Those of files come first, then those of words, then those of numbers. */
static const char *const operators[] = {"-nt", "-ot", "-ef", "=",   "!=",  "<",  ">",
                                        "-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
enum { NEWER, OLDER, SAME, EQUAL, UNEQUAL, BEFORE, AFTER, EQ, NE, LT, LE, GT, GE, OPERATORS };

/* Index of the operator; OPERATORS if it is none. */
static int operator_of(const char *word)
{
	int i = 0;

	while (i < OPERATORS && (word == NULL || strcmp(operators[i], word) != 0))
		i++;
	return i;
}

/* Two files; one that is not there is older than any. */
static int compares_files(const char *a, int operator, const char * b)
{
	struct stat first, second;
	int there_a = stat(a, &first) == 0, there_b = stat(b, &second) == 0;

	if (operator== SAME)
		return there_a && there_b && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
	if (operator== NEWER)
		return there_a && (!there_b || first.st_mtime > second.st_mtime);
	return there_b && (!there_a || first.st_mtime < second.st_mtime);
}

static int compares(const char *a, int operator, const char * b)
{
	int difference;

	if (operator<= SAME)
		return compares_files(a, operator, b);
	if (operator<= AFTER)
		difference = strcmp(a, b);
	else
		difference = number_of(a) < number_of(b) ? -1 : number_of(a) > number_of(b);
	switch (operator) {
	case EQUAL:
	case EQ:
		return difference == 0;
	case UNEQUAL:
	case NE:
		return difference != 0;
	case BEFORE:
	case LT:
		return difference < 0;
	case LE:
		return difference <= 0;
	case AFTER:
	case GT:
		return difference > 0;
	default:
		return difference >= 0;
	}
}

static int is_one(void)
{
	char *word = words[0];
	int result;

	if (word == NULL) {
		wrong = "a word is missing";
		return 0;
	}
	if (words[1] != NULL && words[2] != NULL && operator_of(words[1]) < OPERATORS) {
		words += 3;
		return compares(words[-3], operator_of(words[-2]), words[-1]);
	}
	words++;
	if (strcmp(word, "!") == 0 && words[0] != NULL)
		return !is_one();
	if (strcmp(word, "(") == 0 && words[0] != NULL) {
		result = is_or();
		if (words[0] == NULL || strcmp(words[0], ")") != 0)
			wrong = ") is missing";
		else
			words++;
		return result;
	}
	if (word[0] == '-' && word[1] != '\0' && word[2] == '\0' && strchr("rwxdfcsenztbpSugkOGhL", word[1]) != NULL &&
	    words[0] != NULL)
		return is_unary(word[1], *words++);
	return *word != '\0';
}

static int is_and(void)
{
	int result = is_one();

	while (wrong == NULL && words[0] != NULL && strcmp(words[0], "-a") == 0) {
		words++;
		result &= is_one();
	}
	return result;
}

static int is_or(void)
{
	int result = is_and();

	while (wrong == NULL && words[0] != NULL && strcmp(words[0], "-o") == 0) {
		words++;
		result |= is_and();
	}
	return result;
}

int test_builtin(int argc, char **argv)
{
	int result = 0;

	wrong = NULL;
	words = argv + 1;
	if (strcmp(argv[0], "[") == 0) {
		if (strcmp(argv[argc - 1], "]") != 0)
			wrong = "] is missing";
		else
			argv[--argc] = NULL;
	}
	if (wrong == NULL && argc > 1) {
		result = is_or();
		if (wrong == NULL && words[0] != NULL)
			wrong = words[0];
	}
	if (wrong != NULL) {
		char line[200];
		int n = snprintf(line, sizeof(line), "%s: makes no sense: %.100s\n", argv[0], wrong);

		write(STDERR_FILENO, line, n);
		return 2;
	}
	return !result;
}
