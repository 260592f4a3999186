/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll, on select. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

/* Entries whose descriptor is not open are told at once, and then nothing is waited for. */
static int closed(struct pollfd *list, nfds_t count)
{
	int n = 0;

	for (nfds_t i = 0; i < count; i++) {
		list[i].revents = 0;
		if (list[i].fd < 0 || fcntl(list[i].fd, F_GETFD, 0) >= 0)
			continue;
		list[i].revents = POLLNVAL;
		n++;
	}
	return n;
}

/* A pipe that can be read, and has nothing in it: all its writers are gone. */
static int hung_up(int fd)
{
	struct stat sb;

	return fstat(fd, &sb) == 0 && S_ISFIFO(sb.st_mode) && sb.st_size == 0;
}

int poll(struct pollfd *list, nfds_t count, int milliseconds)
{
	int invalid, error = errno, n = 0;
	struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
	fd_set reads, writes;

	invalid = closed(list, count);
	errno = error;
	if (invalid > 0)
		time = (struct timeval){0, 0};
	FD_ZERO(&reads);
	FD_ZERO(&writes);
	for (nfds_t i = 0; i < count; i++) {
		if (list[i].fd < 0 || list[i].revents != 0)
			continue;
		if (list[i].events & POLLIN)
			FD_SET(list[i].fd, &reads);
		if (list[i].events & POLLOUT)
			FD_SET(list[i].fd, &writes);
	}
	if (select(getdtablesize(), &reads, &writes, NULL, milliseconds < 0 && invalid == 0 ? NULL : &time) < 0)
		return -1;
	for (nfds_t i = 0; i < count; i++) {
		if (list[i].fd >= 0 && list[i].revents == 0) {
			if ((list[i].events & POLLIN) && FD_ISSET(list[i].fd, &reads))
				list[i].revents |= hung_up(list[i].fd) ? POLLIN | POLLHUP : POLLIN;
			if ((list[i].events & POLLOUT) && FD_ISSET(list[i].fd, &writes))
				list[i].revents |= POLLOUT;
		}
		n += list[i].revents != 0;
	}
	return n;
}
