/*
 * Public commands take one plain object, so that keybindings, tasks and other extensions can call them. What arrives
 * is whatever the caller wrote: these read one property each and treat a wrong type as absent.
 */

function property(argument: unknown, key: string): unknown {
  return typeof argument === 'object' && argument !== null ? Reflect.get(argument, key) : undefined;
}

/** The numbers under `key`: one, a list, or none. */
export function numbersIn(argument: unknown, key: string): number[] {
  const value = property(argument, key);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'number');
}

export function numberIn(argument: unknown, key: string): number | undefined {
  return numbersIn(argument, key)[0];
}

export function stringIn(argument: unknown, key: string): string | undefined {
  const value = property(argument, key);
  return typeof value === 'string' ? value : undefined;
}

/** The text under `key` if it is one of `allowed`. */
export function choiceIn<Choice extends string>(
  argument: unknown,
  key: string,
  allowed: readonly Choice[],
): Choice | undefined {
  const value = stringIn(argument, key);
  return allowed.find((choice) => choice === value);
}
