/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Producers and a consumer over pipes: poll and select, ends that close, a pipe that is full. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRODUCERS 3
#define ITEMS 200

static void produce(int fd, int number)
{
	for (int i = 0; i < ITEMS; i++) {
		int item = number * 1000 + i;

		if (write(fd, &item, sizeof(item)) != sizeof(item))
			_exit(1);
	}
	_exit(number);
}

static void start(int fds[PRODUCERS])
{
	for (int i = 0; i < PRODUCERS; i++) {
		int ends[2];

		if (pipe(ends) < 0)
			exit(1);
		fflush(stdout);
		if (fork() == 0) {
			close(ends[0]);
			produce(ends[1], i);
		}
		close(ends[1]);
		fds[i] = ends[0];
	}
}

static void report(const char *how, const int count[PRODUCERS], const long sum[PRODUCERS])
{
	int status, exits = 0;

	for (int i = 0; i < PRODUCERS; i++)
		printf("%s %d: %d items, sum %ld\n", how, i, count[i], sum[i]);
	while (wait(&status) > 0)
		exits += WEXITSTATUS(status);
	printf("exits %d\n", exits);
}

/* In its order from each of them? */
static int take(int fd, int number, int *count, long *sum)
{
	int item;
	ssize_t n = read(fd, &item, sizeof(item));

	if (n != sizeof(item))
		return 0;
	if (item != number * 1000 + *count)
		printf("out of order: %d\n", item);
	++*count;
	*sum += item;
	return 1;
}

static void with_poll(void)
{
	int fds[PRODUCERS], count[PRODUCERS] = {0}, open_ends = PRODUCERS;
	long sum[PRODUCERS] = {0};
	struct pollfd polled[PRODUCERS];

	start(fds);
	for (int i = 0; i < PRODUCERS; i++)
		polled[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
	while (open_ends > 0) {
		if (poll(polled, PRODUCERS, -1) < 0)
			exit(1);
		for (int i = 0; i < PRODUCERS; i++) {
			if (!(polled[i].revents & (POLLIN | POLLHUP)) || take(fds[i], i, &count[i], &sum[i]))
				continue;
			close(fds[i]);
			polled[i].fd = -1;
			open_ends--;
		}
	}
	report("poll", count, sum);
}

static void with_select(void)
{
	int fds[PRODUCERS], count[PRODUCERS] = {0}, open_ends = PRODUCERS;
	long sum[PRODUCERS] = {0};

	start(fds);
	while (open_ends > 0) {
		fd_set set;
		int top = 0;

		FD_ZERO(&set);
		for (int i = 0; i < PRODUCERS; i++) {
			if (fds[i] < 0)
				continue;
			FD_SET(fds[i], &set);
			top = fds[i] >= top ? fds[i] + 1 : top;
		}
		if (select(top, &set, NULL, NULL, NULL) < 0)
			exit(1);
		for (int i = 0; i < PRODUCERS; i++) {
			if (fds[i] < 0 || !FD_ISSET(fds[i], &set) || take(fds[i], i, &count[i], &sum[i]))
				continue;
			close(fds[i]);
			fds[i] = -1;
			open_ends--;
		}
	}
	report("select", count, sum);
}

int main(void)
{
	struct timeval none = {0, 0};
	struct pollfd polled;
	char block[512];
	int ends[2], n = 0;
	fd_set set;

	with_poll();
	with_select();
	if (pipe(ends) < 0)
		return 1;
	polled = (struct pollfd){.fd = ends[0], .events = POLLIN};
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	printf("empty: %d ", poll(&polled, 1, 0));
	printf("%d\n", select(ends[0] + 1, &set, NULL, NULL, &none));
	fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) | O_NONBLOCK);
	memset(block, 'x', sizeof(block));
	while (write(ends[1], block, sizeof(block)) == sizeof(block))
		n++;
	printf("full: %d %d\n", n > 0, errno == EAGAIN || errno == EWOULDBLOCK);
	polled = (struct pollfd){.fd = ends[1], .events = POLLOUT};
	printf("no room: %d\n", poll(&polled, 1, 0));
	while (n-- > 0)
		if (read(ends[0], block, sizeof(block)) != sizeof(block))
			return 1;
	printf("room: %d %d\n", poll(&polled, 1, 0), polled.revents == POLLOUT);
	close(ends[1]);
	polled = (struct pollfd){.fd = ends[0], .events = POLLIN};
	printf("closed: %d %d %zd\n", poll(&polled, 1, 0), (polled.revents & POLLHUP) != 0,
	       read(ends[0], block, sizeof(block)));
	polled.fd = 99;
	printf("no descriptor: %d %d\n", poll(&polled, 1, 0), polled.revents == POLLNVAL);
	if (pipe(ends) < 0)
		return 1;
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	printf("nobody reads: %d\n", write(ends[1], block, 1) < 0 && errno == EPIPE);
	return 0;
}
