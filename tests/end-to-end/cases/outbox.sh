# A paper from plan to purge: shown, approved by its token, sent over STARTTLS with a password, read
# by two parsers of others, never sent again, verified, forgotten.
. "$SOURCE/tests/end-to-end/mail.sh"
serve tls
today=$(date +%s)
printf 'open sesame\n' >password
chmod 600 password
cp "$SAMPLES/safer-plymouth-page.png" board-paper.pdf # any bytes: the outbox does not look inside
cat >members <<'LIST'
chair@board.example 2 Siân Ŵyn-Ỳrs
zarzad@board.example 1 Łucja Żółć-Gęślą
plain@board.example 3
under@board.example 0 Not cleared
LIST
printf '[OFFICIAL] Papur y Bwrdd: Żółta łódź, ŵy ac ŷd – £5' >subject
printf 'OFFICIAL\n\nDŵr, tŷ, gêm; zażółć gęślą jaźń.\n.\n..two\nFrom here\n\nOFFICIAL\n' >text
printf '<!DOCTYPE html>\n<html lang="cy"><body><p>Dŵr &amp; tŷ</p></body></html>\n' >html
schedule "port=\"$starttls\" ca-file=\"post/ca.pem\" user=\"board\" password-file=\"password\"" \
    'approval="required"'

plan 2016-01 board 1 board-paper.pdf yes "$today"
gives 0
prints "planned 3, withheld 1"

run boardpaper outbox status schedule.xml
gives 0
prints "waits"
says "messages that wait for approval: 3"
run boardpaper outbox send schedule.xml
gives 0
prints "sent 0,"
[ ! -s post/log ] || fail "nothing is to go without approval"

# What is bound is shown: paper, hash, marking, who with which clearance; and nobody else.
run boardpaper outbox approve schedule.xml 2016-01
gives 0
prints "$(sha256sum board-paper.pdf | cut -d' ' -f1)"
prints "marking     OFFICIAL"
prints "chair@board.example   OFFICIAL-SENSITIVE"
prints "plain@board.example   SECRET"
! grep -q under@ out || fail "who is not cleared is no recipient"
token=$(token 2016-01)
prints "--token=$token --as=NAME"

run boardpaper outbox approve schedule.xml 2016-01 --token="$token"
gives 64
says "who decides must be named"
run boardpaper outbox approve schedule.xml 2016-01 --token=0000 --as="The clerk"
gives 65
run boardpaper outbox approve schedule.xml 2016-02
gives 66
in_state planned 3
run boardpaper outbox approve schedule.xml 2016-01 --token="$token" --as="The clerk"
gives 0
prints "approved by The clerk: papers 1, messages 3"

run boardpaper outbox send schedule.xml
gives 0
silent
prints "sent 3, deferred 0, failed 0, unknown 0, cancelled 0, papers refused 0"
in_state sent 3
[ "$(state_of chair@board.example reply)" = "250 taken" ] || fail "the server's reply should be kept"
[ "$(state_of chair@board.example code)" = 250 ] || fail "the reply's code should be kept"
[ "$(grep -c '^rcpt' post/log)" = 3 ] || fail "one recipient a message"

# Read by Python's parser and by Perl's.
cat >read.py <<'PY'
import email, email.policy, hashlib, pathlib, sys
policy = email.policy.default.clone(raise_on_defect=True)
names = {"chair@board.example": "Siân Ŵyn-Ỳrs", "zarzad@board.example": "Łucja Żółć-Gęślą",
         "plain@board.example": ""}
mails = sorted(pathlib.Path("post/keep").glob("*.eml"))
assert len(mails) == 3, mails
for mail in mails:
    data = mail.read_bytes()
    assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 998
    message = email.message_from_bytes(data, policy=policy)
    to, = message["To"].addresses
    assert to.display_name == names.pop(to.addr_spec), to
    sender, = message["From"].addresses
    assert (sender.addr_spec, sender.display_name) == ("papers@board.example", "Partneriaeth Y Barri")
    assert message["Subject"] == pathlib.Path("subject").read_text("utf-8"), message["Subject"]
    assert message["Auto-Submitted"] == "auto-generated"
    plain, page, paper = [part for part in message.walk() if not part.is_multipart()]
    assert plain.get_content().replace("\r\n", "\n") == pathlib.Path("text").read_text("utf-8")
    assert page.get_content().replace("\r\n", "\n") == pathlib.Path("html").read_text("utf-8")
    assert page.get_content_type() == "text/html" and paper.get_content_type() == "application/pdf"
    assert paper.get_filename() == "board-paper.pdf"
    assert paper.get_content() == pathlib.Path("board-paper.pdf").read_bytes()
PY
run python3 read.py
gives 0
cat >read.pl <<'PERL'
use strict; use warnings; use utf8; use Email::MIME; use Digest::SHA qw(sha256_hex);
sub slurp { open my $file, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$file> }
my ($subject, $text) = map { my $read = slurp($_); utf8::decode($read); $read } 'subject', 'text';
my @mails = glob 'post/keep/*.eml';
die "mails: @mails" unless @mails == 3;
my %names;
for (@mails) {
    my $mail = Email::MIME->new(slurp($_));
    die 'subject: ' . $mail->header_str('Subject') unless $mail->header_str('Subject') eq $subject;
    my ($to) = $mail->header_as_obj('To')->addresses;
    $names{$to->address} = $to->phrase // '';
    my @parts;
    $mail->walk_parts(sub { my ($part) = @_; push @parts, $part if $part->subparts == 0 });
    die scalar @parts unless @parts == 3;
    (my $plain = $parts[0]->body_str) =~ s/\r\n/\n/g;
    die $plain unless $plain eq $text;
    die $parts[2]->filename unless $parts[2]->filename eq 'board-paper.pdf';
    die 'paper' unless sha256_hex($parts[2]->body) eq sha256_hex(slurp('board-paper.pdf'));
}
die join ',', %names unless $names{'chair@board.example'} eq 'Siân Ŵyn-Ỳrs'
    && $names{'zarzad@board.example'} eq 'Łucja Żółć-Gęślą';
PERL
if perl -MEmail::MIME -e 1 2>/dev/null; then
    run perl read.pl
    gives 0
fi

# Nothing goes twice, whoever asks how often, and another paper is no part of this run.
run boardpaper outbox send schedule.xml
gives 0
prints "sent 0,"
plan 2016-01 board 1 board-paper.pdf yes "$today"
gives 0
prints "planned 0,"
echo altered >>board-paper.pdf
plan 2016-01 board 1 board-paper.pdf yes "$today"
gives 65
taken chair@board.example 1

run boardpaper outbox verify schedule.xml
gives 65
says "is not the paper that was planned"
cp "$SAMPLES/safer-plymouth-page.png" board-paper.pdf
run boardpaper outbox verify outbox.db
gives 0
prints "whole; 1 papers (0 purged), 3 messages"

run boardpaper outbox purge schedule.xml --as="The clerk"
gives 64
says "nothing says how long"
run boardpaper outbox purge schedule.xml --as="The clerk" --before=2000-01-01
gives 0
prints "forgotten: 0 messages"
run boardpaper outbox purge schedule.xml --as="The clerk" --before=2999-01-01
gives 0
prints "forgotten: 3 messages"
plan 2016-01 board 1 board-paper.pdf yes "$today"
gives 0
prints "planned 0,"
grep -q chair outbox.db && fail "who got it should be forgotten"

# Usage, with what was meant.
run boardpaper outbox statsu outbox.db
gives 64
says "write status"
run boardpaper outbox status outbox.db --token=1
gives 64
says "outbox status takes no --token"
run boardpaper outbox send outbox.db
gives 64
says "needs the schedule"
run boardpaper outbox status none.db
gives 66
run boardpaper outbox resolve outbox.db 1 perhaps --as=X
gives 64
run boardpaper outbox resolve outbox.db one sent --as=X
gives 64
run boardpaper outbox resolve outbox.db 1 sent --as=X
gives 64
says "only those of unknown outcome"
