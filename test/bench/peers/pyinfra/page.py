"""What the site answers, and an operation that fails where it is not what it has to be."""

from shlex import quote

from pyinfra import host, state
from pyinfra.api import FactBase, OperationError, operation

# Debian's own page answers with 200 as well: this header is Django's.
ASKING = "curl --silent --output /dev/null --write-out '%{{http_code}} %header{{x-frame-options}}' {0}"


class Answer(FactBase):
    """Status and header of a page, asked for until they are Django's and 200, for 20 s at most."""

    def requires_command(self, url):
        return "curl"

    def command(self, url):
        ask = ASKING.format(quote(url))
        return f'for _ in $(seq 200); do a=$({ask}); [ "$a" != "200 DENY" ] || break; sleep 0.1; done; echo "$a"'

    def process(self, output):
        return " ".join(output)


@operation()
def answers(url):
    """The page is there. It is asked for once everything else has been done, and nothing is changed."""
    if state.is_executing:
        answer = host.get_fact(Answer, url=url)
        if answer != "200 DENY":
            raise OperationError(f"{url} answers {answer}")
        host.noop(f"{url} answers")
    yield from ()
