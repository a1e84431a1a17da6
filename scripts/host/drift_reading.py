"""All that is asked for. Argument: the request, see scripts/drift/reading.ts."""

SITES = "/var/lib/django-droplet/sites"


def read_all(request):
    return {
        "paths": {path: read_path(path, with_text) for path, with_text in request["paths"].items()},
        "folders": {folder: names_in(folder) for folder in request["folders"]},
        "sites": [name for name in names_in(SITES) if os.path.exists(f"{SITES}/{name}/active")],
        "releases": {project: read_release(**release) for project, release in request["releases"].items()},
        "units": read_units(request["units"]),
        "programs": read_programs(),
        "listeners": read_listeners(),
        "packages": read_packages(request["packages"]),
        "conffiles": changed_conffiles(request["conffiles"]),
        "users": {name: read_user(name) for name in request["users"]},
        "firewall": read_firewall(),
        "sshd": read_sshd(),
        "rootKeys": read("/root/.ssh/authorized_keys").splitlines(),
    }


print(json.dumps(read_all(json.loads(sys.argv[1]))))
