/** What a rendered text says in its first line, behind the sign of a comment. */
export const MANAGED = "Managed by django-droplet; the next `pulumi up` overwrites it.";
