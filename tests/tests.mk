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

.PHONY: unit-tests check check-live check-diff check-fault check-headers check-layers fuzz bench
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

# libFuzzer; FUZZ_SECONDS each. A crash leaves its input in build/fuzz/NAME/.
FUZZ_SECONDS ?= 60
FUZZERS      := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_FLAGS   := CC=clang SANITIZE=address,undefined,fuzzer-no-link BUILD=build/fuzz-build
fuzz:
	@$(MAKE) -s $(FUZZ_FLAGS) build/fuzz-build/libpgleaf.a
	@set -e; for name in $(FUZZERS); do $(MAKE) -s $(FUZZ_FLAGS) FUZZER=$$name run-fuzzer; done

run-fuzzer: $(LIB)
	@mkdir -p build/fuzz/$(FUZZER)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $(BUILD)/fuzz_$(FUZZER) \
	    tests/fuzz/fuzz_$(FUZZER).c -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive $(PKG_LIBS)
	$(BUILD)/fuzz_$(FUZZER) -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/$(FUZZER)/ build/fuzz/$(FUZZER) $(wildcard tests/fuzz/corpus/$(FUZZER))

bench: all
	tests/bench/run

# Line coverage by folder of everything but the sanitizer and valgrind runs.
coverage:
	tests/tools/coverage

FORMAT_SRCS := $(wildcard src/*.c src/*/*.c src/*/*.h tests/unit/*.c tests/unit/*.h tests/fuzz/*.c)
format:
	clang-format -i $(FORMAT_SRCS)

format-check:
	clang-format --dry-run -Werror $(FORMAT_SRCS)

# gcc's analyzer and all warnings as errors, in a build of its own
lint:
	$(MAKE) -s DEVELOPER=1 BUILD=build/lint CFLAGS='-O1 -g -fanalyzer -Wno-error=analyzer-malloc-leak' all
