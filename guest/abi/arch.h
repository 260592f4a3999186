/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine as its programs see it: page table entries, processor status, internal processor
 * registers, exception vectors, the process control block and the extended functions.
 *
 * The emulator implements this file and the kernel is written against it, so it holds numbers and
 * layouts only. The prose is in docs/machine.md. Numbers are the VAX's wherever it has one.
 */
#ifndef ABI_ARCH_H
#define ABI_ARCH_H

#ifndef __ASSEMBLER__
#include <stdint.h>
/* A pointer of the guest: a typed pointer for guest code, four big-endian bytes for the host. */
#ifdef __m68k__
#define KPTR(type) type *
#else
#define KPTR(type) uint32_t
#endif
#endif

/* Memory -------------------------------------------------------------------------------------- */

#define NBPG 4096 /* bytes per page */
#define PGSHIFT 12
#define PGOFSET (NBPG - 1)

#define P0BASE 0x00000000 /* program region: text, data, heap; grows up */
#define P1BASE 0x40000000 /* stack region; grows down from P1END */
#define P1END 0x80000000
#define S0BASE 0x80000000 /* system region */
#define S0END 0xC0000000
#define P1PAGES 0x40000   /* pages in each region */
#define PAMASK 0x3FFFFFFF /* physical address of an unmapped (MAPEN 0) reference */

/*
 * Page table entry
 *
 *   31  30..27  26  25   24  23..21  20............0
 *   V   PROT    M   FOD  COW (soft)  PFN
 *
 * The machine reads V, PROT and PFN and sets M at the first store. FOD and COW are the kernel's.
 */
#define PG_V 0x80000000 /* valid */
#define PG_PROT 0x78000000
#define PG_PROTSHIFT 27
#define PG_M 0x04000000   /* modified */
#define PG_FOD 0x02000000 /* software: fill with zeros on first touch (V is 0) */
#define PG_COW 0x01000000 /* software: copy on the next store */
#define PG_EOF 0x00800000 /* software: behind the end of the file that is mapped there (V is 0) */
#define PG_PFNUM 0x001FFFFF
#define PG_NOACC 0x00000000
#define PG_KW 0x10000000   /* kernel may write */
#define PG_KR 0x18000000   /* kernel may read */
#define PG_UW 0x20000000   /* everybody may write */
#define PG_URKW 0x70000000 /* user may read, kernel may write */
#define PG_URKR 0x78000000 /* everybody may read */

/* Parameter longword of an access violation or a translation-not-valid fault. */
#define FLT_LENGTH 1 /* beyond the region's length register */
#define FLT_PTE 2    /* the page table entry itself could not be fetched */
#define FLT_WRITE 4  /* the reference was a store */

/* Processor status longword ------------------------------------------------------------------- */

#define PSL_C 0x00000001
#define PSL_V 0x00000002
#define PSL_Z 0x00000004
#define PSL_N 0x00000008
#define PSL_T 0x00000010   /* trace trap */
#define PSL_IPL 0x001F0000 /* interrupt priority level */
#define PSL_IPLSHIFT 16
#define PSL_PRVMOD 0x00C00000
#define PSL_PRVSHIFT 22
#define PSL_CURMOD 0x03000000 /* 0 kernel, 3 user */
#define PSL_USER 0x03000000
#define PSL_X 0x10000000                    /* the 68k's extend bit: a spare bit of the VAX's PSL */
#define PSL_MBZ 0xEC20FFE0                  /* must be zero when REI loads a PSL */
#define PSL_USERSET (PSL_USER | PSL_PRVMOD) /* a fresh user program's PSL */

/* Exception vectors: byte offsets in the system control block ---------------------------------- */

#define SCB_MACHINE_CHECK 0x04
#define SCB_KSP_NOT_VALID 0x08
#define SCB_PRIVILEGED 0x10
#define SCB_RESERVED_OPERAND 0x18
#define SCB_ACCESS_VIOLATION 0x20
#define SCB_NOT_VALID 0x24
#define SCB_TRACE_TRAP 0x28
#define SCB_BREAKPOINT 0x2C /* trap #15 */
#define SCB_ARITHMETIC 0x34
#define SCB_CHMK 0x40 /* trap #0; the code is d0's low word, sign-extended */
#define SCB_CLOCK 0xC0
#define SCB_CONSOLE_RX 0xF8
#define SCB_CONSOLE_TX 0xFC
#define SCB_BYTES 0x100

#define IPL_CONSOLE 0x14
#define IPL_CLOCK 0x18
#define IPL_HIGH 0x1F

/* Internal processor registers (MTPR, MFPR) ---------------------------------------------------- */

#define PR_KSP 0x00
#define PR_P0BR 0x08 /* S0 virtual address of the P0 page table */
#define PR_P0LR 0x09 /* number of P0 entries */
#define PR_P1BR 0x0A /* biased: entry i is at P1BR + 4 i, i >= P1LR */
#define PR_P1LR 0x0B /* lowest valid P1 page index */
#define PR_SBR 0x0C  /* physical address of the system page table */
#define PR_SLR 0x0D  /* number of S0 entries */
#define PR_PCBB 0x10 /* physical address of the running process's PCB */
#define PR_SCBB 0x11 /* physical address of the system control block */
#define PR_IPL 0x12
#define PR_ICCS 0x18 /* interval clock: control and status */
#define PR_NICR 0x19 /* next interval count: minus the interval in microseconds */
#define PR_ICR 0x1A  /* interval count, counts up to 0 */
#define PR_RXCS 0x20 /* console receiver: control and status */
#define PR_RXDB 0x21 /* the character, or RXDB_HANGUP */
#define PR_TXCS 0x22
#define PR_TXDB 0x23
#define PR_MAPEN 0x38 /* 1: memory management on */
#define PR_TBIA 0x39  /* forget every cached translation */
#define PR_SID 0x3E
#define PR_DKBN 0x80 /* disk: block number (blocks of NBPG bytes) */
#define PR_DKPA 0x81 /* disk: physical address of the page frame */
#define PR_DKCS 0x82 /* disk: command in, status out */
#define PR_DKSZ 0x83 /* disk: size of the root image in blocks (read only) */
#define PR_DKSW 0x85 /* disk: size of the swap area, whose blocks follow the root image's (read only) */
#define PR_ICIA 0x84 /* forget every decoded instruction: needed after code was stored into memory */

#define ICCS_RUN 0x01
#define ICCS_TRANSFER 0x10 /* ICR := NICR */
#define ICCS_IE 0x40
#define ICCS_INT 0x80 /* interval elapsed; write 1 to clear */
#define CSR_DONE 0x80 /* RXCS: a character is there. TXCS: ready */
#define CSR_IE 0x40
#define RXDB_HANGUP 0x100 /* no character: the line is gone, and nothing comes after it */
#define DKCS_READ 1
#define DKCS_WRITE 2 /* swap area only */
#define DKCS_OK 0
#define DKCS_ERROR 0x8000
#define SID_VALUE 0x56464B31 /* "VFK1" */

/*
 * Extended functions: A-line opcodes XFC_BASE + number. Operands are in registers, but those of CALLS, which follow
 * its opcode.
 * K: kernel mode only (a reserved-to-kernel fault otherwise).
 */
#define XFC_BASE 0xA000
#define XFC_MTPR 0x00   /* K  d0 value, d1 register */
#define XFC_MFPR 0x01   /* K  d1 register; result d0 */
#define XFC_LDPCTX 0x02 /* K  load the PCB at PCBB; pushes PSL, PC for an rte */
#define XFC_SVPCTX 0x03 /* K  pop PC, PSL and save the PCB at PCBB (not P0BR..P1LR) */
#define XFC_PROBER 0x04 /*    a0 base, d0 bytes, d1 mode (0 kernel, 3 user); d0 := 1 accessible, else 0 */
#define XFC_PROBEW 0x05 /*    the same for writing */
#define XFC_MOVC3 0x06  /*    d0 bytes, a0 from, a1 to. Interruptible by a fault: registers tell the rest */
#define XFC_MOVC5 0x07  /*    d0 bytes from a0, then fill with byte d1; d2 bytes in all, to a1 */
#define XFC_IDLE 0x08   /* K  d0 IDLE_*: let time pass until the next interrupt */
#define XFC_HALT 0x09   /* K  d0 status: stop the machine */
#define XFC_CALLS 0x0A  /*    a word, the number of arguments pushed; a longword, the routine: 8 bytes in all */
#define XFC_RET 0x0B    /*    return by the frame that FP points to */
#define XFC_INSQUE 0x0C /*    a0 entry, a1 the entry that it is to follow */
#define XFC_REMQUE 0x0D /*    a0 entry; a1 := the same */
#define XFC_COUNT 0x0E
#define XFC_TRACE                                                                                                      \
	0x800 /* K  + event: d0 longwords at a0, at most EVENT_ARGS, d1 pid, a1 text or 0. For the host only */

#define IDLE_TIMER 1 /* somebody waits for time to pass */
#define IDLE_INPUT 2 /* somebody waits for the console */

/*
 * The call frame that CALLS makes and RET takes apart. For it the VAX's registers R0-R7 are d0-d7, R8-R11 are a0-a3, AP
 * is a5, FP is a6 and SP is a7.
 *
 *	FP ->	 0  condition handler: 0
 *		 4  31:30 SPA | 29 S | 28 0 | 27:16 register mask | 15:5 PSW | 4:0 condition codes
 *		 8  saved AP
 *		12  saved FP
 *		16  saved PC
 *		20  saved registers, the lowest number first
 *		    SPA bytes that align the frame
 *	AP ->	    number of arguments, then the arguments
 */
#define CALL_MASKED 0x0FFF   /* of an entry mask: R11-R0 are saved */
#define CALL_MBZ 0x3000      /* must be zero in an entry mask */
#define FRAME_SPA 0xC0000000 /* bytes between the saved registers and the argument list */
#define FRAME_SPASHIFT 30
#define FRAME_S 0x20000000 /* made by CALLS: the argument list is popped, too */
#define FRAME_MASK 0x0FFF0000
#define FRAME_MASKSHIFT 16
#define FRAME_MBZ 0x0000FF00 /* PSW bits that must be zero when RET loads it */
#define FRAME_HANDLER 0      /* offsets from FP */
#define FRAME_WORD 4
#define FRAME_AP 8
#define FRAME_FP 12
#define FRAME_PC 16
#define FRAME_REGISTERS 20
#define FRAME_ARGS_MAX 0xFF /* RET looks at the low byte of the number of arguments */

#ifndef __ASSEMBLER__
/* Process control block, at physical address PCBB. */
struct pcb {
	uint32_t pcb_ksp;  /* kernel stack pointer */
	uint32_t pcb_usp;  /* user stack pointer */
	uint32_t pcb_d[8]; /* d0-d7 */
	uint32_t pcb_a[7]; /* a0-a6 */
	uint32_t pcb_pc;
	uint32_t pcb_psl;
	uint32_t pcb_p0br; /* these four are loaded by LDPCTX but never stored by SVPCTX */
	uint32_t pcb_p0lr;
	uint32_t pcb_p1br;
	uint32_t pcb_p1lr;
};

/* What the console (the boot ROM) leaves in page frame 0. The kernel image follows at KERNEL_PA. */
struct bootinfo {
	uint32_t b_magic;   /* BOOT_MAGIC */
	uint32_t b_ram;     /* bytes of memory */
	uint32_t b_kernend; /* physical address of the first byte after the kernel's image and bss */
	char b_system[20];  /* name of the historic system, as in systems.h */
	uint32_t b_date;    /* when the machine begins: seconds since the beginning of 1970, universal time */
};
#endif

#define BOOT_MAGIC 0x424F4F54
#define KERNEL_PA 0x4000 /* the kernel is linked at S0BASE + KERNEL_PA and starts there, MAPEN 0 */

#endif
