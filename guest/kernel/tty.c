/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The console as a terminal: input by lines, without echo (who sits before it sees what he types), ^D for the end of
 * input; output at once.
 */
#include "systm.h"

#define TTIPRI 28   /* priority of a process that waits for input: it can be interrupted */
#define TTYHOG 1024 /* bytes of input kept; a power of two. More stays in the receiver */
#define CEOT 4      /* ^D */
#define CHUNK 128

static char queue[TTYHOG]; /* ring: bytes [first, last), not wrapped */
static uint32_t first, last;
static uint32_t delimiters; /* newlines and ^D in the queue */

int ttyreaders;

#define AT(i) queue[(i) & (TTYHOG - 1)]

void cnputc(char c)
{
	mtpr(PR_TXDB, (unsigned char)c);
}

void cninit(void)
{
	mtpr(PR_RXCS, CSR_IE);
}

static int full(void)
{
	return last - first == TTYHOG;
}

/* Receiver interrupt: takes what is there. */
void cnrint(struct trapframe *tf)
{
	while (!full() && (mfpr(PR_RXCS) & CSR_DONE)) {
		char c = (char)mfpr(PR_RXDB);

		AT(last++) = c;
		delimiters += c == '\n' || c == CEOT;
	}
	if (full())
		mtpr(PR_RXCS, 0); /* a reader will open it again */
	if (delimiters || full())
		wakeup(queue);
	if (USERMODE(tf)) {
		u.u_ar0 = tf;
		spl0();
		userret();
	}
}

/* Waits until a line, or the end of input, is there (or all that fits). 0, or EINTR. */
static int ttwait(void)
{
	int error = 0;

	while (!error && !delimiters && !full()) {
		ttyreaders++;
		error = sleep(queue, TTIPRI);
		ttyreaders--;
	}
	return error;
}

/* Reads at most `count` bytes, at most to the end of the line. Sets u.u_error; returns the bytes read. */
uint32_t ttread(char *user, uint32_t count)
{
	char chunk[CHUNK], text[EVENT_TEXT] = "";
	uint32_t done = 0, ipl;
	int more = count > 0;

	if (!more)
		return 0;
	ipl = splhigh();
	u.u_error = ttwait();
	while (!u.u_error && more) {
		uint32_t n = 0;

		while (more && n < sizeof chunk) {
			char c;

			if (first == last || done + n == count) {
				more = 0;
				break;
			}
			c = AT(first++);
			if (c == '\n' || c == CEOT) {
				delimiters--;
				more = 0;
			}
			if (c != CEOT)
				chunk[n++] = c;
		}
		if (done == 0)
			bcopy(chunk, text, n < EVENT_TEXT - 1 ? n : EVENT_TEXT - 1);
		if (n && copyout(chunk, user + done, n))
			u.u_error = EFAULT;
		done += n;
	}
	mtpr(PR_RXCS, CSR_IE);
	splx(ipl);
	if (!u.u_error)
		TRACE_TEXT(EV_TTY_READ, text, done);
	return done;
}

uint32_t ttwrite(const char *user, uint32_t count)
{
	char chunk[CHUNK], text[EVENT_TEXT] = "";
	uint32_t done = 0;

	while (done < count) {
		uint32_t n = count - done < sizeof chunk ? count - done : sizeof chunk;

		if (copyin(user + done, chunk, n)) {
			u.u_error = EFAULT;
			break;
		}
		if (done == 0)
			bcopy(chunk, text, n < EVENT_TEXT - 1 ? n : EVENT_TEXT - 1);
		for (uint32_t i = 0; i < n; i++)
			cnputc(chunk[i]);
		done += n;
	}
	if (done)
		TRACE_TEXT(EV_TTY_WRITE, text, done);
	return done;
}
