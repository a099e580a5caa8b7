# tests/tests.mk: what tests need from make. Included by the Makefile; `tests/run` is the way in.

UNIT_SRCS    := $(wildcard tests/unit/test_*.c)
# fakes and helpers that unit tests share: every other .c of the folder
UNIT_SUPPORT := $(patsubst tests/unit/%.c,$(BUILD)/tests/obj/%.o,\
                  $(filter-out $(UNIT_SRCS),$(wildcard tests/unit/*.c)))
UNIT_TESTS   := $(UNIT_SRCS:tests/unit/%.c=$(BUILD)/tests/%)

$(BUILD)/tests/obj/%.o: tests/unit/%.c
	@mkdir -p $(dir $@)
	$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/obj/%.o $(UNIT_SUPPORT) $(LIB)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(UNIT_SUPPORT) -Wl,--whole-archive $(LIB) \
	    -Wl,--no-whole-archive $(PKG_LIBS) -lcmocka

.SECONDARY: $(UNIT_SRCS:tests/unit/%.c=$(BUILD)/tests/obj/%.o)
-include $(wildcard $(BUILD)/tests/obj/*.d)

.PHONY: unit-tests check check-live check-diff check-fault check-headers check-layers fuzz fuzzers bench
.PHONY: coverage coverage-report format format-check lint

.PHONY: help
help:
	@echo "all install clean"
	@echo "check (unit, stage, wire)  check-live  check-diff  check-fault  check-headers  check-layers"
	@echo "coverage  fuzz  bench  format  format-check  lint"
	@echo "variables: DEVELOPER=1  SANITIZE=address,undefined  COVERAGE=1  BUILD=build/...  PREFIX= DESTDIR="

unit-tests: $(UNIT_TESTS)

check:
	tests/run unit stage wire

check-live:
	tests/run live

check-diff:
	tests/run diff

check-fault:
	tests/run fault

check-headers:
	@tests/tools/check-headers $(CC) $(ALL_CFLAGS) -- $(HDRS)

check-layers:
	@tests/tools/check-layers src

# libFuzzer (tests/fuzz), in a build of its own; `tests/fuzz/run` runs what is built here.
FUZZ_BUILD := build/fuzz-build
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers:
	@$(MAKE) -s CC="$(FUZZ_CC)" CFLAGS="-O1 -g" SANITIZE=address,undefined,fuzzer-no-link BUILD=$(FUZZ_BUILD) \
	    $(FUZZ_NAMES:%=$(FUZZ_BUILD)/fuzz_%)
FUZZ_CC ?= clang

$(BUILD)/tests/fuzz/%.o: tests/fuzz/%.c
	@mkdir -p $(dir $@)
	$(CC) $(ALL_CFLAGS) -Itests/fuzz -MMD -MP -c -o $@ $<

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/fuzz.o $(LIB)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.o,$^) -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive $(PKG_LIBS)

.SECONDARY: $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%.o) $(BUILD)/tests/fuzz/fuzz.o
-include $(wildcard $(BUILD)/tests/fuzz/*.d)

fuzz:
	tests/run fuzz

bench: all
	tests/bench/run

# Line coverage by folder of everything but the sanitizer and valgrind runs.
coverage:
	tests/tools/coverage

FORMAT_SRCS := $(wildcard src/*.c src/*/*.c src/*/*.h tests/unit/*.c tests/unit/*.h tests/fuzz/*.[ch])
format:
	clang-format -i $(FORMAT_SRCS)

format-check:
	clang-format --dry-run -Werror $(FORMAT_SRCS)

# gcc's analyzer and all warnings as errors, in a build of its own
lint:
	$(MAKE) -s DEVELOPER=1 BUILD=build/lint CFLAGS='-O1 -g -fanalyzer -Wno-error=analyzer-malloc-leak' all
