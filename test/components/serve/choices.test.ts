import {
  APP_SERVERS,
  COMBINATIONS,
  combinationRefusal,
  starterOf,
  SUPERVISORS,
  WEB_SERVERS,
  type Choice,
} from "../../../components/serve/choices";

const all = APP_SERVERS.flatMap((appServer) =>
  WEB_SERVERS.flatMap((webServer) =>
    SUPERVISORS.map((supervisor): Choice => ({ appServer, webServer, supervisor })),
  ),
);

test("there is a combination for each application server, in their order", () => {
  expect(COMBINATIONS.map(({ appServer }) => appServer)).toEqual(APP_SERVERS);
});

test("gunicorn and uwsgi go with everything, mod_wsgi with Apache under systemd", () => {
  const allowed = all.filter((choice) => combinationRefusal(choice) === undefined);
  expect(allowed).toHaveLength(13);
  expect(allowed.filter(({ appServer }) => appServer === "mod_wsgi")).toEqual([
    { appServer: "mod_wsgi", webServer: "apache", supervisor: "systemd" },
  ]);
});

test("COMBINATIONS allows what is not refused, and nothing else", () => {
  const listed = COMBINATIONS.flatMap(({ appServer, webServers, supervisors }) =>
    webServers.flatMap((webServer) =>
      supervisors.map((supervisor): Choice => ({ appServer, webServer, supervisor })),
    ),
  );
  expect(listed).toEqual(all.filter((choice) => combinationRefusal(choice) === undefined));
});

test.each<[Omit<Choice, "appServer">, string]>([
  [
    { webServer: "nginx", supervisor: "systemd" },
    "mod_wsgi does not go with webServer nginx, since it is a part of Apache, which systemd starts; choose webServer apache, or appServer gunicorn or uwsgi",
  ],
  [
    { webServer: "none", supervisor: "systemd" },
    "mod_wsgi does not go with webServer none, since it is a part of Apache, which systemd starts; choose webServer apache, or appServer gunicorn or uwsgi",
  ],
  [
    { webServer: "apache", supervisor: "supervisor" },
    "mod_wsgi does not go with supervisor supervisor, since it is a part of Apache, which systemd starts; choose supervisor systemd, or appServer gunicorn or uwsgi",
  ],
  [
    { webServer: "nginx", supervisor: "supervisor" },
    "mod_wsgi does not go with webServer nginx and supervisor supervisor, since it is a part of Apache, which systemd starts; choose webServer apache and supervisor systemd, or appServer gunicorn or uwsgi",
  ],
])("mod_wsgi with %j", (choice, line) => {
  expect(combinationRefusal({ appServer: "mod_wsgi", ...choice })).toBe(line);
});

test("mod_wsgi's processes are Apache's, the others' are the supervisor's", () => {
  expect(starterOf({ appServer: "mod_wsgi", supervisor: "systemd" })).toBe("apache");
  expect(starterOf({ appServer: "uwsgi", supervisor: "supervisor" })).toBe("supervisor");
  expect(starterOf({ appServer: "gunicorn", supervisor: "systemd" })).toBe("systemd");
});
