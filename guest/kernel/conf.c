/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The character devices by major number: console 0, terminal of the process 2, memory 3, swap area 7, as on the VAX.
 * A number that is not in the table is ENXIO.
 */
#include "file.h"

#define major(dev) ((dev) >> 8)
#define minor(dev) ((dev)&0xff)

struct cdevsw {
	uint32_t (*d_read)(uint32_t dev, uint32_t offset, char *user, uint32_t bytes);
	uint32_t (*d_write)(uint32_t dev, const char *user, uint32_t bytes);
};

static uint32_t cnread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes)
{
	(void)dev;
	(void)offset;
	return ttread(user, bytes);
}

static uint32_t cnwrite(uint32_t dev, const char *user, uint32_t bytes)
{
	(void)dev;
	return ttwrite(user, bytes);
}

static const struct cdevsw cdevsw[] = {
	[major(DEV_CONSOLE)] = {cnread, cnwrite},
	[major(DEV_TTY)] = {cnread, cnwrite},
	[major(DEV_NULL)] = {mmread, mmwrite},
	[major(DEV_DRUM)] = {swread, swwrite},
};

static const struct cdevsw *device(uint32_t dev)
{
	if (major(dev) < sizeof cdevsw / sizeof cdevsw[0] && cdevsw[major(dev)].d_read)
		return &cdevsw[major(dev)];
	u.u_error = ENXIO;
	return 0;
}

uint32_t devread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes)
{
	const struct cdevsw *d = device(dev);

	return d ? d->d_read(dev, offset, user, bytes) : 0;
}

uint32_t devwrite(uint32_t dev, const char *user, uint32_t bytes)
{
	const struct cdevsw *d = device(dev);

	return d ? d->d_write(dev, user, bytes) : 0;
}
