import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readFields, type FormFields } from './formFields';

/**
 * Keeps what stands in the form on disk. A webview's own state loses the last seconds before a reload, so every input
 * is written as it comes; writes never overlap, and the newest wins.
 */
export class DraftFile {
  readonly #path: string;
  #wanted: FormFields | undefined;
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was in the form last, or undefined. */
  async load(): Promise<FormFields | undefined> {
    try {
      return readFields(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      // No draft, or one that was cut short: the form starts empty.
      return undefined;
    }
  }

  /** Resolves when `fields`, or newer ones, are on disk. */
  save(fields: FormFields): Promise<void> {
    this.#wanted = fields;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async clear(): Promise<void> {
    this.#wanted = undefined;
    await this.#writing;
    await rm(this.#path, { force: true });
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    while (this.#wanted !== undefined) {
      const fields = this.#wanted;
      this.#wanted = undefined;
      const draft = `${this.#path}.new`;
      await writeFile(draft, JSON.stringify(fields));
      await rename(draft, this.#path);
    }
  }
}
