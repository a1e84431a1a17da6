import { chooseWorkerClass, parseWorkerClass } from "../../../components/settings/worker-class";
import { messageOf } from "../app/project-folder";

test.each([
  [
    "eventlet",
    `"eventlet" is no more: gunicorn took this worker class out in 26.0; choose gevent or gthread`,
  ],
  [
    "tornado",
    `"tornado" is for applications that are written for Tornado; choose sync, gthread or gevent`,
  ],
  [
    "asgi",
    `"asgi" serves ASGI, and a project is run by its wsgi.py; choose sync, gthread or gevent`,
  ],
  [
    "Sync",
    `"Sync" is not a worker class of gunicorn (did you mean "sync"?); choose sync, gthread or gevent`,
  ],
  ["egg:x#y", `"egg:x#y" is not a worker class of gunicorn; choose sync, gthread or gevent`],
  [
    "constructor",
    `"constructor" is not a worker class of gunicorn; choose sync, gthread or gevent`,
  ],
])("%s is refused", (text, line) => {
  expect(messageOf(() => parseWorkerClass(text))).toBe(line);
});

test.each(["gunicorn", "uwsgi", "mod_wsgi"] as const)(
  "%s without a class has threads where they are wanted",
  (appServer) => {
    expect(chooseWorkerClass({ appServer, threads: 1 })).toBe("sync");
    expect(chooseWorkerClass({ appServer, threads: 2 })).toBe("gthread");
  },
);

test("a class is taken as it is", () => {
  for (const workerClass of ["sync", "gthread", "gevent"] as const) {
    expect(chooseWorkerClass({ appServer: "gunicorn", workerClass, threads: 1 })).toBe(workerClass);
  }
  expect(chooseWorkerClass({ appServer: "gunicorn", workerClass: "gthread", threads: 9 })).toBe(
    "gthread",
  );
});
