/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * actor: plays one process of a process script, for real: it forks, vforks, executes, grows, waits and ends as the
 * score says (abi/actor.h). Every program of the script is a copy of this one, with a text as long as that program's.
 *
 * A borrower plays in a frame of its own, below its lender's: what it knows is there, and the lender's is left alone.
 */
#include <actor.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t _fork(void); /* guest/libc/sys.S */

enum {
	STEPS = 32,     /* of the score that are read at a time */
	CHILDREN = 512, /* that an actor has to know: all that there can be (NPROC) */
	NUMBER = 24,    /* characters of "part:pid" */
	PAGE = 4096,
	TROUBLE = 254, /* exit status of an actor that cannot go on */
};

struct child {
	int part, pid; /* pid 0: collected */
};

struct actor {
	int part, next; /* the step that comes next */
	int first;      /* that step which steps[0] is */
	int count;      /* steps that are here */
	struct score_step steps[STEPS];
	int nchildren;
	int at; /* the child that was looked for last: the next one is most often behind it */
	struct child children[CHILDREN];
};

static void play(struct actor *me);

static void __attribute__((noreturn)) complain(const char *what, int part)
{
	char text[80] = "actor: part ";
	char *at = text + strlen(text);
	int divisor = 1, fd = open("/dev/console", O_WRONLY);

	while (part / divisor > 9)
		divisor *= 10;
	for (; divisor > 0; divisor /= 10)
		*at++ = '0' + part / divisor % 10;
	strcpy(at, ": ");
	strcat(at, what);
	strcat(at, ": ");
	strcat(at, strerror(errno));
	strcat(at, "\n");
	write(fd, text, strlen(text));
	_exit(TROUBLE);
}

/* Reads steps from the next one on. The descriptor is free again afterwards. */
static void consult(struct actor *me)
{
	int fd = open(SCORE_PATH, O_RDONLY), bytes = sizeof(me->steps), left;
	uint32_t place[2];

	if (fd < 0 || lseek(fd, sizeof(struct score_head) + me->part * 4, SEEK_SET) < 0 ||
	    read(fd, place, sizeof(place)) != sizeof(place))
		complain("score", me->part);
	left = place[1] - place[0] - me->next * sizeof(*me->steps);
	bytes = left < bytes ? left : bytes;
	if (lseek(fd, place[0] + me->next * sizeof(*me->steps), SEEK_SET) < 0 || read(fd, me->steps, bytes) != bytes)
		complain("score", me->part);
	close(fd);
	me->first = me->next;
	me->count = bytes / sizeof(*me->steps);
}

/* The step that comes next. */
static const struct score_step *step(struct actor *me)
{
	if (me->next < me->first || me->next >= me->first + me->count)
		consult(me);
	return &me->steps[me->next++ - me->first];
}

/* The path that the next steps hold. */
static void path_of(struct actor *me, uint32_t steps, char path[SCORE_TEXT])
{
	for (uint32_t i = 0; i < steps && i < SCORE_TEXT / sizeof(struct score_step); i++)
		memcpy(path + i * sizeof(struct score_step), step(me), sizeof(struct score_step));
	path[SCORE_TEXT - 1] = '\0';
}

/* Children -------------------------------------------------------------------------------------------- */

static struct child *find(struct actor *me, int part)
{
	int i = me->at;

	for (int left = me->nchildren; left > 0; left--, i++) {
		if (i >= me->nchildren)
			i = 0;
		if (me->children[i].part == part && me->children[i].pid) {
			me->at = i;
			return &me->children[i];
		}
	}
	return NULL;
}

static void know(struct actor *me, int part, int pid)
{
	int i = me->at; /* if it has been collected, there is room */

	if (i >= me->nchildren || me->children[i].pid)
		i = 0;
	while (i < me->nchildren && me->children[i].pid)
		i++;
	if (i == CHILDREN) {
		errno = ENOMEM;
		complain("children", me->part);
	}
	me->children[i].part = part;
	me->children[i].pid = pid;
	if (i == me->nchildren)
		me->nchildren++;
}

static void be(struct actor *me, int part)
{
	me->part = part;
	me->next = me->first = me->count = me->nchildren = me->at = 0;
}

/* In a frame below the lender's, and never back out of it. */
static void __attribute__((noinline, noreturn)) borrow(int part)
{
	struct actor me;

	be(&me, part);
	play(&me);
	_exit(TROUBLE);
}

static void make(struct actor *me, int part, int lends)
{
	int pid = lends ? vfork() : _fork();

	if (pid == 0 && lends)
		borrow(part);
	if (pid == 0) {
		be(me, part);
		return;
	}
	if (pid < 0)
		complain(lends ? "vfork" : "fork", me->part);
	know(me, part, pid);
}

static void collect(struct actor *me, int part)
{
	struct child *child = find(me, part);
	int status;

	if (child == NULL)
		return;
	while (wait4(child->pid, &status, 0, NULL) < 0 && errno == EINTR)
		continue;
	child->pid = 0;
}

/* Programs -------------------------------------------------------------------------------------------- */

static char *number(char *to, int n)
{
	int divisor = 1;

	while (n / divisor > 9)
		divisor *= 10;
	for (; divisor > 0; divisor /= 10)
		*to++ = '0' + n / divisor % 10;
	*to = '\0';
	return to;
}

static void execute(struct actor *me, uint32_t steps)
{
	char path[SCORE_TEXT], numbers[me->nchildren + 2][NUMBER], *argv[me->nchildren + 4], *name;
	char *const none[] = {NULL};
	int n = 0;

	path_of(me, steps, path);
	name = strrchr(path, '/');
	argv[n++] = name ? name + 1 : path;
	number(numbers[0], me->part);
	argv[n++] = numbers[0];
	number(numbers[1], me->next);
	argv[n++] = numbers[1];
	for (int i = 0; i < me->nchildren; i++)
		if (me->children[i].pid) {
			char *end = number(numbers[n - 1], me->children[i].part);

			*end++ = ':';
			number(end, me->children[i].pid);
			argv[n] = numbers[n - 1];
			n++;
		}
	argv[n] = NULL;
	execve(path, argv, none);
	complain("exec", me->part);
}

static void try(struct actor *me, uint32_t steps)
{
	char path[SCORE_TEXT];
	char *const none[] = {path, NULL};

	path_of(me, steps, path);
	execve(path, none, none + 1);
}

/* Memory and time ------------------------------------------------------------------------------------- */

static void grow(struct actor *me, int bytes)
{
	if (sbrk(bytes) == (void *)-1)
		complain("grow", me->part);
}

static void touch(uint32_t bytes)
{
	volatile char *end = sbrk(0);

	for (uint32_t at = bytes; at > 0; at -= at < PAGE ? at : PAGE)
		end[-(int)at] = 1;
}

/* Two instructions, two microseconds. */
static void work(uint32_t microseconds)
{
	for (uint32_t i = microseconds / 2; i > 0; i--)
		__asm__ volatile("");
}

/* Descriptors ----------------------------------------------------------------------------------------- */

static void flag(int fd, int cloexec)
{
	fcntl(fd, F_SETFD, cloexec ? FD_CLOEXEC : 0);
}

static void place(int fd, int to, int cloexec)
{
	if (fd != to) {
		dup2(fd, to);
		close(fd);
	}
	flag(to, cloexec);
}

static void connect(struct actor *me, int reader, int writer, int cloexec)
{
	int fds[2];

	if (pipe(fds) < 0)
		complain("pipe", me->part);
	if (fds[1] == reader) { /* out of the way of the other one */
		int aside = dup(fds[1]);

		close(fds[1]);
		fds[1] = aside;
	}
	place(fds[0], reader, cloexec);
	place(fds[1], writer, cloexec);
}

static void take(int fd, int bytes)
{
	char buffer[512];
	int n, left = bytes;

	do
		n = read(fd, buffer, bytes == 0 || left > (int)sizeof(buffer) ? (int)sizeof(buffer) : left);
	while (n > 0 && (bytes == 0 || (left -= n) > 0));
}

static void give(int fd, int bytes)
{
	static const char buffer[512];
	int n;

	for (; bytes > 0; bytes -= n) {
		n = write(fd, buffer, bytes > (int)sizeof(buffer) ? (int)sizeof(buffer) : bytes);
		if (n <= 0)
			return;
	}
}

/* Signals and ends ------------------------------------------------------------------------------------ */

static void cued(int sig)
{
	(void)sig;
}

static void gate(int descriptors)
{
	while (descriptors-- > 0)
		close(descriptors);
	signal(SCORE_CUE_SIGNAL, cued);
	sigpause(~sigmask(SCORE_CUE_SIGNAL));
	signal(SCORE_CUE_SIGNAL, SIG_DFL);
}

static void __attribute__((noreturn)) die(int sig, int core)
{
	struct rlimit none = {0, 0};

	if (!core)
		setrlimit(RLIMIT_CORE, &none);
	kill(getpid(), sig);
	for (;;)
		sigpause(~sigmask(sig));
}

static void __attribute__((noreturn)) await(int sig)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	for (;;)
		sigpause(~sigmask(sig));
}

static void signal_to(struct actor *me, uint32_t part, int sig)
{
	struct child *child = part == SCORE_PARENT ? NULL : find(me, part);

	if (part == SCORE_PARENT)
		kill(getppid(), sig);
	else if (child != NULL)
		kill(child->pid, sig);
}

static void perform(struct actor *me, const struct score_step *s)
{
	switch (s->verb) {
	case SCORE_STARTS:
	case SCORE_FORK:
	case SCORE_VFORK:
		make(me, s->a, s->verb == SCORE_VFORK);
		break;
	case SCORE_EXEC:
		execute(me, s->a);
		break;
	case SCORE_FAIL:
		try(me, s->a);
		break;
	case SCORE_WORK:
		work(s->a);
		break;
	case SCORE_GROW:
		grow(me, s->a);
		break;
	case SCORE_SHRINK:
		sbrk(-(int)s->a);
		break;
	case SCORE_TOUCH:
		touch(s->a);
		break;
	case SCORE_OPEN:
		place(open("/dev/null", O_RDWR), s->a, s->c);
		break;
	case SCORE_CLOSE:
		close(s->a);
		break;
	case SCORE_DUP:
		dup2(s->a, s->b);
		flag(s->b, s->c);
		break;
	case SCORE_PIPE:
		connect(me, s->a, s->b, s->c);
		break;
	case SCORE_CLOEXEC:
		flag(s->a, s->c);
		break;
	case SCORE_READ:
		take(s->a, s->b);
		break;
	case SCORE_WRITE:
		give(s->a, s->b);
		break;
	case SCORE_KILL:
		signal_to(me, s->a, s->b);
		break;
	case SCORE_CUE:
		signal_to(me, s->a, SCORE_CUE_SIGNAL);
		break;
	case SCORE_WAIT:
		collect(me, s->a);
		break;
	case SCORE_GATE:
		gate(s->a);
		break;
	case SCORE_HOLD:
		connect(me, getdtablesize() - 2, getdtablesize() - 1, 0);
		break;
	case SCORE_LINGER:
		close(getdtablesize() - 1);
		take(getdtablesize() - 2, 0);
		break;
	case SCORE_DIE:
		die(s->a, s->c);
	case SCORE_AWAIT:
		await(s->a);
	case SCORE_EXIT:
		_exit(s->a);
	default:
		_exit(0);
	}
}

static void play(struct actor *me)
{
	for (;;) {
		struct score_step s = *step(me); /* a child made by it has other steps */

		perform(me, &s);
	}
}

int main(int argc, char **argv)
{
	struct actor me;

	sigsetmask(~0); /* a signal takes effect where the score says so */
	be(&me, argc > 1 ? atoi(argv[1]) : 0);
	me.next = argc > 2 ? atoi(argv[2]) : 0;
	me.first = me.next;
	for (int i = 3; i < argc && i < CHILDREN + 3; i++) {
		char *pid = strchr(argv[i], ':');

		if (pid != NULL)
			know(&me, atoi(argv[i]), atoi(pid + 1));
	}
	play(&me);
	return 0;
}
