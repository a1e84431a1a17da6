/** The most that a request's body may have in MiB, uploads above all (the book's value). */
export const MAX_BODY_MIB = 20;
