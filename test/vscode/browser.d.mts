import type { BrowserContext } from 'playwright-core';
export const CHROMIUM_ARGS: readonly string[];
export function installedBrowser(): string | undefined;
export function ensureBrowser(say?: (line: string) => void): Promise<string>;
export function launchBrowser(options?: {
  profileDir?: string;
  viewport?: { width: number; height: number };
}): Promise<{ context: BrowserContext; close(): Promise<void> }>;
