#!/usr/bin/env bash
# Writes the preview of a stack as Markdown: scripts/ci/preview.sh STACK FILE
# Ends with 1 for an error, of which the file tells too. Says whether there are changes as the
# output `changes` of a step of GitHub's.
set -euo pipefail
# shellcheck source=scripts/ci/run-url.sh
source "$(dirname "$0")/run-url.sh"
stack=$1 file=$2

code=0
"$(dirname "$0")/with-credentials.sh" npm run --silent preview -- --stack "$stack" >"$file" ||
  code=$?
[[ -s $file ]] || cat >"$file" <<END
## Preview of \`$stack\`

**It could not be made.** [The run]($(run_url)) says why.
END

case $code in
  0) changes=false ;;
  2) changes=true ;;
  *)
    echo "the preview of $stack failed: $(run_url) and its comment say why" >&2
    exit 1
    ;;
esac
echo "changes=$changes" >>"${GITHUB_OUTPUT:-/dev/null}"
