/** A decimal number taken apart: value = ±digits / 10^scale. Digits have no leading zeros; zero is '0'. */
interface Decimal {
  negative: boolean;
  digits: string;
  scale: number;
}

const shape = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
/** What most decimals look like already. */
const plainShape = /^(?:[1-9]\d*|0)(?:\.\d+)?$/;
const smallWhole = /^-?[1-9]\d{0,14}$/;
const maxScale = 400;

function readDecimal(text: string): Decimal | null {
  const match = shape.exec(text);
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  const exponent = match[4] === undefined ? 0 : Number(match[4]);
  let digits = whole + fraction;
  let scale = fraction.length - exponent;
  if (Math.abs(scale) > maxScale) return null;
  if (scale < 0) {
    digits += '0'.repeat(-scale);
    scale = 0;
  }
  return { negative: match[1] === '-', digits: stripZeros(digits), scale };
}

function stripZeros(digits: string): string {
  let start = 0;
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start += 1;
  return start === 0 ? digits : digits.slice(start);
}

function writeDecimal({ negative, digits, scale }: Decimal): string {
  const padded = digits.padStart(scale + 1, '0');
  const whole = padded.slice(0, padded.length - scale);
  const text = scale === 0 ? whole : `${whole}.${padded.slice(padded.length - scale)}`;
  return negative && digits !== '0' ? `-${text}` : text;
}

/**
 * Plain digits of a decimal written any usual way: no plus, no exponent, no needless leading zero. Trailing zeros stay,
 * they may mean cents.
 *
 * @returns null when the text is not a decimal number.
 * @example decimalText('+007.50') // '7.50'
 * @example decimalText('1e-7') // '0.0000001'
 */
export function decimalText(text: string): string | null {
  if (plainShape.test(text)) return text;
  const decimal = readDecimal(text);
  return decimal === null ? null : writeDecimal(decimal);
}

/** The exact digits of a finite JavaScript number. @example numberText(1e21) // '1000000000000000000000' */
export function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? (decimalText(text) ?? text) : text;
}

/**
 * Which of two decimal texts is the larger, without floating point.
 *
 * @returns -1, 0 or 1; null when one is not a number.
 * @example compareDecimals('9007199254740993', '9007199254740992') // 1
 */
export function compareDecimals(left: string, right: string): number | null {
  const a = readDecimal(left);
  const b = readDecimal(right);
  if (a === null || b === null) return null;
  const scale = Math.max(a.scale, b.scale);
  const x = signed(a, scale);
  const y = signed(b, scale);
  return x === y ? 0 : x < y ? -1 : 1;
}

function signed(decimal: Decimal, scale: number): bigint {
  const size = BigInt(decimal.digits + '0'.repeat(scale - decimal.scale));
  return decimal.negative ? -size : size;
}

/**
 * Rounds half away from zero, as an invoice does.
 *
 * @returns null when the text is not a number.
 * @example roundDecimal('2.345', 2) // '2.35'
 */
export function roundDecimal(text: string, digits: number): string | null {
  const decimal = readDecimal(text);
  if (decimal === null) return null;
  const cut = decimal.scale - digits;
  if (cut <= 0) return writeDecimal(decimal);
  const unit = 10n ** BigInt(cut);
  const rounded = (BigInt(decimal.digits) + unit / 2n) / unit;
  return writeDecimal({ negative: decimal.negative, digits: String(rounded), scale: digits });
}

/**
 * Digits before and after the point that matter.
 *
 * @param plain as `decimalText` writes it.
 * @example decimalSize('12.340') // { whole: 2, fraction: 2 }
 */
export function decimalSize(plain: string): { whole: number; fraction: number } {
  const start = plain.charCodeAt(0) === minus ? 1 : 0;
  const point = plain.indexOf('.');
  const wholeEnd = point < 0 ? plain.length : point;
  const isZero = wholeEnd === start + 1 && plain.charCodeAt(start) === zero;
  let end = plain.length;
  while (end > wholeEnd + 1 && plain.charCodeAt(end - 1) === zero) end -= 1;
  return { whole: isZero ? 0 : wholeEnd - start, fraction: point < 0 ? 0 : end - point - 1 };
}

const minus = 45;
const zero = 48;

const largest = 2n ** 63n - 1n;
const smallest = -(2n ** 63n);

/**
 * A whole number as it travels: a number while that is exact, digits beyond 2^53.
 *
 * @returns null when the text isn't a whole number, 'range' when it doesn't fit 64 bits.
 * @example wholeNumber('9007199254740993') // '9007199254740993'
 */
export function wholeNumber(text: string): number | string | null | 'range' {
  if (smallWhole.test(text)) return Number(text);
  const decimal = readDecimal(text);
  if (decimal === null) return null;
  const padded = decimal.digits.padStart(decimal.scale + 1, '0');
  if (/[1-9]/.test(padded.slice(padded.length - decimal.scale)) && decimal.scale > 0) return null;
  const digits = stripZeros(padded.slice(0, padded.length - decimal.scale));
  if (digits.length <= 15) {
    const size = Number(digits);
    return decimal.negative && size !== 0 ? -size : size;
  }
  const exact = BigInt(decimal.negative ? `-${digits}` : digits);
  if (exact > largest || exact < smallest) return 'range';
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : String(exact);
}
