/* address.c: which addresses we write to.
 *
 * RFC 5321 allows far more than mail systems meet: quoted local parts, comments, literals. Each is
 * a way for a hostile member list to smuggle text into an envelope, and libcurl passes CR LF on as
 * it is, so we keep to the plain dot-atom form and refuse the rest by name. Addresses beyond ASCII
 * (SMTPUTF8) are refused too: too few relays take them for a paper that must arrive.
 */
#include <boardpaper/delivery.h>

#include <string.h>

enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63 };

static bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool local_valid(const char *text, size_t length) {
    if (length == 0 || length > LOCAL_MOST || text[0] == '.' || text[length - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool dot = text[i] == '.';
        if (dot ? text[i + 1] == '.'
                : !is_alphanumeric(text[i]) && strchr("!#$%&'*+/=?^_`{|}~-", text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static bool label_valid(const char *text, size_t length) {
    if (length == 0 || length > LABEL_MOST || text[0] == '-' || text[length - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_alphanumeric(text[i]) && text[i] != '-') {
            return false;
        }
    }
    return true;
}

static bool domain_valid(const char *text) {
    if (strlen(text) > DOMAIN_MOST) {
        return false;
    }
    for (;;) {
        size_t length = strcspn(text, ".");
        if (!label_valid(text, length)) {
            return false;
        }
        if (text[length] == '\0') {
            return true;
        }
        text += length + 1;
    }
}

bool address_valid(const char *address) {
    const char *at = strchr(address, '@');
    return at != NULL && local_valid(address, (size_t)(at - address)) && domain_valid(at + 1);
}
