/* known.c: files that are byte for byte those that ship, which the tests have validated.
 *
 * Validating template, house and method again for each paper took longer than reading them. Where
 * they lie does not tell that they are right: somebody may have mended one in its place. Rejected:
 * trusting the product's folder, which was done for templates before.
 */
#include <boardpaper/file.h>

#include "known_hash.h"

bool file_is_known(const void *bytes, size_t length) {
    const struct known_file sum = known_hash(bytes, length);
    for (const struct known_file *at = KNOWN_FILES; at->length != 0; at++) {
        if (at->length == sum.length && at->first == sum.first && at->second == sum.second) {
            return true;
        }
    }
    return false;
}
