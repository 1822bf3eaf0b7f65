/** What stands where something was hidden; no letters, so that it cannot itself hold a secret. */
const MASK = '•••';

/** Shorter strings would blank out ordinary words; nothing that short is a credential. */
const MIN_LENGTH = 4;

const secrets = new Set<string>();

/** From now on {@link redact} hides `secret`, also where it is quoted, percent-encoded or in base64. */
export function registerSecret(secret: string): void {
  if (secret.length < MIN_LENGTH) {
    return;
  }
  const bytes = Buffer.from(secret, 'utf8');
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    // Through bytes, because a lone surrogate has no percent-encoding.
    encodeURIComponent(bytes.toString('utf8')),
    new URLSearchParams({ s: secret }).toString().slice('s='.length),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
  for (const form of forms) {
    secrets.add(form);
  }
}

/** `text` without registered secrets; all else, such as a support address, stays. */
export function hideSecrets(text: string): string {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  let result = text;
  let before: string;
  do {
    before = result;
    for (const secret of longestFirst) {
      result = result.replaceAll(secret, MASK);
    }
    // Masking one secret may join the text around it to another.
  } while (result !== before);
  return result;
}

/**
 * `text` without registered secrets, authorization values, JWTs, mail addresses and the queries of URLs.
 * Every repetition is bounded, so that a hostile text costs no more than its length.
 */
export function redact(text: string): string {
  return hideSecrets(text)
    .replace(/\b(Bearer|Basic)\s{1,8}[^\s"',;]+/gi, `$1 ${MASK}`)
    .replace(/\beyJ[\w-]{8,}(\.[\w-]*){0,4}/g, MASK)
    .replace(/\?[^\s"]+/g, `?${MASK}`)
    .replace(/[^\s@"<>]{1,128}@[^\s@"<>]+/g, MASK);
}
