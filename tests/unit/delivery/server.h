/* server.h: the SMTP server of server.py as a child of the test, in the current folder. */
#ifndef BOARDPAPER_TESTS_DELIVERY_SERVER_H
#define BOARDPAPER_TESTS_DELIVERY_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include <boardpaper/delivery.h>

struct server {
    pid_t process;
    int plain, starttls, tls; /* ports */
};

/* with_tls: makes a CA (ca.pem) and a server's certificate first. Ends with the test. */
void server_start(struct server *server, bool with_tls);
void server_stop(struct server *server);

/* The fault of the phases before a recipient is known; NULL: none. */
void server_fault(const char *fault);

/* Lines of the server's log that contain text. */
int server_logged(const char *text);

/* All of the server's log; freed by the caller. */
char *server_log(void);

/* The plain port, with short timeouts. */
struct relay server_relay(const struct server *server);

#endif
