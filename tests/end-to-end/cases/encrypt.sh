# An encrypted paper opens with its password only, and says that it is no archive.
command -v qpdf >/dev/null || skip "qpdf is not installed"
sample=$SAMPLES/safer-plymouth.xml

(umask 077 && echo "a secret of ours" >password)
run boardpaper render "$sample" -o paper.pdf --password-file password --verbose
gives 0
says "PDF/UA-1 but not PDF/A-3a"
qpdf --requires-password paper.pdf || fail "the paper should need a password"
qpdf --check --password="a secret of ours" paper.pdf >checked 2>&1 || fail "it should open with it"
qpdf --password="a secret of ours" --show-encryption paper.pdf >checked
grep -q 'AESv3' checked || fail "it should be AES-256"
qpdf --password="a secret of ours" --decrypt --object-streams=disable paper.pdf plain.pdf
grep -qa 'pdfuaid:part>1<' plain.pdf || fail "it should claim PDF/UA-1"
if grep -qa 'pdfaid:part>3<' plain.pdf; then
    fail "it should not claim PDF/A"
fi
run boardpaper extract paper.pdf --list
gives 65
run boardpaper extract paper.pdf --list --password-file password
gives 0
prints "safer-plymouth.xml"

# A password that others can read is none.
chmod 644 password
cp paper.pdf before.pdf
run boardpaper render "$sample" -o paper.pdf --password-file password
gives 78
says "can be read by others"
cmp -s paper.pdf before.pdf || fail "the earlier paper should be as it was"
