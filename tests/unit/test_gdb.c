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

#include "gdb/monitor.h"
#include "gdb/packet.h"
#include "gdb_fixture.h"
#include "image/disk.h"

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
		gdb_ngot = packet_frame(data, size, frame);
		assert_true(gdb_ngot <= size + PACKET_FRAME);
		memcpy(gdb_got, frame, gdb_ngot);
		assert_int_equal(gdb_decode(&at, back), size);
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
		gdb_ngot = 0;
		stub_feed(stub, tries[i].bytes, strlen(tries[i].bytes));
		assert_int_equal(strncmp(gdb_got, tries[i].answer, strlen(tries[i].answer)), 0);
		assert_true(gdb_ngot >= strlen(tries[i].answer) && (*tries[i].answer || !gdb_ngot));
	}
}

static void acknowledgements(void **state)
{
	char first[64];

	(void)state;
	gdb_ask("qC");
	assert_true(gdb_ngot < sizeof first);
	memcpy(first, gdb_got + 1, gdb_ngot - 1);
	gdb_ngot = 0;
	stub_feed(stub, "-", 1); /* it came damaged: once more */
	assert_memory_equal(gdb_got, first, gdb_ngot);
	assert_true(gdb_ngot > 4);
	gdb_ngot = 0;
	stub_feed(stub, "$qC#b4", 6); /* GDB has lost patience: the answer is on its way */
	assert_int_equal(gdb_ngot, 0);
	stub_feed(stub, "+$qC#b4", 7);
	assert_true(gdb_ngot > 4);
	assert_string_equal(gdb_ask("QStartNoAckMode"), "OK");
	gdb_ngot = 0;
	stub_feed(stub, "+$qC#b4$qC#00", 13);
	assert_int_equal(gdb_got[0], '$');
	assert_int_equal(gdb_ngot, 7); /* one answer, and none to the damaged one */
}

/* A packet that is larger than any may be is forgotten, and the next one is understood. */
static void a_packet_that_does_not_end(void **state)
{
	char part[1000];

	(void)state;
	memset(part, 'm', sizeof part);
	gdb_ngot = 0;
	stub_feed(stub, "$", 1);
	for (int i = 0; i < 300; i++)
		stub_feed(stub, part, sizeof part);
	assert_int_equal(gdb_ngot, 0);
	stub_feed(stub, "#00", 3);
	assert_true(gdb_ngot == 1 && gdb_got[0] == '-');
	assert_string_equal(gdb_ask("qC"), "QC2");
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
		if (strcmp(gdb_ask(tries[i].question), tries[i].answer) != 0)
			fail_msg("%s gave %s, not %s", tries[i].question, gdb_ask(tries[i].question), tries[i].answer);
	assert_string_equal(gdb_ask("QPassSignals:"), "OK");
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
		assert_non_null(strstr(gdb_ask("qSupported:multiprocess+;swbreak+;xmlRegisters=i386"), wanted[i]));
	assert_string_equal(gdb_ask("vCont?"), "vCont;c;C;s;S;r");
	assert_string_equal(gdb_ask("qAttached"), "1");
	answer = gdb_ask("qXfer:exec-file:read:2:0,fff");
	assert_string_equal(answer, "l/bin/return");
	assert_string_equal(gdb_ask("?"), "T05thread:2;");
}

/* The registers are in the order of the answer to g, and come in any pieces. */
static void the_description(void **state)
{
	static const char *const names[TARGET_REGISTERS] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "a0",
	                                                    "a1", "a2", "a3", "a4", "a5", "fp", "sp", "ps", "pc"};
	char whole[8192], pieces[8192], *at = whole;
	size_t n = 0;

	(void)state;
	snprintf(whole, sizeof whole, "%s", gdb_ask("qXfer:features:read:target.xml:0,2000"));
	assert_int_equal(*whole, 'l');
	for (const char *answer; (answer = gdb_ask_for("qXfer:features:read:target.xml:%zx,25", n));) {
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
	assert_int_equal(gdb_reg(PC), 0);
	assert_int_equal(gdb_reg(PS) & PSL_CURMOD, PSL_USER);
	snprintf(all, sizeof all, "%s", gdb_ask("g"));
	assert_int_equal(strlen(all), 8 * TARGET_REGISTERS);
	for (int i = 0; i < TARGET_REGISTERS; i++)
		assert_memory_equal(gdb_ask_for("p%x", (unsigned)i), all + 8 * i, 8);
	/* .text is at 0x2000 of both files */
	assert_true(disk_find(disk->data, disk->size, "/bin/return", &elf, &size) && size > 0x2040);
	packet_hex(elf + 0x2000, 64, expected);
	assert_string_equal(gdb_ask("m0,40"), expected);
	packet_hex(kernel->data + 0x2000, 64, expected);
	assert_string_equal(gdb_ask("m80004000,40"), expected);
	/* to the end of the stack, and not beyond it */
	assert_int_equal(strlen(gdb_ask("m7ffffff0,8")), 16);
	assert_int_equal(strlen(gdb_ask("m7ffffff8,10")), 32);        /* and the kernel's first bytes */
	assert_int_equal(strlen(gdb_ask("m0,ffffffff")), 2 * 0x5000); /* all that the program has: five pages */
}

static void threads(void **state)
{
	char hex[200], text[200] = "";

	(void)state;
	assert_string_equal(gdb_ask("qfThreadInfo"), "m1,2,1869f");
	assert_string_equal(gdb_ask("qsThreadInfo"), "l");
	assert_string_equal(gdb_ask("qC"), "QC2");
	snprintf(hex, sizeof hex, "%s", gdb_ask("qThreadExtraInfo,2"));
	packet_bytes(hex, text, sizeof text - 1);
	assert_string_equal(text, "return: runs");
	assert_non_null(strstr(gdb_ask("qXfer:threads:read::0,fff"), "<thread id=\"1\" name=\"init\">asleep</thread>"));
	/* what another process has */
	assert_string_equal(gdb_ask("Hg1"), "OK");
	assert_true(gdb_reg(PC) != 0 && gdb_reg(PC) < S0BASE);
	assert_int_equal(gdb_reg(PS) & PSL_CURMOD, PSL_USER);
	assert_string_equal(gdb_ask("Hg1869f"), "OK");
	assert_true(gdb_reg(PC) >= S0BASE);
	/* before there are processes */
	gdb_start(0);
	assert_string_equal(gdb_ask("qC"), "QC1869f");
	assert_int_equal(strlen(gdb_ask("g")), 8 * TARGET_REGISTERS);
	assert_string_equal(gdb_ask("vCont;s:1869f"), "T05thread:1869f;");
	assert_int_equal(gdb_now(), 1);
}

/* The lender sleeps, its memory is with the child, and both show it. */
static void both_processes_of_a_loan(void **state)
{
	const char *list;
	uint32_t sp;

	(void)state;
	gdb_start(mark_of("spawn.return").icount);
	assert_string_equal(gdb_ask("qC"), "QC3");
	assert_string_equal(gdb_ask("qfThreadInfo"), "m1,2,3,1869f");
	list = gdb_ask("qXfer:threads:read::0,fff");
	assert_non_null(strstr(list, "<thread id=\"2\" name=\"return\">asleep, lends its memory to pid 3</thread>"));
	list = gdb_ask("qXfer:threads:read::0,fff");
	assert_non_null(strstr(list, "<thread id=\"3\" name=\"return\">runs, has borrowed memory of pid 2</thread>"));
	sp = gdb_reg(SP);
	assert_int_equal(gdb_word(sp) >> 16, 0); /* the return address, into main() */
	assert_string_equal(gdb_ask("Hg2"), "OK");
	assert_true(gdb_reg(PC) >= gdb_address("vfork") && gdb_reg(PC) < gdb_address("vfork") + 64);
	assert_true(gdb_reg(SP) < sp); /* it is deeper in the same stack */
	assert_true(gdb_word(sp) > gdb_address("main") && gdb_word(sp) < gdb_address("main") + 512);
	/* in the kernel: its own kernel stack, not that of who runs */
	assert_non_null(strstr(gdb_monitor("side kernel"), "stepi shows them"));
	assert_string_equal(gdb_ask("vCont;s:3"), "T05thread:3;");
	assert_string_equal(gdb_ask("Hg2"), "OK");
	assert_true(gdb_reg(PC) >= S0BASE && gdb_reg(SP) > UADDR && gdb_reg(SP) < KSTACKTOP);
	assert_true(gdb_word(gdb_reg(SP)) != 0);
}

/* The tables have gone to the child, and the kernel has not yet said so: the lender's memory is there all the same. */
static void as_the_loan_begins(void **state)
{
	uint64_t icount = mark_of("vm.pass").icount, begin = icount;
	uint32_t word = 0;

	(void)state;
	do {
		gdb_start(icount++);
		assert_string_equal(gdb_ask("Hg2"), "OK");
		gdb_monitor("side program");
		assert_string_equal(gdb_ask("s"), "T05thread:2;");
		assert_string_equal(gdb_ask("Hg2"), "OK");
		assert_true(icount == begin + 1 || gdb_word(gdb_reg(SP)) == word);
		word = gdb_word(gdb_reg(SP));
	} while (!strstr(gdb_ask("qXfer:threads:read::0,fff"), "lends its memory"));
	assert_true(icount > begin + 10);
}

/* Nothing is changed ------------------------------------------------------------------------- */

static void nothing_is_written(void **state)
{
	static const char *const tries[] = {"G00000000", "Pf=00000001", "M4000,1:ff", "X4000,1:x",
	                                    "c1000",     "s1000",       "C0b;1000"};
	uint64_t begin = gdb_now();
	char was[200];

	(void)state;
	snprintf(was, sizeof was, "%s", gdb_ask("g"));
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		*gdb_noted = '\0';
		assert_int_equal(strncmp(gdb_ask(tries[i]), "E.", 2), 0);
		assert_non_null(strstr(gdb_noted, "monitor what-if"));
	}
	assert_string_equal(gdb_ask("g"), was);
	assert_int_equal(gdb_now(), begin);
	*gdb_noted = '\0';
	assert_string_equal(gdb_ask("X4000,0:"), "OK"); /* GDB asks whether there is X: no word to its user */
	assert_string_equal(gdb_noted, "");
	assert_string_equal(gdb_ask("vFile:open:2f62696e2f72657475726e,601,1ff"), "F-1,1e");
	assert_string_equal(gdb_ask("vFile:pwrite:0,0,x"), "F-1,1e");
}

/* Files --------------------------------------------------------------------------------------- */

static size_t read_whole(const char *path, char *to, size_t room)
{
	char hex[128];
	size_t size = 0;
	const char *answer;

	packet_hex(path, strlen(path), hex);
	assert_string_equal(gdb_ask_for("vFile:open:%s,0,0", hex), "F0");
	for (;;) {
		size_t n;

		answer = gdb_ask_for("vFile:pread:0,4000,%zx", size);
		n = strtoul(answer + 1, NULL, 16);
		answer = strchr(answer, ';') + 1;
		if (!n)
			break;
		for (size_t i = 0; i < n && size < room; i++, answer++)
			to[size++] = *answer == '}' ? (char)(*++answer ^ 0x20) : *answer;
	}
	assert_string_equal(gdb_ask("vFile:close:0"), "F0");
	assert_string_equal(gdb_ask("vFile:close:0"), "F-1,9");
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
	assert_string_equal(gdb_ask("vFile:open:2f6e6f7468696e67,0,0"), "F-1,2");
	for (unsigned i = 0; i < 16; i++) {
		snprintf(fd, sizeof fd, "F%x", i);
		assert_string_equal(gdb_ask("vFile:open:2f62696e2f72657475726e,0,0"), fd);
	}
	assert_string_equal(gdb_ask("vFile:open:2f62696e2f72657475726e,0,0"), "F-1,18");
	assert_int_equal(strncmp(gdb_ask("vFile:fstat:f"), "F40;", 4), 0);
	stub_connect(stub); /* a new GDB: the old one's are closed */
	assert_string_equal(gdb_ask("vFile:fstat:f"), "F-1,9");
}

/* The monitor --------------------------------------------------------------------------------- */

static void monitor_commands(void **state)
{
	const char *name, *synopsis, *help;

	(void)state;
	gdb_monitor("help");
	for (size_t i = 0; monitor_command(i, &name, &synopsis, &help); i++)
		assert_true(strstr(gdb_printed, name) && strstr(gdb_printed, synopsis) && strstr(gdb_printed, help));
	assert_string_equal(gdb_monitor("hepl"), "vforkscope: monitor hepl: no such command; did you mean help?\n");
	assert_non_null(strstr(gdb_monitor("xyzzyx"), "monitor help lists them"));
	assert_non_null(strstr(gdb_monitor("go"), "what is to stand there?"));
	assert_non_null(strstr(gdb_monitor("go nowhere"), "nowhere"));
	assert_non_null(strstr(gdb_monitor("find write"), "write"));
	assert_non_null(strstr(gdb_monitor("side up"), "now, program or kernel"));
	assert_non_null(strstr(gdb_monitor("where"), "_start"));
	/* a motion of GDB's leads where the monitor was told to go, whatever it is */
	assert_non_null(strstr(gdb_monitor("go report+1l"), "stepi leads there"));
	assert_int_equal(gdb_reg(PC), 0);
	assert_string_equal(gdb_ask("vCont;s:2"), "T05thread:3;");
	assert_int_equal(gdb_now(), mark_of("report+1l").icount);
	assert_non_null(strstr(gdb_monitor("who first"), "11111111"));
	assert_non_null(strstr(gdb_monitor("who use_fork all"), "by pid 2 return"));
	assert_non_null(strstr(gdb_monitor("loan"), "loan: pid 2 lends to pid 3"));
	assert_string_equal(gdb_ask("Hg3"), "OK");
	assert_non_null(strstr(gdb_monitor("what-if _exit(7)"), "pid 3 exits with status 7"));
	assert_non_null(strstr(gdb_monitor("what-if jump(7)"), "jump"));
	gdb_monitor("back call spawn");
	assert_string_equal(gdb_ask("bs"), "T05thread:2;");
	assert_int_equal(gdb_now(), mark_of("spawn").icount);
	gdb_monitor("go +1l");
	gdb_ask("s");
	assert_int_equal(gdb_now(), mark_of("spawn+1l").icount);
	gdb_monitor("find hazard.frame");
	gdb_ask("c");
	assert_int_equal(gdb_now(), mark_of("hazard.frame").icount);
	gdb_monitor("go @0"); /* back, where less was printed */
	assert_string_equal(gdb_ask("s"), "T05thread:1869f;");
	assert_string_equal(gdb_printed, "");
	/* the registers of a process in the kernel, by side */
	gdb_monitor("go vm.pass");
	gdb_ask("s");
	assert_true(gdb_reg(PC) >= S0BASE);
	gdb_monitor("side program");
	assert_string_equal(gdb_ask("s"), "T05thread:2;");
	assert_true(gdb_reg(PC) < S0BASE);
	assert_int_equal(gdb_now(), mark_of("vm.pass").icount);
	gdb_monitor("side now");
	gdb_ask("s");
	assert_true(gdb_reg(PC) >= S0BASE);
}

static void how_it_ends(void **state)
{
	(void)state;
	assert_string_equal(gdb_ask("D"), "OK");
	assert_true(stub_ended(stub));
	stub_connect(stub);
	assert_false(stub_ended(stub));
	assert_string_equal(gdb_ask_for("Z0,%x,2", gdb_address("spawn")), "OK");
	stub_connect(stub); /* whose breakpoint is gone, and the instant is not */
	assert_string_equal(gdb_ask("c"), "T0bthread:2;");
	stub_connect(stub);
	assert_string_equal(gdb_ask("?"), "T05thread:2;");
	assert_true(gdb_now() == mark_of("signal.deliver").icount);
	gdb_ngot = 0;
	stub_feed(stub, "+$k#6b$qC#b4", 12);
	assert_true(stub_ended(stub));
	assert_true(gdb_ngot == 1 && gdb_got[0] == '+');
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, gdb_at_start)
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
		TEST(as_the_loan_begins),
		TEST(nothing_is_written),
		TEST(files_of_the_root_disk),
		TEST(monitor_commands),
		TEST(how_it_ends),
	};
#undef TEST

	return cmocka_run_group_tests(tests, session_begin, gdb_end);
}
