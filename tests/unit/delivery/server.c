/* server.c: see server.h. */
#include "server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../check.h"

#include <boardpaper/arena.h>

static const char CERTIFICATES[] =
    "key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'\n"
    "openssl req -x509 $key -keyout ca.key -out ca.pem -days 2 -subj '/CN=A test CA' &&\n"
    "openssl req $key -keyout server.key -out server.csr -subj /CN=127.0.0.1 &&\n"
    "echo subjectAltName=IP:127.0.0.1 >server.ext &&\n"
    "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \\\n"
    "    -extfile server.ext -out server.pem\n";

/* The system's own Python, for which the package is installed, whatever stands before it. */
static void become_server(int out) {
    char path[256];
    char script[1024];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    confstr(_CS_PATH, path, sizeof path);
    setenv("PATH", path, 1);
    snprintf(script, sizeof script, "%s/tests/unit/delivery/server.py", getenv("SOURCE"));
    dup2(out, STDOUT_FILENO);
    execlp("python3", "python3", script, ".", (char *)NULL);
    _exit(127);
}

void server_start(struct server *server, bool with_tls) {
    if (with_tls) {
        char command[1024];
        snprintf(command, sizeof command, "{ %s } >openssl.log 2>&1", CERTIFICATES);
        assert_int_equal(system(command), 0);
    }
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    server->process = fork();
    assert_true(server->process >= 0);
    if (server->process == 0) {
        become_server(ends[1]);
    }
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    if (fscanf(said, "%d %d %d", &server->plain, &server->starttls, &server->tls) != 3) {
        fail_msg("the server did not start; is python3-aiosmtpd installed?");
    }
    fclose(said);
}

void server_stop(struct server *server) {
    kill(server->process, SIGKILL);
    waitpid(server->process, NULL, 0);
}

void server_fault(const char *fault) {
    if (fault == NULL) {
        (void)unlink("fault");
        return;
    }
    FILE *file = fopen("fault", "w");
    assert_non_null(file);
    fputs(fault, file);
    fclose(file);
}

int server_logged(const char *text) {
    FILE *file = fopen("log", "r");
    char line[1024];
    int count = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        count += strstr(line, text) != NULL;
    }
    if (file != NULL) {
        fclose(file);
    }
    return count;
}

char *server_log(void) {
    FILE *file = fopen("log", "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    rewind(file);
    char *text = memory_array((size_t)length + 1, 1);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    fclose(file);
    return text;
}

struct relay server_relay(const struct server *server) {
    return (struct relay){.host = "127.0.0.1",
                          .port = server->plain,
                          .security = RELAY_PLAIN_LOOPBACK,
                          .connect_seconds = 5,
                          .reply_seconds = 20,
                          .final_seconds = 20};
}
