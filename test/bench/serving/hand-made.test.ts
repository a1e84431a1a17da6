import { chapterUnit, rawGunicorn, type HandMade } from "./hand-made";

const execStart = ({ start }: HandMade): string => /^ExecStart=.*$/m.exec(start(4))?.[0] ?? "";

test("the raw one has the stack's own options, and one address", () => {
  expect(execStart(rawGunicorn)).toBe(
    "ExecStart=/opt/hello/venv/bin/python -m gunicorn --config /etc/opt/hello/gunicorn.conf.py " +
      "--chdir /opt/hello/current/src --workers=4 --log-file=/var/log/hello/gunicorn.log " +
      "--bind=127.0.0.1:8000 hello.wsgi:application",
  );
});

test("the chapter's has the chapter's options alone", () => {
  expect(execStart(chapterUnit)).toBe(
    "ExecStart=/opt/hello/venv/bin/gunicorn --workers=4 --log-file=/var/log/hello/gunicorn.log " +
      "--bind=127.0.0.1:8000 --bind=[::1]:8000 hello.wsgi:application",
  );
});

test.each([rawGunicorn, chapterUnit])("what a start puts on the host a stop takes away", (made) => {
  const written = [...made.start(4).matchAll(/cat > (\S+)/g)].map(([, file]) => file);
  expect(written).toHaveLength(2);
  expect(made.stop).toContain(`rm ${written.join(" ")}\n`);
  expect(made.start(4)).toContain("systemctl stop hello.socket hello\n");
  expect(made.stop).toMatch(/systemctl start hello\.socket hello$/);
});
