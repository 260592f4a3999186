/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX.1-2008 has no vfork: who asks <unistd.h> for that edition finds the name free and may take it for something
 * else. With the declaration that earlier editions have this would not compile.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <unistd.h>

static const char *vfork(const char *what)
{
	return what;
}

int main(void)
{
	printf("1..1\n");
	printf("%s\n", vfork("ok 1 - POSIX.1-2008: vfork is a name like others"));
	return getpid() < 0;
}
