/// libFuzzer as a library: the part of clang's runtime without a main function of its own.
#ifndef CFUZZER_H
#define CFUZZER_H
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with the program's arguments, calling `target` for each input; returns its exit code.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));

#endif
