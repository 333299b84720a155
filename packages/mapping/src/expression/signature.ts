import { type Argument, type Data, ExpressionError } from './data.ts';

/**
 * One parameter of a built-in function. Kinds are one letter each: s text, n number, b yes/no, l null, a list,
 * o object, f regular expression, m nothing.
 */
export interface Parameter {
  kinds: string;
  /** The context stands in when the argument is left out: `name.$uppercase()`. */
  context?: boolean;
  optional?: boolean;
  /** Takes a list; a single value becomes a list of one. */
  list?: boolean;
  /** Kind every item of the list must have. */
  items?: 's' | 'n' | 'o';
}

/** Kind letter of an argument. */
function kindOf(value: Argument): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'undefined':
      return 'm';
    default:
      if (value === null) return 'l';
      if (Array.isArray(value)) return 'a';
      return isPattern(value) ? 'f' : 'o';
  }
}

function isPattern(value: object): boolean {
  return 'find' in value && typeof value.find === 'function';
}

type Source = { parameter: Parameter; from: number | 'context' | 'nothing' };

/** Puts the arguments of a call in their places, or says which one doesn't fit. */
export class Signature {
  private readonly parameters: readonly Parameter[];
  private readonly shape: RegExp;
  private readonly plans = new Map<string, Source[] | number>();

  constructor(parameters: readonly Parameter[]) {
    this.parameters = parameters;
    const shapes = parameters.map(
      ({ kinds, context, optional }) => `([${kinds}]${context || optional ? '?' : ''})`,
    );
    this.shape = new RegExp(`^${shapes.join('')}$`);
  }

  /** Most arguments a call may have. */
  get size(): number {
    return this.parameters.length;
  }

  /** @throws ExpressionError naming the argument that doesn't fit. */
  place(name: string, args: readonly Argument[], context: Data): Argument[] {
    let kinds = '';
    for (const arg of args) kinds += kindOf(arg);
    let plan = this.plans.get(kinds);
    if (plan === undefined) {
      plan = this.planFor(kinds);
      this.plans.set(kinds, plan);
    }
    if (typeof plan === 'number') {
      throw new ExpressionError('T0410', `Value ${plan} of $${name} has the wrong type`);
    }
    const placed: Argument[] = [];
    for (const { parameter, from } of plan) placed.push(this.pick(name, parameter, from, args, context));
    return placed;
  }

  private planFor(kinds: string): Source[] | number {
    const match = this.shape.exec(kinds);
    if (match === null) return this.firstMisfit(kinds);
    let next = 0;
    return this.parameters.map((parameter, index) => {
      if (match[index + 1] !== '') {
        next += 1;
        return { parameter, from: next - 1 };
      }
      return { parameter, from: parameter.context ? 'context' : 'nothing' };
    });
  }

  private firstMisfit(kinds: string): number {
    let shape = '^';
    let good = 0;
    for (const { kinds: allowed, context, optional } of this.parameters) {
      shape += `[${allowed}]${context || optional ? '?' : ''}`;
      const match = new RegExp(shape).exec(kinds);
      if (match === null) break;
      good = match[0].length;
    }
    return good + 1;
  }

  private pick(
    name: string,
    parameter: Parameter,
    from: Source['from'],
    args: readonly Argument[],
    context: Data,
  ): Argument {
    if (from === 'nothing') return undefined;
    if (from === 'context') {
      if (!parameter.kinds.includes(kindOf(context))) {
        throw new ExpressionError('T0411', `The value $${name} is applied to has the wrong type`);
      }
      return context;
    }
    const value = args[from];
    return parameter.list && value !== undefined ? listOf(name, parameter, value, from) : value;
  }
}

function listOf(name: string, { items }: Parameter, value: Argument, index: number): Argument {
  const fits = Array.isArray(value)
    ? items === undefined || value.every((item) => kindOf(item) === items)
    : items === undefined || kindOf(value) === items;
  if (!fits) throw new ExpressionError('T0412', `Value ${index + 1} of $${name} is not a list of one type`);
  // A pattern never reaches a list parameter: the compiler lets it stand in pattern parameters only.
  return Array.isArray(value) ? value : [value as Data];
}
