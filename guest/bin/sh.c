/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sh: a small shell. Commands with words in quotes, variables ($NAME $? $$ $! $# $0-$9 $*), < > >> 2> 2>&1, pipes,
 * && || ; & and comments; scripts. Every variable is in the environment. There are no control structures.
 *
 * usage: sh [-f] [-e] [-c command | script] [argument ...]
 *
 * It is built on vfork, as csh was: all words are made before, so that between vfork and exec the child calls the
 * kernel and nothing else. The one variable of ours that it must change, environ, is set right afterwards. With -f it
 * uses fork, and no command can tell the difference. A part of a pipeline that the shell does itself always needs fork.
 *
 * -e leaves at the first command that fails.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_MAX 1024
#define WORDS_MAX 100
#define REDIRECTIONS_MAX 8
#define PIPELINE_MAX 16
#define CANNOT_RUN 126
#define NOT_FOUND 127
#define SYNTAX 2

struct words {
	char *v[WORDS_MAX + 2]; /* v[0] stays free for the name of a shell */
	int n;
};

struct redirection {
	enum { IN, OUT, APPEND, COPY } kind;
	int fd;
	char *word; /* the file's name; COPY: a descriptor */
};

/* One part of a pipeline, first as it was written, then with its words expanded. */
struct command {
	char *raw[WORDS_MAX];
	int raws;
	struct words assignments, words;
	struct redirection redirections[REDIRECTIONS_MAX];
	int count;
};

static int use_fork, leave_on_error, interactive;
static int status;           /* $? */
static pid_t background;     /* $! */
static char **parameters;    /* $0 ... */
static int parameter_count;  /* $# */
static const char *position; /* in the line that is read */
static const char *problem;  /* what is wrong with it, null if nothing */

static int run_file(FILE *f);

/* Expansion --------------------------------------------------------------------------------------------------------- */

struct builder {
	struct words *to;
	char word[LINE_MAX];
	int n;
	int there; /* is there a word, if only an empty one in quotes? */
};

static void put(struct builder *b, int c)
{
	if (b->n < LINE_MAX - 1)
		b->word[b->n++] = c;
	b->there = 1;
}

static void end_word(struct builder *b)
{
	if (b->there && b->to->n < WORDS_MAX) {
		b->word[b->n] = '\0';
		b->to->v[++b->to->n] = strdup(b->word);
	}
	b->n = 0;
	b->there = 0;
}

/* A value in quotes is one word, outside of them it is as many as it has. */
static void put_value(struct builder *b, const char *value, int quoted)
{
	for (; value != NULL && *value != '\0'; value++) {
		if (!quoted && isspace(*value))
			end_word(b);
		else
			put(b, *value);
	}
}

static void put_number(struct builder *b, int n)
{
	char text[12];

	sprintf(text, "%d", n);
	put_value(b, text, 1);
}

/* What stands behind a '$'; returns where it ends. */
static const char *put_variable(struct builder *b, const char *p, int quoted)
{
	char name[64];
	int n = 0, brace = *p == '{';

	p += brace;
	if (*p == '?') {
		put_number(b, status);
	} else if (*p == '$') {
		put_number(b, getpid());
	} else if (*p == '!') {
		put_number(b, background);
	} else if (*p == '#') {
		put_number(b, parameter_count);
	} else if (isdigit(*p)) {
		if (*p - '0' <= parameter_count)
			put_value(b, parameters[*p - '0'], quoted);
	} else if (*p == '*' || *p == '@') {
		for (int i = 1; i <= parameter_count; i++) {
			put_value(b, parameters[i], quoted);
			if (i < parameter_count)
				put_value(b, " ", quoted);
		}
	} else if (isalpha(*p) || *p == '_') {
		while ((isalnum(p[n]) || p[n] == '_') && n < (int)sizeof(name) - 1) {
			name[n] = p[n];
			n++;
		}
		name[n] = '\0';
		put_value(b, getenv(name), quoted);
		p += n - 1;
	} else {
		put(b, '$');
		return p;
	}
	p++;
	return brace && *p == '}' ? p + 1 : p;
}

/* Takes a word's quotes away and puts its variables in; what comes out is added to the words. */
static void expand(struct words *to, const char *raw)
{
	struct builder b = {.to = to};
	char quote = '\0';

	while (*raw != '\0') {
		char c = *raw++;

		if (c == quote) {
			quote = '\0';
		} else if (quote == '\0' && (c == '\'' || c == '"')) {
			quote = c;
			b.there = 1;
		} else if (c == '$' && quote != '\'') {
			raw = put_variable(&b, raw, quote != '\0');
		} else if (c == '\\' && quote != '\'' && *raw != '\0') {
			put(&b, *raw++);
		} else {
			put(&b, c);
		}
	}
	end_word(&b);
}

static void free_words(struct words *w)
{
	for (int i = 1; i <= w->n; i++)
		free(w->v[i]);
	w->n = 0;
}

/* Reading commands -------------------------------------------------------------------------------------------------- */

static void skip_blanks(void)
{
	while (*position == ' ' || *position == '\t')
		position++;
	if (*position == '#' || *position == '\n')
		position += strlen(position);
}

/* The next word as it is written; null if there is none here. */
static char *read_word(void)
{
	char text[LINE_MAX], quote = '\0';
	int n = 0;

	skip_blanks();
	for (; *position != '\0' && *position != '\n'; position++) {
		if (quote == '\0' && strchr(" \t;&|<>", *position) != NULL)
			break;
		if (*position == quote)
			quote = '\0';
		else if (quote == '\0' && (*position == '\'' || *position == '"'))
			quote = *position;
		else if (*position == '\\' && quote != '\'' && position[1] != '\0')
			text[n++] = *position++;
		text[n++] = *position;
	}
	if (quote != '\0')
		problem = "a quote is not closed";
	text[n] = '\0';
	return n > 0 ? strdup(text) : NULL;
}

/* < > >> 2> 2>> >&2 2>&1 and what they are about. 0 if there is none here. */
static int read_redirection(struct command *c)
{
	struct redirection r = {.fd = -1};

	skip_blanks();
	if (isdigit(position[0]) && (position[1] == '<' || position[1] == '>'))
		r.fd = *position++ - '0';
	if (*position != '<' && *position != '>')
		return 0;
	r.kind = *position++ == '<' ? IN : OUT;
	if (r.fd < 0)
		r.fd = r.kind == IN ? STDIN_FILENO : STDOUT_FILENO;
	if (r.kind == OUT && *position == '>') {
		r.kind = APPEND;
		position++;
	} else if (*position == '&') {
		r.kind = COPY;
		position++;
	}
	r.word = read_word();
	if (r.word == NULL || c->count == REDIRECTIONS_MAX)
		problem = r.word == NULL ? "a redirection without a file" : "too many redirections";
	else
		c->redirections[c->count++] = r;
	return 1;
}

static void read_command(struct command *c)
{
	memset(c, 0, sizeof(*c));
	while (problem == NULL) {
		char *word;

		if (read_redirection(c))
			continue;
		word = read_word();
		if (word == NULL)
			break;
		if (c->raws == WORDS_MAX) {
			problem = "too many words";
			free(word);
			break;
		}
		c->raw[c->raws++] = word;
	}
}

/* Commands up to what ends the pipeline. Returns how many. */
static int read_pipeline(struct command *c)
{
	int n = 0;

	for (;;) {
		read_command(&c[n]);
		n++;
		if (problem != NULL || position[0] != '|' || position[1] == '|')
			return n;
		position++;
		if (c[n - 1].raws == 0)
			problem = "nothing before |";
		if (n == PIPELINE_MAX)
			problem = "too many commands in a pipeline";
		if (problem != NULL)
			return n;
	}
}

static int is_assignment(const char *word)
{
	const char *p = word;

	while (isalpha(*p) || *p == '_' || (p > word && isdigit(*p)))
		p++;
	return p > word && *p == '=';
}

/* Makes the words that the kernel gets. */
static void expand_command(struct command *c)
{
	int i = 0;

	for (; i < c->raws && is_assignment(c->raw[i]); i++) {
		/* a value is one word */
		struct builder b = {.to = &c->assignments};
		struct words value = {.n = 0};

		expand(&value, c->raw[i]);
		for (int j = 1; j <= value.n; j++) {
			put_value(&b, value.v[j], 1);
			if (j < value.n)
				put(&b, ' ');
		}
		end_word(&b);
		free_words(&value);
	}
	for (; i < c->raws; i++)
		expand(&c->words, c->raw[i]);
	c->words.v[c->words.n + 1] = NULL;
	for (i = 0; i < c->count; i++) {
		struct words name = {.n = 0};

		expand(&name, c->redirections[i].word);
		if (name.n > 0) {
			free(c->redirections[i].word);
			c->redirections[i].word = strdup(name.v[1]);
		}
		free_words(&name);
	}
}

static void free_command(struct command *c)
{
	for (int i = 0; i < c->raws; i++)
		free(c->raw[i]);
	for (int i = 0; i < c->count; i++)
		free(c->redirections[i].word);
	free_words(&c->words);
	/* assignments are part of the environment now, or were for a child: they stay */
}

/* Running them ------------------------------------------------------------------------------------------------------ */

static int complain(const char *what)
{
	fprintf(stderr, "sh: %s: %s\n", what, strerror(errno));
	return -1;
}

/* In the child, or in the shell for its own commands. */
static int redirect(const struct command *c)
{
	static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND};

	for (int i = 0; i < c->count; i++) {
		const struct redirection *r = &c->redirections[i];
		int fd = r->kind == COPY ? atoi(r->word) : open(r->word, flags[r->kind], 0666);

		if (fd < 0 || (fd != r->fd && dup2(fd, r->fd) < 0))
			return complain(r->word);
		if (r->kind != COPY && fd != r->fd)
			close(fd);
	}
	return 0;
}

/* cd, exit, exec ... : what only the shell itself can do. Returns 0 if the command is none of them. */
static int built_in(struct command *c)
{
	char **argv = &c->words.v[1];
	const char *name = argv[0], *argument = c->words.n > 1 ? argv[1] : NULL;

	if (strcmp(name, "cd") == 0) {
		const char *to = argument != NULL ? argument : getenv("HOME");

		status = chdir(to != NULL ? to : "/") < 0 ? complain(to) != 0 : 0;
	} else if (strcmp(name, "exit") == 0) {
		exit(argument != NULL ? atoi(argument) : status);
	} else if (strcmp(name, "exec") == 0) {
		if (redirect(c) == 0 && argument != NULL) {
			execvp(argument, argv + 1);
			complain(argument);
			exit(errno == ENOENT ? NOT_FOUND : CANNOT_RUN);
		}
	} else if (strcmp(name, "export") == 0) {
		for (int i = 2; i <= c->words.n; i++)
			if (is_assignment(c->words.v[i]))
				putenv(strdup(c->words.v[i]));
		status = 0;
	} else if (strcmp(name, "umask") == 0) {
		if (argument != NULL)
			umask(strtol(argument, NULL, 8));
		else
			printf("%03o\n", umask(0) & 0777);
		status = 0;
	} else if (strcmp(name, "wait") == 0) {
		while (wait(NULL) > 0)
			;
		status = 0;
	} else if (strcmp(name, ".") == 0) {
		FILE *f = argument != NULL ? fopen(argument, "r") : NULL;

		status = f != NULL ? run_file(f) : complain(argument != NULL ? argument : ".") != 0;
	} else if (strcmp(name, ":") == 0) {
		status = 0;
	} else {
		return 0;
	}
	fflush(stdout);
	return 1;
}

static int is_built_in(const char *name)
{
	static const char *const names[] = {"cd", "exit", "exec", "export", "umask", "wait", ".", ":"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return 0;
}

/* The environment of a command: ours, and its own assignments. */
static char **make_environment(const struct words *assignments)
{
	char **made;
	int n = 0, count;

	if (assignments->n == 0)
		return environ;
	while (environ[n] != NULL)
		n++;
	made = malloc((n + assignments->n + 1) * sizeof(*made));
	if (made == NULL)
		return environ;
	count = assignments->n;
	/* the first of a name is what getenv finds */
	memcpy(made, &assignments->v[1], count * sizeof(*made));
	memcpy(made + count, environ, (n + 1) * sizeof(*made));
	return made;
}

/* The child of a vfork is here on our own memory: it calls the kernel, and does not come back. */
static void __attribute__((noreturn)) become(struct command *c, int in, int out)
{
	char **argv = &c->words.v[1];

	if (in != STDIN_FILENO)
		dup2(in, STDIN_FILENO);
	if (out != STDOUT_FILENO)
		dup2(out, STDOUT_FILENO);
	if (redirect(c) < 0)
		_exit(1);
	if (c->words.n == 0)
		_exit(0);
	execvp(argv[0], argv);
	if (errno == ENOEXEC) { /* no program, so a script */
		c->words.v[0] = "sh";
		execv("/bin/sh", c->words.v);
	}
	complain(argv[0]);
	_exit(errno == ENOENT ? NOT_FOUND : CANNOT_RUN);
}

static pid_t start(struct command *c, int in, int out, char **theirs)
{
	char **const mine = environ;
	int own = c->words.n > 0 && is_built_in(c->words.v[1]);
	pid_t pid;

	if (own || use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		environ = theirs;
		if (own) {
			if (in != STDIN_FILENO)
				dup2(in, STDIN_FILENO);
			if (out != STDOUT_FILENO)
				dup2(out, STDOUT_FILENO);
			if (redirect(c) == 0)
				built_in(c);
			_exit(status);
		}
		become(c, in, out);
	}
	environ = mine;
	if (pid < 0)
		complain(own || use_fork ? "fork" : "vfork");
	return pid;
}

/* What $? becomes. A death by signal is told, but for SIGPIPE, which is how pipelines end. */
static int collect(pid_t pid)
{
	int how;

	if (waitpid(pid, &how, 0) < 0)
		return NOT_FOUND;
	if (!WIFSIGNALED(how))
		return WEXITSTATUS(how);
	if (WTERMSIG(how) != SIGPIPE)
		fprintf(stderr, "sh: %d: %s\n", pid, WTERMSIG(how) < NSIG ? sys_siglist[WTERMSIG(how)] : "killed");
	return 128 + WTERMSIG(how);
}

/* Only pipes of two ends that no child inherits: each gets its copies by dup2. */
static int make_pipe(int fds[2])
{
	if (pipe(fds) < 0)
		return complain("pipe");
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

static void run_pipeline(struct command *c, int n, int wait_for_it)
{
	int in = STDIN_FILENO, fds[2];
	pid_t pids[PIPELINE_MAX];

	for (int i = 0; i < n; i++) {
		char **theirs = make_environment(&c[i].assignments);
		int last = i == n - 1;

		fds[0] = STDIN_FILENO;
		fds[1] = STDOUT_FILENO;
		if (!last && make_pipe(fds) < 0)
			fds[1] = STDOUT_FILENO;
		pids[i] = start(&c[i], in, fds[1], theirs);
		if (theirs != environ)
			free(theirs);
		if (in != STDIN_FILENO)
			close(in);
		if (fds[1] != STDOUT_FILENO)
			close(fds[1]);
		in = fds[0];
	}
	if (!wait_for_it) {
		background = pids[n - 1];
		status = 0;
		if (interactive)
			fprintf(stderr, "%d\n", background);
		return;
	}
	for (int i = 0; i < n; i++)
		status = pids[i] > 0 ? collect(pids[i]) : 1;
}

/* A single command of the shell's own, with its redirections undone afterwards. */
static void run_built_in(struct command *c)
{
	int saved[3];

	if (strcmp(c->words.v[1], "exec") == 0 || c->count == 0) {
		built_in(c);
		return;
	}
	for (int fd = 0; fd < 3; fd++) {
		saved[fd] = fcntl(fd, F_DUPFD, 10);
		fcntl(saved[fd], F_SETFD, FD_CLOEXEC);
	}
	if (redirect(c) == 0)
		built_in(c);
	else
		status = 1;
	for (int fd = 0; fd < 3; fd++) {
		dup2(saved[fd], fd);
		close(saved[fd]);
	}
}

static void run_commands(struct command *c, int n, int wait_for_it)
{
	for (int i = 0; i < n; i++)
		expand_command(&c[i]);
	fflush(stdout);
	if (n == 1 && c->words.n == 0 && c->count == 0) {
		for (int i = 1; i <= c->assignments.n; i++)
			putenv(c->assignments.v[i]);
		if (c->assignments.n > 0)
			status = 0;
	} else if (n == 1 && wait_for_it && c->words.n > 0 && is_built_in(c->words.v[1])) {
		run_built_in(c);
	} else {
		run_pipeline(c, n, wait_for_it);
	}
}

/* Pipelines with && || ; & between them. */
static void run_line(const char *line)
{
	struct command commands[PIPELINE_MAX];
	int skip = 0, open_end = 0; /* is this after && or ||, where something must follow? */

	position = line;
	problem = NULL;
	for (;;) {
		int n = read_pipeline(commands), wait_for_it = 1,
		    empty = n == 1 && commands[0].raws + commands[0].count == 0;
		int and = 0, or = 0;

		skip_blanks();
		if (position[0] == '&' && position[1] == '&')
			and = 1;
		else if (position[0] == '|' && position[1] == '|')
			or = 1;
		else if (position[0] == '&')
			wait_for_it = 0;
		if (problem == NULL && empty && (open_end || (*position != '\0' && *position != ';')))
			problem = "a command is missing";
		if (problem == NULL && !empty && !skip)
			run_commands(commands, n, wait_for_it);
		for (int i = 0; i < n; i++)
			free_command(&commands[i]);
		if (problem != NULL) {
			fprintf(stderr, "sh: %s\n", problem);
			status = SYNTAX;
			return;
		}
		if (*position == '\0')
			break;
		open_end = and || or ;
		position += 1 + open_end;
		if (and)
			skip = status != 0;
		else if (or)
			skip = status == 0;
		else
			skip = 0;
	}
	if (leave_on_error && status != 0)
		exit(status);
}

/* Reads commands until the end. The state of the line that is being run is another's when this is '.'. */
static int run_file(FILE *f)
{
	const char *position_before = position;
	char line[LINE_MAX];

	for (;;) {
		if (interactive && f == stdin)
			fputs(getuid() == 0 ? "# " : "$ ", stderr);
		if (fgets(line, sizeof(line), f) == NULL)
			break;
		run_line(line);
	}
	if (f != stdin)
		fclose(f);
	position = position_before;
	return status;
}

int main(int argc, char **argv)
{
	const char *text = NULL;
	int option;

	while ((option = getopt(argc, argv, "fec:")) != -1) {
		if (option == 'f')
			use_fork = 1;
		else if (option == 'e')
			leave_on_error = 1;
		else if (option == 'c')
			text = optarg;
		else
			return SYNTAX;
		if (text != NULL)
			break;
	}
	parameters = optind < argc ? argv + optind : argv;
	parameter_count = optind < argc ? argc - optind - 1 : 0;
	if (text != NULL) {
		run_line(text);
	} else if (optind < argc) {
		FILE *f = fopen(argv[optind], "r");

		if (f == NULL) {
			complain(argv[optind]);
			return NOT_FOUND;
		}
		fcntl(fileno(f), F_SETFD, FD_CLOEXEC);
		run_file(f);
	} else {
		interactive = isatty(STDIN_FILENO);
		run_file(stdin);
	}
	return status;
}
