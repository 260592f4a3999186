/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/ttys: lines of "name command type on secure", words between blanks, or between quotes; # begins a comment. */
#include <stdio.h>
#include <string.h>
#include <ttyent.h>

#define TTYS "/etc/ttys"

static FILE *file;

int setttyent(void)
{
	if (file == NULL)
		file = fopen(TTYS, "r");
	else
		rewind(file);
	return file != NULL;
}

int endttyent(void)
{
	if (file != NULL)
		fclose(file);
	file = NULL;
	return 1;
}

/* The next word, which gets a NUL; *p is behind it then. Null if there is none. */
static char *word(char **p)
{
	char *begin = *p + strspn(*p, " \t\n"), *end;

	if (*begin == '\0' || *begin == '#')
		return NULL;
	if (*begin == '"') {
		begin++;
		end = begin + strcspn(begin, "\"\n");
	} else {
		end = begin + strcspn(begin, " \t\n");
	}
	*p = *end != '\0' ? end + 1 : end;
	*end = '\0';
	return begin;
}

struct ttyent *getttyent(void)
{
	static struct ttyent entry;
	static char line[256];

	if (file == NULL && !setttyent())
		return NULL;
	while (fgets(line, sizeof(line), file) != NULL) {
		char *p = line, *next;

		entry = (struct ttyent){.ty_name = word(&p), .ty_getty = "", .ty_type = ""};
		if (entry.ty_name == NULL)
			continue;
		if ((next = word(&p)) != NULL)
			entry.ty_getty = next;
		if (next != NULL && (next = word(&p)) != NULL)
			entry.ty_type = next;
		while (next != NULL && (next = word(&p)) != NULL) {
			if (strcmp(next, "on") == 0)
				entry.ty_status |= TTY_ON;
			else if (strcmp(next, "secure") == 0)
				entry.ty_status |= TTY_SECURE;
			else if (strncmp(next, "window=", 7) == 0)
				entry.ty_window = next + 7;
		}
		return &entry;
	}
	return NULL;
}

struct ttyent *getttynam(const char *name)
{
	struct ttyent *t;

	setttyent();
	while ((t = getttyent()) != NULL && strcmp(t->ty_name, name) != 0)
		;
	endttyent();
	return t;
}
