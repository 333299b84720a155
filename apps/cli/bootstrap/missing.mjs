/** Something this machine lacks. The message is the whole story in one line: what is missing, and what to do. */
export class Missing extends Error {}
