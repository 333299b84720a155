import { ApiError } from '../http/problem.ts';

/** What was asked for on the command line does not fit the document. Exit code 64 (EX_USAGE). */
export class ArgumentError extends ApiError {
  readonly exitCode = 64;
  constructor(detail: string) {
    super('request.invalid', { detail });
    this.name = 'ArgumentError';
  }
}
