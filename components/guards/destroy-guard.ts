import * as pulumi from "@pulumi/pulumi";

export interface DestroyGuardOptions extends pulumi.ComponentResourceOptions {
  /** All there is in the stack: of a component that is all in it, so far. */
  dependsOn: pulumi.Resource[];
  protect: boolean;
}

/**
 * Is nothing, and is refused first. A destroy goes backwards and looks at each thing's protection
 * when it comes to it: by the time it met the protected droplet, it had forgotten every step and
 * with them the sites' SECRET_KEYs. What depends on everything is met before everything.
 */
export class DestroyGuard extends pulumi.ComponentResource {
  constructor(name: string, options: DestroyGuardOptions) {
    super("django-droplet:index:DestroyGuard", name, {}, options);
    this.registerOutputs({});
  }
}
