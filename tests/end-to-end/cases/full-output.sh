# An output that cannot be written is an error, however small it is.
run sh -c 'boardpaper --help >/dev/full'
gives 73
says "standard output cannot be written (No space left on device)"
run sh -c 'boardpaper --version >&-'
gives 73
says "standard output cannot be written"
