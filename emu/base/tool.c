/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting other programs of the host: see tool.h. */
#include "base/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/alloc.h"

/* Programs that stand in a compiler's place on PATH. */
static const char *const caches[] = {"ccache", "distcc", "icecc", "sccache"};

enum { CPU_GRACE = 5 }; /* seconds: our clock comes first, this is for when we are gone */

/* Signals with which a user ends a program. */
static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* Those of them that are not ignored: a program under nohup(1) goes on. */
static sigset_t awaited(void)
{
	struct sigaction how;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (!sigaction(endings[i], NULL, &how) && how.sa_handler != SIG_IGN)
			sigaddset(&set, endings[i]);
	return set;
}

void tool_hold(sigset_t *before)
{
	sigset_t set = awaited();

	pthread_sigmask(SIG_BLOCK, &set, before);
}

void tool_release(const sigset_t *before)
{
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

static bool is_cache(const char *path)
{
	char real[PATH_MAX];
	const char *base;

	if (!realpath(path, real))
		return true;
	base = strrchr(real, '/') + 1;
	for (size_t i = 0; i < sizeof caches / sizeof *caches; i++)
		if (!strcmp(base, caches[i]))
			return true;
	return false;
}

char *tool_find(const char *name)
{
	const char *path = environment_get(ENV_PATH);

	if (!path)
		path = "/usr/bin:/bin";
	while (*path) {
		int n = (int)strcspn(path, ":");
		char *file = alloc_format("%.*s/%s", n, path, name);
		struct stat st;

		if (*path == '/' && !stat(file, &st) && S_ISREG(st.st_mode) && !access(file, X_OK) && !is_cache(file))
			return file;
		free(file);
		path += n + (path[n] == ':');
	}
	return NULL;
}

char *tool_file(const char *name)
{
	bool plain = name[0] == '/' || !strncmp(name, "./", 2) || !strncmp(name, "../", 3);

	return alloc_format("%s%s", plain ? "" : "./", name);
}

/* What is ready before the child is there, since between fork and exec it may do little: signal-safety(7). */
struct start {
	const struct tool *tool;
	char *own[3]; /* of its environment */
	char **environment;
	int in, out, err, failed; /* descriptors; `failed` takes errno if the program does not start */
};

enum { NOT_CONFINED = -1 }; /* in errno's place */

static void limit(int resource, rlim_t most)
{
	struct rlimit l;

	if (getrlimit(resource, &l))
		return;
	if (l.rlim_max == RLIM_INFINITY || l.rlim_max > most)
		l.rlim_max = most;
	l.rlim_cur = l.rlim_max;
	setrlimit(resource, &l);
}

static unsigned seconds_of(const struct tool *tool)
{
	return tool->seconds ? tool->seconds : TOOL_SECONDS;
}

/* closefrom(3), which musl and older C libraries do not have. Linux has the call since 5.9, by this number. */
static void close_from(int first)
{
	enum { CLOSE_RANGE = 436 };
	struct rlimit l;

	if (!syscall(CLOSE_RANGE, (unsigned)first, ~0u, 0u) || getrlimit(RLIMIT_NOFILE, &l))
		return;
	for (int fd = first; fd < (int)l.rlim_cur; fd++)
		close(fd);
}

_Noreturn static void become(const struct start *s)
{
	enum { ABOVE = 10 };
	const int failed = fcntl(s->failed, F_DUPFD_CLOEXEC, ABOVE), in = fcntl(s->in, F_DUPFD_CLOEXEC, ABOVE),
		  out = fcntl(s->out, F_DUPFD_CLOEXEC, ABOVE), err = fcntl(s->err, F_DUPFD_CLOEXEC, ABOVE);
	sigset_t none;
	int why;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setsid();
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	dup3(failed, STDERR_FILENO + 1, O_CLOEXEC);
	close_from(STDERR_FILENO + 2);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, seconds_of(s->tool) + CPU_GRACE);
	if (!s->tool->trusted) {
		limit(RLIMIT_AS, (rlim_t)TOOL_MEMORY << 20);
		limit(RLIMIT_FSIZE, (rlim_t)TOOL_FILE << 20);
	}
	why = NOT_CONFINED;
	if (!s->tool->rules ||
	    confine_here(s->tool->rules, s->tool->nrules,
	                 CONFINE_NO_NETWORK | CONFINE_NO_SIGNALS | CONFINE_NO_SOCKETS) == CONFINE_DONE) {
		execve(s->tool->path, (char *const *)s->tool->argv, s->environment);
		why = errno;
	}
	if (write(STDERR_FILENO + 1, &why, sizeof why) < 0)
		_exit(126);
	_exit(127);
}

/* For a line to the user. */
static const char *name_of(const struct tool *tool)
{
	return strrchr(tool->path, '/') + 1;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Takes what is in the pipe. False when it is closed at the other end. */
static bool take(int fd, struct tool_text *text)
{
	enum { CHUNK = 16384 };
	ssize_t n;

	text->text = realloc(text->text, text->size + CHUNK + 1);
	if (!text->text)
		abort();
	n = read(fd, text->text + text->size, CHUNK);
	if (n > 0)
		text->size += (size_t)n;
	text->text[text->size] = '\0';
	return n > 0 || (n < 0 && errno == EINTR);
}

/* Reads what the child says until all that hold its pipes are gone. Comes to a limit: kills it, and goes on reading
 * until they are gone indeed. */
static bool listen_to(pid_t pid, const struct tool *tool, int out, int err, struct tool_result *result, char *error)
{
	const double end = now() + seconds_of(tool);
	const sigset_t set = awaited();
	const int signals = signalfd(-1, &set, SFD_CLOEXEC); /* never read: a signal stays pending */
	struct pollfd fds[] = {{out, POLLIN, 0}, {err, POLLIN, 0}, {signals, POLLIN, 0}};
	struct tool_text *const texts[] = {&result->out, &result->err};
	bool stopped = false;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		const double left = end - now();
		const char *name = name_of(tool);
		bool stop = true;

		poll(fds, 3, stopped ? -1 : left > 0 ? (int)(left * 1000) + 1 : 0);
		for (int i = 0; i < 2; i++) {
			if (fds[i].fd < 0 || !fds[i].revents || take(fds[i].fd, texts[i]))
				continue;
			fds[i].fd = -1;
		}
		for (int i = 0; stopped && i < 2; i++) /* only their end matters now */
			texts[i]->size = 0;
		if (stopped)
			continue;
		if (fds[2].revents & POLLIN)
			error_set(error, "%s is interrupted", name);
		else if (left <= 0 && (fds[0].fd >= 0 || fds[1].fd >= 0))
			error_set(error, "%s takes longer than %u s, which is the limit", name, seconds_of(tool));
		else if (result->out.size > TOOL_TEXT << 10 || result->err.size > TOOL_TEXT << 10)
			error_set(error, "%s says more than %d KB, which is the limit", name, TOOL_TEXT);
		else
			stop = false;
		if (stop) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL); /* it may not have its session yet */
			fds[2].fd = -1;
			stopped = true;
		}
	}
	close(signals);
	return !stopped;
}

/* Everything from standard input, in memory: the tool is in a session of its own and may not read a terminal. */
static int input_of(const struct tool *tool)
{
	char buf[65536];
	ssize_t n;
	int fd;

	if (!tool->input)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("input", MFD_CLOEXEC);
	while (fd >= 0 && (n = read(STDIN_FILENO, buf, sizeof buf)) != 0) {
		if ((n < 0 && errno != EINTR) || (n > 0 && write(fd, buf, (size_t)n) != n))
			break;
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void environment(struct start *s)
{
	const char *slash = strrchr(s->tool->path, '/');
	const char *const *more = s->tool->environment;
	size_t n = 0, own = sizeof s->own / sizeof *s->own;

	s->own[0] = alloc_format("PATH=%.*s:/usr/bin:/bin", (int)(slash - s->tool->path), s->tool->path);
	s->own[1] = alloc_string("LC_ALL=C");
	s->own[2] = alloc_format("TMPDIR=%s", s->tool->temporary ? s->tool->temporary : environment_temporary());
	while (more && more[n])
		n++;
	s->environment = alloc_new(own + n + 1, sizeof *s->environment);
	memcpy(s->environment, s->own, sizeof s->own);
	for (size_t i = 0; i < n; i++)
		s->environment[own + i] = (char *)more[i];
}

/* By vfork(2): after a fork the kernel would have copied the page tables of a whole machine, to throw them away at
 * once. The child does not return from here, and changes nothing of ours but errno. */
static pid_t begin(const struct start *s)
{
	pid_t pid = vfork();

	if (!pid)
		become(s);
	return pid;
}

static bool start(struct start *s, int out[2], int err[2], struct tool_result *result, char *error)
{
	const struct tool *tool = s->tool;
	int failed[2], why = 0, status = 0;
	bool ok = false;
	pid_t pid;

	if (pipe2(failed, O_CLOEXEC))
		return error_set(error, "%s: %s", name_of(tool), strerror(errno));
	s->failed = failed[1];
	s->out = tool->output ? STDOUT_FILENO : out[1];
	s->err = err[1];
	environment(s);
	pid = begin(s);
	why = pid < 0 ? errno : 0;
	close(failed[1]);
	close(out[1]);
	close(err[1]);
	out[1] = err[1] = -1;
	if (pid > 0) {
		ok = listen_to(pid, tool, out[0], err[0], result, error);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (read(failed[0], &why, sizeof why) < 0)
			why = errno;
	}
	close(failed[0]);
	for (size_t i = 0; i < sizeof s->own / sizeof *s->own; i++)
		free(s->own[i]);
	free(s->environment);
	if (why == NOT_CONFINED)
		return error_set(error, "%s cannot be confined: %s", name_of(tool), confine_reason(CONFINE_FAILED));
	if (why)
		return error_set(error, "%s: %s", name_of(tool), strerror(why));
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return ok;
}

bool tool_run(const struct tool *tool, struct tool_result *result, char *error)
{
	const struct sigaction usual = {.sa_handler =
	                                        SIG_DFL}; /* with SIGCHLD ignored there is no status to wait for */
	struct start s = {.tool = tool};
	struct sigaction was;
	int out[2], err[2];
	sigset_t before;
	bool ok = false;

	*result = (struct tool_result){.out.text = alloc_string(""), .err.text = alloc_string("")};
	tool_hold(&before);
	sigaction(SIGCHLD, &usual, &was);
	s.in = input_of(tool);
	if (s.in < 0 || pipe2(out, O_CLOEXEC)) {
		error_set(error, "%s: %s", name_of(tool), strerror(errno));
	} else if (pipe2(err, O_CLOEXEC)) {
		error_set(error, "%s: %s", name_of(tool), strerror(errno));
		close(out[0]);
		close(out[1]);
	} else {
		ok = start(&s, out, err, result, error);
		close(out[0]);
		close(err[0]);
	}
	if (s.in >= 0)
		close(s.in);
	sigaction(SIGCHLD, &was, NULL);
	tool_release(&before);
	return ok;
}

void tool_free(struct tool_result *result)
{
	free(result->out.text);
	free(result->err.text);
	*result = (struct tool_result){0};
}

/* The child's child, which is nobody's to wait for. */
_Noreturn static void become_free(const char *path, const char *const *argv, int failed)
{
	sigset_t none;
	pid_t pid = fork();
	int why;

	if (pid > 0)
		_exit(0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!pid)
		execv(path, (char *const *)argv);
	why = errno;
	if (write(failed, &why, sizeof why) < 0)
		_exit(126);
	_exit(127);
}

bool tool_start(const char *const *argv, char *error)
{
	char *path = strchr(argv[0], '/') ? alloc_string(argv[0]) : tool_find(argv[0]);
	int failed[2], why = 0;
	ssize_t told;
	pid_t pid;

	if (!path)
		return error_set(error, "%.100s: no such program", argv[0]);
	if (pipe2(failed, O_CLOEXEC)) {
		free(path);
		return error_set(error, "%.100s: %s", argv[0], strerror(errno));
	}
	pid = fork();
	if (!pid)
		become_free(path, argv, failed[1]);
	why = pid < 0 ? errno : 0;
	close(failed[1]);
	if (pid > 0) {
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
		do
			told = read(failed[0], &why, sizeof why);
		while (told < 0 && errno == EINTR);
	}
	close(failed[0]);
	free(path);
	return !why || error_set(error, "%.100s: %s", argv[0], strerror(why));
}

void tool_begin_anew(const char *const *argv, char *error)
{
	execv("/proc/self/exe", (char *const *)argv);
	error_set(error, "%.100s: %s", argv[0], strerror(errno));
}
