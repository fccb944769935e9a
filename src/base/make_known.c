/* make_known.c: a tool of the build. Writes the sums of the files it is given, as known_files.c, to
 * standard output.
 *
 *   make_known FILE...
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "known_hash.h"

static int write_sum(const char *path) {
    enum { MOST = 8 * 1024 * 1024 };
    FILE *file = fopen(path, "rb");
    char *bytes = file == NULL ? NULL : malloc(MOST);
    size_t length = bytes == NULL ? 0 : fread(bytes, 1, MOST, file);
    bool good = length > 0 && length < MOST && ferror(file) == 0;
    if (good) {
        struct known_file sum = known_hash(bytes, length);
        printf("    {%llu, UINT64_C(0x%llx), UINT64_C(0x%llx)},\n", (unsigned long long)sum.length,
               (unsigned long long)sum.first, (unsigned long long)sum.second);
    } else {
        fprintf(stderr, "make_known: %s cannot be read\n", path);
    }
    free(bytes);
    if (file != NULL) {
        fclose(file);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **words) {
    printf("/* Made by make_known from the files that ship. */\n"
           "#include \"known_hash.h\"\n\n"
           "const struct known_file KNOWN_FILES[] = {\n");
    for (int i = 1; i < count; i++) {
        if (write_sum(words[i]) != EXIT_SUCCESS) {
            return EXIT_FAILURE;
        }
    }
    printf("    {0, 0, 0},\n};\n");
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
