/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GDB's protocol without GDB: packets are fed to the stub, and what it answers is looked at. emu/gdb/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis_cache.h"
#include "analysis/step.h"
#include "analysis/writer.h"
#include "gdb/monitor.h"
#include "gdb/packet.h"
#include "gdb/stub.h"
#include "image/disk.h"
#include "session_fixture.h"

enum { ANSWERS = 1 << 20 };

static struct stub *stub;
static char got[ANSWERS]; /* bytes that it has sent since the last question */
static size_t ngot;
static char printed[ANSWERS]; /* its console output, decoded */
static char noted[ERROR_MAX];
static int breaks; /* so many times the user is asked before he types ^C; negative: never */

static void keep(void *arg, const void *bytes, size_t size)
{
	(void)arg;
	assert_true(ngot + size < sizeof got);
	memcpy(got + ngot, bytes, size);
	ngot += size;
}

static bool interrupted(void *arg)
{
	(void)arg;
	return breaks >= 0 && breaks-- == 0;
}

static void note(void *arg, const char *line)
{
	(void)arg;
	snprintf(noted, sizeof noted, "%s", line);
}

static void start(uint64_t icount)
{
	const struct stub_client client = {.send = keep, .interrupted = interrupted, .note = note};

	stub_free(stub);
	breaks = -1;
	stub = stub_new(session, icount, &client, error);
	assert_non_null(stub);
	stub_connect(stub);
}

/* Before the program's first instruction, where each test begins. */
static int at_start(void **state)
{
	(void)state;
	start(UINT64_MAX);
	return 0;
}

static int end(void **state)
{
	stub_free(stub);
	stub = NULL;
	return session_end(state);
}

/* The data of the packet at *at, which is led behind it: its checksum is right, and its runs are written out. */
static size_t decode(size_t *at, char *data)
{
	uint8_t sum = 0, told;
	size_t n = 0, i = *at;

	assert_int_equal(got[i++], '$');
	for (; i < ngot && got[i] != '#'; i++) {
		assert_true(got[i] != '$');
		sum = (uint8_t)(sum + (uint8_t)got[i]);
		if (got[i] != '*') {
			data[n++] = got[i];
			continue;
		}
		sum = (uint8_t)(sum + (uint8_t)got[++i]);
		assert_true(n && got[i] >= ' ' && got[i] <= '~');
		for (int more = got[i] - 29; more > 0; more--, n++)
			data[n] = data[n - 1];
	}
	assert_true(i + 2 < ngot);
	assert_int_equal(packet_bytes(got + i + 1, &told, 1), 1);
	assert_int_equal(told, sum);
	*at = i + 3;
	data[n] = '\0';
	return n;
}

/* Sends a packet as GDB does, without shortening runs. The answer is the last packet that comes back; before it may be
 * console output. */
static const char *ask(const char *question)
{
	static char answer[PACKET_MAX + 1];
	char frame[PACKET_MAX + PACKET_FRAME];
	size_t n = strlen(question), used = 0;
	uint8_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = (uint8_t)(sum + (uint8_t)question[i]);
	stub_feed(stub, "+", 1);
	ngot = 0;
	*printed = '\0';
	stub_feed(stub, frame, (size_t)snprintf(frame, sizeof frame, "$%s#%02x", question, sum));
	assert_true(ngot > 0);
	assert_int_equal(got[0], '+');
	for (size_t at = 1; at < ngot;) {
		size_t size = decode(&at, answer);

		if (at < ngot) {
			assert_int_equal(*answer, 'O');
			used += packet_bytes(answer + 1, printed + used, size / 2);
			printed[used] = '\0';
		}
	}
	return answer;
}

static const char *ask_for(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *ask_for(const char *format, ...)
{
	char question[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(question, sizeof question, format, args);
	va_end(args);
	return ask(question);
}

/* What a monitor command prints. */
static const char *monitor(const char *line)
{
	char hex[2 * MONITOR_LINE + 1];

	packet_hex(line, strlen(line), hex);
	assert_string_equal(ask_for("qRcmd,%s", hex), "OK");
	return printed;
}

static uint32_t reg(int n)
{
	return (uint32_t)strtoul(ask_for("p%x", (unsigned)n), NULL, 16);
}

static uint32_t word(uint32_t address)
{
	const char *answer = ask_for("m%x,4", address);

	assert_int_equal(strlen(answer), 8);
	return (uint32_t)strtoul(answer, NULL, 16);
}

static uint64_t now(void)
{
	return stub_target(stub)->now;
}

static uint32_t address(const char *name)
{
	struct symbols *symbols = analysis_cache_symbols(session_cache(session), "return", 0);
	uint32_t at;

	assert_true(symbols_address(symbols, name, &at));
	return at;
}

enum { FP = 14, SP = 15, PS = TARGET_PS, PC = TARGET_PC };

/* Packets ------------------------------------------------------------------------------------- */

static void frames_are_what_they_were(void **state)
{
	static const char odd[] = "}*#$\x03+-";
	char data[300], frame[sizeof data + PACKET_FRAME];
	char back[300];

	(void)state;
	for (size_t n = 0; n < 250; n++) { /* runs of all lengths, some with others before and behind them */
		size_t size = 0, at = 0;

		if (n & 1)
			data[size++] = 'x';
		memset(data + size, '0', n);
		size += n;
		if (n & 2)
			data[size++] = '1';
		ngot = packet_frame(data, size, frame);
		assert_true(ngot <= size + PACKET_FRAME);
		memcpy(got, frame, ngot);
		assert_int_equal(decode(&at, back), size);
		assert_memory_equal(back, data, size);
	}
	for (size_t room = 0; room < 20; room++) {
		size_t taken, n = packet_escape(odd, sizeof odd - 1, data, room, &taken);

		assert_true(n <= room && taken <= sizeof odd - 1);
		for (size_t i = 0, k = 0; i < taken; i++, k++) {
			if (data[k] == '}') {
				k++;
				assert_int_equal(data[k] ^ 0x20, odd[i]);
			} else {
				assert_int_equal(data[k], odd[i]);
				assert_null(strchr("#$}*", odd[i]));
			}
		}
	}
}

static void damaged_packets(void **state)
{
	static const struct {
		const char *bytes, *answer;
	} tries[] = {
		{"$qC#00", "-"}, {"$qC#zz", "-"},         {"$qC#b", ""},        {"noise", ""},
		{"$qC", ""},     {"$xx$qC#b4", "+$QC2#"}, {"\x03", ""},         {"++", ""},
		{"#b4", ""},     {"$#00", "+$#00"},       {"$qC#b4", "+$QC2#"}, {"$$$$#00", "+$#00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		stub_connect(stub);
		ngot = 0;
		stub_feed(stub, tries[i].bytes, strlen(tries[i].bytes));
		assert_int_equal(strncmp(got, tries[i].answer, strlen(tries[i].answer)), 0);
		assert_true(ngot >= strlen(tries[i].answer) && (*tries[i].answer || !ngot));
	}
}

static void acknowledgements(void **state)
{
	char first[64];

	(void)state;
	ask("qC");
	assert_true(ngot < sizeof first);
	memcpy(first, got + 1, ngot - 1);
	ngot = 0;
	stub_feed(stub, "-", 1); /* it came damaged: once more */
	assert_memory_equal(got, first, ngot);
	assert_true(ngot > 4);
	ngot = 0;
	stub_feed(stub, "$qC#b4", 6); /* GDB has lost patience: the answer is on its way */
	assert_int_equal(ngot, 0);
	stub_feed(stub, "+$qC#b4", 7);
	assert_true(ngot > 4);
	assert_string_equal(ask("QStartNoAckMode"), "OK");
	ngot = 0;
	stub_feed(stub, "+$qC#b4$qC#00", 13);
	assert_int_equal(got[0], '$');
	assert_int_equal(ngot, 7); /* one answer, and none to the damaged one */
}

/* A packet that is larger than any may be is forgotten, and the next one is understood. */
static void a_packet_that_does_not_end(void **state)
{
	char part[1000];

	(void)state;
	memset(part, 'm', sizeof part);
	ngot = 0;
	stub_feed(stub, "$", 1);
	for (int i = 0; i < 300; i++)
		stub_feed(stub, part, sizeof part);
	assert_int_equal(ngot, 0);
	stub_feed(stub, "#00", 3);
	assert_true(ngot == 1 && got[0] == '-');
	assert_string_equal(ask("qC"), "QC2");
}

/* What is asked badly. */
static void nonsense(void **state)
{
	static const struct {
		const char *question, *answer;
	} tries[] = {
		{"vMustReplyEmpty", ""},
		{"qNothing", ""},
		{"Qnothing", ""},
		{"!", ""},
		{"i", ""},
		{"mzz,4", "E01"},
		{"m", "E01"},
		{"m1000", "E01"},
		{"m1000,", "E01"},
		{"m1000,4,", "E01"},
		{"m100000000,4", "E01"},
		{"m11111111111111111,4", "E01"},
		{"m40000000,4", "E02"},
		{"mffffffff,ffffffff", "E02"},
		{"mc0000000,10", "E02"},
		{"p", "E01"},
		{"p12", "E02"},
		{"pffffffffffffffff", "E02"},
		{"p1x", "E01"},
		{"H", "E01"},
		{"Hx1", "E01"},
		{"Hg", "E01"},
		{"Hg7777777", "E01"},
		{"Hg44", "E02"},
		{"Hgp1.1", "E01"},
		{"T", "E01"},
		{"T44", "E02"},
		{"T-1", "OK"},
		{"vCont", "E01"},
		{"vCont;", "E01"},
		{"vCont;x", "E01"},
		{"vCont;s:", "E01"},
		{"vCont;s:44", "E02"},
		{"vCont;r:2", "E01"},
		{"vCont;r1,:2", "E01"},
		{"vCont;s:2,", "E01"},
		{"vCont;S:2", "E01"},
		{"vCont;r0,fffffffff:2", "E01"},
		{"C", "E01"},
		{"Z", ""},
		{"Z9,0,2", ""},
		{"Z0", "E01"},
		{"Z0,", "E01"},
		{"Z0,0", "E01"},
		{"Z0,0,2;X1,0", "E01"},
		{"Z2,0,0", "E03"},
		{"Z2,0,ffffffff", "E03"},
		{"Z2,0,100000000", "E03"},
		{"Z2,ffffffff,2", "E03"},
		{"z2,0,4", "OK"},
		{"qXfer:features:read::0,10", "E00"},
		{"qXfer:features:read:x.xml:0,10", "E00"},
		{"qXfer:features:read:target.xml", ""},
		{"qXfer:features:read:target.xml:0", "E01"},
		{"qXfer:features:read:target.xml:z,1", "E01"},
		{"qXfer:nothing:read::0,10", "E00"},
		{"qXfer:features:write:target.xml:0:x", ""},
		{"qXfer:threads:read::ffffffffffffffff,ffffffffffffffff", "l"},
		{"qThreadExtraInfo,", "E01"},
		{"qThreadExtraInfo,44", "E02"},
		{"qRcmd,zz", "E01"},
		{"QPassSignals:zz", "E01"},
		{"QPassSignals:ffffff", "OK"},
		{"vFile:nothing:", ""},
		{"vFile:open:", "F-1,16"},
		{"vFile:pread:0,1,0", "F-1,9"},
		{"vFile:close:ffffffffffffffff", "F-1,9"},
		{"vFile:fstat:", "F-1,9"},
		{"vFile:unlink:2f", "F-1,1e"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
		if (strcmp(ask(tries[i].question), tries[i].answer) != 0)
			fail_msg("%s gave %s, not %s", tries[i].question, ask(tries[i].question), tries[i].answer);
	assert_string_equal(ask("QPassSignals:"), "OK");
}

/* What it is asked about ---------------------------------------------------------------------- */

static void what_it_can(void **state)
{
	static const char *const wanted[] = {
		"PacketSize=10000;",    "QStartNoAckMode+",    "ReverseStep+",          "ReverseContinue+",
		"qXfer:features:read+", "qXfer:threads:read+", "qXfer:exec-file:read+",
	};
	const char *answer;

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		assert_non_null(strstr(ask("qSupported:multiprocess+;swbreak+;xmlRegisters=i386"), wanted[i]));
	assert_string_equal(ask("vCont?"), "vCont;c;C;s;S;r");
	assert_string_equal(ask("qAttached"), "1");
	answer = ask("qXfer:exec-file:read:2:0,fff");
	assert_string_equal(answer, "l/bin/return");
	assert_string_equal(ask("?"), "T05thread:2;");
}

/* The registers are in the order of the answer to g, and come in any pieces. */
static void the_description(void **state)
{
	static const char *const names[TARGET_REGISTERS] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "a0",
	                                                    "a1", "a2", "a3", "a4", "a5", "fp", "sp", "ps", "pc"};
	char whole[8192], pieces[8192], *at = whole;
	size_t n = 0;

	(void)state;
	snprintf(whole, sizeof whole, "%s", ask("qXfer:features:read:target.xml:0,2000"));
	assert_int_equal(*whole, 'l');
	for (const char *answer; (answer = ask_for("qXfer:features:read:target.xml:%zx,25", n));) {
		n += (size_t)snprintf(pieces + n, sizeof pieces - n, "%s", answer + 1);
		if (*answer == 'l')
			break;
		assert_int_equal(*answer, 'm');
	}
	assert_string_equal(pieces, whole + 1);
	assert_non_null(strstr(whole, "org.gnu.gdb.m68k.core"));
	for (int i = 0; i < TARGET_REGISTERS; i++) {
		char wanted[32];

		snprintf(wanted, sizeof wanted, "<reg name=\"%s\" bitsize=\"32\"", names[i]);
		at = strstr(at, "<reg ");
		assert_non_null(at);
		assert_int_equal(strncmp(at, wanted, strlen(wanted)), 0);
		at++;
	}
	assert_null(strstr(at, "<reg "));
}

static void registers_and_memory(void **state)
{
	const struct run_image *disk = timeline_image(session_timeline(session), "disk");
	const struct run_image *kernel = timeline_image(session_timeline(session), "kernel");
	const uint8_t *elf;
	char all[200], expected[2 * 64 + 1];
	size_t size;

	(void)state;
	assert_int_equal(reg(PC), 0);
	assert_int_equal(reg(PS) & PSL_CURMOD, PSL_USER);
	snprintf(all, sizeof all, "%s", ask("g"));
	assert_int_equal(strlen(all), 8 * TARGET_REGISTERS);
	for (int i = 0; i < TARGET_REGISTERS; i++)
		assert_memory_equal(ask_for("p%x", (unsigned)i), all + 8 * i, 8);
	/* .text is at 0x2000 of both files */
	assert_true(disk_find(disk->data, disk->size, "/bin/return", &elf, &size) && size > 0x2040);
	packet_hex(elf + 0x2000, 64, expected);
	assert_string_equal(ask("m0,40"), expected);
	packet_hex(kernel->data + 0x2000, 64, expected);
	assert_string_equal(ask("m80004000,40"), expected);
	/* to the end of the stack, and not beyond it */
	assert_int_equal(strlen(ask("m7ffffff0,8")), 16);
	assert_int_equal(strlen(ask("m7ffffff8,10")), 32);        /* and the kernel's first bytes */
	assert_int_equal(strlen(ask("m0,ffffffff")), 2 * 0x5000); /* all that the program has: five pages */
}

static void threads(void **state)
{
	char hex[200], text[200] = "";

	(void)state;
	assert_string_equal(ask("qfThreadInfo"), "m1,2,1869f");
	assert_string_equal(ask("qsThreadInfo"), "l");
	assert_string_equal(ask("qC"), "QC2");
	snprintf(hex, sizeof hex, "%s", ask("qThreadExtraInfo,2"));
	packet_bytes(hex, text, sizeof text - 1);
	assert_string_equal(text, "return: runs");
	assert_non_null(strstr(ask("qXfer:threads:read::0,fff"), "<thread id=\"1\" name=\"init\">asleep</thread>"));
	/* what another process has */
	assert_string_equal(ask("Hg1"), "OK");
	assert_true(reg(PC) != 0 && reg(PC) < S0BASE);
	assert_int_equal(reg(PS) & PSL_CURMOD, PSL_USER);
	assert_string_equal(ask("Hg1869f"), "OK");
	assert_true(reg(PC) >= S0BASE);
	/* before there are processes */
	start(0);
	assert_string_equal(ask("qC"), "QC1869f");
	assert_int_equal(strlen(ask("g")), 8 * TARGET_REGISTERS);
	assert_string_equal(ask("vCont;s:1869f"), "T05thread:1869f;");
	assert_int_equal(now(), 1);
}

/* The lender sleeps, its memory is with the child, and both show it. */
static void both_processes_of_a_loan(void **state)
{
	const char *list;
	uint32_t sp;

	(void)state;
	start(mark_of("spawn.return").icount);
	assert_string_equal(ask("qC"), "QC3");
	assert_string_equal(ask("qfThreadInfo"), "m1,2,3,1869f");
	list = ask("qXfer:threads:read::0,fff");
	assert_non_null(strstr(list, "<thread id=\"2\" name=\"return\">asleep, lends its memory to pid 3</thread>"));
	list = ask("qXfer:threads:read::0,fff");
	assert_non_null(strstr(list, "<thread id=\"3\" name=\"return\">runs, has borrowed memory of pid 2</thread>"));
	sp = reg(SP);
	assert_int_equal(word(sp) >> 16, 0); /* the return address, into main() */
	assert_string_equal(ask("Hg2"), "OK");
	assert_true(reg(PC) >= address("vfork") && reg(PC) < address("vfork") + 64);
	assert_true(reg(SP) < sp); /* it is deeper in the same stack */
	assert_true(word(sp) > address("main") && word(sp) < address("main") + 512);
	/* in the kernel: its own kernel stack, not that of who runs */
	assert_non_null(strstr(monitor("side kernel"), "stepi shows them"));
	assert_string_equal(ask("vCont;s:3"), "T05thread:3;");
	assert_string_equal(ask("Hg2"), "OK");
	assert_true(reg(PC) >= S0BASE && reg(SP) > UADDR && reg(SP) < KSTACKTOP);
	assert_true(word(reg(SP)) != 0);
}

/* Motion -------------------------------------------------------------------------------------- */

static void breakpoints(void **state)
{
	uint32_t spawn = address("spawn");

	(void)state;
	assert_string_equal(ask_for("Z0,%x,2", spawn), "OK");
	assert_string_equal(ask("vCont;c"), "T05thread:2;");
	assert_string_equal(printed, "parent: I call spawn()\n");
	assert_int_equal(reg(PC), spawn);
	assert_int_equal(now(), mark_of("spawn").icount);
	assert_string_equal(ask_for("z0,%x,2", spawn), "OK");
	assert_string_equal(ask_for("Z1,%x,2", address("report")), "OK");
	assert_string_equal(ask("c"), "T05thread:3;");
	assert_int_equal(now(), mark_of("report").icount);
	assert_string_equal(ask_for("Z0,%x,2", spawn), "OK");
	assert_string_equal(ask("bc"), "T05thread:2;");
	assert_int_equal(now(), mark_of("spawn").icount);
	assert_string_equal(printed, "");
	assert_string_equal(ask("bc"), "T05thread:2;replaylog:begin;");
	assert_int_equal(reg(PC), 0);
	assert_string_equal(ask("bc"), "T05thread:2;replaylog:begin;");
}

/* Every program begins at 0: a breakpoint is one of the program that the run is about, unless all are meant. */
static void a_breakpoint_is_one_of_its_program(void **state)
{
	(void)state;
	start(0);
	assert_string_equal(ask("Z0,0,2"), "OK");
	assert_string_equal(ask("c"), "T05thread:2;");
	assert_int_equal(reg(PC), 0);
	start(0);
	monitor("program *");
	assert_string_equal(ask("Z0,0,2"), "OK");
	assert_string_equal(ask("c"), "T05thread:1;");
	start(0);
	assert_non_null(strstr(monitor("program init"), "those of init"));
	assert_string_equal(ask("Z0,0,2"), "OK");
	assert_string_equal(ask("c"), "T05thread:1;");
	assert_string_equal(ask("Z0,80004000,2"), "OK"); /* the kernel's are of all of them */
	assert_string_equal(ask("bc"), "T05thread:1869f;");
	assert_int_equal(now(), 0);
	for (int i = 0; i < STOP_POINTS - 2; i++)
		assert_string_equal(ask_for("Z0,%x,2", 2 * i + 0x100), "OK");
	assert_string_equal(ask("Z0,2000,2"), "E03");
}

/* A step is one of the program: what the kernel does for it is passed over. Back and forth are the same. */
static void steps(void **state)
{
	uint64_t at[200];
	int n = 0;

	(void)state;
	for (; n < 200; n++) {
		at[n] = now();
		assert_true(reg(PC) < S0BASE);
		assert_string_equal(ask(n & 1 ? "vCont;s:2" : "s"), "T05thread:2;");
		assert_true(now() > at[n]);
	}
	while (n-- > 0) {
		assert_string_equal(ask("bs"), "T05thread:2;");
		assert_int_equal(now(), at[n]);
	}
	assert_string_equal(ask("bs"), "T05thread:2;replaylog:begin;");
	/* out of a range; the other thread's steps are waited for */
	assert_string_equal(ask("vCont;r0,4:2"), "T05thread:2;");
	assert_true(reg(PC) >= 4);
	start(mark_of("spawn.return").icount);
	assert_string_equal(ask("vCont;s:2;c"), "T05thread:2;");
	assert_true(reg(PC) > address("vfork") && reg(PC) < address("vfork") + 64);
	/* in the kernel by its instructions */
	start(mark_of("vm.pass").icount);
	assert_true(reg(PC) >= S0BASE);
	assert_string_equal(ask("s"), "T05thread:2;");
	assert_int_equal(now(), mark_of("vm.pass").icount + 1);
}

/* From the crash back to the store that destroyed the return address, and on again. */
static void from_the_crash_to_its_cause(void **state)
{
	struct timeline_mark crash = mark_of("signal.deliver");
	char name[16], expected[64];
	struct datum d;
	struct write w;
	uint32_t slot;

	(void)state;
	assert_string_equal(ask("c"), "T0bthread:2;");
	assert_int_equal(now(), crash.icount);
	assert_int_equal(reg(PC), 0x33333333); /* its program's, though the kernel runs */
	slot = reg(SP) - 4;
	assert_int_equal(word(slot), 0x33333333);
	snprintf(name, sizeof name, "0x%x", slot);
	assert_true(datum_read(session, &crash, 2, name, &d, error));
	assert_int_equal(writer_last(session, &d, 0, crash.icount, &w, error), PASSAGE_FOUND);
	assert_string_equal(ask("Hg2"), "OK");
	assert_string_equal(ask_for("Z2,%x,4", slot), "OK");
	snprintf(expected, sizeof expected, "T05thread:3;watch:%x;", slot);
	assert_string_equal(ask("bc"), expected); /* the child's store into its parent's frame */
	assert_int_equal(now(), w.at.icount);
	assert_int_equal(reg(PC), w.at.pc);
	assert_true(word(slot) > address("main") && word(slot) < address("main") + 512);
	assert_string_equal(ask("c"), expected); /* the same, from its other side */
	assert_int_equal(now(), w.at.icount + 1);
	assert_int_equal(word(slot), 0x33333333);
	assert_string_equal(ask("c"), "T0bthread:2;");
	assert_int_equal(now(), crash.icount);
	/* what is not wanted to be heard of is passed over */
	assert_string_equal(ask("QPassSignals:b;14"), "OK");
	assert_string_equal(ask("vCont;C0b:2"), "T05thread:1;replaylog:end;");
	assert_non_null(strstr(printed, "killed by signal 11"));
	assert_non_null(strstr(printed, "The run ends here: the machine has halted with status 139.\n"));
	assert_int_equal(now(), timeline_end(session_timeline(session)));
	assert_string_equal(ask("QPassSignals:"), "OK");
	assert_string_equal(ask_for("z2,%x,4", slot), "OK");
	assert_string_equal(ask("bc"), "T0bthread:2;");
}

/* The same memory is watched by whoever has it: each stop forward is one backward. */
static void every_store_is_found_both_ways(void **state)
{
	uint32_t use_fork = address("use_fork"), slot;
	char expected[64], name[16];
	struct timeline_mark at;
	uint64_t stores[64];
	struct datum d;
	struct write w;
	size_t n = 0;

	(void)state;
	assert_string_equal(ask_for("Z0,%x,2", address("spawn")), "OK");
	ask("c");
	slot = reg(SP);
	start(UINT64_MAX);
	snprintf(name, sizeof name, "0x%x", slot);
	step_to(session_timeline(session), &at, now());
	assert_true(datum_read(session, &at, 2, name, &d, error));
	while (writer_first(session, &d, at.icount, UINT64_MAX, &w, error) == PASSAGE_FOUND && n < 64) {
		if (w.was != w.now && w.at.icount < mark_of("signal.deliver").icount)
			stores[n++] = w.at.icount;
		at.icount = w.at.icount + 1;
	}
	assert_true(n > 2 && n < 64);
	assert_string_equal(ask_for("Z2,%x,4", slot), "OK");
	for (size_t i = 0; i < n; i++) {
		assert_non_null(strstr(ask("c"), "watch"));
		assert_int_equal(now(), stores[i] + 1);
	}
	assert_string_equal(ask("c"), "T0bthread:2;");
	for (const char *answer; (answer = ask("bc"), !strstr(answer, "replaylog"));)
		if (strstr(answer, "watch"))
			assert_int_equal(now(), stores[--n]);
	assert_int_equal(n, 0);
	/* reads, and stores of what was there already */
	start(mark_of("spawn").icount);
	assert_string_equal(ask_for("Z3,%x,4", use_fork), "OK");
	snprintf(expected, sizeof expected, "T05thread:2;rwatch:%x;", use_fork);
	assert_string_equal(ask("c"), expected);
	assert_string_equal(ask_for("z3,%x,4", use_fork), "OK");
	start(UINT64_MAX);
	assert_string_equal(ask_for("Z2,%x,4", use_fork), "OK"); /* 0 is written over 0: no change */
	assert_string_equal(ask_for("Z0,%x,2", address("spawn")), "OK");
	assert_string_equal(ask("c"), "T05thread:2;");
	start(UINT64_MAX);
	assert_string_equal(ask_for("Z4,%x,4", use_fork), "OK");
	snprintf(expected, sizeof expected, "T05thread:2;awatch:%x;", use_fork);
	assert_string_equal(ask("c"), expected);
	assert_true(now() < mark_of("spawn").icount);
}

/* A child's copy is not its parent's memory: a watch is of one process. On a system that copies on write the page
 * itself becomes another one, which is followed. */
static void a_copy_is_not_watched(void **state)
{
	struct session *lent = session;
	struct timeline_mark at;
	uint32_t sp;

	(void)state;
	session = session_new(fixture_run_on("4.4bsd", "return", NULL, 0));
	at = mark_of("report");
	start(at.icount);
	assert_string_equal(ask("qC"), "QC3");
	sp = reg(SP);
	assert_string_equal(ask("Hg2"), "OK");
	assert_string_equal(ask_for("Z2,%x,4", sp), "OK");
	while (strstr(ask("bc"), "watch"))
		assert_int_equal(timeline_pid(session_timeline(session), now(), NULL), 2);
	start(at.icount);
	assert_string_equal(ask("Hg3"), "OK");
	assert_string_equal(ask_for("Z2,%x,4", sp), "OK");
	assert_non_null(strstr(ask("bc"), "T05thread:3;watch:"));
	stub_free(stub);
	stub = NULL;
	session_free(session);
	session = lent;
}

/* ^C while a search goes on: before it, in it, and too late. */
static void the_user_wants_no_more(void **state)
{
	const char *answer;
	uint64_t begin = 0;

	(void)state;
	start(0);
	assert_string_equal(ask_for("Z2,%x,4", address("main")), "OK"); /* which nothing ever stores into */
	assert_string_equal(ask("Z0,3ffe,2"), "OK");
	breaks = 0;
	assert_string_equal(ask("c"), "T02thread:1869f;");
	assert_int_equal(now(), begin);
	breaks = 2;
	answer = ask("c");
	assert_non_null(strstr(answer, "T02thread:"));
	assert_true(now() > begin && now() < timeline_end(session_timeline(session)));
	breaks = -1;
	ngot = 0;
	stub_feed(stub, "+$c#63\x03", 7); /* it is among what has come already */
	assert_non_null(memmem(got, ngot, "T02", 3));
	ngot = 0;
	stub_feed(stub, "+\x03", 2);
	assert_int_equal(ngot, 0);
}

/* Nothing is changed ------------------------------------------------------------------------- */

static void nothing_is_written(void **state)
{
	static const char *const tries[] = {
		"G00000000", "Pf=00000001", "M4000,1:ff", "X4000,0:", "c1000", "s1000", "C0b;1000"};
	uint64_t begin = now();
	char was[200];

	(void)state;
	snprintf(was, sizeof was, "%s", ask("g"));
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		*noted = '\0';
		assert_int_equal(strncmp(ask(tries[i]), "E.", 2), 0);
		assert_non_null(strstr(noted, "monitor what-if"));
	}
	assert_string_equal(ask("g"), was);
	assert_int_equal(now(), begin);
	assert_string_equal(ask("vFile:open:2f62696e2f72657475726e,601,1ff"), "F-1,1e");
	assert_string_equal(ask("vFile:pwrite:0,0,x"), "F-1,1e");
}

/* Files --------------------------------------------------------------------------------------- */

static size_t read_whole(const char *path, char *to, size_t room)
{
	char hex[128];
	size_t size = 0;
	const char *answer;

	packet_hex(path, strlen(path), hex);
	assert_string_equal(ask_for("vFile:open:%s,0,0", hex), "F0");
	for (;;) {
		size_t n;

		answer = ask_for("vFile:pread:0,4000,%zx", size);
		n = strtoul(answer + 1, NULL, 16);
		answer = strchr(answer, ';') + 1;
		if (!n)
			break;
		for (size_t i = 0; i < n && size < room; i++, answer++)
			to[size++] = *answer == '}' ? (char)(*++answer ^ 0x20) : *answer;
	}
	assert_string_equal(ask("vFile:close:0"), "F0");
	assert_string_equal(ask("vFile:close:0"), "F-1,9");
	return size;
}

static void files_of_the_root_disk(void **state)
{
	const struct run_image *disk = timeline_image(session_timeline(session), "disk");
	const struct run_image *kernel = timeline_image(session_timeline(session), "kernel");
	char *whole = malloc(1 << 21), fd[16];
	const uint8_t *elf;
	size_t size;

	(void)state;
	assert_true(disk_find(disk->data, disk->size, "/bin/return", &elf, &size));
	assert_int_equal(read_whole("/bin/return", whole, 1 << 21), size);
	assert_memory_equal(whole, elf, size);
	assert_int_equal(read_whole("/vmunix", whole, 1 << 21), kernel->size);
	assert_memory_equal(whole, kernel->data, kernel->size);
	free(whole);
	assert_string_equal(ask("vFile:open:2f6e6f7468696e67,0,0"), "F-1,2");
	for (unsigned i = 0; i < 16; i++) {
		snprintf(fd, sizeof fd, "F%x", i);
		assert_string_equal(ask("vFile:open:2f62696e2f72657475726e,0,0"), fd);
	}
	assert_string_equal(ask("vFile:open:2f62696e2f72657475726e,0,0"), "F-1,18");
	assert_int_equal(strncmp(ask("vFile:fstat:f"), "F40;", 4), 0);
	stub_connect(stub); /* a new GDB: the old one's are closed */
	assert_string_equal(ask("vFile:fstat:f"), "F-1,9");
}

/* The monitor --------------------------------------------------------------------------------- */

static void monitor_commands(void **state)
{
	const char *name, *synopsis, *help;

	(void)state;
	monitor("help");
	for (size_t i = 0; monitor_command(i, &name, &synopsis, &help); i++)
		assert_true(strstr(printed, name) && strstr(printed, synopsis) && strstr(printed, help));
	assert_string_equal(monitor("hepl"), "vforkscope: monitor hepl: no such command; did you mean help?\n");
	assert_non_null(strstr(monitor("xyzzyx"), "monitor help lists them"));
	assert_non_null(strstr(monitor("go"), "what is to stand there?"));
	assert_non_null(strstr(monitor("go nowhere"), "nowhere"));
	assert_non_null(strstr(monitor("find write"), "write"));
	assert_non_null(strstr(monitor("side up"), "now, program or kernel"));
	assert_non_null(strstr(monitor("where"), "_start"));
	/* a motion of GDB's leads where the monitor was told to go, whatever it is */
	assert_non_null(strstr(monitor("go report+1l"), "stepi leads there"));
	assert_int_equal(reg(PC), 0);
	assert_string_equal(ask("vCont;s:2"), "T05thread:3;");
	assert_int_equal(now(), mark_of("report+1l").icount);
	assert_non_null(strstr(monitor("who first"), "11111111"));
	assert_non_null(strstr(monitor("who use_fork all"), "by pid 2 return"));
	assert_non_null(strstr(monitor("loan"), "loan: pid 2 lends to pid 3"));
	assert_string_equal(ask("Hg3"), "OK");
	assert_non_null(strstr(monitor("what-if _exit(7)"), "pid 3 exits with status 7"));
	assert_non_null(strstr(monitor("what-if jump(7)"), "jump"));
	monitor("back call spawn");
	assert_string_equal(ask("bs"), "T05thread:2;");
	assert_int_equal(now(), mark_of("spawn").icount);
	monitor("go +1l");
	ask("s");
	assert_int_equal(now(), mark_of("spawn+1l").icount);
	monitor("find hazard.frame");
	ask("c");
	assert_int_equal(now(), mark_of("hazard.frame").icount);
	/* the registers of a process in the kernel, by side */
	monitor("go vm.pass");
	ask("s");
	assert_true(reg(PC) >= S0BASE);
	monitor("side program");
	assert_string_equal(ask("s"), "T05thread:2;");
	assert_true(reg(PC) < S0BASE);
	assert_int_equal(now(), mark_of("vm.pass").icount);
	monitor("side now");
	ask("s");
	assert_true(reg(PC) >= S0BASE);
}

static void how_it_ends(void **state)
{
	(void)state;
	assert_string_equal(ask("D"), "OK");
	assert_true(stub_ended(stub));
	stub_connect(stub);
	assert_false(stub_ended(stub));
	assert_string_equal(ask_for("Z0,%x,2", address("spawn")), "OK");
	stub_connect(stub); /* whose breakpoint is gone, and the instant is not */
	assert_string_equal(ask("c"), "T0bthread:2;");
	stub_connect(stub);
	assert_string_equal(ask("?"), "T05thread:2;");
	assert_true(now() == mark_of("signal.deliver").icount);
	ngot = 0;
	stub_feed(stub, "+$k#6b$qC#b4", 12);
	assert_true(stub_ended(stub));
	assert_true(ngot == 1 && got[0] == '+');
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, at_start)
	const struct CMUnitTest tests[] = {
		TEST(frames_are_what_they_were),
		TEST(damaged_packets),
		TEST(acknowledgements),
		TEST(a_packet_that_does_not_end),
		TEST(nonsense),
		TEST(what_it_can),
		TEST(the_description),
		TEST(registers_and_memory),
		TEST(threads),
		TEST(both_processes_of_a_loan),
		TEST(breakpoints),
		TEST(a_breakpoint_is_one_of_its_program),
		TEST(steps),
		TEST(from_the_crash_to_its_cause),
		TEST(every_store_is_found_both_ways),
		TEST(a_copy_is_not_watched),
		TEST(the_user_wants_no_more),
		TEST(nothing_is_written),
		TEST(files_of_the_root_disk),
		TEST(monitor_commands),
		TEST(how_it_ends),
	};
#undef TEST

	return cmocka_run_group_tests(tests, session_begin, end);
}
