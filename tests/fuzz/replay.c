/* replay.c: runs a fuzz target over the files of its corpus, without a fuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int replay(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    enum { MOST = 1 << 24 };
    uint8_t *bytes = malloc(MOST);
    size_t length = bytes == NULL ? 0 : fread(bytes, 1, MOST, file);
    fclose(file);
    /* A copy of the exact size, so that the sanitizers see a step past the end. */
    uint8_t *exact = malloc(length == 0 ? 1 : length);
    for (size_t i = 0; exact != NULL && i < length; i++) {
        exact[i] = bytes[i];
    }
    free(bytes);
    printf("%s\n", path);
    fflush(stdout);
    if (exact != NULL) {
        LLVMFuzzerTestOneInput(exact, length);
    }
    free(exact);
    return 0;
}

int main(int count, char **words) {
    int failed = count < 2;
    int replayed = 0;
    for (int i = 1; i < count; i++) {
        DIR *folder = opendir(words[i]);
        if (folder == NULL) {
            perror(words[i]);
            return 1;
        }
        for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
            if (entry->d_name[0] != '.') {
                failed |= replay(words[i], entry->d_name);
                replayed++;
            }
        }
        closedir(folder);
    }
    printf("%d inputs\n", replayed);
    return failed || replayed == 0;
}
