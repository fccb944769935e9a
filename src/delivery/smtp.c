/* smtp.c: one message to one recipient over SMTP, and what became of it.
 *
 * libcurl speaks the protocol and TLS. What it does not tell is the one thing that matters: on
 * which side of the final dot we are. So the message is handed over through a read callback that
 * calls commit before it gives the last bytes away: libcurl sends the dot right after them and
 * never before. (Its end-of-file callback comes later, or not at all.) All replies are seen line by
 * line, the first after the mark is the dot's own, and the last command is known.
 *
 *   phase                           4xx       5xx       drop, silence, nonsense
 *   connection, TLS, certificate    -         -         DEFERRED
 *   greeting, EHLO, AUTH, MAIL      DEFERRED  DEFERRED  DEFERRED
 *   RCPT, DATA                      DEFERRED  FAILED    DEFERRED
 *   body, before the mark           DEFERRED  FAILED    DEFERRED
 *   commit refuses                  DEFERRED: the dot is never sent
 *   after the mark                  DEFERRED  FAILED    UNKNOWN
 *   after the mark, 2xx             SENT
 *
 * A 5xx to our credentials or sender says nothing of the recipient, so it is no failure of this
 * message. After an answer, what becomes of QUIT and the connection no longer matters.
 */
#include <boardpaper/delivery.h>

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <boardpaper/arena.h>

static const struct where NOWHERE = {NULL, 0};

/* RFC 5321, 4.5.3.2: five minutes for a reply, ten for the one after the dot. */
enum { REPLY_SECONDS = 300, FINAL_SECONDS = 600, PASSWORD_MOST = 1024 };

struct smtp {
    CURL *curl;
    int reply_seconds, final_seconds;
    int socket;  /* the last one opened that is still open; -1: none */
    bool broken; /* the last message ended badly: its connection is not to be trusted */
    char error[CURL_ERROR_SIZE];
};

/* What our last command was about: a refusal is the recipient's from RECIPIENT on. */
enum phase { PHASE_SESSION, PHASE_RECIPIENT, PHASE_LEAVING };

/* One message on its way. */
struct transfer {
    const struct smtp *smtp;
    const char *bytes;
    size_t length, position;
    smtp_commit *commit;
    void *context;
    enum phase phase;
    bool committed, refused; /* refused: commit said no */
    int final_code;          /* the reply after the mark; 0: none yet */
    int bad;                 /* the first reply of 400 or more to a command but QUIT; 0: none */
    enum phase bad_phase;
    int last_code;
    struct smtp_reply *reply;
    struct timespec moved; /* when either side last said something */
};

static void keep_text(struct smtp_reply *reply, const char *text, size_t length) {
    while (length > 0 && (text[length - 1] == '\r' || text[length - 1] == '\n')) {
        length--;
    }
    if (length >= sizeof reply->text) {
        length = sizeof reply->text - 1;
    }
    for (size_t i = 0; i < length; i++) {
        reply->text[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    }
    reply->text[length] = '\0';
}

static size_t give(char *to, size_t size, size_t count, void *user) {
    struct transfer *transfer = user;
    size_t left = transfer->length - transfer->position;
    size_t now = left < size * count ? left : size * count;
    clock_gettime(CLOCK_MONOTONIC, &transfer->moved);
    if (now == left && !transfer->committed) {
        if (!transfer->commit(transfer->context)) {
            transfer->refused = true;
            return CURL_READFUNC_ABORT;
        }
        transfer->committed = true;
    }
    memcpy(to, transfer->bytes + transfer->position, now);
    transfer->position += now;
    return now;
}

static bool begins(const char *text, size_t length, const char *start) {
    return length >= strlen(start) && strncasecmp(text, start, strlen(start)) == 0;
}

/* Our commands go by here. A new one but QUIT takes back what a refused one before it left behind:
 * EHLO may be refused and HELO taken. */
static int follow(CURL *curl, curl_infotype kind, char *text, size_t length, void *user) {
    (void)curl;
    struct transfer *transfer = user;
    if (kind != CURLINFO_HEADER_OUT || transfer->phase == PHASE_LEAVING) {
        return 0;
    }
    if (begins(text, length, "QUIT")) {
        transfer->phase = PHASE_LEAVING;
        return 0;
    }
    transfer->bad = 0;
    if (begins(text, length, "RCPT TO:")) {
        transfer->phase = PHASE_RECIPIENT;
    }
    return 0;
}

/* A reply's last line: three digits and a space (or nothing more). */
static int line_code(const char *line, size_t length) {
    for (size_t i = 0; i < 3; i++) {
        if (i >= length || line[i] < '0' || line[i] > '9') {
            return 0;
        }
    }
    if (length > 3 && line[3] == '-') {
        return 0;
    }
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

static size_t hear(char *line, size_t size, size_t count, void *user) {
    struct transfer *transfer = user;
    size_t length = size * count;
    int code = line_code(line, length);
    clock_gettime(CLOCK_MONOTONIC, &transfer->moved);
    if (code == 0 || transfer->phase == PHASE_LEAVING || transfer->final_code != 0) {
        return length;
    }
    transfer->last_code = code;
    if (transfer->committed) {
        transfer->final_code = code;
    } else if (code >= 400 && transfer->bad == 0) {
        transfer->bad = code;
        transfer->bad_phase = transfer->phase;
    } else if (transfer->bad != 0) {
        return length;
    }
    keep_text(transfer->reply, line, length);
    return length;
}

/* QUIT's reply, when the connection is closed. */
static size_t leave(const void *line, size_t size, size_t count, void *user) {
    (void)line, (void)user;
    return size * count;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    struct smtp *smtp = user;
    int file = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    smtp->socket = file >= 0 ? file : smtp->socket;
    return file >= 0 ? file : CURL_SOCKET_BAD;
}

static int close_socket(void *user, curl_socket_t file) {
    struct smtp *smtp = user;
    smtp->socket = smtp->socket == file ? -1 : smtp->socket;
    return close(file);
}

/* What is heard from here on is nobody's. */
static void end_handle(CURL *curl) {
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, leave);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, NULL);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 1L);
    curl_easy_cleanup(curl);
}

/* libcurl keeps a connection whose dot was never answered, and takes it up again for a later
 * message: the answer, when it comes, would be taken for that one's. So a connection that went
 * wrong is cut (else QUIT would wait for its answer as patiently as the dot did) and goes with its
 * handle.
 */
static void cut(struct smtp *smtp) {
    CURL *fresh = curl_easy_duphandle(smtp->curl);
    if (smtp->socket >= 0) {
        shutdown(smtp->socket, SHUT_RDWR);
    }
    if (fresh != NULL) {
        end_handle(smtp->curl);
        smtp->curl = fresh;
        smtp->broken = false;
    }
}

/* libcurl knows one timeout, for replies alone, and none while the message goes out. */
static int watch(void *user, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                 curl_off_t up) {
    (void)down_total, (void)down, (void)up_total, (void)up;
    struct transfer *transfer = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int most = transfer->committed ? transfer->smtp->final_seconds : transfer->smtp->reply_seconds;
    return now.tv_sec - transfer->moved.tv_sec > most;
}

static bool is_loopback(const char *host) {
    return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

/* The first line of a file that others may not read. Freed by the caller; NULL with a diagnostic.
 */
static char *read_password(const char *path, struct diagnostics *diagnostics) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        REPORT(diagnostics, NOWHERE, MESSAGE_PASSWORD_READ, path, strerror(errno));
        return NULL;
    }
    struct stat status;
    char *text = memory_take(PASSWORD_MOST + 1);
    ssize_t length = read(file, text, PASSWORD_MOST);
    bool seen_by_others = fstat(file, &status) != 0 || (status.st_mode & 07) != 0;
    close(file);
    if (length < 0 || seen_by_others) {
        REPORT(diagnostics, NOWHERE, seen_by_others ? MESSAGE_PASSWORD_OPEN : MESSAGE_PASSWORD_READ,
               path, "not readable");
        free(text);
        return NULL;
    }
    text[length] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

static bool set_user(CURL *curl, const struct relay *relay, struct diagnostics *diagnostics) {
    if (relay->user == NULL && relay->password_file == NULL) {
        return true;
    }
    if (relay->user == NULL || relay->password_file == NULL) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_RELAY_USER);
    }
    char *password = read_password(relay->password_file, diagnostics);
    if (password == NULL) {
        return false;
    }
    curl_easy_setopt(curl, CURLOPT_USERNAME, relay->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    explicit_bzero(password, strlen(password));
    free(password);
    return true;
}

static void set_security(CURL *curl, const struct relay *relay) {
    bool plain = relay->security == RELAY_PLAIN_LOOPBACK;
    char url[512];
    bool six = strchr(relay->host, ':') != NULL;
    snprintf(url, sizeof url, "%s://%s%s%s:%d", relay->security == RELAY_TLS ? "smtps" : "smtp",
             six ? "[" : "", relay->host, six ? "]" : "", relay->port);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, plain ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (relay->ca_file != NULL) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, relay->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
}

/* The host becomes part of a URL: nothing in it may end the host's part. */
static bool relay_valid(const struct relay *relay, struct diagnostics *diagnostics) {
    static const char HOST[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_";
    size_t length = strlen(relay->host);
    if (length == 0 || length > 255 || strspn(relay->host, HOST) != length || relay->port < 1 ||
        relay->port > 65535) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_RELAY_HOST, relay->host,
                      diagnostics_integer(diagnostics, relay->port));
    }
    if (relay->security == RELAY_PLAIN_LOOPBACK && !is_loopback(relay->host)) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_RELAY_PLAIN, relay->host);
    }
    return true;
}

static void set_manners(struct smtp *smtp, const struct relay *relay) {
    CURL *curl = smtp->curl;
    /* CURLOPT_NOSIGNAL stays off: with it a TLS connection cut off would end us by SIGPIPE. */
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* the environment's are for the web */
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                     (long)(relay->connect_seconds > 0 ? relay->connect_seconds : REPLY_SECONDS));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)smtp->final_seconds);
    curl_easy_setopt(curl, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->error);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* or follow hears nothing */
}

struct smtp *smtp_open(const struct relay *relay, struct diagnostics *diagnostics) {
    if (!relay_valid(relay, diagnostics)) {
        return NULL;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *curl = curl_easy_init();
    if (curl == NULL || !set_user(curl, relay, diagnostics)) {
        curl_easy_cleanup(curl);
        return NULL;
    }
    struct smtp *smtp = memory_take(sizeof *smtp);
    *smtp = (struct smtp){.curl = curl, .socket = -1};
    smtp->reply_seconds = relay->reply_seconds > 0 ? relay->reply_seconds : REPLY_SECONDS;
    smtp->final_seconds = relay->final_seconds > 0 ? relay->final_seconds : FINAL_SECONDS;
    set_security(curl, relay);
    set_manners(smtp, relay);
    return smtp;
}

static enum smtp_outcome outcome_of(const struct transfer *transfer) {
    if (transfer->committed) {
        int kind = transfer->final_code / 100;
        return kind == 2   ? SMTP_SENT
               : kind == 4 ? SMTP_DEFERRED
               : kind == 5 ? SMTP_FAILED
                           : SMTP_UNKNOWN;
    }
    bool final = transfer->bad >= 500 && transfer->bad_phase == PHASE_RECIPIENT;
    return final ? SMTP_FAILED : SMTP_DEFERRED;
}

/* The reply's words, or ours where no reply explains the outcome. */
static void explain(const struct transfer *transfer, CURLcode result, struct smtp_reply *reply) {
    reply->code = transfer->final_code != 0 ? transfer->final_code
                  : transfer->bad != 0      ? transfer->bad
                                            : transfer->last_code;
    if (transfer->refused) {
        static const char HELD[] = "the mark could not be written, so the message was held back";
        keep_text(reply, HELD, sizeof HELD - 1);
    } else if (reply->outcome != SMTP_SENT && reply->code < 400) {
        const char *error = transfer->smtp->error;
        const char *why = error[0] != '\0' ? error : curl_easy_strerror(result);
        keep_text(reply, why, strlen(why));
    }
}

void smtp_send(struct smtp *smtp, const char *from, const char *to, const void *bytes,
               size_t length, smtp_commit *commit, void *context, struct smtp_reply *reply) {
    *reply = (struct smtp_reply){.outcome = SMTP_DEFERRED};
    if (!address_valid(from) || !address_valid(to)) {
        static const char REFUSED[] = "the address is none that is written to; nothing was sent";
        reply->outcome = SMTP_FAILED;
        keep_text(reply, REFUSED, sizeof REFUSED - 1);
        return;
    }
    struct transfer transfer = {.smtp = smtp,
                                .bytes = bytes,
                                .length = length,
                                .commit = commit,
                                .context = context,
                                .reply = reply};
    clock_gettime(CLOCK_MONOTONIC, &transfer.moved);
    char envelope[2][400];
    snprintf(envelope[0], sizeof envelope[0], "<%s>", from);
    snprintf(envelope[1], sizeof envelope[1], "<%s>", to);
    struct curl_slist *recipients = curl_slist_append(NULL, envelope[1]);
    smtp->error[0] = '\0';
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, envelope[0]);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(smtp->curl, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_DEBUGDATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_FRESH_CONNECT, smtp->broken ? 1L : 0L);
    CURLcode result = curl_easy_perform(smtp->curl);
    smtp->broken = result != CURLE_OK;
    reply->outcome = outcome_of(&transfer);
    reply->relay = reply->outcome == SMTP_DEFERRED && !transfer.committed && !transfer.refused &&
                   (transfer.bad == 0 || transfer.bad_phase == PHASE_SESSION);
    explain(&transfer, result, reply);
    if (smtp->broken) {
        cut(smtp);
    }
    curl_slist_free_all(recipients);
}

/* Without a recipient libcurl sends one command of our choice in a message's place. */
bool smtp_try(struct smtp *smtp, struct smtp_reply *reply) {
    *reply = (struct smtp_reply){.outcome = SMTP_DEFERRED};
    struct transfer transfer = {.smtp = smtp, .reply = reply};
    clock_gettime(CLOCK_MONOTONIC, &transfer.moved);
    smtp->error[0] = '\0';
    curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(smtp->curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(smtp->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_easy_setopt(smtp->curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(smtp->curl, CURLOPT_DEBUGDATA, &transfer);
    CURLcode result = curl_easy_perform(smtp->curl);
    bool well = result == CURLE_OK && transfer.bad == 0;
    reply->outcome = well ? SMTP_SENT : SMTP_DEFERRED;
    reply->relay = !well;
    explain(&transfer, result, reply);
    curl_easy_setopt(smtp->curl, CURLOPT_CUSTOMREQUEST, NULL);
    curl_easy_setopt(smtp->curl, CURLOPT_NOBODY, 0L);
    curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 1L);
    smtp->broken = !well;
    return well;
}

void smtp_close(struct smtp *smtp) {
    if (smtp != NULL) {
        end_handle(smtp->curl);
        free(smtp);
    }
}
