/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who uses the terminal: names, and a password. There is no login, so the user's id tells the name. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sgtty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *getlogin(void)
{
	static char name[32];
	struct passwd *p = getpwuid(getuid());

	if (p == NULL)
		return NULL;
	strncpy(name, p->pw_name, sizeof(name) - 1);
	return name;
}

int getlogin_r(char *to, size_t bytes)
{
	char *name = getlogin();

	if (name == NULL)
		return ENOENT;
	return strlcpy(to, name, bytes) < bytes ? 0 : ERANGE;
}

char *cuserid(char *to)
{
	static char name[32];
	char *p = getlogin();

	if (to == NULL)
		to = name;
	strcpy(to, p != NULL ? p : "");
	return to;
}

/* Eight characters that are not shown. */
char *getpass(const char *prompt)
{
	static char word[9];
	struct sgttyb modes;
	int n = 0, c, flags = 0;
	FILE *f = fopen("/dev/tty", "r");
	sig_t was;

	if (f == NULL)
		f = stdin;
	was = signal(SIGINT, SIG_IGN);
	if (gtty(fileno(f), &modes) == 0) {
		flags = modes.sg_flags;
		modes.sg_flags &= ~ECHO;
		stty(fileno(f), &modes);
	}
	fputs(prompt, stderr);
	while ((c = getc(f)) != '\n' && c != EOF)
		if (n < (int)sizeof(word) - 1)
			word[n++] = c;
	word[n] = '\0';
	fputs("\n", stderr);
	if (flags != 0) {
		modes.sg_flags = flags;
		stty(fileno(f), &modes);
	}
	signal(SIGINT, was);
	if (f != stdin)
		fclose(f);
	return word;
}
