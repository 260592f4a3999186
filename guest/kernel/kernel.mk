# SPDX-License-Identifier: GPL-2.0-or-later
# The guest kernel, $(GUEST)/kernel: an ELF file with DWARF. Included by the top Makefile.

KERNEL_CC := $(GUEST_CC)
KERNEL_CFLAGS := -m68040 -msoft-float -ffreestanding -fno-pic -fno-pie -fno-omit-frame-pointer -fno-stack-protector \
	-O1 -g -Wall -Wextra -std=gnu17 -DKERNEL -Iguest/kernel -Iguest/abi -idirafter guest/libc/include -MMD -MP \
	$(GUEST_PLACE)
# The compiler's own headers and ours, never those of a system that happens to be installed for the m68k.
KERNEL_INCLUDE = -nostdinc -isystem $(GUEST_CC_INCLUDE)
KERNEL_LDFLAGS := -m68040 -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,noexecstack -T guest/kernel/kernel.ld
KERNEL_OBJ := $(BUILD)/obj/guest/kernel
KERNEL_OBJECTS := $(patsubst guest/kernel/%,$(KERNEL_OBJ)/%.o,$(basename $(sort $(wildcard guest/kernel/*.[cS]))))

GUEST_FILES += $(GUEST)/kernel $(GUEST)/vmunix

# What the guest finds as /vmunix: names and addresses for ps, no debugging information.
$(GUEST)/vmunix: $(GUEST)/kernel
	@m68k-linux-gnu-objcopy --strip-debug $< $@

$(GUEST)/kernel: $(KERNEL_OBJECTS) guest/kernel/kernel.ld
	@echo "  LINK  $@"
	@$(KERNEL_CC) $(KERNEL_LDFLAGS) -o $@ $(KERNEL_OBJECTS) -lgcc

$(KERNEL_OBJ)/%.o: guest/kernel/%.c guest/kernel/kernel.mk Makefile
	@echo "  M68K  $<"
	@mkdir -p $(@D)
	@$(KERNEL_CC) $(KERNEL_CFLAGS) $(KERNEL_INCLUDE) -c -o $@ $<

$(KERNEL_OBJ)/%.o: guest/kernel/%.S guest/kernel/kernel.mk Makefile
	@echo "  M68K  $<"
	@mkdir -p $(@D)
	@$(KERNEL_CC) $(KERNEL_CFLAGS) $(KERNEL_INCLUDE) -c -o $@ $<

-include $(KERNEL_OBJECTS:.o=.d)
