# Finds Go. For sourcing by the scripts that need it, after they have defined die.

find_go() { # GO, go on the path, or the one in the usual place; nothing if there is none
  local installed=/usr/local/go/bin/go
  if [[ -n ${GO:-} ]]; then
    command -v "$GO" || die "GO=$GO is no command"
  elif ! command -v go && [[ -x $installed ]]; then
    printf '%s' "$installed"
  fi
}
