/** Why the embedded database can't run here, and what to do about it. */
export class EmbeddedDatabaseError extends Error {
  readonly whatToDo: string;

  constructor(message: string, whatToDo: string, cause?: unknown) {
    super(`${message} ${whatToDo}`, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedDatabaseError';
    this.whatToDo = whatToDo;
  }
}
