/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The console as a terminal: input by lines, with an echo if that is set (init does, where somebody sits before it), ^D
 * for the end of input; output at once. It has a process group in the foreground, which ^C, ^\\ and ^Z signal; who
 * reads from the background is stopped by SIGTTIN.
 *
 * In 4.3BSD a borrower cannot be stopped, so it is never sent SIGTTIN or SIGTTOU: its read from the background fails,
 * its output and its requests pass (tty.c ttread, ttwrite, ttioctl). Others do otherwise: sys/vforkrule.h.
 */
#include <sys/ioctl.h>
#include <sys/vforkrule.h>

#include "policy.h"
#include "systm.h"

#define TTIPRI 28   /* priority of a process that waits for input: it can be interrupted */
#define TTYHOG 1024 /* bytes of input kept; a power of two. More stays in the receiver */
#define CHUNK 128
#define CTRL(c) ((c)&31)
#define CEOT CTRL('D')
#define CINTR CTRL('C')
#define CQUIT CTRL('\\')
#define CSUSP CTRL('Z')

static struct tty {
	struct sgttyb t_sgttyb;
	uint32_t t_pgrp;  /* in the foreground */
	uint32_t t_local; /* LTOSTOP ... */
} cons = {{0, 0, 0x7f, CTRL('U'), 0}, 1 /* init's */, 0};

static char queue[TTYHOG]; /* ring: bytes [first, last), not wrapped */
static uint32_t first, last;
static uint32_t delimiters; /* newlines and ^D in the queue */
static int gone;            /* the line is: what came is read, then reads give 0 bytes */

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

/* Is there something that a read may have? */
static int ready(void)
{
	return delimiters || full() || gone || ((cons.t_sgttyb.sg_flags & (CBREAK | RAW)) && first != last);
}

/* Who reads from the background never waits: it gets an error or a signal. */
int ttready(void)
{
	return ready() || curproc->p_pgrp != cons.t_pgrp;
}

static void ttwakeup(void)
{
	wakeup(queue);
	selwakeup();
}

/*
 * Can console input change anything? Somebody reads, or has it in select, or waits in sigpause for a signal that can be
 * typed. When the line is gone nothing can come.
 */
int ttywaited(void)
{
	if (gone)
		return 0;
	if (selwaits())
		return 1;
	for (const struct proc *p = proc; p < procend; p++) {
		if (p->p_stat != SSLEEP)
			continue;
		if (p->p_wchan == (uint32_t)queue)
			return 1;
		if (p->p_wchan == (uint32_t)&u && p->p_pgrp == cons.t_pgrp)
			return 1;
	}
	return 0;
}

static void flush(void)
{
	first = last = delimiters = 0;
}

static int delimits(char c)
{
	return c == '\n' || c == CEOT;
}

/* The signal that a typed character stands for, 0 if none. */
static uint32_t typedsignal(char c)
{
	if (c == CSUSP)
		return policy->stops == STOPS_NONE ? 0 : SIGTSTP;
	return c == CINTR ? SIGINT : c == CQUIT ? SIGQUIT : 0;
}

/* Takes back the last character of the line that is being typed. 0 if there is none. */
static int erase(void)
{
	if (first == last || delimits(AT(last - 1)))
		return 0;
	last--;
	return 1;
}

/* Shows what was typed; control characters as ^X. */
static void echo(char c)
{
	if (!(cons.t_sgttyb.sg_flags & ECHO) || c == CEOT)
		return;
	if ((unsigned char)c < ' ' && c != '\n' && c != '\t') {
		cnputc('^');
		c |= '@';
	}
	cnputc(c);
}

/* How wide it is on the screen. A tab counts as one: who erases one sees the rest move at the next line. */
static int width(char c)
{
	return (unsigned char)c < ' ' && c != '\t' ? 2 : 1;
}

/* Takes back one character, on the screen too. */
static int rubout(void)
{
	char c = AT(last - 1);

	if (!erase())
		return 0;
	for (int n = width(c); n > 0 && (cons.t_sgttyb.sg_flags & ECHO); n--) {
		cnputc('\b');
		cnputc(' ');
		cnputc('\b');
	}
	return 1;
}

static void ttyinput(char c)
{
	int flags = cons.t_sgttyb.sg_flags;

	if (flags & RAW) {
		AT(last++) = c;
		echo(c);
	} else if (typedsignal(c)) {
		echo(c);
		if (!(cons.t_local & LNOFLSH))
			flush();
		gsignal(cons.t_pgrp, typedsignal(c));
	} else if (!(flags & CBREAK) && c == cons.t_sgttyb.sg_erase) {
		rubout();
	} else if (!(flags & CBREAK) && c == cons.t_sgttyb.sg_kill) {
		while (rubout())
			;
	} else {
		AT(last++) = c;
		delimiters += delimits(c);
		echo(c);
	}
}

/* Receiver interrupt: takes what is there. */
void cnrint(struct trapframe *tf)
{
	uint32_t ipl = cpl;

	if (putoff(tf, IPL_CONSOLE))
		return;
	while (!full() && (mfpr(PR_RXCS) & CSR_DONE)) {
		uint32_t data = mfpr(PR_RXDB);

		if (data & RXDB_HANGUP)
			gone = 1; /* and no SIGHUP, as with LNOHANG: nobody hung up, the input is at its end */
		else
			ttyinput((char)data);
	}
	if (full())
		mtpr(PR_RXCS, 0); /* a reader will open it again */
	if (ready())
		ttwakeup();
	intrend(tf, ipl);
}

/* May the running process not be stopped by this signal of the terminal? */
static int deaf(uint32_t sig)
{
	const struct proc *p = curproc;

	return ((p->p_sigignore | p->p_sigmask) & sigmask(sig)) || p->p_ppid == 0;
}

/* Is the running process in the background? Without job control nobody is. */
static int inbackground(void)
{
	return curproc->p_pgrp != cons.t_pgrp && policy->stops != STOPS_NONE;
}

/*
 * Stops the running process's group while it is in the background; if it must not be stopped now, it waits. 0 when it
 * is in the foreground, or EINTR or ERESTART.
 */
static int background(uint32_t sig)
{
	while (inbackground() && !deaf(sig)) {
		int error = 0;

		gsignal(curproc->p_pgrp, sig);
		if (issig())
			error = u.u_sigintr & sigmask(curproc->p_cursig) ? EINTR : ERESTART;
		else if (heldstops(curproc) & sigmask(sig))
			error = sleep(&cons, TTIPRI);
		if (error)
			return error;
	}
	return 0;
}

/* Reading from the background. 1 when the read is at its end with u.u_error as it is. */
static int ttyjob(void)
{
	int borrows = curproc->p_flag & HOLDS;

	if (!inbackground())
		return 0;
	if (borrows && vforkrules[VR_TTYREAD] == VR_EOF)
		return 1;
	if (deaf(SIGTTIN) || (borrows && vforkrules[VR_TTYREAD] == VR_EIO))
		u.u_error = EIO;
	else
		u.u_error = (uint32_t)background(SIGTTIN);
	return u.u_error != 0;
}

/*
 * Waits until a line, or the end of input, is there (or all that fits). 1 when there will be nothing to read: EINTR, or
 * a process in the background.
 */
static int ttwait(void)
{
	while (!ttyjob()) {
		if (ready())
			return 0;
		u.u_error = (uint32_t)sleep(queue, TTIPRI);
		if (u.u_error)
			return 1;
	}
	return 1;
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
	if (ttwait())
		more = 0;
	while (!u.u_error && more) {
		uint32_t n = 0;

		while (more && n < sizeof chunk) {
			char c;

			if (first == last || done + n == count) {
				more = 0;
				break;
			}
			c = AT(first++);
			if (delimits(c) && delimiters > 0) {
				delimiters--;
				more = 0;
			}
			if (c != CEOT || (cons.t_sgttyb.sg_flags & RAW))
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

/* Writing or changing modes from the background. 0, or an error. */
static int ttyout(void)
{
	if (!inbackground() || deaf(SIGTTOU))
		return 0;
	if ((curproc->p_flag & HOLDS) && vforkrules[VR_TTYWRITE] != VR_SIGTTOU)
		return vforkrules[VR_TTYWRITE] == VR_REFUSED ? EIO : 0;
	return background(SIGTTOU);
}

uint32_t ttwrite(const char *user, uint32_t count)
{
	char chunk[CHUNK], text[EVENT_TEXT] = "";
	uint32_t done = 0;

	if (cons.t_local & LTOSTOP) {
		u.u_error = (uint32_t)ttyout();
		if (u.u_error)
			return 0;
	}
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

/* What a request's argument is: bytes, and which way they go. */
static uint32_t argsize(uint32_t request)
{
	return request >> 16 & 0x7f;
}

static void setmodes(const struct sgttyb *sg, int keep)
{
	cons.t_sgttyb = *sg;
	if (!keep)
		flush();
	if (ready())
		ttwakeup();
}

/* ioctl on the console; `argument` is the user's. Sets u.u_error. */
void ttioctl(uint32_t request, void *argument)
{
	union {
		struct sgttyb sg;
		uint32_t word;
	} arg = {.word = 0};
	int sets = request & 0x80000000u, gets = request & 0x40000000u;
	uint32_t ipl;

	if (sets && copyin(argument, &arg, argsize(request) < sizeof arg ? argsize(request) : sizeof arg)) {
		u.u_error = EFAULT;
		return;
	}
	if (sets && (u.u_error = (uint32_t)ttyout()))
		return;
	ipl = splhigh();
	switch (request) {
	case TIOCGETP:
		arg.sg = cons.t_sgttyb;
		break;
	case TIOCSETP:
	case TIOCSETN:
		setmodes(&arg.sg, request == TIOCSETN);
		break;
	case TIOCGPGRP:
		arg.word = cons.t_pgrp;
		break;
	case TIOCSPGRP:
		cons.t_pgrp = arg.word;
		wakeup(&cons); /* who waits for the foreground */
		break;
	case TIOCLGET:
		arg.word = cons.t_local;
		break;
	case TIOCLSET:
		cons.t_local = arg.word;
		break;
	case TIOCLBIS:
		cons.t_local |= arg.word;
		break;
	case TIOCLBIC:
		cons.t_local &= ~arg.word;
		break;
	default:
		u.u_error = ENOTTY;
	}
	splx(ipl);
	if (!u.u_error && gets && copyout(&arg, argument, argsize(request)))
		u.u_error = EFAULT;
}
