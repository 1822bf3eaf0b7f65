import type { PixelValue } from '../../kinds';

/** What a user typed, as a value or as one sentence on what to change. */
export type CheckedValue =
  | { readonly ok: true; readonly value: PixelValue }
  | { readonly ok: false; readonly message: string };

/**
 * A conversion's value as a number: digits with a point for the decimals, not negative, nothing around it. Ad
 * platforms read anything else as zero or not at all.
 */
export function checkNumber(text: string, placeholder?: string): CheckedValue {
  const typed = text.trim();
  const message = complaint(typed);
  return message === undefined
    ? { ok: true, value: { kind: 'literal', text: typed, ...(placeholder && { placeholder }) } }
    : { ok: false, message };
}

function complaint(typed: string): string | undefined {
  if (/^\d{1,15}(?:\.\d{1,10})?$/.test(typed)) {
    return undefined;
  }
  if (typed === '') {
    return 'Enter a number, such as 49.90.';
  }
  if (/^[-\u2212]/.test(typed)) {
    return 'The value cannot be negative.';
  }
  if (/\p{Sc}|^[A-Z]{3}\b|\b[A-Z]{3}$/u.test(typed)) {
    return 'Leave the currency out, such as 49.90.';
  }
  if (/^\d+,\d{1,2}$/.test(typed)) {
    return `Write a point before the decimals: ${typed.replace(',', '.')}.`;
  }
  if (/^\d{1,3}(?:[,.'\u2019\s]\d{3})+(?:[.,]\d+)?$/.test(typed)) {
    return 'Leave out the separators between thousands, such as 1299.00.';
  }
  if (/^\d+(?:\.\d+)?e[+-]?\d+$/i.test(typed)) {
    return 'Write the number in full, without an exponent.';
  }
  if (/^\d+\.$|^\.\d+$/.test(typed)) {
    return 'Write a digit on both sides of the point, such as 0.50.';
  }
  return 'Only digits and one point for the decimals, such as 49.90.';
}

/** A fixed text for another placeholder, such as an order's number; it is encoded when it is written. */
export function checkText(text: string, placeholder: string): CheckedValue {
  const typed = text.trim();
  return typed === ''
    ? { ok: false, message: 'Enter a text.' }
    : { ok: true, value: { kind: 'literal', text: typed, placeholder } };
}
