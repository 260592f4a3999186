/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from GDB to the stub: see server.h. */
#include "gdb/server.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/command.h"

enum {
	INBOX = 1 << 16,
	PATIENCE = 30000, /* milliseconds that somebody may take to read what he has asked for */
};

/* The connection. */
struct link {
	int listener;         /* -1: none */
	int in, out;          /* -1: nobody is connected */
	int turned;           /* who was turned away, until he has read why; -1: nobody */
	bool gone;            /* the other end is, or does not read */
	uint8_t inbox[INBOX]; /* what has come while a search went on, and is to be fed yet */
	size_t waiting;
};

int server_listen(const char *address, int port, char text[SERVER_ADDRESS], bool *outside, char error[ERROR_MAX])
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	char service[16], host[SERVER_ADDRESS - 20];
	struct sockaddr_storage bound;
	socklen_t size = sizeof bound;
	struct addrinfo *found;
	int fd, one = 1;

	snprintf(service, sizeof service, "%d", port);
	if (getaddrinfo(address, service, &hints, &found)) {
		error_set(error, "%s: is no address of this host in numbers, as " SERVER_LOOPBACK " or ::1", address);
		return -1;
	}
	fd = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) ||
	    bind(fd, found->ai_addr, found->ai_addrlen) || listen(fd, 1) ||
	    getsockname(fd, (struct sockaddr *)&bound, &size) ||
	    getnameinfo((struct sockaddr *)&bound, size, host, sizeof host, service, sizeof service,
	                NI_NUMERICHOST | NI_NUMERICSERV)) {
		error_set(error, "%s port %d: %s", address, port, strerror(errno));
		if (fd >= 0)
			close(fd);
		fd = -1;
	} else {
		const struct sockaddr_in *v4 = (struct sockaddr_in *)found->ai_addr;
		const struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)found->ai_addr;
		bool is_v6 = found->ai_family == AF_INET6;

		snprintf(text, SERVER_ADDRESS, is_v6 ? "[%s]:%s" : "%s:%s", host, service);
		*outside = is_v6 ? !IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr)
		                 : ntohl(v4->sin_addr.s_addr) >> 24 != IN_LOOPBACKNET;
	}
	freeaddrinfo(found);
	return fd;
}

/* The stub's client --------------------------------------------------------------------------- */

static void send_bytes(void *arg, const void *bytes, size_t size)
{
	struct link *l = arg;
	const char *at = bytes;

	while (size && !l->gone) {
		struct pollfd wait = {.fd = l->out, .events = POLLOUT};
		ssize_t n;

		if (poll(&wait, 1, PATIENCE) == 0) {
			l->gone = true;
			break;
		}
		n = write(l->out, at, size);
		if (n >= 0) {
			at += n;
			size -= (size_t)n;
		} else if (errno != EINTR && errno != EAGAIN) {
			l->gone = true;
		}
	}
}

static void close_turned(struct link *l)
{
	if (l->turned >= 0)
		close(l->turned);
	l->turned = -1;
}

/* There is one GDB already. The other is answered, whatever its first packet asks, and stays open until it has read
 * that: what is closed with bytes unread is reset, and the answer lost. */
static void turn_away(struct link *l)
{
	static const char why[] = "E.another GDB is at this run, and one at a time can be";
	char frame[sizeof why + PACKET_FRAME] = "+";
	size_t n = packet_frame(why, sizeof why - 1, frame + 1) + 1;

	close_turned(l);
	l->turned = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC);
	if (l->turned < 0)
		return;
	if (send(l->turned, frame, n, MSG_DONTWAIT) < 0 || shutdown(l->turned, SHUT_WR))
		close_turned(l);
	command_note("another GDB was turned away: one at a time");
}

static void hear_turned(struct link *l)
{
	char bytes[512];

	if (recv(l->turned, bytes, sizeof bytes, MSG_DONTWAIT) <= 0)
		close_turned(l);
}

/* Takes what has come, if there is room. Waits for it, or not. False if nothing has. */
static bool take(struct link *l, bool wait)
{
	struct pollfd from[] = {
		/* a descriptor that is negative has no events */
		{.fd = l->in, .events = POLLIN},
		{.fd = l->listener, .events = POLLIN},
		{.fd = l->turned, .events = POLLIN},
	};
	ssize_t n;

	if (l->waiting == INBOX)
		return false;
	if (poll(from, sizeof from / sizeof *from, wait ? -1 : 0) <= 0)
		return false;
	if (from[2].revents)
		hear_turned(l);
	if (!from[0].revents) {
		if (from[1].revents)
			turn_away(l); /* while the first is there: who has gone has gone before */
		return false;
	}
	n = read(l->in, l->inbox + l->waiting, INBOX - l->waiting);
	if (n > 0)
		l->waiting += (size_t)n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		l->gone = true;
	return n > 0;
}

static bool interrupted(void *arg)
{
	struct link *l = arg;
	size_t before = l->waiting;

	return (take(l, false) && memchr(l->inbox + before, PACKET_CTRL_C, l->waiting - before)) || l->gone;
}

static void note(void *arg, const char *line)
{
	(void)arg;
	command_note("%s", line);
}

/* One GDB, from its first byte to its last. */
static void converse(struct link *l, struct stub *stub)
{
	uint8_t bytes[INBOX];
	size_t n;

	l->gone = false;
	l->waiting = 0;
	stub_connect(stub);
	while (!l->gone && !stub_ended(stub)) {
		if (!l->waiting)
			take(l, true);
		n = l->waiting;
		memcpy(bytes, l->inbox, n);
		l->waiting = 0;
		stub_feed(stub, bytes, n);
	}
}

static struct stub *begin(struct link *l, struct session *session, uint64_t start, char *error)
{
	const struct stub_client client = {l, send_bytes, interrupted, note};

	signal(SIGPIPE, SIG_IGN); /* a GDB that goes away is no reason to */
	return stub_new(session, start, &client, error);
}

bool server_run(int listener, struct session *session, uint64_t start, char error[ERROR_MAX])
{
	struct link l = {.listener = listener, .in = -1, .out = -1, .turned = -1};
	struct stub *stub = begin(&l, session, start, error);
	int one = 1;

	while (stub && !stub_ended(stub)) {
		l.in = l.out = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (l.in < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (l.in < 0) {
			error_set(error, "the connection: %s", strerror(errno));
			stub_free(stub);
			return false;
		}
		setsockopt(l.in, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		converse(&l, stub);
		close_turned(&l);
		close(l.in);
	}
	stub_free(stub);
	return stub != NULL;
}

bool server_pipe(int in, int out, struct session *session, uint64_t start, char error[ERROR_MAX])
{
	struct link l = {.listener = -1, .in = in, .out = out, .turned = -1};
	struct stub *stub = begin(&l, session, start, error);

	if (stub)
		converse(&l, stub);
	stub_free(stub);
	return stub != NULL;
}
