/** Character codes the scanner compares with, by the names the HTML standard uses for them. */
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const FORM_FEED = 0x0c;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION_MARK = 0x21;
export const QUOTATION_MARK = 0x22;
export const APOSTROPHE = 0x27;
export const HYPHEN = 0x2d;
export const SOLIDUS = 0x2f;
export const LESS_THAN = 0x3c;
export const EQUALS = 0x3d;
export const GREATER_THAN = 0x3e;
export const QUESTION_MARK = 0x3f;

/**
 * What stands for every character of a template island while the HTML around it is scanned: SUBSTITUTE, a control
 * character that no state of the HTML tokenizer treats specially and that keeps a one-byte string one-byte.
 */
export const FILLER = 0x1a;

/** White space as the HTML standard counts it; a carriage return is one because the standard turns it into LF first. */
export function isSpace(code: number): boolean {
  return (
    code === SPACE ||
    code === LINE_FEED ||
    code === TAB ||
    code === CARRIAGE_RETURN ||
    code === FORM_FEED
  );
}

export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether `text` from `start` to `end` holds nothing but white space and template islands. */
export function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== FILLER && !isSpace(code)) return false;
  }
  return true;
}
