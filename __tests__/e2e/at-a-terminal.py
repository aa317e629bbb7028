"""Runs a program at a terminal of its own: at-a-terminal.py <steps as JSON> <program> <argument ...>

Each step is [text, keys]: once the text is on the terminal, the keys are typed. Writes all that the program wrote, and
exits as it did.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios

steps = json.loads(sys.argv[1])
process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM="xterm")
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

written = ""
since = 0
waiting = list(steps)
while True:
    if not select.select([terminal], [], [], 15)[0]:
        sys.stderr.write("nothing was written for 15 seconds; waited for: %s\n%s" % (waiting[:1], written))
        os.kill(process, 9)
        sys.exit(99)
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        chunk = b""
    if not chunk:
        break
    written += chunk.decode("utf-8", "replace")
    if waiting and waiting[0][0] in written[since:]:
        since = len(written)
        os.write(terminal, waiting.pop(0)[1].encode())

sys.stdout.write(written)
sys.exit(98 if waiting else os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
