/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading into and writing from several places at once. */
#ifndef _SYS_UIO_H
#define _SYS_UIO_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define UIO_MAXIOV 16

struct iovec {
	void *iov_base;
	size_t iov_len;
};

#ifndef KERNEL
ssize_t readv __P((int fd, const struct iovec *pieces, int count));
ssize_t writev __P((int fd, const struct iovec *pieces, int count));
#endif

#endif
