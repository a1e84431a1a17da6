/**
 * What a host knows a stack by, `PROJECT/STACK`: it is one stack's, since each takes down the managed
 * sites that it does not know.
 */
export function stackOnHost(project: string, stack: string): string {
  return `${project}/${stack}`;
}
