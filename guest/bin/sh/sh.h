/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The shell's nouns, one file each:
 *
 *	arena.c      memory that is given back all at once
 *	input.c      where characters come from
 *	edit.c       a line that is typed, older ones, names completed
 *	token.c      characters to tokens
 *	parse.c      tokens to a tree
 *	expand.c     a word as it is written to the words that a program gets
 *	substitute.c `command`
 *	glob.c       patterns, and the files that match them
 *	variables.c  variables and positional parameters
 *	redirect.c   < > >> << <& >&
 *	process.c    vfork and fork: all that a child does before it is another program
 *	jobs.c       pipelines that were started, and waiting for them
 *	execute.c    runs the tree
 *	builtin.c, builtin_state.c, builtin_words.c, alias.c, test.c, printf.c   commands that the shell does itself
 *	arithmetic.c $((...))
 *	options.c    set -x
 *	trap.c       signals
 */
#ifndef SH_H
#define SH_H

#include <stddef.h>
#include <sys/types.h>

#include "printf.h"
#include "signals.h"
#include "test.h"

#define CANNOT_RUN 126
#define NOT_FOUND 127
#define MISTAKE 2       /* status of a command that makes no sense */
#define SIGNALLED 128   /* and the signal's number */
#define SHELL_FD 10     /* the shell's own descriptors are this and above */
#define PIPELINE_MAX 16 /* commands in one pipeline */

/* arena.c ---------------------------------------------------------------------------------------------------------- */

struct block;
struct arena {
	struct block *top;
	int users; /* of a tree: who runs it, and the functions that are parts of it */
};
struct mark {
	struct block *block;
	size_t used;
};

extern struct arena work; /* what one command needs while it runs; a stack with marks */

void *take(struct arena *a, size_t bytes); /* zeros; never null: without memory the shell cannot go on */
char *take_text(struct arena *a, const char *text, size_t bytes);
struct mark mark(void); /* in `work` */
void release(struct mark to);
struct arena *arena_new(void);
void arena_drop(struct arena *a); /* one user less */
void *need(void *from_malloc);    /* ends the shell if it is null */

/* A text that grows. */
struct text {
	struct arena *arena;
	char *s;
	size_t n, room;
};
void text_put(struct text *t, char c);
void text_puts(struct text *t, const char *s);
char *text_end(struct text *t); /* with its NUL */

/* A vector of words that grows; v[n] is null. */
struct words {
	char **v;
	int n, room;
};
void words_add(struct words *w, char *word);

/* input.c ---------------------------------------------------------------------------------------------------------- */

struct input {
	struct input *below;
	int fd;            /* -1: a string */
	int interactive;   /* prompts */
	int fresh;         /* nothing of this command was read yet */
	int ended;         /* at its end */
	int abandoned;     /* by ^C */
	const char *alias; /* whose text it is: at its end what is below goes on */
	int line;          /* number of the line that is read */
	const char *name;  /* for messages; null if the shell's own will do */
	char *buffer;
	int at, n;
	char pushed[2]; /* given back by input_unget */
	int npushed;
	char bytes[256];
};
#define END (-1)

extern struct input *input;
extern int input_left_blank; /* set when the text of an alias comes to its end with a blank */

void input_file(struct input *i, int fd, const char *name, int interactive);
void input_string(struct input *i, const char *text);
void input_alias(const char *name, const char *text); /* in `tree` */
int input_has_alias(const char *name);                /* its text is being read */
void input_pop_aliases(void);
void input_pop(void);
int input_get(void); /* a character, or END */

/* edit.c: a line that is typed. EDIT_NOT: this is no terminal that shows what is typed. */
#define EDIT_NOT (-2)
int edit_line(const char *shown_prompt, char **text);
void input_unget(int c);
void input_discard(void); /* the rest of the line */

/* token.c ---------------------------------------------------------------------------------------------------------- */

enum token {
	T_WORD,
	T_NEWLINE,
	T_END,
	T_SEMI,
	T_DSEMI,
	T_AMP,
	T_AND,
	T_OR,
	T_PIPE,
	T_LEFT,
	T_RIGHT,
	T_LESS,
	T_GREAT,
	T_APPEND,
	T_HERE,
	T_HERE_TABS,
	T_CLOBBER,
	T_LESSGREAT,
	T_LESSAMP,
	T_GREATAMP,
	T_MISTAKE /* has been told */
};

struct lexeme {
	enum token token;
	char *word; /* as it is written */
	int fd;     /* written before < or >; -1 if none was */
	int line;
	int also;        /* the alias before it ended with a blank: it may be one, too */
	size_t from, to; /* place in the command's text */
};

struct redirection;

extern struct arena *tree; /* where what is parsed is kept */

void tokens_begin(void); /* of a new command */
const struct lexeme *peek(void);
struct lexeme next(void);
void here_later(struct redirection *r); /* its text begins after this line */
char *tokens_text(size_t from, size_t to);
const char *token_name(const struct lexeme *l);
/*
 * Where the text of $(...), ${...} or $((...)) begins and ends in a word, so that nobody has to find that out again:
 * two bytes that no text has. Behind OPEN stands what it is; `...` is turned into $(...).
 */
#define OPEN '\376'
#define CLOSE '\377'
#define ARITHMETIC '+'
const char *skip_part(const char *open); /* behind its CLOSE */

/* parse.c ---------------------------------------------------------------------------------------------------------- */

enum redirection_kind { R_IN, R_OUT, R_APPEND, R_CLOBBER, R_BOTH, R_COPY, R_CLOSE, R_HERE };

struct redirection {
	struct redirection *next;
	struct redirection *next_here; /* here-document of the same line */
	enum redirection_kind kind;
	int fd;
	const char *word; /* the file, the descriptor, or where a here-document ends */
	char *here;       /* its text */
	int literal;      /* its end was quoted: nothing is expanded in it */
	int tabs_off;     /* <<-: tabs at the beginning of its lines are no part of it */
	int from;         /* made ready: an open descriptor (copy, here-document), -1: open the word */
};

struct word {
	struct word *next;
	const char *text;
};

struct case_item {
	struct case_item *next;
	struct word *patterns;
	struct node *body;
};

enum kind { COMMAND, PIPELINE, AND, OR, LIST, BACKGROUND, SUBSHELL, GROUP, IF, WHILE, UNTIL, FOR, CASE, FUNCTION };

struct node {
	enum kind kind;
	int line;
	struct redirection *redirections;
	struct word *words;       /* COMMAND; FOR: the list */
	struct word *assignments; /* COMMAND */
	struct node *left;        /* the first, the condition, the body */
	struct node *right;       /* the second, what is done then */
	struct node *otherwise;   /* IF */
	struct case_item *items;  /* CASE */
	const char *name;         /* FOR: the variable, FUNCTION: its name, CASE: the word */
	int inside;               /* FOR: there was an `in` */
	int negated;              /* PIPELINE: ! before it */
	struct node *next;        /* of a pipeline */
	const char *text;         /* PIPELINE, BACKGROUND: as it was written */
	struct arena *arena;      /* FUNCTION: where it lives */
};

/* One command with all its lines. Null: nothing there, or a mistake, then parse_failed() is true. */
struct node *parse(void);
struct node *parse_whole(void); /* all of the input, which is a string */
int parse_failed(void);
int parse_enclosed(void); /* the commands of a $(...) and its end; 0: a mistake */

/* variables.c ------------------------------------------------------------------------------------------------------ */

struct parameters {
	char **v; /* $1 is the first */
	int n;
	int owned; /* from malloc */
};

extern struct parameters parameters;
extern const char *shell_name; /* $0 */
extern pid_t shell_pid;        /* $$ */

void variables_import(void);
const char *variable(const char *name); /* null if it is not set */
int variable_set(const char *name, const char *value);
int variable_export(const char *name);
int variable_readonly(const char *name);
int variable_unset(const char *name);
enum { EXPORTED = 1, READONLY };
void variables_print(const char *prefix, int which); /* 0: all that have a value */
void print_quoted(const char *text);                 /* so that the shell would read it again */
int variable_fixed(const char *name);                /* 1: it may not be set, which is told */
int variable_local(const char *name);                /* until the function ends; 1: told */
void variable_keep(const char *name);                /* until locals_restore */
struct was *locals_mark(void);
void locals_restore(struct was *down_to);
int is_name(const char *s, size_t n);
size_t assigned_name(const char *word); /* length of the name in name=value; 0 if it is no assignment */
char **make_environment(const struct words *assignments);
void parameters_set(char **v, int n);
void parameters_restore(struct parameters saved);
int parameters_shift(int n);

struct function {
	struct function *next;
	char *name;
	const struct node *body;
	struct arena *arena;
};
void function_define(const struct node *node);
const struct function *function_find(const char *name);
int function_unset(const char *name);

/* expand.c, substitute.c, glob.c
 * ------------------------------------------------------------------------------------------------- */

void expand(struct words *to, const char *word); /* split and matched with files */
char *expand_one(const char *word);              /* one word whatever comes out */
char *expand_assigned(const char *word);         /* the same for a value, in which each path may begin with ~ */
char *expand_pattern(const char *word);          /* what was quoted has a \ before it */
char *expand_here(const char *text);             /* quotes mean nothing; of a prompt only $name is known */
char *substitute(const char *command);           /* what it writes, without the newlines at the end */
int expand_failed(void);                         /* since it was asked last; it has been told */
int has_pattern(const char *word);
void add_files(struct words *to, const char *pattern); /* that match */
char *unescape(struct arena *a, const char *pattern);

/* redirect.c ------------------------------------------------------------------------------------------------------- */

/* What a list asks for with its words expanded; failed: told. */
struct redirection *redirections_prepare(const struct redirection *r, int *failed);
void close_on_exec(int fd);
int to_shell_fd(int fd); /* moves it where no command's descriptors are; closed in commands */
void redirections_close(const struct redirection *r); /* the shell's side of what was prepared */
int redirect(const struct redirection *r);            /* in the process that wants it; a borrower may call it */

struct saved {
	int fd, copy;
	struct saved *next;
};
int redirect_saving(const struct redirection *r, struct saved **saved);
void redirect_back(struct saved *saved);

/* process.c -------------------------------------------------------------------------------------------------------- */

/* All that a child must know. */
struct launch {
	int in, out;                            /* ends of pipes, -1: the shell's own */
	int other;                              /* the end that it must not keep, -1: none */
	int group;                              /* process group: -1 the shell's, 0 a new one, else that */
	int foreground;                         /* give that group the terminal */
	int unwaited;                           /* in the background */
	const struct redirection *redirections; /* prepared */
	char **argv, **envp;
	char **paths; /* where the program may be, in order */
};

/* A simple command with its words made. */
struct simple {
	struct words argv, assignments;
	struct redirection *redirections;
	const struct builtin *builtin;
	const struct function *function;
	int commanded; /* by `command`: its mistake is not the script's end */
};

pid_t start_program(const struct launch *l); /* vfork (or fork) and exec; -1: told */
/* fork: the child goes on as a shell that does this, either of them. -1: told */
pid_t start_shell(const struct launch *l, const struct node *node, const struct simple *simple);
void become(const struct launch *l) __attribute__((noreturn)); /* exec */
int try_programs(const struct launch *l); /* exec; comes back with a status if that failed, which is told */
char **find_paths(const char *name);

/* jobs.c ----------------------------------------------------------------------------------------------------------- */

enum job_state { FREE, RUNNING, STOPPED, DONE };
struct job {
	enum job_state state;
	int number; /* %n; 0: in the foreground, or of the shell's own making; -1: jobs.c, job_remember */
	int group;  /* process group; 0: the shell's */
	int n;
	pid_t pids[PIPELINE_MAX];
	int how[PIPELINE_MAX]; /* as wait tells */
	enum job_state states[PIPELINE_MAX];
	int told;         /* the user knows this state */
	long recent;      /* when it was last touched: the greatest is %+ */
	const char *text; /* of a job with a number its own, else the tree's */
};

extern int terminal;     /* a descriptor of it, where there is job control */
extern int job_control;  /* there is a terminal to share out */
extern pid_t background; /* $! */

void jobs_begin(void);
struct job *job_new(const char *text); /* null: there are too many */
void job_add(struct job *j, pid_t pid);
int job_wait(struct job *j); /* until it ends or stops; its status, and it is forgotten if it ended */
void job_to_background(struct job *j);
void job_forget(struct job *j);
void jobs_forget(void); /* in a child: they are its parent's */
struct job *job_named(const char *name);
int jobs_stopped(void);
void jobs_notice(void); /* tells what happened since */

/* execute.c -------------------------------------------------------------------------------------------------------- */

extern int status;      /* $? */
extern int calls;       /* of functions, one in the other */
extern int substituted; /* commands, ever: a command without a name has the status of the last of them */
extern int substituted_status;
extern int interactive;
extern int current_line;

extern int sourced;
extern int tested; /* a status that is asked for does not end the shell (-e) */
extern int spared; /* a mistake that is a child's, or that of `command`, does not end the script */

void execute(const struct node *node);
void execute_last(const struct node *node); /* in a child, which has nothing to do after it */
void execute_simple(const struct simple *s);
/* Starts all of it, its output to `out` if that is not -1. */
void launch_pipeline(const struct node *node, int out, struct job *j, int unwaited, int grouped);
int starts_programs_only(const struct node *node);

/* control.c -------------------------------------------------------------------------------------------------------- */

enum skip { NOTHING, BREAK, CONTINUE, RETURN };
extern enum skip skipping; /* what comes next is not executed: a loop or a function is being left */
extern int loops;          /* that a command is in, within its function */

int condition(const struct node *node); /* executes what is asked for its status; 1 if that is 0 */
void execute_control(const struct node *node);

/* options.c, arithmetic.c, alias.c --------------------------------------------------------------------------------- */

/* Of `set`; options.c says what they do. */
extern int export_all, keep_files, leave_on_error, use_fork, no_files, keywords, parse_only, one_command, refuse_unset;
extern int show_input, trace;

#define OPTIONS_MAX 20
char *options_letters(char letters[OPTIONS_MAX]); /* $- */
int set_option(char letter, int on);              /* 0: there is none */
int set_options(int argc, char **argv, const char *others, void (*other)(char));

int calculate(const char *written, long long *result); /* 0: told */

const char *alias_text(const char *name); /* null if it is none */

/* main.c ----------------------------------------------------------------------------------------------------------- */

void run_input(void); /* commands until it ends */
void leave(int code) __attribute__((noreturn));
extern int reads_input; /* commands come from the standard input */
int script_ends(
	int code); /* after a mistake that a script does not survive, Bourne's error(); who types keeps the shell */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same into a buffer: what a borrower may do, which must not touch stdio. */
int complaint(char *to, size_t bytes, const char *what, const char *why);

/* builtin.c -------------------------------------------------------------------------------------------------------- */

struct builtin {
	const char *name;
	int (*run)(int argc, char **argv);
	int special; /* its assignments stay, and its mistakes end a script */
	const char *usage, *help;
};
#define SPECIAL 1
const struct builtin *builtin_find(const char *name);
void builtins_beginning(struct words *to, const char *with);
int number(const char *word, int *to); /* 0 if it is none */
void getopts_anew(void);               /* OPTIND was assigned */

#define BUILTIN(name) int name##_builtin(int argc, char **argv)
BUILTIN(exec);
BUILTIN(break);
BUILTIN(continue);
BUILTIN(return );
BUILTIN(trap);
BUILTIN(jobs);
BUILTIN(fg);
BUILTIN(bg);
BUILTIN(wait);
BUILTIN(kill);
BUILTIN(alias);
BUILTIN(command);
BUILTIN(getopts);
BUILTIN(history);
BUILTIN(local);
BUILTIN(type);
BUILTIN(unalias);
BUILTIN(export);
BUILTIN(readonly);
BUILTIN(set);
BUILTIN(shift);
BUILTIN(unset);
BUILTIN(read);
BUILTIN(umask);
BUILTIN(ulimit);
BUILTIN(times);

/* trap.c ------------------------------------------------------------------------------------------------ */

extern volatile int interrupted; /* ^C in an interactive shell */
extern volatile int last_signal; /* that was handled */
extern int trapped_status;       /* $? before the trap's action that runs; -1: none runs */

void signals_begin(void);
int signals_handled(void);          /* the shell may have a handler */
void signals_child(int keep_stops); /* dispositions that a command starts with; a borrower may call it */
void signals_again(void);           /* in a shell that remains one after signals_child */
void traps_forget(void);            /* a subshell starts without them */
void traps_run(void);               /* those whose signal came */
int traps_wait(void);               /* there are some to run */
void trap_exit(void);
int trapped_exit(void);
void signals_ignored(void); /* a command in the background that ^C must not reach */

#endif
