import { compilePattern, type Pattern } from '../values/pattern.ts';

/** The part of RegExp the interpreter uses, on the engine that answers in linear time. */
class LinearRegExp {
  lastIndex = 0;
  private readonly pattern: Pattern;

  constructor(regex: RegExp) {
    this.pattern = compilePattern(regex.source, regex.flags);
  }

  exec(text: string): RegExpExecArray | null {
    const match = this.pattern.find(text, this.lastIndex);
    if (match === null) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = match.end;
    const found = [match.text, ...match.groups];
    // Groups that took no part are undefined in RegExp's own results too, whatever its type says.
    return Object.assign(found, { index: match.start, input: text }) as unknown as RegExpExecArray;
  }
}

/** The interpreter only constructs it and calls `exec` with `lastIndex`, so the rest of RegExp is left out. */
export const linearRegExp = LinearRegExp as unknown as RegExpConstructor;
